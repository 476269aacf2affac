"""For services that lock the project first: everybody else locks a row of their own first and the project last.

So what they need may be held by somebody who waits for them. They never wait for such a row, but let go of
everything, wait a moment outside the transaction, and begin anew.
"""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.db import OperationalError, transaction
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from apps.projects.models import Project
from apps.web.errors import DomainError

TRIES = 8
WAIT = 0.02

Row = TypeVar("Row", bound=Model)


class _Held(Exception):
    """A row that is needed is locked by somebody else."""


def patiently(service: Callable[..., Any]) -> Callable[..., Any]:
    """Make a service one transaction that is begun again when a row it needs is held (see `locked`)."""
    work = transaction.atomic(service)

    @wraps(service)
    def patient(**arguments: Any) -> Any:
        for attempt in range(TRIES):
            try:
                return work(**arguments)
            except _Held:
                time.sleep(WAIT * 2**attempt)
        raise DomainError("busy", _("Others are changing the same passages just now. Nothing was changed; try again."))

    return patient


def lock_project(project: Project) -> None:
    """Hold the project's row, so that nobody's change is committed until this transaction is over."""
    Project.objects.select_for_update(no_key=True).get(pk=project.pk)


def locked(rows: QuerySet[Row], *, to_delete: bool = False) -> QuerySet[Row]:
    """The rows, locked, read at once. Only within a service that is `patiently` done, after `lock_project`.

    With `to_delete` also against those who are about to point at them.
    """
    rows = rows.select_for_update(nowait=True, no_key=not to_delete, of=("self",))
    try:
        with transaction.atomic():
            len(rows)
    except OperationalError as error:
        raise _Held from error
    return rows
