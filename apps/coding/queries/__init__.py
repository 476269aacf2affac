"""Every read of the coding app."""

from apps.coding.queries.doubts import (
    DoubtInContext,
    Place,
    count_open_doubts,
    doubts_in_context,
    get_doubt,
    left_doubts,
    open_doubts,
)
from apps.coding.queries.histories import (
    days_of_transcript,
    history_of,
    history_of_code,
    history_of_transcript,
    with_changes,
)
from apps.coding.queries.search import MOST_HITS, Hit, search_transcript
from apps.coding.queries.segments import (
    coders_of,
    count_by_code,
    count_by_project,
    counted_codings,
    get_segment,
    segment_out,
    segments_of,
)
from apps.coding.queries.versions import get_version, holds_names, turns_of, versions_of

__all__ = [
    "MOST_HITS",
    "DoubtInContext",
    "Hit",
    "Place",
    "coders_of",
    "count_by_code",
    "count_by_project",
    "count_open_doubts",
    "counted_codings",
    "days_of_transcript",
    "doubts_in_context",
    "get_doubt",
    "get_segment",
    "get_version",
    "history_of",
    "history_of_code",
    "history_of_transcript",
    "holds_names",
    "left_doubts",
    "open_doubts",
    "search_transcript",
    "segment_out",
    "segments_of",
    "turns_of",
    "versions_of",
    "with_changes",
]
