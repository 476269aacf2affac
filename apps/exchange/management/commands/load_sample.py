"""`manage.py load_sample [--if-empty]`: the invented sample study."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from apps.exchange.sample_study import load_sample_study
from apps.projects.models import Project


class Command(BaseCommand):
    help = "Load the sample study (invented text) with its own logins."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--if-empty", action="store_true", help="only when there is no project yet")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["if_empty"] and Project.objects.exists():
            return
        project = load_sample_study()
        self.stdout.write(f"The sample study “{project}” is loaded.")
