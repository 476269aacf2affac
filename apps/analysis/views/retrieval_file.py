"""What a question found, as a file."""

from django.http import HttpResponse
from django.utils.text import slugify
from django.views.decorators.http import require_GET

from apps.analysis import services
from apps.analysis.queries.retrieval import read_question
from apps.analysis.quotations import TYPES
from apps.projects.access import project_view
from apps.projects.permissions import Permission
from apps.web.http import ProjectRequest


@require_GET
@project_view(Permission.EXPORT)
def retrieval_file(request: ProjectRequest, format: str) -> HttpResponse:
    """The passages that `q` finds, to keep; whoever takes them is noted in the log."""
    query = read_question(request.GET.get("q", ""))
    written = services.export_answer(project=request.project, user=request.user, query=query, format=format)
    name = f"{slugify(request.project.name) or 'benang'}-passages.{format}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(written, content_type=TYPES[format], headers=headers)
