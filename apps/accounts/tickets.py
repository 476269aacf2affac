"""Signed addresses that sign a newcomer in as the sample study's lead."""

from datetime import timedelta

from django.core import signing

from apps.accounts.models import User

SAMPLE_DOMAIN = "benang-sample.example"
SAMPLE_LEAD = f"lead@{SAMPLE_DOMAIN}"
_SALT = "benang.sample-sign-in"
_LIFETIME = timedelta(days=7)


def ticket_for_sample() -> str | None:
    """A ticket for the sample's lead, or None when the sample study is not loaded."""
    if not User.objects.filter(email=SAMPLE_LEAD).exists():
        return None
    return signing.dumps(SAMPLE_LEAD, salt=_SALT)


def user_of_ticket(ticket: str) -> User | None:
    """The user a ticket stands for. Tickets only ever open accounts of the sample study."""
    try:
        email = signing.loads(ticket, salt=_SALT, max_age=_LIFETIME)
    except signing.BadSignature:
        return None
    if not email.endswith(f"@{SAMPLE_DOMAIN}"):
        return None
    return User.objects.filter(email=email, is_active=True).first()
