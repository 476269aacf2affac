"""Notices gathered into e-mails: each goes once, however many workers send, and none is lost with a mail server.

A worker claims somebody's notices by stamping them (`mailed`) and confirms by giving the person the same stamp
(`digested`) once the server took the e-mail. A stamp newer than the person's is a claim on its way; after CLAIM_HOLDS
its worker is taken for dead and the notices are free again. An e-mail can so arrive twice when a worker dies right
after sending it, and never fail to arrive.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from smtplib import SMTPException
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from apps.accounts.models import User
from apps.review.models import Notification
from apps.review.queries.notices import notices_of

logger = logging.getLogger(__name__)
# At this hour a day of notices is closed: what comes later goes with the next e-mail.
CLOSES_AT = 6
CLAIM_HOLDS = timedelta(minutes=30)
# So many in a row mean that the mail server is away rather than one address wrong.
MOST_FAILURES = 3
SALT = "benang.digest"

Send = Callable[[User, list[Notification]], None]


@dataclass
class Outcome:
    """How many e-mails the server took, and how many wait for the next time."""

    sent: int = 0
    failed: int = 0


def last_closing(digest: str, now: datetime) -> datetime:
    """When the day or week of notices that `now` may send was closed; in the time zone of `now`."""
    closing = now.replace(hour=CLOSES_AT, minute=0, second=0, microsecond=0)
    if digest == User.Digest.WEEKLY:
        closing -= timedelta(days=now.weekday())
    if closing <= now:
        return closing
    return closing - timedelta(days=7 if digest == User.Digest.WEEKLY else 1)


def send_digests(*, send: Send, at_once: bool = False) -> Outcome:
    """E-mail to everybody what waits for them; `at_once` also what their day or week is not over for.

    `send` gives one e-mail to the mail server, and raises OSError or SMTPException when it could not.
    """
    outcome = Outcome()
    if not settings.SENDS_MAIL:
        return outcome
    _free_abandoned_claims()
    failures = 0
    for user in User.objects.filter(pk__in=_waiting().values("user")).order_by("pk"):
        now = timezone.now()
        before = now if at_once else last_closing(user.digest, timezone.localtime(now))
        notices = _claim(user, before, now)
        if not notices:
            continue
        try:
            send(user, notices)
        except (OSError, SMTPException):
            logger.warning("An e-mail of notices could not be sent; it is tried again.", exc_info=True)
            _give_back(user, now)
            outcome.failed, failures = outcome.failed + 1, failures + 1
            if failures == MOST_FAILURES:
                break
        else:
            User.objects.filter(pk=user.pk).update(digested=now)
            outcome.sent, failures = outcome.sent + 1, 0
    return outcome


def _waiting() -> QuerySet[Notification]:
    wanting = Notification.objects.filter(user__is_active=True).exclude(user__digest=User.Digest.OFF)
    return wanting.filter(read=None, mailed=None)


def _claimed() -> QuerySet[Notification]:
    """Notices on their way: stamped, and the stamp not confirmed."""
    return Notification.objects.filter(
        Q(user__digested=None) | Q(mailed__gt=F("user__digested")), read=None, mailed__isnull=False
    )


def _free_abandoned_claims() -> None:
    abandoned = _claimed().filter(mailed__lt=timezone.now() - CLAIM_HOLDS).values("pk")
    Notification.objects.filter(pk__in=abandoned).update(mailed=None)


@transaction.atomic
def _claim(user: User, before: datetime, stamp: datetime) -> list[Notification]:
    """Stamp what waits for somebody; nothing while another worker's e-mail to them is on its way."""
    User.objects.select_for_update().get(pk=user.pk)
    if _claimed().filter(user=user).exists():
        return []
    wanted = _waiting().filter(user=user, created__lt=before).values("pk")
    notices = list(notices_of(user).filter(pk__in=wanted))
    Notification.objects.filter(pk__in=[each.pk for each in notices]).update(mailed=stamp)
    return notices


def _give_back(user: User, stamp: datetime) -> None:
    Notification.objects.filter(user=user, mailed=stamp).update(mailed=None)


def stop_ticket(user: User) -> str:
    """What an e-mail carries to stop e-mails without signing in; it opens nothing else and does not expire."""
    return signing.dumps(str(user.pk), salt=SALT)


def user_of_stop_ticket(ticket: str) -> User | None:
    try:
        user = UUID(signing.loads(ticket, salt=SALT))
    except (signing.BadSignature, ValueError):
        return None
    return User.objects.filter(pk=user).first()


@transaction.atomic
def stop_digests(*, user: User) -> None:
    """No e-mail of notices from now on; the notices stay in the page."""
    User.objects.filter(pk=user.pk).update(digest=User.Digest.OFF)
