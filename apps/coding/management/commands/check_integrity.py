"""`manage.py check_integrity [--json]`: every rule of the domain over what is stored; exit 1 on a violation."""

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from apps.coding.integrity import violations


class Command(BaseCommand):
    help = "Check every rule of the domain over what is stored. Exit 1 when one is broken."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print the findings as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        found = violations()
        if options["json"]:
            self.stdout.write(json.dumps(found, indent=1))
        else:
            for rule, broken in found.items():
                self.stdout.write(f"{'ok  ' if not broken else 'FAIL'} {rule.replace('_', ' ')}")
                for sentence in broken:
                    self.stdout.write(f"     {sentence}")
        if any(found.values()):
            sys.exit(1)
