"""`manage.py export_project PROJECT --format csv|xlsx|qdc|… --output FILE`: the same file as the page makes."""

import shutil
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import override

from apps.exchange import services
from apps.exchange.codebooks.exporting import FORMATS
from apps.exchange.writers import WRITERS
from apps.projects.queries import find_project
from apps.web.errors import DomainError


class Command(BaseCommand):
    help = "Export a project's coded passages, or its codebook, to a file. PROJECT is an id or an exact name."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("project")
        parser.add_argument("--format", choices=[*WRITERS, *FORMATS], required=True)
        parser.add_argument("--output", type=Path, required=True)
        parser.add_argument("--separator", choices=services.SEPARATORS, default=",", help="of CSV")
        parser.add_argument("--codebook-version", type=int, default=0, help="a frozen one; else as it stands")
        parser.add_argument("--counts", choices=["codings", "offices"], default="", help="in a codebook")

    def handle(self, *, project: str, format: str, output: Path, separator: str, **rest: Any) -> None:
        options = {"separator": separator, "version": rest["codebook_version"], "counts": rest["counts"]}
        try:
            found = find_project(project)
            with override(found.language):
                export = services.new_export(project=found, user=None, format=format, options=options)
                services.write_file(export=export, report=self.report)
        except DomainError as error:
            raise CommandError(error.message) from error
        with export.file.open("rb") as made, output.open("wb") as file:
            shutil.copyfileobj(made, file)
        self.stdout.write(f"{output}: {export.rows} rows, sha256 {export.sha256}")

    def report(self, done: int, total: int, title: str) -> None:
        self.stdout.write(f"{done}/{total} {title}")
