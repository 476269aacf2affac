"""Reads about people. (There is no project here: people belong to none.)"""

from django.db.models import QuerySet
from django.utils import timezone

from apps.accounts.models import Token, User, hash_token


def user_by_email(email: str) -> User | None:
    return User.objects.filter(email__iexact=email.strip()).first()


def tokens_of(user: User) -> QuerySet[Token]:
    return user.tokens.order_by("-created")


def live_token(key: str) -> Token | None:
    """The token with this key and its user, if it may still be used."""
    token = Token.objects.select_related("user").filter(digest=hash_token(key), expires__gt=timezone.now()).first()
    return token if token and token.user.is_active else None
