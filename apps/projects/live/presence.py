"""Who is here, and where. Kept in the cache for a short while, never in the database.

Each person has an entry of their own, so that two who come at once do not overwrite each other; the list of whose
entries to look for heals itself, for everybody puts themselves back on it.
"""

import hashlib
import time
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from django.core.cache import cache

from apps.accounts.models import User

# A page that waits asks again after twenty seconds, a hidden one after fifteen.
PRESENT_SECONDS = 30
# An entry younger than this, in seconds, is as good as new.
FRESH_SECONDS = 5


@dataclass(frozen=True)
class Person:
    """Somebody who has the project open: ids as text, None where they are in no transcript or at no segment."""

    id: str
    name: str
    initials: str
    transcript: str | None
    segment: str | None


def note(project: UUID, user: User, transcript: UUID | None, segment: UUID | None) -> bool:
    """Keep where the user is. Returns whether that is new to the others."""
    where = [str(each) if each else None for each in (transcript, segment)]
    person = Person(str(user.pk), str(user), user.initials, *where)
    known: dict[str, Any] | None = cache.get(_entry(project, person.id))
    is_new = known is None or known["person"] != asdict(person)
    if is_new or known is None or time.time() - known["at"] > FRESH_SECONDS:
        cache.set(_entry(project, person.id), {"person": asdict(person), "at": time.time()}, PRESENT_SECONDS)
        _list(project, person.id)
    return is_new


def leave(project: UUID, user: User) -> bool:
    """The user closed the page. Returns whether they were here."""
    return bool(cache.delete(_entry(project, str(user.pk))))


def present(project: UUID) -> list[Person]:
    """Everybody who is here, by name."""
    keys = [_entry(project, user) for user in cache.get(_roster(project), ())]
    people = [Person(**kept["person"]) for kept in cache.get_many(keys).values()]
    return sorted(people, key=lambda person: (person.name, person.id))


def digest(people: list[Person], user: User) -> str:
    """What of this a page of the user's would show: the others."""
    others = [asdict(person) for person in people if person.id != str(user.pk)]
    return hashlib.sha256(repr(others).encode()).hexdigest()[:16]


def _list(project: UUID, user: str) -> None:
    listed = cache.get(_roster(project), ())
    here = cache.get_many([_entry(project, each) for each in listed])
    kept = {each for each in listed if _entry(project, each) in here} | {user}
    cache.set(_roster(project), tuple(sorted(kept)), PRESENT_SECONDS)


def _entry(project: UUID, user: str) -> str:
    return f"here:{project}:{user}"


def _roster(project: UUID) -> str:
    return f"here:{project}"
