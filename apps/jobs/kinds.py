"""From a job's kind to the function that does it."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from apps.jobs.models import Job

Handler = Callable[[Job], Any]


def job_kind(handler: Handler) -> Handler:
    """Mark a function in an app's tasks.py as work a job may name. It must be safe to run again after a crash."""
    handler.is_job_kind = True  # type: ignore[attr-defined]
    return handler


def handler_of(kind: str) -> Handler:
    """The function a kind names: "documents.read_uploads" is apps/documents/tasks.py::read_uploads."""
    app, name = kind.split(".")
    handler = getattr(import_module(f"apps.{app}.tasks"), name)
    if not getattr(handler, "is_job_kind", False):
        raise LookupError(f"{kind} is not a kind of job")
    return handler  # type: ignore[no-any-return]
