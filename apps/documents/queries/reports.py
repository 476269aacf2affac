"""What became of each file of a batch: the report that is kept, shown, downloaded, and given to programs."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.documents.models import Upload
from apps.documents.queries.uploads import questions_about, uploads_of_job
from apps.documents.reading import warning_sentences
from apps.jobs.models import Job

# Called the same in every language, so that programs find them.
COLUMNS = (
    "file", "size", "state", "transcript", "link", "office", "words", "turns", "speakers", "language", "date",
    "encoding", "remarks",
)  # fmt: skip
WIDTHS = (40, 10, 14, 32, 40, 20, 10, 8, 30, 10, 12, 12, 80)


@dataclass(frozen=True)
class ReportLine:
    """One file: what it is now, what was found in it, and sentences that say what to know about it."""

    upload: Upload
    transcript: str
    found: dict[str, Any]
    remarks: list[str]

    def cells(self, link: Callable[[UUID], str]) -> list[str | int]:
        """As one row of COLUMNS; `link` makes a transcript's address."""
        upload, found = self.upload, self.found
        return [
            upload.filename,
            upload.size,
            str(upload.get_state_display()),
            self.transcript,
            link(upload.transcript_id) if upload.transcript_id else "",
            upload.office.name,
            found.get("words", ""),
            found.get("turns", ""),
            ", ".join(each["label"] for each in found.get("speakers", ())),
            found.get("language") or "",
            found.get("date") or "",
            found.get("encoding") or "",
            " ".join(self.remarks),
        ]


def batch_report(batch: Job) -> Iterator[ReportLine]:
    """All files of a batch by name, also those that were removed."""
    uploads = list(uploads_of_job(batch))
    asked = questions_about(batch.project, uploads)
    for upload in uploads:
        title = str(upload.transcript) if upload.transcript else ""
        yield ReportLine(upload, title, upload.report, _remarks(upload, asked.get(upload.pk)))


def _remarks(upload: Upload, questions: list[str] | None) -> list[str]:
    said = [upload.error] if upload.error else questions
    if said is None:
        said = warning_sentences(upload.report)
    if members := upload.report.get("members"):
        came = ngettext("%(n)s file was unpacked from it.", "%(n)s files were unpacked from it.", members)
        said.append(came % {"n": members})
    if archive := upload.report.get("archive"):
        said.append(_("It came in %(archive)s.") % {"archive": archive})
    return said
