"""`make bench`: builds S and L in a database of its own, serves them, and measures from outside."""

import os
import sys
import tempfile
from pathlib import Path

RESULTS = Path(os.environ.get("BENANG_HOME", "var")).resolve()
# P takes minutes to build: with BENANG_BENCH_HOME it is kept there, and found again.
os.environ["BENANG_HOME"] = os.environ.get("BENANG_BENCH_HOME") or tempfile.mkdtemp(prefix="benang-bench-")
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
os.environ.setdefault("LOG_LEVEL", "ERROR")

import django  # noqa: E402 - the environment comes first

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connections  # noqa: E402

from apps.accounts.models import User  # noqa: E402
from apps.accounts.services import create_token, create_user  # noqa: E402
from tests.bench import anchors, corrections, importing, in_browser, live, over_http, project, reading  # noqa: E402
from tests.bench.measure import free_port, granian, keep, server, show  # noqa: E402
from tests.bench.workload import K300, L, S, build  # noqa: E402


def main() -> None:
    call_command("migrate", verbosity=0)
    only = set(sys.argv[1:])
    user = User.objects.filter(email="bench@benang.example").first()
    user = user or create_user(email="bench@benang.example", name="Bench", password=None)
    if not only - {"project", "imports", "reading"} and only:
        in_this_process(only, user)
        return
    _token, key = create_token(user=user)
    made, transcripts, codes = build(user, S, L, K300)
    connections.close_all()
    # Reading comes before writing, so that S and L are what they are said to be.
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
            figures = run(port, key, user, made, transcripts, codes)
            show(name, figures)
            keep(RESULTS, name, figures)
    in_this_process(only, user)


def in_this_process(only: set[str], user: User) -> None:
    if not only or "reading" in only:
        reading.main()
    for name, measure in (("imports", importing.run), ("project", project.run)):
        if not only or name in only:
            figures = measure(user)
            show(name, figures)
            keep(RESULTS, name, figures)


main()
