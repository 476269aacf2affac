"""Errors a user can cause. Services raise them; `web` turns them into a page, a fragment or JSON, once."""

from typing import Any


class DomainError(Exception):
    """A rule said no.

    `message` is a translated sentence: what happened, what was kept, what to do. `code` names the error for
    programs, `fields` carries what they need to react, `status` is the HTTP answer.
    """

    status = 409

    def __init__(self, code: str, message: str, *, status: int | None = None, fields: dict[str, Any] | None = None):
        super().__init__(message)
        self.code = code
        self.message = message
        self.fields = fields or {}
        if status is not None:
            self.status = status


class Invalid(DomainError):
    """The request cannot be carried out as it was written (422)."""

    status = 422


class NotThere(DomainError):
    """No such thing in this project (404)."""

    status = 404


class Refused(DomainError):
    """The member's role, or the state of things, does not allow it (403)."""

    status = 403
