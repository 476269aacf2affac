"""The pages that add up a whole project, on P; in this process, so that what is measured is theirs alone.

The baseline is what no page can do without: one pass over the codings that count, by code and office.
"""

from collections.abc import Callable

from django.core.cache import cache
from django.db import connection
from django.test import Client as Browser
from django.urls import reverse

from apps.accounts.models import User
from apps.projects.models import Project
from tests.bench.measure import Figure, figure, timed
from tests.bench.project_p import build_p

TIMES = 7
BASELINE = """
    SELECT c.code_id, t.office_id, count(*) FROM coding_coding c
    JOIN coding_segment s ON s.id = c.segment_id JOIN documents_transcript t ON t.id = s.transcript_id
    WHERE s.project_id = %s AND s.version_id = t.current_id AND t.binned IS NULL
    AND c.state NOT IN ('returned', 'replaced') GROUP BY c.code_id, t.office_id
"""
SEARCHED = ("kerja", "yang", "saya -yang", '"yang tidak"', "me*", "anggaran belanja")


def run(user: User) -> list[Figure]:
    project = build_p(user)
    see = _Pages(user, project)
    codes = [f'"{name}"' for name in project.codes.order_by("dimension", "position").values_list("name", flat=True)]
    office = project.offices.order_by("name").first()
    assert office
    asked = f'{codes[0]} and not {codes[1]} near/20 {codes[2]} office:"{office.name}"'
    found = [
        figure(f"search: {words}", timed(TIMES, see("documents:search", q=words)), target="200") for words in SEARCHED
    ]
    found.append(
        figure(
            "search: saya, in the last office",
            timed(TIMES, see("documents:search", q="saya", office=str(project.offices.order_by("-name")[0].pk))),
            target="200",
        )
    )
    retrieved = see("analysis:retrieval", cold=True, q=asked)
    together = see("analysis:chart_page", "cooccurrence", cold=True)
    return [
        figure("baseline: GROUP BY code, office", timed(TIMES, lambda: _group_by(project))),
        figure("dashboard, after a change", timed(TIMES, see("analysis:dashboard", cold=True)), target="400"),
        figure("dashboard, unchanged", timed(TIMES, see("analysis:dashboard")), target="50"),
        figure("passages, all", timed(TIMES, see("analysis:passages", cold=True)), target="300"),
        figure("passages of an office", timed(TIMES, see("analysis:passages", cold=True, office=str(office.pk)))),
        figure("retrieval: A and not B near C, one office", timed(TIMES, retrieved), target="300"),
        figure("co-occurrence, after a change", timed(TIMES, together), target="1000"),
        figure("review queue, first page", timed(TIMES, see("review:queue", cold=True))),
        figure("themes", timed(TIMES, see("review:themes", cold=True))),
        *found,
    ]  # fmt: skip


class _Pages:
    """see(name, …)(): opens a page of the project; `cold` as if something had just been changed."""

    def __init__(self, user: User, project: Project) -> None:
        self.browser = Browser(SERVER_NAME="127.0.0.1")
        self.browser.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        self.project = project

    def __call__(self, name: str, *args: str, cold: bool = False, **query: str) -> Callable[[], None]:
        address = reverse(name, args=[self.project.pk, *args])

        def open_it() -> None:
            if cold:
                cache.clear()
            if (status := self.browser.get(address, query).status_code) != 200:
                raise RuntimeError(f"{address} answers {status}")

        return open_it


def _group_by(project: Project) -> None:
    with connection.cursor() as cursor:
        cursor.execute(BASELINE, [project.pk.hex if connection.vendor == "sqlite" else project.pk])
        cursor.fetchall()
