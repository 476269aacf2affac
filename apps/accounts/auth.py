"""Who calls the API: a bearer token, or the session of the page with its CSRF token."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext as _
from ninja.security import HttpBearer, SessionAuth

from apps.accounts.models import Token, User
from apps.accounts.queries import live_token
from apps.web.errors import DomainError

SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}


class TokenAuth(HttpBearer):
    def authenticate(self, request: HttpRequest, token: str) -> User | None:
        found = live_token(token)
        if found is None:
            return None
        if found.scope == Token.Scope.READ and request.method not in SAFE_METHODS:
            raise PermissionDenied
        # Once a day is enough to see which tokens are in use, and costs no write on the others.
        if found.last_used != date.today():
            Token.objects.filter(pk=found.pk).update(last_used=date.today())
        request.user = found.user
        if found.user.language:
            translation.activate(found.user.language)
        return found.user


class PageAuth(SessionAuth):
    def authenticate(self, request: HttpRequest, key: str | None) -> User | None:
        return request.user if isinstance(request.user, User) and request.user.is_active else None


API_AUTH = [TokenAuth(), PageAuth()]


def check_is_expected(request: HttpRequest) -> None:
    """A page that stayed open says whose it is: somebody else may have signed in in another tab since.

    Raises DomainError "someone_else", so that nobody's unsent changes are kept under another's name.
    """
    expected = request.headers.get("X-Signed-In-As")
    if expected and expected != str(request.user.pk):
        raise DomainError(
            "someone_else",
            _("Somebody else has signed in in this browser since the page was opened. Nothing was changed."),
        )
