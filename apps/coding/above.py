"""What apps above add to coding. They fill this in when they start, because coding imports nothing of theirs."""

from collections.abc import Callable, Collection, Mapping
from uuid import UUID

from apps.documents.models import Version
from apps.projects.models import Project

Rewrite = Callable[[str], str]


def _nobody_judged(codings: Collection[UUID]) -> Mapping[UUID, str]:
    return {}


class Review:
    """The app that judges codings."""

    # The state by its verdicts of each of these codings that was ever judged; the coding itself may be gone.
    states_of: Callable[[Collection[UUID]], Mapping[UUID, str]] = staticmethod(_nobody_judged)


review = Review()

# Called with the id of a version whose text is about to be forgotten, and the version that takes its place with the
# same offsets: whatever points at the old one is deleted with it.
replacing: list[Callable[[UUID, Version], None]] = []

# Called when names must leave what people wrote in a project: rewrite it all, and what the log keeps of it.
rewriting: list[Callable[[Project, Rewrite], None]] = []
