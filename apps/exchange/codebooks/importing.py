"""Codes out of a file: it is kept until a person has seen what it would do, and then taken in as one change."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import IO, Any
from uuid import UUID, uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from apps.accounts.models import User
from apps.codebook.services import freeze_codebook
from apps.coding.code_states import bring
from apps.coding.patience import patiently
from apps.documents.services.imports import forget_old
from apps.exchange.codebooks.judging import Change, Choice, Fate, Judgement, Row
from apps.exchange.codebooks.planning import judge
from apps.exchange.codebooks.wording import refusal
from apps.projects.models import Activity, Project
from apps.projects.services import Verb, record
from apps.web.errors import Invalid, NotThere
from core.codebooks.entries import Listing
from core.codebooks.reading import essence, is_refi, read_listing
from core.text.errors import ReadError

LONGEST_FILE_NAME = 120


@dataclass(frozen=True)
class Kept:
    """A file on its way in: what it was called, and what is worth keeping of it."""

    name: str
    sha256: str
    data: bytes

    @property
    def stem(self) -> str:
        return self.name.rpartition(".")[0] or self.name


@dataclass(frozen=True)
class Imported:
    judgement: Judgement
    version: int
    activity: Activity


def take_file(file: IO[bytes], name: str) -> Kept:
    """A file as it was sent. Raises DomainError with a sentence when there is no codebook in it."""
    data = file.read()
    try:
        kept = Kept(name[-LONGEST_FILE_NAME:], hashlib.sha256(data).hexdigest(), essence(data))
        read_listing(kept.data)
    except ReadError as error:
        raise refusal(error) from error
    return kept


def keep_codebook(*, project: Project, file: IO[bytes], name: str) -> UUID:
    """Keep a file for its preview, and return the id it is kept under. Raises DomainError as `take_file`."""
    forget_old(project)
    kept = take_file(file, name)
    listing_id = uuid4()
    head = json.dumps({"name": kept.name, "sha256": kept.sha256}).encode()
    default_storage.save(_place(project, listing_id), ContentFile(head + b"\n" + kept.data))
    return listing_id


def kept_codebook(project: Project, listing_id: UUID) -> Kept:
    """The file kept under an id. Raises NotThere when it was imported, or is older than a day."""
    path = _place(project, listing_id)
    if not default_storage.exists(path):
        raise NotThere("no_such_import", _("This file is no longer kept. Upload it again."))
    with default_storage.open(path) as file:
        head, _newline, data = bytes(file.read()).partition(b"\n")
    return Kept(**json.loads(head), data=data)


def forget_codebook(project: Project, listing_id: UUID) -> None:
    default_storage.delete(_place(project, listing_id))


def listing_of(kept: Kept, choice: Choice) -> Listing:
    """What is in a kept file. Raises DomainError as `take_file`."""
    try:
        return read_listing(kept.data, tops=choice.tops)
    except ReadError as error:
        raise refusal(error) from error


def can_have_tops(kept: Kept) -> bool:
    """Whether it can be asked what the codes at the top become: of a table, or a file of ours, it cannot."""
    return is_refi(kept.data) and read_listing(kept.data).needs_dimension


@patiently
def import_codebook(*, project: Project, user: User, kept: Kept, choice: Choice) -> Imported:
    """Take in what the preview showed, as one change, after freezing the codebook as it was.

    Judged anew under the project's lock. The report is kept in the activity. Raises Invalid "nothing_to_import" when
    the codebook would stay as it is, and then freezes nothing; DomainError "changed_since" if somebody was faster.
    """
    with override(project.language):
        note = _("Before importing codes from %(file)s") % {"file": kept.name}
    version = freeze_codebook(project=project, user=user, note=note)
    judgement = judge(project, listing_of(kept, choice), choice)
    if not judgement.does_something:
        raise Invalid("nothing_to_import", _("The file would change nothing in the codebook. Nothing was changed."))
    bring(project, judgement.before, judgement.after)
    report = report_of(kept, choice, judgement, version.number)
    activity = record(
        project, user, Verb.CODEBOOK_IMPORTED, object_id=project.pk, label=_label(kept, judgement),
        before=judgement.before, after=judgement.after | {"report": report},
    )  # fmt: skip
    return Imported(judgement, version.number, activity)


def report_of(kept: Kept, choice: Choice, judgement: Judgement, version: int) -> dict[str, Any]:
    """What is kept of an import: numbers, and every row that was not already as the file says."""
    return {
        "file": kept.name,
        "sha256": kept.sha256,
        "update": choice.update,
        "version": version,
        "numbers": numbers_of(judgement),
        "rows": [asdict(row) for row in judgement.rows if row.fate != Fate.SAME or row.notes],
        "not_read": dict(judgement.not_read),
    }


def numbers_of(judgement: Judgement) -> dict[str, Any]:
    """How many codes and dimensions have each fate."""
    return {
        "codes": {str(fate): judgement.count(fate) for fate in Fate},
        "dimensions": {str(fate): judgement.count(fate, dimensions=True) for fate in Fate},
    }


def imports_of(project: Project) -> QuerySet[Activity]:
    """The imports of codes, latest first, without what they changed."""
    found = project.activities.filter(verb=Verb.CODEBOOK_IMPORTED).select_related("actor")
    return found.defer("before", "after").order_by("-sequence")


def get_import(project: Project, activity_id: int) -> Activity:
    """The activity of an import. Raises NotThere."""
    found = project.activities.filter(pk=activity_id, verb=Verb.CODEBOOK_IMPORTED).select_related("actor").first()
    if found is None:
        raise NotThere("no_such_import", _("There is no such import in this project."))
    return found


def rows_of_report(report: Mapping[str, Any]) -> list[Row]:
    """The rows of a report as they were judged."""
    return [
        Row(**{**row, "fate": Fate(row["fate"]), "changes": [Change(**change) for change in row["changes"]]})
        for row in report["rows"]
    ]


def _label(kept: Kept, judgement: Judgement) -> str:
    new, changed = judgement.count(Fate.NEW), judgement.count(Fate.CHANGED)
    return f"{kept.name} (+{new}, ~{changed})"


def _place(project: Project, listing_id: UUID) -> str:
    return f"imports/{project.pk}/{listing_id}-codebook"
