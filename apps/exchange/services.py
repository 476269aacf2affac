"""Every export: asked for, written, kept with the filter and codebook version it was made from."""

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.analysis.queries.filters import counted
from apps.codebook.queries import codebook_version_number, dimensions_of
from apps.exchange import memos, queries
from apps.exchange.codebooks.exporting import codebook_options, is_of_codebook, write_codebook_file
from apps.exchange.models import Export
from apps.exchange.writers import MOST_SHEET_ROWS, WRITERS, Material
from apps.jobs.services import start_job
from apps.projects.models import Project
from apps.projects.services import Verb, record
from apps.web.errors import DomainError, Invalid
from apps.web.files import remove_files

SEPARATORS = (",", ";")
SECONDS_BETWEEN_REPORTS = 0.5
Report = Callable[[int, int, str], None]


@transaction.atomic
def export_passages(*, project: Project, user: User, format: str, options: Mapping[str, Any]) -> Export:
    """Start the export of the coded passages that the options let through; `export.job` writes it."""
    export = new_export(project=project, user=user, format=format, options=options)
    export.job = start_job(kind="exchange.write_export", project=project, user=user, export=str(export.pk))
    export.save(update_fields=["job"])
    return export


@transaction.atomic
def new_export(*, project: Project, user: User | None, format: str, options: Mapping[str, Any]) -> Export:
    """The row of an export that is yet to be written.

    `options` are what queries.NARROWING names, and for CSV the separator; the filter in words is kept beside
    them. Raises Invalid for another format or separator, NotThere for ids the project does not have.
    """
    if options.get("separator", ",") not in SEPARATORS:
        raise Invalid("unknown_separator", _("The separator is a comma or a semicolon."))
    if is_of_codebook(format, options):
        format, kept = codebook_options(project, format, options)
    else:
        kept = _passages_options(project, format, options)
    export = Export.objects.create(
        project=project,
        asked_by=user,
        format=format,
        options=kept,
        codebook_version=int(kept.get("version", 0)) or codebook_version_number(project),
    )
    record(project, user, Verb.EXPORTED, object_id=export.pk, label=f"{format} · {kept['filter']}", after=kept)
    return export


@transaction.atomic
def export_at_once(*, project: Project, user: User, format: str, options: Mapping[str, Any]) -> Export:
    """An export that takes no time, such as one of the codebook: asked for and written, or neither."""
    export = new_export(project=project, user=user, format=format, options=options)
    return write_file(export=export, report=_untold)


@transaction.atomic
def export_memos(*, project: Project, user: User, format: str, options: Mapping[str, Any]) -> Export:
    """Start the export of the memos that the options let through; `export.job` writes it.

    `options` are what memos.MemoFilter has, and the separator. Raises Invalid and NotThere as new_export does.
    """
    if format not in memos.WRITERS:
        raise Invalid("unknown_format", _("Exports are written as %(known)s.") % {"known": ", ".join(memos.WRITERS)})
    separator = options.get("separator") or ","
    if separator not in SEPARATORS:
        raise Invalid("unknown_separator", _("The separator is a comma or a semicolon."))
    chosen = memos.filter_of(options)
    kept = {**memos.kept_options(chosen), "what": memos.WHAT, "separator": separator}
    kept["filter"] = memos.filter_in_words(project, chosen)
    export = Export.objects.create(
        project=project,
        asked_by=user,
        format=format,
        options=kept,
        codebook_version=codebook_version_number(project),
    )
    record(project, user, Verb.EXPORTED, object_id=export.pk, label=f"{format} · {kept['filter']}", after=kept)
    export.job = start_job(kind="exchange.write_export", project=project, user=user, export=str(export.pk))
    export.save(update_fields=["job"])
    return export


@transaction.atomic
def export_again(*, user: User, earlier: Export) -> Export:
    """Start an export with the same filter and format as an earlier one, over what is in the project now."""
    make = export_memos if earlier.options.get("what") == memos.WHAT else export_passages
    return make(project=earlier.project, user=user, format=earlier.format, options=earlier.options)


def write_file(*, export: Export, report: Report) -> Export:
    """Write an export's file, in place of one that an interrupted attempt may have left.

    `report(done, total, title)` is called now and then with the transcripts written; it may raise to stop.
    """
    with TemporaryDirectory() as folder:
        path = Path(folder) / "export"
        export.rows = _write(export, path, report)
        with path.open("rb") as file:
            export.sha256 = hashlib.file_digest(file, "sha256").hexdigest()
            file.seek(0)
            export.file.delete(save=False)
            export.file.save(f"{export.pk}.{export.format}", File(file), save=False)
    export.save(update_fields=["rows", "sha256", "file"])
    return export


@transaction.atomic
def delete_exports(project: Project) -> None:
    """Delete all exports of a project that is about to go, with their files."""
    exports = Export.objects.filter(project=project)
    remove_files(exports, "file")
    exports.delete()


def file_name(export: Export) -> str:
    """What a downloaded export is called: the project, the day, the ending."""
    day = timezone.localtime(export.created).date().isoformat()
    what = f"-{export.options['what']}" if export.options.get("what") else ""
    return f"{slugify(export.project.name) or 'project'}{what}-{day}.{export.format}"


def _untold(done: int, total: int, title: str) -> None:
    """Of what is over before anybody could look there is nothing to report."""


def _passages_options(project: Project, format: str, options: Mapping[str, Any]) -> dict[str, str]:
    if format not in WRITERS:
        raise Invalid("unknown_format", _("Exports are written as %(known)s.") % {"known": ", ".join(WRITERS)})
    kept = {name: str(options[name]) for name in (*queries.NARROWING, "separator") if options.get(name)}
    kept["filter"] = queries.filter_in_words(project, queries.filter_of(project, kept))
    return kept


def _write(export: Export, path: Path, report: Report) -> int:
    if export.options.get("what") == memos.WHAT:
        return memos.write_memos(export, path, report)
    if is_of_codebook(export.format, export.options):
        return write_codebook_file(
            path, project=export.project, format=export.format, options=export.options, made=export.created
        )
    project, chosen = export.project, queries.filter_of(export.project, export.options)
    if export.format == "xlsx" and counted(project, chosen).count() >= MOST_SHEET_ROWS:
        raise DomainError("too_many_rows", _("These are more codings than a sheet has rows. Export them as CSV."))
    transcripts = queries.transcripts_with(project, chosen)
    codes, coders = queries.codes_by_id(project), queries.coders_by_id(project)
    material = Material(
        project=project.name,
        filter=export.options["filter"],
        codebook_version=export.codebook_version,
        made=timezone.now(),
        dimensions=[dimension.name for dimension in dimensions_of(project)],
        transcripts=len(transcripts),
    )
    reported = monotonic()
    separator = export.options.get("separator", ",")
    with WRITERS[export.format](path, material, separator=separator) as writer:
        for done, transcript in enumerate(transcripts, start=1):
            writer.add(transcript, queries.coded_passages(project, chosen, transcript, codes, coders))
            if monotonic() - reported > SECONDS_BETWEEN_REPORTS or done == len(transcripts):
                reported = monotonic()
                report(done, len(transcripts), transcript.title)
    return material.codings
