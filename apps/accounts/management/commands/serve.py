"""`manage.py serve`: the web server and one worker, watched over and stopped together."""

import os
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from apps.accounts.tickets import ticket_for_sample


class Command(BaseCommand):
    help = "Serve Benang: the web server and one worker. Ctrl-C stops both."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default=os.environ.get("HOST", "127.0.0.1"))
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
        parser.add_argument("--workers", type=int, default=1, help="web processes")
        parser.add_argument("--threads", type=int, default=4, help="threads of each web process")

    def handle(self, *args: Any, **options: Any) -> None:
        """Become the supervisor: what this command needed of Django is said, and its memory is given back."""
        announcement = announce(options["host"], options["port"])
        supervisor = [sys.executable, "-m", "apps.web.supervisor", "--announcement", announcement]
        for name in ("host", "port", "workers", "threads"):
            supervisor += [f"--{name}", str(options[name])]
        os.chdir(settings.BASE_DIR)
        os.execv(sys.executable, supervisor)  # noqa: S606 - our own command


def announce(host: str, port: int) -> str:
    """What the newcomer needs to know, once the server answers."""
    address = f"http://{host}:{port}/"
    lines = [f"Benang is at {address}  (Ctrl-C stops it)"]
    ticket = ticket_for_sample()
    if ticket:
        lines.append(f"Sample study, signed in as its lead: {address}account/sample/{ticket}/")
    return "\n".join(lines)
