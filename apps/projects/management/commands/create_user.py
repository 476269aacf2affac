"""`manage.py create_user EMAIL [--lead-of PROJECT] [--password-stdin]`."""

import getpass
import sys
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction

from apps.accounts.services import create_user
from apps.projects.models import Role
from apps.projects.queries import find_project
from apps.projects.services import add_member
from apps.web.errors import DomainError


class Command(BaseCommand):
    help = "Make a user who can sign in."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", default="")
        parser.add_argument("--lead-of", metavar="PROJECT", help="id or name of a project to lead")
        parser.add_argument("--password-stdin", action="store_true", help="read the password from standard input")

    def handle(self, *args: Any, **options: Any) -> None:
        password = sys.stdin.readline().rstrip("\n") if options["password_stdin"] else getpass.getpass()
        try:
            validate_email(options["email"])
            validate_password(password)
            with transaction.atomic():
                user = create_user(email=options["email"], password=password, name=options["name"])
                if options["lead_of"]:
                    project = find_project(options["lead_of"])
                    add_member(project=project, user=user, email=user.email, role=Role.LEAD)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        except DomainError as error:
            raise CommandError(error.message) from None
        self.stdout.write(f"{user.email} can sign in now.")
