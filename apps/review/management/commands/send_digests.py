"""`manage.py send_digests [--at-once]`."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from apps.review.mail import send_mail_of_notices
from apps.review.services.digests import send_digests


class Command(BaseCommand):
    help = "E-mail to members the notices that wait for them, as often as each of them chose."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--at-once", action="store_true", help="do not wait until the day or week is over")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.SENDS_MAIL:
            raise CommandError("EMAIL_URL names no mail server, so nothing is sent.")
        outcome = send_digests(send=send_mail_of_notices, at_once=options["at_once"])
        self.stdout.write(f"{outcome.sent} sent, {outcome.failed} to be tried again.")
        if outcome.failed:
            raise CommandError("The mail server did not take every e-mail; the rest waits for the next time.")
