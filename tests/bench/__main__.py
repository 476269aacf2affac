"""`make bench`: builds S and L in a database of its own, serves them, and measures from outside."""

import os
import sys
import tempfile
from pathlib import Path

RESULTS = Path(os.environ.get("BENANG_HOME", "var")).resolve()
os.environ["BENANG_HOME"] = tempfile.mkdtemp(prefix="benang-bench-")
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
os.environ.setdefault("LOG_LEVEL", "ERROR")

import django  # noqa: E402 - the environment comes first

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connections  # noqa: E402

from apps.accounts.services import create_token, create_user  # noqa: E402
from tests.bench import anchors, corrections, importing, in_browser, live, over_http, reading  # noqa: E402
from tests.bench.measure import free_port, granian, keep, server, show  # noqa: E402
from tests.bench.workload import K300, L, S, build  # noqa: E402


def main() -> None:
    call_command("migrate", verbosity=0)
    user = create_user(email="bench@benang.example", name="Bench", password=None)
    _token, key = create_token(user=user)
    project, transcripts, codes = build(user, S, L, K300)
    connections.close_all()
    # Reading comes before writing, so that S and L are what they are said to be.
    only = set(sys.argv[1:])
    port = free_port()
    with server(granian("config.wsgi:application", port), port, "/healthz"):
        for name, run in (
            ("browser", in_browser.run),
            ("http", over_http.run),
            ("corrections", corrections.run),
            ("anchors", anchors.run),
            ("live", live.run),
        ):
            if only and name not in only:
                continue
            figures = run(port, key, user, project, transcripts, codes)
            show(name, figures)
            keep(RESULTS, name, figures)
    if not only or "reading" in only:
        reading.main()
    if not only or "imports" in only:
        figures = importing.run(user)
        show("imports", figures)
        keep(RESULTS, "imports", figures)


main()
