"""What was judged, and whether a coding still is that: the same code on the same words."""

from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, Func, OuterRef, Q, QuerySet, TextField

from apps.coding.models import Coding
from apps.projects.models import Project
from apps.review.models import Comment, Verdict
from core.text.normalise import text_hash

ANSWERS = (Comment.Kind.STANDS, Comment.Kind.DONE)


class TextHash(Func):
    """`core.text.normalise.text_hash` in the database; Django's own SHA256 asks PostgreSQL for an extension."""

    function = "SHA256"
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = "ENCODE(SHA256(CONVERT_TO(%(expressions)s, 'UTF8')), 'hex')"
        return self.as_sql(compiler, connection, template=template, **context)


def codings_of(project: Project) -> QuerySet[Coding]:
    """What is reviewed: codings on current texts outside the bin, rejected ones too."""
    return Coding.objects.filter(
        segment__project=project,
        segment__transcript__binned=None,
        segment__version=F("segment__transcript__current"),
    )


def is_changed() -> Exists:
    """Of a coding: its standing verdict was about another code or other words.

    A passage that a correction moved has its words still. They are compared only where the place is another.
    """
    place = Q(
        version=OuterRef("segment__version"), start=OuterRef("segment__start"), end=OuterRef("segment__end")
    )  # fmt: skip
    same = Q(code=OuterRef("code")) & (place | Q(quote_hash=TextHash(OuterRef("segment__quote"))))
    return Exists(standing_verdicts().filter(~same, coding=OuterRef("pk")))


def is_answered() -> Q:
    """Of a returned or replaced coding: its coder answered the verdict, or changed what it was about."""
    answers = Comment.objects.filter(verdict__coding=OuterRef("pk"), verdict__ended=None, kind__in=ANSWERS)
    return Q(Exists(answers)) | Q(is_changed())


def standing_verdicts() -> QuerySet[Verdict]:
    return Verdict.objects.filter(ended=None)


def differs(verdict: Verdict, coding: Coding) -> bool:
    """`is_changed` of one coding that was read with its segment."""
    segment = coding.segment
    place = (segment.version_id, segment.start, segment.end)
    if verdict.code != coding.code_id:
        return True
    return place != (verdict.version_id, verdict.start, verdict.end) and verdict.quote_hash != text_hash(segment.quote)


def fingerprint_of(coding: Coding, verdict: Verdict | None) -> str:
    """What somebody saw of a coding: code and words, and the verdict on it."""
    seen = f"{coding.pk}:{coding.code_id}:{coding.segment.quote}"
    return f"{sha256(seen.encode()).hexdigest()[:16]}-{verdict.pk.hex[:8] if verdict else 'open'}"


def states_of(codings: Any) -> dict[UUID, str]:
    """The state by their verdicts of those codings that were ever judged; they may be gone."""
    rows = Verdict.objects.filter(coding__in=codings).values_list("coding", "state", "ended")
    found: dict[UUID, str] = {}
    for coding, state, ended in rows:
        if ended is None:
            found[coding] = state
        else:
            found.setdefault(coding, Coding.State.OPEN)
    return found
