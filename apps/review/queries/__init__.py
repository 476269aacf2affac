"""Every read of the review app, besides notices and the log."""

from apps.review.queries.progress import Progress, review_progress
from apps.review.queries.queue import (
    MOST_COUNTED,
    WAITING,
    QueueFilter,
    Waiting,
    known_waiting,
    queue,
    queue_counts,
    returned_to,
    waiting_counts,
    waiting_for,
)
from apps.review.queries.signed import Changes
from apps.review.queries.standing import Standing, standing_of
from apps.review.queries.themes import OfficeCount, Theme, theme, themes
from apps.review.queries.threads import Entry, thread

__all__ = [
    "MOST_COUNTED",
    "WAITING",
    "Changes",
    "Entry",
    "OfficeCount",
    "Progress",
    "QueueFilter",
    "Standing",
    "Theme",
    "Waiting",
    "known_waiting",
    "queue",
    "queue_counts",
    "returned_to",
    "review_progress",
    "standing_of",
    "theme",
    "themes",
    "thread",
    "waiting_counts",
    "waiting_for",
]
