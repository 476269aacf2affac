"""Hundreds of files as one job: opened, filled by several requests, begun, and, if so wished, removed whole.

A batch is its job. Until it is begun the job waits and files may be added, each under an id that its sender made,
so that sending one again adds nothing. Then the worker unpacks the archives and reads file after file.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4, uuid5

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.accounts.models import User
from apps.documents.archives import Member, members_of, refuse_name
from apps.documents.models import Office, Upload
from apps.documents.queries import confirming_job, is_receiving
from apps.documents.reading import refuse_size
from apps.documents.services.uploads import discard, stored_name
from apps.jobs.models import Job
from apps.jobs.services import begin_job, cancel_job, prepare_job
from apps.projects.models import Project
from apps.web.errors import DomainError, Invalid
from apps.web.files import remove_files

State = Upload.State
MOST_FILES = 2_000
MOST_NAME = 255


@dataclass(frozen=True)
class Incoming:
    """A file on its way in. `id` is the sender's; `name` may hold the folders it lay in."""

    id: UUID
    name: str
    file: UploadedFile[Any]


@transaction.atomic
def open_batch(
    *,
    project: Project,
    user: User,
    office: Office,
    expected: int = 0,
    by_name: bool = False,
    left_out: Iterable[tuple[str, int]] = (),
    asked: dict[str, Any] | None = None,
    batch_id: UUID | None = None,
) -> Job:
    """Make an empty batch for `expected` files.

    `left_out` are (name, size) of files not worth sending: those we would refuse too go into the report at once.
    With `by_name`, a file whose name or folder names an office goes there, the others to `office`. With `asked`
    (title, language, participants, speakers) nobody is asked: the job makes the transcripts too.
    """
    if batch_id and Job.objects.filter(pk=batch_id).exists():
        raise _taken()
    job = prepare_job(
        kind="documents.read_uploads", project=project, user=user, receiving=True, expected=min(expected, MOST_FILES),
        by_name=by_name, office=str(office.pk), asked=asked or {}, confirm=asked is not None,
        job_id=batch_id,
    )  # fmt: skip
    rows = [_row(job, office, uuid4(), name, size) for name, size in list(left_out)[:MOST_FILES]]
    Upload.objects.bulk_create(row for row in rows if _is_refused(row, by_name=True))
    return job


def add_files(*, job: Job, files: Sequence[Incoming]) -> list[Upload]:
    """Keep files of a batch that is not begun. Those whose id is there already are left as they are.

    Raises DomainError "batch_begun", "too_many_files", "id_taken".
    """
    known = _known(job, [each.id for each in files])
    office = Office.objects.get(pk=job.parameters["office"])
    rows = {each.id: _row(job, office, each.id, each.name, each.file.size or 0) for each in files}
    for each in files:
        row = rows[each.id]
        # Files are written before the transaction: the database must not wait for a disk.
        if each.id not in known and not _is_refused(row):
            row.file.save(stored_name(each.name), each.file, save=False)
    try:
        return _insert(job, [rows[each] for each in rows if each not in known])
    except BaseException:
        for row in rows.values():
            _forget(row)
        raise


@transaction.atomic
def begin_batch(*, job: Job) -> None:
    """All files are there: let a worker read them. Begun already, nothing happens."""
    job = Job.objects.select_for_update().get(pk=job.pk)
    if is_receiving(job):
        begin_job(job=job, total=job.uploads.count(), receiving=False)


def store_uploads(
    *,
    project: Project,
    user: User,
    office: Office,
    files: Iterable[UploadedFile[Any]],
    by_name: bool = False,
    asked: dict[str, Any] | None = None,
) -> Job:
    """The same in one go: keep the files, one row each, and start the job that reads them."""
    incoming = [Incoming(uuid4(), file.name or "file", file) for file in files]
    with transaction.atomic():
        job = open_batch(
            project=project, user=user, office=office, expected=len(incoming), by_name=by_name, asked=asked
        )
        add_files(job=job, files=incoming)
        begin_batch(job=job)
    job.refresh_from_db()
    return job


@transaction.atomic
def discard_batch(*, job: Job) -> int:
    """Stop what is going on with a batch and remove what became no transcript. Returns how many files."""
    for each in (job, confirming_job(job.project, job)):
        if each and each.is_alive:
            cancel_job(job=each)
    return discard(Upload.objects.filter(job=job))


