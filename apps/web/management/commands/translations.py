"""`manage.py translations [--check | --compile]`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from apps.web import translations


class Command(BaseCommand):
    help = "Bring the catalogues of translated strings up to date with the source, and compile them."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        choice = parser.add_mutually_exclusive_group()
        choice.add_argument("--check", action="store_true", help="change nothing; exit 1 when one is missing")
        choice.add_argument("--compile", action="store_true", help="only compile")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["check"]:
            return self.check_catalogues()
        for domain in translations.DOMAINS:
            if not options["compile"]:
                translations.update(domain)
            translations.compile_catalogue(domain)

    def check_catalogues(self) -> None:
        problems = [line for domain in translations.DOMAINS for line in translations.problems(domain)]
        for line in problems:
            self.stdout.write(line)
        if problems:
            raise CommandError(f"{len(problems)} strings: run `manage.py translations`, then translate.")
