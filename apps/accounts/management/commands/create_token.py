"""`manage.py create_token EMAIL`: prints an API token, once."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from apps.accounts.models import Token
from apps.accounts.queries import user_by_email
from apps.accounts.services import create_token


class Command(BaseCommand):
    help = "Make an API token and print it. It cannot be read again later."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--label", default="command line")
        parser.add_argument("--scope", choices=Token.Scope.values, default=Token.Scope.WRITE)

    def handle(self, *args: Any, **options: Any) -> None:
        user = user_by_email(options["email"])
        if user is None:
            raise CommandError(f"Nobody signs in as {options['email']}.")
        _token, key = create_token(user=user, label=options["label"], scope=options["scope"])
        self.stdout.write(key)
