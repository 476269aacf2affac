"""The codebook's pages for files: take it away or print it, and bring codes in after a preview."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from apps.exchange import services
from apps.exchange.codebooks import importing
from apps.exchange.codebooks.forms import CodebookExportForm, CodebookFileForm, CodebookImportForm
from apps.exchange.codebooks.importing import Kept
from apps.exchange.codebooks.judging import Choice, Fate, Judgement, Row
from apps.exchange.codebooks.planning import judge
from apps.exchange.codebooks.reports import report_csv, shown_rows
from apps.exchange.codebooks.wording import not_read_sentences
from apps.exchange.downloads import file_answer
from apps.projects.access import project_view
from apps.projects.permissions import Permission
from apps.web.errors import DomainError
from apps.web.forms import posted, show_error
from apps.web.http import ProjectRequest

SHOWN_ROWS = 200
SHOWN_IMPORTS = 20


@require_http_methods(["GET", "POST"])
@project_view(Permission.EXPORT)
def codebook_export(request: ProjectRequest) -> HttpResponseBase:
    """Choose a format (?format= chooses one beforehand); the file comes at once and stays among the exports."""
    initial = {"format": request.GET.get("format") or "codebook-xlsx"}
    form = CodebookExportForm(posted(request), project=request.project, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            export = services.export_at_once(
                project=request.project, user=request.user, format=form.cleaned_data["format"], options=form.options
            )
            return file_answer(export)
        except DomainError as error:
            show_error(form, error)
    return render(request, "exchange/codebook_export.html", {"form": form})


@require_http_methods(["GET", "POST"])
@project_view(Permission.EDIT_CODEBOOK)
def codebook_import(request: ProjectRequest) -> HttpResponse:
    """Send a file. Nothing is written before its preview was confirmed."""
    form = CodebookFileForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            listing_id = importing.keep_codebook(project=request.project, file=file, name=file.name)
            return redirect("exchange:codebook_import_preview", request.project.pk, listing_id)
        except DomainError as error:
            show_error(form, error)
    context = {"form": form, "earlier": importing.imports_of(request.project)[:SHOWN_IMPORTS]}
    return render(request, "exchange/codebook_import.html", context)


@require_http_methods(["GET", "POST"])
@project_view(Permission.EDIT_CODEBOOK)
def codebook_import_preview(request: ProjectRequest, listing_id: UUID) -> HttpResponse:
    """What the file would do, row by row and in numbers; with `step=import` it is done."""
    kept = importing.kept_codebook(request.project, listing_id)
    # Where the file names no dimension, one called like the file is as good a guess as any.
    guess = {"update": "yes", "tops": "auto", "new_dimension": kept.stem[:120]}
    form = CodebookImportForm(posted(request) or guess, project=request.project)
    choice = form.choice() if form.is_valid() else Choice(new_dimension=guess["new_dimension"])
    if request.POST.get("step") == "import" and form.is_valid():
        try:
            done = importing.import_codebook(
                project=request.project, user=request.user, kept=kept, choice=choice
            )  # fmt: skip
            importing.forget_codebook(request.project, listing_id)
            messages.success(request, _said(done.judgement))
            return redirect("exchange:codebook_import_report", request.project.pk, done.activity.pk)
        except DomainError as error:
            show_error(form, error)
    return render(request, "exchange/codebook_import_preview.html", _preview(request, kept, choice) | {"form": form})


@require_GET
@project_view(Permission.VIEW)
def codebook_import_report(request: ProjectRequest, imported_id: int) -> HttpResponse:
    """What an import did, and what it left out and why; ?as=csv is the same as a table."""
    activity = importing.get_import(request.project, imported_id)
    report = activity.after["report"]
    rows = importing.rows_of_report(report)
    if request.GET.get("as") == "csv":
        answer = HttpResponse(report_csv(rows), content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="codebook-import-{activity.sequence}.csv"'
        return answer
    context = {"activity": activity, "report": report, "numbers": report["numbers"]}
    context |= _rows(rows) | {"not_read": not_read_sentences(report["not_read"])}
    return render(request, "exchange/codebook_import_report.html", context)


def _preview(request: ProjectRequest, kept: Kept, choice: Choice) -> dict[str, Any]:
    listing = importing.listing_of(kept, choice)
    judgement = judge(request.project, listing, choice)
    return {
        "kept": kept,
        "judgement": judgement,
        "numbers": importing.numbers_of(judgement),
        "needs_dimension": listing.needs_dimension,
        "has_tops": importing.can_have_tops(kept),
        "not_read": not_read_sentences(judgement.not_read),
        **_rows([row for row in judgement.rows if row.fate != Fate.SAME or row.notes]),
    }


def _rows(rows: list[Row]) -> dict[str, Any]:
    """The first rows as the page shows them, those that need a look before all others."""
    order = [Fate.LEFT_OUT, Fate.CHANGED, Fate.KEPT, Fate.SAME, Fate.NEW]
    ordered = sorted(rows, key=lambda row: (order.index(row.fate), row.line))
    return {"rows": shown_rows(ordered[:SHOWN_ROWS]), "more": max(0, len(ordered) - SHOWN_ROWS)}


def _said(judgement: Judgement) -> str:
    number = judgement.count(Fate.NEW) + judgement.count(Fate.CHANGED)
    message = ngettext("%(count)s code was imported.", "%(count)s codes were imported.", number)
    return message % {"count": number}
