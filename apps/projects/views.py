"""Project list, settings, members and activity. Creating a project is the codebook's page: it needs a template."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.projects import queries, services
from apps.projects.access import project_view
from apps.projects.forms import ActivityForm, MemberForm, ProjectForm, RoleForm
from apps.projects.permissions import Permission
from apps.web.errors import DomainError
from apps.web.http import ProjectRequest, Request


@require_GET
def project_list(request: Request) -> HttpResponse:
    context = {
        "cards": queries.project_cards(request.user),
        "binned": queries.binned_projects_of(request.user).count(),
    }
    return render(request, "projects/project_list.html", context)


@require_GET
def bin(request: Request) -> HttpResponse:  # noqa: A001 - a view is named like its page
    """The projects in the bin, whose pages nobody can open: for the leads who may take them back."""
    return render(request, "projects/bin.html", {"projects": queries.binned_projects_of(request.user)})


@require_POST
def project_restore(request: Request, binned_id: UUID) -> HttpResponse:
    project = queries.get_binned_project(request.user, binned_id)
    services.restore_project(project=project, user=request.user)
    messages.success(request, _("“%(name)s” is back.") % {"name": project})
    return redirect("projects:project_list")


@require_http_methods(["GET", "POST"])
@project_view(Permission.MANAGE)
def project_settings(request: ProjectRequest) -> HttpResponse:
    form = ProjectForm(request.POST or None, instance=request.project)
    if request.method == "POST" and form.is_valid():
        services.change_project(project=request.project, user=request.user, **form.cleaned_data)
        messages.success(request, _("The settings were saved."))
        return redirect("projects:project_settings", request.project.pk)
    return render(request, "projects/project_settings.html", {"form": form})


@require_http_methods(["GET", "POST"])
@project_view(Permission.MANAGE)
def project_delete(request: ProjectRequest) -> HttpResponse:
    if request.method == "POST":
        services.bin_project(project=request.project, user=request.user)
        messages.success(request, _("The project is in the bin and stays there for thirty days."))
        return redirect("projects:project_list")
    return render(request, "projects/project_delete.html", {"figures": queries.figures_of(request.project)})


@require_http_methods(["GET", "POST"])
@project_view(Permission.MANAGE)
def member_list(request: ProjectRequest) -> HttpResponse:
    form = MemberForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.add_member(project=request.project, user=request.user, **form.cleaned_data)
            return redirect("projects:member_list", request.project.pk)
        except DomainError as error:
            form.add_error("email", error.message)
    members = [(member, RoleForm(initial={"role": member.role})) for member in queries.members_of(request.project)]
    return render(request, "projects/member_list.html", {"form": form, "members": members})


@require_POST
@project_view(Permission.MANAGE)
def member_role(request: ProjectRequest, membership_id: str) -> HttpResponse:
    membership = get_object_or_404(queries.members_of(request.project), pk=membership_id)
    form = RoleForm(request.POST)
    if form.is_valid():
        services.change_role(
            project=request.project, user=request.user, membership=membership, role=form.cleaned_data["role"]
        )
        messages.success(request, _("The role was changed."))
    return redirect("projects:member_list", request.project.pk)


@require_POST
@project_view(Permission.MANAGE)
def member_remove(request: ProjectRequest, membership_id: str) -> HttpResponse:
    membership = get_object_or_404(queries.members_of(request.project), pk=membership_id)
    services.remove_member(project=request.project, user=request.user, membership=membership)
    messages.success(request, _("The member was removed. What they coded stays."))
    return redirect("projects:member_list", request.project.pk)


@require_GET
@project_view(Permission.VIEW)
def activity_list(request: ProjectRequest) -> HttpResponse:
    """Who did what, newest first; what each changed is fetched when it is unfolded."""
    form = ActivityForm(request.GET or None, people=queries.actors_of(request.project))
    wanted = form.cleaned_data if form.is_valid() else {}
    rows = queries.chosen_activity(request.project, **{key: held for key, held in wanted.items() if held})
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    context = {"page": page, "form": form, "is_narrowed": any(wanted.values()), "chosen": wanted.get("transcript")}
    return render(request, "projects/activity_list.html", context)
