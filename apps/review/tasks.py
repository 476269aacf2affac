"""What the clock calls. The rules are in services."""

from celery import shared_task

from apps.review.mail import send_mail_of_notices
from apps.review.services import digests


@shared_task
def send_digests() -> None:
    digests.send_digests(send=send_mail_of_notices)
