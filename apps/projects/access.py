"""The one door: every project page and API route passes here, and carries the stamp of its permission."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from apps.accounts.auth import check_is_expected
from apps.projects.models import Membership
from apps.projects.permissions import Permission, role_allows

# Whoever has not signed in; no user has this id.
NOBODY = UUID(int=0)


def enter(request: HttpRequest, project_id: UUID, permission: Permission) -> None:
    """Resolve project and membership onto the request.

    Outsiders get Http404, as if the project did not exist; members without the permission get PermissionDenied.
    """
    membership = (
        Membership.objects.select_related("project")
        .filter(project_id=project_id, user_id=request.user.pk or NOBODY, project__binned=None)
        .first()
    )
    if membership is None:
        raise Http404
    if not role_allows(membership.role, permission):
        raise PermissionDenied
    membership.user = request.user  # type: ignore[assignment]
    request.membership = membership  # type: ignore[attr-defined]
    request.project = membership.project  # type: ignore[attr-defined]


def allows(request: HttpRequest, permission: Permission) -> bool:
    """Whether the member who came through the door may also do this; for what a page offers."""
    return role_allows(request.membership.role, permission)  # type: ignore[attr-defined]


def project_view(permission: Permission) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Guard a page. The view receives a ProjectRequest in place of the address's project_id."""

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def guarded(request: HttpRequest, project_id: UUID, **rest: Any) -> Any:
            enter(request, project_id, permission)
            return view(request, **rest)

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return decorate


def project_api(permission: Permission) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Guard an API route whose address holds `{project_id}`, which stays a parameter of the route."""

    def decorate(operation: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(operation)
        def guarded(request: HttpRequest, project_id: UUID, *args: Any, **rest: Any) -> Any:
            check_is_expected(request)
            enter(request, project_id, permission)
            return operation(request, project_id, *args, **rest)

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return decorate
