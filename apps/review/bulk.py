"""What approving many codings at once would do, in numbers."""

from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from django.db.models import QuerySet

from apps.accounts.models import User
from apps.coding.models import Coding
from apps.projects.models import Project
from apps.review.queries import standing_of
from apps.review.queries.desk import with_open_threads

MOST_AT_ONCE = 5000


@dataclass(frozen=True)
class Preview:
    """The codings that would be approved, and how many are left out and why."""

    codings: tuple[UUID, ...]
    coders: int
    transcripts: int
    threads: int
    own: int
    approved: int
    beyond: int
    # Of what was shown: another when a passage or a code changed since.
    seen: str


def preview_of(project: Project, user: User, codings: QuerySet[Coding]) -> Preview:
    """The same six queries or so, however many codings: at most MOST_AT_ONCE of them, in their order."""
    found = list(codings.values_list("pk", "by", "segment__coder", "segment__transcript")[: MOST_AT_ONCE + 1])
    shown = found[:MOST_AT_ONCE]
    standings = standing_of(project, [pk for pk, *_rest in shown])
    approved = {pk for pk, each in standings.items() if each.state == Coding.State.APPROVED and not each.changed}
    threads = with_open_threads(project, standings) - approved
    own = {pk for pk, by, coder, _transcript in shown if user.pk in (by, coder)} - approved - threads
    wanted = [row for row in shown if row[0] not in approved | threads | own]
    marks = "".join(sorted(f"{pk}{standings[pk].fingerprint}" for pk, *_rest in wanted))
    return Preview(
        codings=tuple(pk for pk, *_rest in wanted),
        coders=len({by for _pk, by, *_rest in wanted}),
        transcripts=len({transcript for *_rest, transcript in wanted}),
        threads=len(threads),
        own=len(own),
        approved=len(approved),
        beyond=max(codings.count() - len(shown), 0) if len(found) > MOST_AT_ONCE else 0,
        seen=sha256(marks.encode()).hexdigest(),
    )
