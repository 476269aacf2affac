"""What happened after a number of the activity log, told at once or as soon as something does."""

import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from apps.projects import queries
from apps.projects.live import announce, presence
from apps.projects.live.presence import Person
from apps.projects.live.room import Seat, room
from apps.projects.live.supplying import supplier
from apps.projects.live.wire import wire
from apps.projects.models import Activity, Membership

# One answer holds so many; who has slept longer asks again.
MOST_EVENTS = 200
LONGEST_WAIT = 20
# Without Redis a change made in another process, by a job say, wakes nobody here. This often a waiting request looks.
LOOK_SECONDS = 1.0


@dataclass(frozen=True)
class Asked:
    """What a page knows: the log up to `after`, and of the others what `seen` stands for. `wait` in seconds."""

    after: int | None
    wait: float
    seen: str = ""


@dataclass(frozen=True)
class News:
    """`is_new`: there is something to tell. `had_to_go`: no seat was free, so ask again in a while."""

    body: dict[str, Any]
    is_new: bool
    had_to_go: bool = False


def visible_to(member: Membership, rows: Sequence[Activity]) -> list[Activity]:
    """The events a member may see. Rule 5 of the domain, blind rounds, belongs here and nowhere else."""
    return list(rows)


def note_presence(member: Membership, transcript: UUID | None, segment: UUID | None) -> None:
    if presence.note(member.project_id, member.user, transcript, segment):
        announce(member.project_id)


def note_leaving(member: Membership) -> None:
    room.send_away(member.user_id)
    if presence.leave(member.project_id, member.user):
        announce(member.project_id)


def follow(member: Membership, asked: Asked, enter_again: Callable[[], Membership]) -> News:
    """News for a member: what there is, or what comes within `asked.wait` seconds.

    `enter_again` passes the door once more, which a member may no longer do after a while; it reads the project anew.
    """
    people = presence.present(member.project_id)
    asked = Asked(asked.after, asked.wait, asked.seen or presence.digest(people, member.user))
    news = look(member, asked, people)
    if news.is_new or not asked.wait:
        return news
    with room.seat(member.project_id, member.user_id) as seat:
        if seat is None:
            return News(news.body, False, had_to_go=True)
        return _wait(seat, asked, enter_again)


def _wait(seat: Seat, asked: Asked, enter_again: Callable[[], Membership]) -> News:
    until = time.monotonic() + asked.wait
    wire.listen()
    while True:
        # Looked at after the seat was taken: what is committed from here on calls it.
        member = enter_again()
        news = look(member, asked, presence.present(member.project_id))
        left = until - time.monotonic()
        if news.is_new or left <= 0 or seat.is_given_up:
            return News(news.body, news.is_new, had_to_go=seat.is_given_up)
        _give_back_connection()
        seat.wait(left if wire.hears_all else min(left, LOOK_SECONDS))


def _give_back_connection() -> None:
    if not connection.in_atomic_block:
        connection.close()


def look(member: Membership, asked: Asked, people: list[Person]) -> News:
    """What there is now, without waiting."""
    project = member.project
    seen = presence.digest(people, member.user)
    body: dict[str, Any] = {"present": [asdict(person) for person in people], "seen": seen}
    if asked.after is None or asked.after > project.sequence:
        # A page that begins; or the log is not the one it knew, after a backup was brought back.
        return News(body | _empty(project.sequence), True)
    if asked.after == project.sequence:
        return News(body | _empty(project.sequence), seen != asked.seen)
    rows = queries.activity_after(project, asked.after, most=MOST_EVENTS)
    events = _events(member, visible_to(member, rows))
    is_new = bool(events["events"]) or seen != asked.seen
    return News(body | events | {"next": rows[-1].sequence if rows else project.sequence}, is_new)


def _empty(following: int) -> dict[str, Any]:
    return {"events": [], "next": following, "segments": [], "deleted": [], "codebook": None}


def _events(member: Membership, rows: Sequence[Activity]) -> dict[str, Any]:
    supplied = supplier.of_activities(member.project, rows)
    return {
        "events": [
            {
                "sequence": row.sequence,
                "at": row.at.isoformat(),
                "actor": str(row.actor_id) if row.actor_id else None,
                "name": str(row.actor or ""),
                "verb": row.verb,
                "object": str(row.object_id),
                "label": row.label,
                "transcript": str(row.transcript) if row.transcript else None,
                "segments": supplied.touched.get(row.sequence, []),
                "reload": supplied.reload.get(row.sequence, []),
            }
            for row in rows
        ],
        "segments": supplied.segments,
        "deleted": supplied.deleted,
        "codebook": supplied.codebook,
    }