def unpack_archive(*, upload: Upload) -> None:
    """Make an upload of each file in a waiting archive. Interrupted and repeated, it goes on where it was.

    The archive's own row then says how many came out of it, or why none could.
    """
    done = set(Upload.objects.filter(job=upload.job).values_list("pk", flat=True))
    members = 0
    try:
        with upload.file.open("rb") as file:
            for member in members_of(file):
                members += 1
                key = uuid5(upload.pk, member.name)
                if key not in done:
                    done.add(key)
                    _store_member(upload, key, member)
    except DomainError as error:
        said = _broken_off(members) if members else error.message
        Upload.objects.filter(pk=upload.pk, state=State.WAITING).update(state=State.FAILED, error=said)
        return
    with transaction.atomic():
        found = Upload.objects.filter(pk=upload.pk, state=State.WAITING)
        remove_files(found, "file")
        found.update(state=State.UNPACKED, file="", report={**upload.report, "members": members})


def _broken_off(members: int) -> str:
    said = ngettext(
        "The archive is too large, or damaged after its first file, which was taken. Upload the rest unpacked.",
        "The archive is too large, or damaged after its first %(n)s files, which were taken. Upload the rest unpacked.",
        members,
    )
    return said % {"n": members}


def _store_member(archive: Upload, key: UUID, member: Member) -> None:
    row = _row(_job_of(archive), archive.office, key, member.name, member.size)
    row.uploaded_by = archive.uploaded_by
    # A title that was asked for belongs to one file, not to all of an archive.
    row.report = {"asked": {**asked, "title": ""}} if (asked := archive.report.get("asked")) else {}
    row.report["archive"] = archive.filename
    if member.error:
        row.state, row.error = State.FAILED, member.error
    elif not _is_refused(row):
        row.file.save(stored_name(member.name), ContentFile(member.data), save=False)
    row.save(force_insert=True)


def _job_of(upload: Upload) -> Job:
    if upload.job is None:
        raise LookupError(f"upload {upload.pk} is of no batch")
    return upload.job


def _known(job: Job, ids: Iterable[UUID]) -> set[UUID]:
    """Which of the ids the batch has already. Raises DomainError when another has one of them."""
    there = dict(Upload.objects.filter(pk__in=list(ids)).values_list("pk", "job"))
    if any(owner != job.pk for owner in there.values()):
        raise _taken()
    return set(there)


def _taken() -> Invalid:
    return Invalid("id_taken", _("An id among these is taken. Nothing was kept; send them again under new ids."))


@transaction.atomic
def _insert(job: Job, rows: list[Upload]) -> list[Upload]:
    """Insert the rows while the batch stands still. What a request at the same time inserted first is left."""
    job = Job.objects.select_for_update().get(pk=job.pk)
    if not is_receiving(job):
        raise DomainError(
            "batch_begun",
            _("These files are being read already, or were stopped. Nothing was added; upload the rest anew."),
        )
    known = _known(job, [row.pk for row in rows])
    fresh = [row for row in rows if row.pk not in known]
    count = job.uploads.count() + len(fresh)
    if count > MOST_FILES:
        raise Invalid(
            "too_many_files",
            _("One upload holds at most %(most)s files. What came so far is kept; upload the rest anew.")
            % {"most": MOST_FILES},
        )
    for row in rows:
        if row.pk in known:
            _forget(row)
    Upload.objects.bulk_create(fresh)
    if count > job.parameters["expected"]:
        job.parameters["expected"] = count
        job.save(update_fields=["parameters"])
    return fresh


def _forget(row: Upload) -> None:
    """Remove the file of a row that was not stored."""
    if row.file:
        row.file.delete(save=False)


def _row(job: Job, office: Office, key: UUID, name: str, size: int) -> Upload:
    """A waiting upload, not stored yet."""
    asked = job.parameters.get("asked")
    return Upload(
        pk=key, project_id=job.project_id, uploaded_by_id=job.started_by_id, office=office, job=job,
        filename=name.replace("\\", "/").strip("/")[-MOST_NAME:] or "file", size=size,
        report={"asked": asked} if asked else {},
    )  # fmt: skip


def _is_refused(row: Upload, *, by_name: bool = False) -> bool:
    """Whether its size (or its name) alone says that a file need not be read; its row says so then."""
    try:
        refuse_size(row.size)
        if by_name:
            refuse_name(row.filename)
    except DomainError as error:
        row.state, row.error = State.FAILED, error.message
        return True
    return False
