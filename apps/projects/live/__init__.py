"""The live feed: others' changes and presence as they happen. See docs/adr/0015-live-events.md.

The activity table is the truth. What wakes those who wait only makes them look sooner.
"""

from functools import partial
from uuid import UUID

from django.db import transaction

from apps.projects.live.room import room
from apps.projects.live.wire import wire


def announce(project: UUID) -> None:
    """Wake whoever waits for news of the project, here and in the other processes."""
    room.wake(project)
    wire.tell(project)


def announce_on_commit(project: UUID) -> None:
    transaction.on_commit(partial(announce, project))
