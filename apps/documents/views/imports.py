"""Pages that bring attributes in from a table: send it, see what it would do, bring it in."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from apps.documents import queries, services
from apps.documents.forms import ImportForm, TableForm
from apps.documents.models import Attribute
from apps.documents.queries import Import, Judgement
from apps.documents.services import Imported
from apps.projects.access import project_view
from apps.projects.permissions import Permission
from apps.web.errors import DomainError
from apps.web.forms import posted, show_error
from apps.web.http import ProjectRequest
from core.tables import Table, read_table

SHOWN_ROWS = 5
SHOWN_PROBLEMS = 50


@require_http_methods(["GET", "POST"])
@project_view(Permission.EDIT_DOCUMENTS)
def attributes_import(request: ProjectRequest) -> HttpResponse:
    """Send a table. Nothing is written before its preview was confirmed."""
    form = TableForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            import_id = services.keep_table(project=request.project, file=file, size=file.size)
            return redirect("documents:attributes_import_preview", request.project.pk, import_id)
        except DomainError as error:
            show_error(form, error)
    return render(request, "documents/attributes_import.html", {"form": form})


@require_http_methods(["GET", "POST"])
@project_view(Permission.EDIT_DOCUMENTS)
def attributes_import_preview(request: ProjectRequest, import_id: UUID) -> HttpResponse:
    """What the table would do, row by row and in numbers; with `step=import` it is done."""
    table = services.kept_table(request.project, import_id)
    chosen = request.POST.get("subject", "")
    guess = queries.guess_import(request.project, table, chosen if chosen in Attribute.Subject.values else "")
    # Another subject is another question: what was said of the columns is guessed anew.
    is_same = request.POST.get("guessed_subject", chosen) == chosen
    form = ImportForm(posted(request) if is_same else None, project=request.project, table=table, guess=guess)
    plan = form.as_import() if form.is_bound and form.is_valid() else guess
    if request.POST.get("step") == "import" and form.is_valid():
        try:
            done = services.import_attributes(
                project=request.project, user=request.user, import_id=import_id, plan=plan
            )
            return _after(request, import_id, done)
        except DomainError as error:
            show_error(form, error)
    context = _context(table, plan, queries.judge_import(request.project, table, plan))
    return render(request, "documents/attributes_import_preview.html", context | {"form": form, "table": table})


@require_GET
@project_view(Permission.EDIT_DOCUMENTS)
def attributes_import_report(request: ProjectRequest, import_id: UUID) -> HttpResponse:
    """The rows that an import left out; with `?as=csv` as a file to mend and send again."""
    data = services.kept_report(request.project, import_id)
    if request.GET.get("as") == "csv":
        response = HttpResponse(data, content_type="text/csv; charset=utf-8")
        response.headers["Content-Disposition"] = 'attachment; filename="left-out.csv"'
        return response
    report = read_table(data)
    context = {"report": report, "rows": report.rows[:SHOWN_PROBLEMS], "import_id": import_id}
    return render(request, "documents/attributes_import_report.html", context)


def _context(table: Table, plan: Import, judgement: Judgement) -> dict[str, Any]:
    return {
        "plan": plan,
        "judgement": judgement,
        "first_rows": table.rows[:SHOWN_ROWS],
        "problems": judgement.left_out[:SHOWN_PROBLEMS],
        "more_problems": max(0, len(judgement.left_out) - SHOWN_PROBLEMS),
    }


def _after(request: ProjectRequest, import_id: UUID, done: Imported) -> HttpResponse:
    said = ngettext("%(n)s row was brought in.", "%(n)s rows were brought in.", done.rows)
    messages.success(request, said % {"n": done.rows})
    if done.left_out:
        return redirect("documents:attributes_import_report", request.project.pk, import_id)
    page = reverse("documents:attribute_list", args=[request.project.pk])
    return redirect(f"{page}?changed={done.activity.pk}" if done.activity else page)
