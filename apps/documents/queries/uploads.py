"""Reads about files on their way to becoming transcripts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.documents.models import Upload
from apps.documents.queries.participants import participants_of
from apps.documents.queries.transcripts import same_texts
from apps.documents.speakers import by_pseudonym, propose, questions
from apps.jobs.models import Job
from apps.jobs.queries import jobs_of
from apps.projects.models import Project
from apps.web.errors import NotThere

State = Upload.State
READING = "documents.read_uploads"
CONFIRMING = "documents.confirm_uploads"
# How long the list of all uploads says what came of confirming them.
TOLD_FOR = timedelta(hours=1)
# What was taken out of the list and stands in the report alone.
GONE = (State.UNPACKED, State.DISCARDED)
# What asks nobody in the lists of uploads: corrections are asked about where they are made.
SETTLED = (State.CONFIRMED, State.CORRECTION, *GONE)


@dataclass(frozen=True)
class Sorting:
    """The uploads of a list by what is to be done with each, in the list's order.

    `questions` has, for each that was read, what a person should look at before confirming it.
    """

    groups: dict[str, list[UUID]]
    questions: dict[UUID, list[str]]

    def ids(self, group: str) -> list[UUID]:
        """Those of one group; all that are not gone when no group is named."""
        return self.groups.get(group, []) if group else self.groups["all"]


def uploads_of(project: Project) -> QuerySet[Upload]:
    """All uploads, in the order they came, without what is bulky: the text that was read, and its layout."""
    return (
        project.uploads.select_related("office", "uploaded_by", "transcript")
        .defer("text", "layout")
        .order_by("created", "filename")
    )


def open_uploads(project: Project) -> QuerySet[Upload]:
    """What still asks for a person: waiting, to confirm, or not read."""
    return uploads_of(project).exclude(state__in=SETTLED)


def uploads_of_job(job: Job) -> QuerySet[Upload]:
    """The files of a batch by name: they arrive in any order."""
    return uploads_of(job.project).filter(job=job).order_by("filename", "created")


def uploads_to_confirm(project: Project, job_id: UUID | None = None) -> QuerySet[Upload]:
    """What was read and waits for a person's word, of one batch or of all."""
    found = uploads_of(project).filter(state=State.READ)
    return found.filter(job=job_id) if job_id else found


def get_upload(project: Project, upload_id: UUID) -> Upload:
    upload = uploads_of(project).filter(pk=upload_id).first()
    if upload is None:
        raise NotThere("no_such_upload", _("There is no such uploaded file in this project."))
    return upload


def get_batch(project: Project, job_id: UUID) -> Job:
    """The job of files that were sent together."""
    batch = find_batch(project, job_id)
    if batch is None:
        raise NotThere("no_such_batch", _("There is no such upload in this project."))
    return batch


def find_batch(project: Project, job_id: UUID) -> Job | None:
    return jobs_of(project).filter(pk=job_id, kind=READING).first()


def is_receiving(batch: Job) -> bool:
    """Whether files may still be added: the batch is not begun, nor was it stopped."""
    return batch.state == Job.State.QUEUED and bool(batch.parameters.get("receiving"))


def receiving_batches(project: Project) -> list[tuple[Job, int]]:
    """Batches whose files did not all arrive, latest first, each with how many did."""
    waiting = project.jobs.filter(kind=READING, state=Job.State.QUEUED).order_by("-created")
    return [(batch, batch.came) for batch in waiting.annotate(came=Count("uploads")) if is_receiving(batch)]


def confirming_job(project: Project, batch: Job | None) -> Job | None:
    """The latest job that confirmed, or confirms, all of a batch at once; or of all open uploads, of late."""
    found = project.jobs.filter(kind=CONFIRMING, parameters__batch=str(batch.pk) if batch else "")
    if batch is None:
        found = found.exclude(finished__lt=timezone.now() - TOLD_FOR)
    return found.order_by("-created").first()


def questions_about(project: Project, uploads: Iterable[Upload]) -> dict[UUID, list[str]]:
    """Upload -> what a person should look at before confirming it; for those that were read.

    Of uploads with the same text all but the first are asked about.
    """
    read = [upload for upload in uploads if upload.state == State.READ]
    participants = by_pseudonym(participants_of(project)) if read else {}
    twins = same_texts(project, {upload.report["sha256"] for upload in read}) if read else {}
    asked = {}
    for upload in read:
        report = upload.report
        proposals = propose(report, participants, report["title"])
        asked[upload.pk] = questions(report, proposals, twins.get(report["sha256"]))
        twins.setdefault(report["sha256"], upload.filename)
    return asked


def sort_uploads(project: Project, uploads: QuerySet[Upload]) -> Sorting:
    """What is to be done with each of the uploads, in four queries however many there are."""
    groups: dict[str, list[UUID]] = {
        name: [] for name in ("all", "waiting", "ready", "questions", "failed", "confirmed", "gone")
    }
    read = (
        uploads.filter(state=State.READ).select_related(None).only("project", "state", "filename", "report", "created")
    )
    asked = questions_about(project, read)
    for pk, state in uploads.values_list("pk", "state"):
        group = "gone" if state in GONE else str(state)
        if state == State.READ:
            group = "questions" if asked.get(pk) else "ready"
        groups[group].append(pk)
        if group != "gone":
            groups["all"].append(pk)
    return Sorting(groups, asked)


def uploads_in_order(project: Project, ids: list[UUID]) -> list[Upload]:
    """The uploads of one page of a list."""
    found = uploads_of(project).in_bulk(ids)
    return [found[pk] for pk in ids if pk in found]
