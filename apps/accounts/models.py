"""People who sign in, and the tokens their programs use."""

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.web.models import UUIDModel


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(UUIDModel, AbstractBaseUser):
    """Someone who signs in with an e-mail address."""

    class Theme(models.TextChoices):
        AUTO = "auto", _("As the device")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    class Digest(models.TextChoices):
        OFF = "off", _("Never")
        DAILY = "daily", _("Once a day")
        WEEKLY = "weekly", _("Once a week")

    email = models.EmailField(_("E-mail"), unique=True)
    name = models.CharField(_("Display name"), max_length=120)
    language = models.CharField(_("Language"), max_length=5, choices=settings.LANGUAGES, blank=True)
    theme = models.CharField(_("Appearance"), max_length=5, choices=Theme, default=Theme.AUTO)
    # How often notices are gathered into an e-mail, and when the last one went.
    digest = models.CharField(_("E-mail about reviews"), max_length=6, choices=Digest, default=Digest.DAILY)
    digested = models.DateTimeField(null=True, editable=False)
    is_active = models.BooleanField(default=True)
    # Keys of the workspace this person has changed: the slot of the table in bindings.js → the key chosen for it.
    keys = models.JSONField(default=dict, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    objects = UserManager()

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def initials(self) -> str:
        return "".join(word[0] for word in str(self).split()[:2]).upper()


def hash_token(token: str) -> str:
    """Tokens are long and random, so one round of SHA-256 keeps them as safe as a slow hash would."""
    return hashlib.sha256(token.encode()).hexdigest()


class Token(UUIDModel):
    """A key for the API. Only its hash is kept; the key itself is shown once."""

    class Scope(models.TextChoices):
        READ = "read", _("Read only")
        WRITE = "write", _("Read and write")

    LIFETIME = timedelta(days=365)

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    label = models.CharField(_("What it is for"), max_length=80, blank=True)
    digest = models.CharField(max_length=64, unique=True)
    scope = models.CharField(_("Scope"), max_length=5, choices=Scope, default=Scope.WRITE)
    expires = models.DateTimeField()
    last_used = models.DateField(null=True)

    def __str__(self) -> str:
        return self.label or f"{self.created:%Y-%m-%d}"

    @staticmethod
    def new_key() -> str:
        return f"benang_{secrets.token_urlsafe(32)}"

    @property
    def is_expired(self) -> bool:
        return self.expires <= timezone.now()
