"""The supervision log: read on a page, and taken away as a file."""

from collections.abc import Callable
from itertools import groupby
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from apps.codebook.queries import codebook_version_number
from apps.projects.access import project_view
from apps.projects.permissions import Permission
from apps.review.forms.log import read_log
from apps.review.log_files.docx import write_docx
from apps.review.log_files.pdf import write_pdf
from apps.review.log_files.report import Report, report_of, summary
from apps.review.log_files.sheets import write_csv, write_xlsx
from apps.review.queries.log import judged_codes, log_keys
from apps.review.queries.log_figures import log_figures
from apps.review.queries.log_lines import log_lines
from apps.review.services.log import record_log_export
from apps.web.http import ProjectRequest

WRITERS: dict[str, Callable[[Path, Report], None]] = {
    "docx": write_docx, "pdf": write_pdf, "xlsx": write_xlsx, "csv": write_csv,
}  # fmt: skip
FORMAT_NAMES = {"docx": "Word", "pdf": "PDF", "xlsx": "Excel", "csv": "CSV"}
LINES_A_PAGE = 100


@require_GET
@project_view(Permission.VIEW)
def log(request: ProjectRequest) -> HttpResponse:
    form = read_log(request.GET, request.project)
    page = Paginator(log_keys(request.project, form.chosen), LINES_A_PAGE).get_page(request.GET.get("page"))
    lines = list(log_lines(request.project, list(page.object_list)))
    context: dict[str, Any] = {
        "form": form,
        "page": page,
        "lines": lines,
        "tables": summary(log_figures(request.project, form.chosen)),
        "formats": FORMAT_NAMES.items(),
        "version": codebook_version_number(request.project),
        "is_narrowed": len(form.options) > 1,
        "today": timezone.now(),
    }
    if form.chosen.by_theme:
        names = judged_codes(request.project)
        groups = groupby(lines, lambda each: each.theme)
        context["themes"] = [(names.get(theme, "") if theme else "", list(those)) for theme, those in groups]
    return render(request, "review/log.html", context)


@require_POST
@project_view(Permission.EXPORT)
def log_file(request: ProjectRequest, format: str) -> FileResponse:
    """The whole log under the address's filter, written before anything is sent."""
    if format not in WRITERS:
        raise Http404
    form, made = read_log(request.GET, request.project), timezone.now()
    report = report_of(request.project, form.chosen, words=form.in_words, made=made, by=str(request.user))
    file = NamedTemporaryFile(suffix=f".{format}")  # noqa: SIM115 - the answer closes it, which removes it
    WRITERS[format](Path(file.name), report)
    record_log_export(
        project=request.project, user=request.user, format=format, options=form.options, entries=len(report.keys)
    )
    day = timezone.localtime(made).date().isoformat()
    name = f"{slugify(request.project.name) or 'project'}-{slugify(_('Supervision log'))}-{day}.{format}"
    return FileResponse(file, as_attachment=True, filename=name)
