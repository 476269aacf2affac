"""How much each project holds, for its card. The coding app, above, fills this in when it starts."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Figures:
    """Transcripts outside the bin, and counted codings."""

    transcripts: int = 0
    codings: int = 0


def _nothing(projects: Collection[UUID]) -> Mapping[UUID, Figures]:
    return {}


@dataclass
class FigureSource:
    of_projects: Callable[[Collection[UUID]], Mapping[UUID, Figures]] = _nothing


source = FigureSource()
