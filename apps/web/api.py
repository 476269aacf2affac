"""What every API route shares: error shape and paging."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError
from ninja.errors import ValidationError as SchemaError

from apps.web.errors import DomainError, Invalid

MAX_PAGE = 1000


def error_body(code: str, message: str, fields: dict[str, Any] | None = None) -> dict[str, Any]:
    return {"error": code, "message": message, "fields": fields or {}}


def install_error_handlers(api: NinjaAPI) -> None:
    """Every error of the API has one shape: {"error", "message", "fields"}."""

    @api.exception_handler(DomainError)
    def _domain(request: HttpRequest, error: DomainError) -> HttpResponse:
        return api.create_response(request, error_body(error.code, error.message, error.fields), status=error.status)

    @api.exception_handler(SchemaError)
    def _invalid(request: HttpRequest, error: SchemaError) -> HttpResponse:
        fields = {".".join(str(part) for part in each["loc"][1:]): each["msg"] for each in error.errors}
        message = _("Some values could not be read: %(fields)s. Nothing was changed.") % {"fields": ", ".join(fields)}
        return api.create_response(request, error_body("invalid", message, fields), status=422)

    @api.exception_handler(AuthenticationError)
    def _stranger(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
        message = _("Sign in, or send a valid token in the Authorization header.")
        return api.create_response(request, error_body("not_signed_in", message), status=401)

    @api.exception_handler(Http404)
    def _missing(request: HttpRequest, error: Http404) -> HttpResponse:
        return api.create_response(request, error_body("not_found", _("There is no such thing here.")), status=404)

    @api.exception_handler(PermissionDenied)
    def _forbidden(request: HttpRequest, error: PermissionDenied) -> HttpResponse:
        message = _("Your role in this project does not allow this.")
        return api.create_response(request, error_body("forbidden", message), status=403)

    @api.exception_handler(HttpError)
    def _http(request: HttpRequest, error: HttpError) -> HttpResponse:
        return api.create_response(request, error_body("bad_request", str(error)), status=error.status_code)


def paged(rows: QuerySet[Any], *, limit: int, cursor: str | None) -> tuple[list[Any], str | None]:
    """One page of `rows` in order of id, and the cursor of the next page or None.

    Paging by key, not by number, stays fast on the thousandth page and skips nothing when rows are added.
    """
    if not 1 <= limit <= MAX_PAGE:
        raise Invalid("invalid_limit", _("limit must lie between 1 and %(most)s.") % {"most": MAX_PAGE})
    rows = rows.order_by("id")
    if cursor:
        try:
            rows = rows.filter(id__gt=rows.model._meta.pk.to_python(cursor))
        except ValidationError:
            raise Invalid("invalid_cursor", _("The cursor is not one that this list gave out.")) from None
    found = list(rows[: limit + 1])
    more = len(found) > limit
    return found[:limit], str(found[limit - 1].id) if more else None


def paged_list(rows: Iterable[Any], *, limit: int, cursor: str | None) -> tuple[list[Any], str | None]:
    """As `paged`, for a short list that has an order of its own, such as a tree."""
    rows = list(rows)
    if not 1 <= limit <= MAX_PAGE:
        raise Invalid("invalid_limit", _("limit must lie between 1 and %(most)s.") % {"most": MAX_PAGE})
    ids = [str(row.id) for row in rows]
    if cursor and cursor not in ids:
        raise Invalid("invalid_cursor", _("The cursor is not one that this list gave out."))
    start = ids.index(cursor) + 1 if cursor else 0
    found = rows[start : start + limit]
    return found, str(found[-1].id) if start + limit < len(ids) else None
