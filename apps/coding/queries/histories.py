"""What was changed about one thing: rows of the activity log with what was before and after, newest first."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet, TextField
from django.db.models.functions import Cast, TruncDate

from apps.coding.models import Segment
from apps.projects.models import CODING_VERBS, Activity, Project, Verb
from apps.projects.queries import audit_trail

# A passage is made within a moment of its row: how many rows of others' bulk codings are looked into.
ROWS_LOOKED_INTO = 5


@dataclass(frozen=True)
class Day:
    """How much one person did about a transcript on one day."""

    day: date
    name: str
    coding: int
    corrections: int
    details: int
    undoing: int


def with_changes(rows: QuerySet[Activity]) -> QuerySet[Activity]:
    """The rows with whose change they took back or made again, if they did."""
    return rows.select_related("actor", "undoes__actor").defer("undoes__before", "undoes__after")


def history_of(project: Project, segment: Segment) -> list[Activity]:
    """What happened to a segment; also where it was made or changed among many."""
    rows = list(with_changes(audit_trail(project).filter(object_id=segment.pk)))
    among = audit_trail(project).filter(
        Q(transcript=segment.transcript_id) | Q(transcript=None),
        verb=Verb.SEGMENTS_CREATED, actor=segment.coder_id, at__gte=segment.created,
    )  # fmt: skip
    rows = sorted([*rows, *_changed_among(among, segment)], key=lambda row: -row.sequence)
    if any(row.verb == Verb.SEGMENT_CREATED for row in rows):
        return rows
    for row in with_changes(among.order_by("sequence"))[:ROWS_LOOKED_INTO]:
        made = [state for state in row.after or [] if state["id"] == str(segment.pk)]
        if made:
            row.after = made
            return [*rows, row]
    return rows


def _changed_among(among: QuerySet[Activity], segment: Segment) -> list[Activity]:
    """The changes of many passages that found this one there, cut to what they did to it.

    The database looks for it: such a row may hold thousands of passages.
    """
    told = among.alias(were=Cast("before", TextField())).filter(were__contains=str(segment.pk))
    rows = list(with_changes(told))
    for row in rows:
        row.before, row.after = (
            [state for state in states or [] if state["id"] == str(segment.pk)] for states in (row.before, row.after)
        )
    return rows


def history_of_code(project: Project, code: UUID) -> QuerySet[Activity]:
    return with_changes(audit_trail(project).filter(object_id=code))


def history_of_transcript(project: Project, transcript: UUID) -> QuerySet[Activity]:
    """Its coding, corrections and details."""
    return with_changes(audit_trail(project).filter(_about(transcript)))


def days_of_transcript(project: Project, transcript: UUID) -> list[Day]:
    """How much each person did about a transcript on each day, newest first; one query."""
    coding, corrections = Q(verb__in=CODING_VERBS), Q(verb=Verb.TRANSCRIPT_CORRECTED)
    undoing = Q(verb__in=(Verb.UNDONE, Verb.REDONE))
    rows = project.activities.filter(_about(transcript)).annotate(day=TruncDate("at")).values("day", "actor__name")
    counted = rows.annotate(
        coding=Count("pk", filter=coding),
        corrections=Count("pk", filter=corrections),
        undoing=Count("pk", filter=undoing),
        details=Count("pk", filter=~(coding | corrections | undoing)),
    ).order_by("-day", "actor__name")
    return [
        Day(row["day"], row["actor__name"] or "", row["coding"], row["corrections"], row["details"], row["undoing"])
        for row in counted
    ]


def _about(transcript: UUID) -> Q:
    return Q(transcript=transcript) | Q(object_id=transcript)
