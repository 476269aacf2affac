"""What waits for the member, for the navigation of pages that are quicker than counting it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from apps.projects.access import project_view
from apps.projects.permissions import Permission
from apps.review.waiting import waiting_in_navigation
from apps.web.http import ProjectRequest


@require_GET
@project_view(Permission.VIEW)
def badge(request: ProjectRequest) -> HttpResponse:
    """The number beside "Review"; nothing when nothing waits."""
    return render(request, "review/_badge.html", {"waiting": waiting_in_navigation(request)})
