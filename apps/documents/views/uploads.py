"""Pages that bring files in, and take single ones out again. What goes on with them: `batches` and `preview`."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from apps.documents import queries, services
from apps.documents.archives import ACCEPTED
from apps.documents.forms import BatchForm, UploadForm
from apps.documents.models import Office
from apps.documents.reading import MEGABYTE
from apps.documents.views.preview import back_to_uploads
from apps.projects.access import project_view
from apps.projects.permissions import Permission
from apps.web.errors import DomainError
from apps.web.forms import posted, show_error
from apps.web.http import ProjectRequest


@require_http_methods(["GET", "POST"])
@project_view(Permission.EDIT_DOCUMENTS)
def upload(request: ProjectRequest) -> HttpResponse:
    """Choose an office and send files to it."""
    form = UploadForm(posted(request), project=request.project, initial={"office": request.GET.get("office")})
    files = request.FILES.getlist("files")
    if request.method == "POST" and form.is_valid():
        try:
            if not files:
                raise DomainError("no_files", _("Choose at least one file."))
            office = _office(request, form)
            job = services.store_uploads(
                project=request.project,
                user=request.user,
                office=office,
                files=files,
                by_name=form.cleaned_data["by_name"],
            )
            return redirect("documents:upload_batch", request.project.pk, job.pk)
        except DomainError as error:
            show_error(form, error)
    context = {
        "form": form,
        "endings": sorted(ACCEPTED),
        "unfinished": queries.receiving_batches(request.project),
        "most": settings.MAX_UPLOAD_MB,
        "most_bytes": settings.MAX_UPLOAD_MB * MEGABYTE,
    }
    return render(request, "documents/upload.html", context)


@require_POST
@project_view(Permission.EDIT_DOCUMENTS)
def upload_discard_unread(request: ProjectRequest) -> HttpResponse:
    """Remove the files that could not be read, of the batch the form names, or of all."""
    job_id = _batch(request)
    removed = services.discard_unread(project=request.project, job_id=job_id)
    said = ngettext("%(n)s file was removed.", "%(n)s files were removed.", removed)
    messages.success(request, said % {"n": removed})
    return back_to_uploads(request, job_id)


@require_POST
@project_view(Permission.EDIT_DOCUMENTS)
def upload_discard(request: ProjectRequest, upload_id: UUID) -> HttpResponse:
    found = queries.get_upload(request.project, upload_id)
    services.discard_upload(upload=found)
    messages.success(request, _("“%(name)s” was removed.") % {"name": found.filename})
    return back_to_uploads(request, found.job_id)


def _batch(request: ProjectRequest) -> UUID | None:
    form = BatchForm(request.POST)
    return form.cleaned_data["job"] if form.is_valid() else None


def _office(request: ProjectRequest, form: UploadForm) -> Office:
    if name := form.cleaned_data["new_office"]:
        return services.create_office(project=request.project, user=request.user, name=name)
    office: Office = form.cleaned_data["office"]
    return office
