"""Health, error pages, and the mark of a page that needs no sign-in."""

import shutil
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from apps.web.api import error_body
from apps.web.health import checks

LEAST_FREE_BYTES = 100 * 1024 * 1024


def public(view: Callable[..., Any]) -> Callable[..., Any]:
    """Mark a view that strangers may open; every other view needs a sign-in."""
    view = login_not_required(view)
    view.is_public = True  # type: ignore[attr-defined]
    return view


@public
def healthz(request: HttpRequest) -> JsonResponse:
    """Alive: the process answers."""
    return JsonResponse({"alive": True})


@public
def readyz(request: HttpRequest) -> JsonResponse:
    """Ready: database, migrations, disk, and what other apps registered (a worker's heartbeat)."""
    state = {"database": _database_answers(), "migrations": False, "disk": _disk_has_room()}
    if state["database"]:
        state["migrations"] = _migrations_are_applied()
        state |= {name: check() for name, check in checks.items()}
    return JsonResponse(state, status=200 if all(state.values()) else 503)


def _database_answers() -> bool:
    try:
        connection.ensure_connection()
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _migrations_are_applied() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _disk_has_room() -> bool:
    return shutil.disk_usage(settings.HOME).free > LEAST_FREE_BYTES


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    message = _("This page does not exist, or you are not a member of its project.")
    if request.path.startswith("/api/"):
        return JsonResponse(error_body("not_found", message), status=404)
    return render(request, "web/error.html", {"message": message}, status=404)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    message = _("Your role in this project does not allow this.")
    return render(request, "web/error.html", {"message": message}, status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    # The ordinary layout reads the database, which may be what failed.
    return render(request, "web/server_error.html", status=500)
