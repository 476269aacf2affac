"""What the live feed tells of segments and codes: their present state, never what the log says they once were."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

from django.db.models import F, Prefetch

from apps.coding.models import Coding, Segment
from apps.coding.queries import segment_out
from apps.coding.workspace import codebook_data
from apps.projects.live.supplying import Supplement
from apps.projects.models import Activity, Project, Verb

# What touched more passages than this is loaded anew instead.
MOST_CARRIED = 100

ONE_SEGMENT = frozenset(
    {
        Verb.SEGMENT_CREATED,
        Verb.SEGMENT_CHANGED,
        Verb.SEGMENT_DELETED,
        # Said of a coding of the segment; who reads its thread reads it anew.
        Verb.VERDICT_GIVEN,
        Verb.VERDICT_WITHDRAWN,
        Verb.RETURN_ANSWERED,
        Verb.COMMENT_CREATED,
        Verb.COMMENT_CHANGED,
        Verb.COMMENT_DELETED,
    }
)
MANY_SEGMENTS = frozenset({Verb.SEGMENTS_CREATED, Verb.DOUBT_DECIDED, Verb.VERDICTS_GIVEN})
CODEBOOK = frozenset(
    {
        Verb.CODE_CREATED,
        Verb.CODE_CHANGED,
        Verb.CODE_DELETED,
        Verb.DIMENSION_CREATED,
        Verb.DIMENSION_DELETED,
    }
)
CODES_ON_SEGMENTS = frozenset(
    {
        Verb.CODES_MERGED,
        Verb.CODE_SPLIT,
        Verb.CODE_MOVED,
        Verb.CODE_REMOVED,
        # Made exclusive, it may have taken codes from passages.
        Verb.DIMENSION_CHANGED,
        Verb.CODEBOOK_IMPORTED,
        Verb.CODEBOOK_RESTORED,
        Verb.WENT_BACK,
    }
)
TEXT = frozenset({Verb.TRANSCRIPT_CORRECTED, Verb.NAMES_HIDDEN, Verb.PARTICIPANT_ERASED, Verb.WENT_BACK})


def supplement(project: Project, rows: Sequence[Activity]) -> Supplement:
    """Five queries at most, however many activities there are."""
    touched = {row.sequence: ids for row, ids in touched_by(rows)}
    wanted = {UUID(each) for ids in touched.values() for each in ids}
    segments = segments_now(project, wanted) if wanted else []
    there = {segment["id"] for segment in segments}
    return Supplement(
        segments=segments,
        deleted=sorted(str(each) for each in wanted if str(each) not in there),
        codebook=codebook_data(project) if any(kind(row) in CODEBOOK | CODES_ON_SEGMENTS for row in rows) else None,
        touched=touched,
        reload={row.sequence: list(to_reload(row)) for row in rows},
    )


def kind(row: Activity) -> str:
    """What was done, or taken back, or made again."""
    return row.undoes.verb if row.undoes else row.verb


def is_large(row: Activity) -> bool:
    """The label of a change of many passages is their number."""
    return kind(row) in MANY_SEGMENTS and row.label.isdecimal() and int(row.label) > MOST_CARRIED


def to_reload(row: Activity) -> Iterator[str]:
    """What of a page is too much to be told, and is to be loaded anew."""
    if kind(row) in CODES_ON_SEGMENTS or is_large(row):
        yield "segments"
    if kind(row) in TEXT:
        yield "text"


def touched_by(rows: Sequence[Activity]) -> Iterator[tuple[Activity, list[str]]]:
    """Each activity that touched a few segments, with their ids."""
    by_name = {row.pk: row for row in rows if kind(row) in MANY_SEGMENTS and not is_large(row)}
    for row in rows:
        if kind(row) in ONE_SEGMENT:
            yield row, [str(row.object_id)]
    if by_name:
        logged = Activity.objects.filter(pk__in=by_name).values_list("pk", "before", "after")
        for pk, before, after in logged:
            yield by_name[pk], list(dict.fromkeys(ids_in([*(before or []), *(after or [])])))


def ids_in(states: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Ids of segments in logged states, alone or beside the doubt about them."""
    for state in states:
        yield state.get("segment", state)["id"]


def segments_now(project: Project, ids: Collection[UUID]) -> list[dict[str, Any]]:
    """Those that are on a current text, in the API's shape. Older texts may hold names that were replaced since."""
    current = Segment.objects.filter(
        project=project, pk__in=ids, version=F("transcript__current"), transcript__binned=None
    )
    codings = Prefetch("codings", Coding.objects.order_by("created"))
    return [segment_out(segment) for segment in current.prefetch_related(codings).order_by("start", "end", "created")]
