"""Every change to people and their tokens."""

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.models import Token, User, hash_token
from apps.web.errors import Invalid


@transaction.atomic
def create_user(*, email: str, password: str | None, name: str = "", language: str = "") -> User:
    """Make a user whose address counts as verified, because somebody trusted makes it. Raises Invalid."""
    if User.objects.filter(email__iexact=email.strip()).exists():
        raise Invalid("email_taken", _("There is already a user with the address %(email)s.") % {"email": email})
    user = User.objects.create_user(email, password, name=name or email.split("@")[0], language=language)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@transaction.atomic
def create_token(*, user: User, label: str = "", scope: str = Token.Scope.WRITE) -> tuple[Token, str]:
    """Return the token's row and its key. The key cannot be read again later."""
    key = Token.new_key()
    token = Token.objects.create(
        user=user, label=label, scope=scope, digest=hash_token(key), expires=timezone.now() + Token.LIFETIME
    )
    return token, key


@transaction.atomic
def revoke_token(*, token: Token) -> None:
    token.delete()


@transaction.atomic
def save_preferences(*, user: User, name: str, language: str, theme: str, digest: str) -> None:
    user.name, user.language, user.theme, user.digest = name, language, theme, digest
    user.save(update_fields=["name", "language", "theme", "digest"])


@transaction.atomic
def save_keys(*, user: User, keys: dict[str, str]) -> None:
    """Keep the keys somebody chose for the workspace, in place of those kept before."""
    user.keys = keys
    user.save(update_fields=["keys"])
