"""Pages of files that were sent together: watch them being read, sort them, confirm them, take the report away."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.documents import queries, services
from apps.documents.archives import ACCEPTED
from apps.documents.forms import ConfirmAllForm
from apps.documents.models import Upload
from apps.documents.reading import MEGABYTE
from apps.jobs.models import Job
from apps.projects.access import project_view
from apps.projects.permissions import Permission
from apps.web.cells import csv_table, xlsx_table
from apps.web.errors import NotThere
from apps.web.http import ProjectRequest

STOP_POLLING = 286
ROWS_A_PAGE = 100
GROUPS = {
    "": gettext_lazy("All"),
    "waiting": gettext_lazy("Waiting"),
    "ready": gettext_lazy("To confirm"),
    "questions": gettext_lazy("With questions"),
    "failed": gettext_lazy("Not read"),
    "confirmed": gettext_lazy("Imported"),
    "gone": gettext_lazy("Unpacked or removed"),
}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
@project_view(Permission.EDIT_DOCUMENTS)
def upload_list(request: ProjectRequest) -> HttpResponse:
    """Every uploaded file that still asks for a person."""
    return _show(request, queries.open_uploads(request.project), batch=None)


@require_GET
@project_view(Permission.EDIT_DOCUMENTS)
def upload_batch(request: ProjectRequest, job_id: UUID) -> HttpResponse:
    """The files that were sent together, while they arrive, while they are read, and after."""
    batch = queries.get_batch(request.project, job_id)
    return _show(request, queries.uploads_of_job(batch), batch=batch)


@require_POST
@project_view(Permission.EDIT_DOCUMENTS)
def upload_begin(request: ProjectRequest, job_id: UUID) -> HttpResponse:
    """Read what arrived of a batch, although not all did."""
    services.begin_batch(job=queries.get_batch(request.project, job_id))
    return redirect("documents:upload_batch", request.project.pk, job_id)


@require_POST
@project_view(Permission.EDIT_DOCUMENTS)
def upload_confirm_all(request: ProjectRequest) -> HttpResponse:
    """Let a job confirm what raised no question, of the batch the form names, or of all open uploads."""
    form = ConfirmAllForm(request.POST)
    chosen = form.cleaned_data if form.is_valid() else {}
    batch = queries.get_batch(request.project, chosen["job"]) if chosen.get("job") else None
    services.start_confirming(
        project=request.project,
        user=request.user,
        batch=batch,
        kind=chosen.get("kind", ""),
        language=chosen.get("language", ""),
    )
    if batch:
        return redirect("documents:upload_batch", request.project.pk, batch.pk)
    return redirect("documents:upload_list", request.project.pk)


@require_http_methods(["GET", "POST"])
@project_view(Permission.EDIT_DOCUMENTS)
def upload_batch_discard(request: ProjectRequest, job_id: UUID) -> HttpResponse:
    """Remove all of a batch that became no transcript, after saying what that is."""
    batch = queries.get_batch(request.project, job_id)
    if request.method == "POST":
        removed = services.discard_batch(job=batch)
        said = ngettext("%(n)s file was removed.", "%(n)s files were removed.", removed)
        messages.success(request, said % {"n": removed})
        return redirect("documents:upload_batch", request.project.pk, job_id)
    sorting = queries.sort_uploads(request.project, queries.uploads_of_job(batch))
    kept = len(sorting.ids("confirmed"))
    context = {"batch": batch, "lost": len(sorting.ids("")) - kept, "kept": kept, "read": _read(sorting)}
    return render(request, "documents/upload_batch_discard.html", context)


@require_GET
@project_view(Permission.EDIT_DOCUMENTS)
def upload_report(request: ProjectRequest, job_id: UUID, format: str) -> HttpResponse:
    """What became of each file of a batch, as CSV or XLSX."""
    batch = queries.get_batch(request.project, job_id)
    if format not in {"csv", "xlsx"}:
        raise NotThere("unknown_format", _("Reports are written as csv or xlsx."))
    rows = [line.cells(_linking(request)) for line in queries.batch_report(batch)]
    if format == "csv":
        separator = ";" if get_language() == "id" else ","
        data, kind = csv_table(queries.COLUMNS, rows, separator=separator), "text/csv; charset=utf-8"
    else:
        data, kind = xlsx_table("Report", queries.COLUMNS, rows, queries.WIDTHS), XLSX
    name = f"{slugify(request.project.name) or 'project'}-uploads-{batch.created.date().isoformat()}.{format}"
    return HttpResponse(data, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _linking(request: ProjectRequest) -> Callable[[UUID], str]:
    return lambda pk: request.build_absolute_uri(reverse("coding:workspace", args=[request.project.pk, pk]))


def _read(sorting: queries.Sorting) -> int:
    return len(sorting.ids("ready")) + len(sorting.ids("questions"))


def _show(request: ProjectRequest, uploads: QuerySet[Upload], batch: Job | None) -> HttpResponse:
    sorting = queries.sort_uploads(request.project, uploads)
    confirming = queries.confirming_job(request.project, batch)
    receiving = bool(batch and queries.is_receiving(batch))
    is_alive = bool(batch and batch.is_alive and not receiving) or bool(confirming and confirming.is_alive)
    context = {
        **_page(request, sorting),
        "batch": batch,
        "confirming": confirming,
        "is_receiving": receiving,
        "is_alive": is_alive,
        "ready": len(sorting.ids("ready")),
        "asked": len(sorting.ids("questions")),
        "imported": len(sorting.ids("confirmed")),
        "failed": len(sorting.ids("failed")),
        "waiting": len(sorting.ids("waiting")),
        "open": len(sorting.ids("")) - len(sorting.ids("confirmed")),
        "confirm_form": ConfirmAllForm(initial={"job": batch.pk if batch else None}, auto_id="confirm-%s"),
    }
    if batch and receiving:
        context |= _receiving(batch, sorting)
    if batch is None:
        context["unfinished"] = queries.receiving_batches(request.project)
    if not request.htmx:
        return render(request, "documents/upload_batch.html", context)
    status = 200 if is_alive else STOP_POLLING
    return render(request, "documents/_upload_rows.html", context, status=status)


def _page(request: ProjectRequest, sorting: queries.Sorting) -> dict[str, Any]:
    """The rows of one page of one group, and how many each group has."""
    wanted = request.GET.get("state", "")
    group = wanted if wanted in GROUPS else ""
    page = Paginator(sorting.ids(group), ROWS_A_PAGE).get_page(request.GET.get("page"))
    rows = queries.uploads_in_order(request.project, list(page.object_list))
    counts = [(name, label, len(sorting.ids(name))) for name, label in GROUPS.items()]
    return {
        "page": page,
        "is_empty": not any(sorting.groups.values()),
        "group": group,
        "counts": [each for each in counts if each[2] or each[0] in {"", group}],
        "rows": [(each, sorting.questions.get(each.pk)) for each in rows],
    }


def _receiving(batch: Job, sorting: queries.Sorting) -> dict[str, Any]:
    """What the page needs to take in the files that are missing."""
    arrived = len(sorting.ids(""))
    return {
        "arrived": arrived,
        "expected": max(batch.parameters.get("expected", 0), arrived),
        "endings": sorted(ACCEPTED),
        "most": settings.MAX_UPLOAD_MB,
        "most_bytes": settings.MAX_UPLOAD_MB * MEGABYTE,
    }
