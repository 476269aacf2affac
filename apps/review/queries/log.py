"""The supervision log: which entries it has under a filter, and in which order.

Entries are rows of verdicts, comments and sign-offs, and those rows of the activity log that say what was done about a
returned coding and what was withdrawn. Only keys are held for all of them; log_lines.py loads what they say in pieces.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import chain
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet, Subquery, UUIDField
from django.db.models.functions import Coalesce

from apps.accounts.models import User
from apps.codebook.models import Code
from apps.coding.models import Coding
from apps.documents.queries import offices_under
from apps.projects.models import Activity, Project, Verb
from apps.review.models import Comment, SignOff, Verdict

REJECTED = (Verdict.State.RETURNED, Verdict.State.REPLACED)
# What was done to a passage that came back.
MENDED = (Verb.SEGMENT_CHANGED, Verb.SEGMENT_DELETED)
# Which rows of the activity log are entries by themselves, and which when they are taken back or made again.
ABOUT_CODINGS = (Verb.VERDICT_WITHDRAWN, Verb.COMMENT_CHANGED, Verb.COMMENT_DELETED)
ABOUT_THEMES = (Verb.SIGNOFF_WITHDRAWN, Verb.THEME_SIGNED)
TAKEN_BACK = (Verb.VERDICT_GIVEN, Verb.VERDICTS_GIVEN, Verb.RETURN_ANSWERED, Verb.COMMENT_CREATED)


@dataclass(frozen=True)
class LogFilter:
    """Which part of the log. Nothing chosen is all of it; transcripts in the bin are never in it.

    `coder`: about this person's codings. `supervisor`: what this person judged, and all that followed on it. The days
    are those of the entries, in the time zone of the installation. What is about no coding, such as a sign-off, is
    left out where a coder or transcript is chosen; with an office it stays when the theme has passages there.
    """

    since: date | None = None
    until: date | None = None
    coder: UUID | None = None
    supervisor: UUID | None = None
    code: UUID | None = None
    office: UUID | None = None
    transcript: UUID | None = None
    by_theme: bool = False

    @property
    def is_narrowed(self) -> bool:
        """Besides the days."""
        return bool(self.coder or self.supervisor or self.code or self.office or self.transcript)


@dataclass(frozen=True, slots=True)
class Key:
    """Where one entry is found. `order` keeps what happened in the same moment in the order of the row kinds."""

    at: datetime
    order: int
    kind: str
    id: UUID | int
    theme: UUID | None


@dataclass(frozen=True, slots=True)
class Mended:
    """A row of the activity log about a passage that came back, and the code it came back for."""

    id: int
    at: datetime
    segment: UUID
    theme: UUID


def log_keys(project: Project, chosen: LogFilter) -> list[Key]:
    """All entries under the filter: by time, or by the name of the code and then by time."""
    keys = list(_keys(project, chosen))
    if not chosen.by_theme:
        return sorted(keys, key=lambda key: (key.at, key.order, str(key.id)))
    names = judged_codes(project)

    def by_theme(key: Key) -> tuple[bool, str, str, datetime, int, str]:
        name = names.get(key.theme, "") if key.theme else ""
        return (not name, name.casefold(), str(key.theme), key.at, key.order, str(key.id))

    return sorted(keys, key=by_theme)


def _keys(project: Project, chosen: LogFilter) -> Iterator[Key]:
    for pk, at, code in verdicts(project, chosen).values_list("pk", "created", "code"):
        yield Key(at, 0, "verdict", pk, code)
    for pk, at, theme in comments(project, chosen).values_list("pk", "created", "theme"):
        yield Key(at, 1, "comment", pk, theme)
    for signoff in signoffs(project, chosen):
        yield Key(signoff.created, 2, "signoff", signoff.pk, signoff.code)
    for each in mended(project, chosen):
        yield Key(each.at, 3, "change", each.id, each.theme)
    yield from _taken_back(project, chosen)


def verdicts(project: Project, chosen: LogFilter, *, dated: bool = True) -> "QuerySet[Verdict]":
    """All verdicts that were ever given, those too that no longer stand."""
    rows = Verdict.objects.filter(project=project, transcript__binned=None)
    named = {"coder": chosen.coder, "by": chosen.supervisor, "code": chosen.code, "transcript": chosen.transcript}
    rows = rows.filter(**{name: value for name, value in named.items() if value})
    if chosen.office:
        rows = rows.filter(transcript__office__in=offices_under(project, chosen.office))
    return _on_days(rows, chosen, "created") if dated else rows


def comments(project: Project, chosen: LogFilter) -> "QuerySet[Any]":
    """What was written about codings, answers too, with the code each is about as `theme`."""
    rows = Comment.objects.filter(project=project, transcript__binned=None)
    if chosen.transcript:
        rows = rows.filter(transcript=chosen.transcript)
    if chosen.office:
        rows = rows.filter(transcript__office__in=offices_under(project, chosen.office))
    judged = verdicts(project, chosen, dated=False)
    # Who takes a suggestion answers in the thread of the new coding.
    about = Q(Exists(judged.filter(coding=OuterRef("coding")))) | Q(verdict__in=judged.values("pk"))
    if (chosen.coder or chosen.code) and not chosen.supervisor:
        # A comment may come before any verdict.
        named = {"by": chosen.coder, "code": chosen.code}
        there = Coding.objects.filter(pk=OuterRef("coding"), **{key: value for key, value in named.items() if value})
        about |= Q(Exists(there))
    if chosen.coder or chosen.code or chosen.supervisor:
        rows = rows.filter(about)
    return _on_days(rows.annotate(theme=_theme_of_comment()), chosen, "created")


def signoffs(project: Project, chosen: LogFilter) -> list[SignOff]:
    """Words on themes; there are few."""
    if chosen.coder or chosen.transcript:
        return []
    named = {"by": chosen.supervisor, "code": chosen.code}
    rows = SignOff.objects.filter(project=project, **{key: value for key, value in named.items() if value})
    found = list(_on_days(rows, chosen, "created").select_related("by").order_by("created", "pk"))
    if not chosen.office:
        return found
    offices = {str(pk) for pk in offices_under(project, chosen.office)}
    return [each for each in found if any(row.get("office") in offices and row["codings"] for row in each.by_office)]


def mended(project: Project, chosen: LogFilter) -> list[Mended]:
    """Passages that were changed or removed after a coding of theirs was returned; a memo is no change."""
    returned = verdicts(project, chosen, dated=False).filter(
        segment=OuterRef("object_id"), state__in=REJECTED, created__lt=OuterRef("at")
    )
    rows = _on_days(Activity.objects.filter(Exists(returned), project=project, verb__in=MENDED), chosen, "at")
    rows = rows.annotate(theme=Subquery(returned.order_by("-created").values("code")[:1]))
    states = [f"{when}__{what}" for what in ("start", "end", "codings") for when in ("before", "after")]
    found = rows.order_by("sequence").values_list("pk", "at", "object_id", "theme", *states)
    return [
        Mended(pk, at, segment, theme)
        for pk, at, segment, theme, *states in found
        if any(before != after for before, after in zip(states[::2], states[1::2], strict=True))
    ]


def _taken_back(project: Project, chosen: LogFilter) -> Iterator[Key]:
    """Verdicts and sign-offs withdrawn, comments changed or deleted, and all of it taken back or made again."""
    undoing = Q(verb__in=(Verb.UNDONE, Verb.REDONE), undoes__verb__in=(*ABOUT_CODINGS, *ABOUT_THEMES, *TAKEN_BACK))
    wanted = Q(verb__in=(*ABOUT_CODINGS, Verb.SIGNOFF_WITHDRAWN)) | undoing
    in_bin = project.transcripts.filter(binned__isnull=False).values("pk")
    rows = Activity.objects.filter(wanted, Q(transcript=None) | ~Q(transcript__in=in_bin), project=project)
    named = [f"{when}__{where}" for when in ("before", "after") for where in ("coding", "comment__coding")]
    found = list(_on_days(rows, chosen, "at").values_list("pk", "at", "verb", "undoes__verb", "object_id", *named))
    about = {pk: _coding_of(codings) for pk, _at, _verb, _undone, _object, *codings in found}
    themes = _themes_of(project, chosen, {coding for coding in about.values() if coding})
    signed = {signoff.code for signoff in signoffs(project, replace(chosen, since=None, until=None))}
    for pk, at, verb, undone, thing, *_codings in found:
        coding = about[pk]
        if coding in themes:
            yield Key(at, 3, "change", pk, themes[coding])
        elif (undone or verb) in ABOUT_THEMES and thing in signed:
            yield Key(at, 3, "change", pk, thing)
        elif not coding and (undone or verb) not in ABOUT_THEMES and not chosen.is_narrowed:
            yield Key(at, 3, "change", pk, None)


def _coding_of(named: Sequence[str | None]) -> UUID | None:
    return next((UUID(coding) for coding in named if coding), None)


def _themes_of(project: Project, chosen: LogFilter, codings: set[UUID]) -> dict[UUID | None, UUID]:
    """The codes of those codings that the filter lets through; where it lets all through, of all that are known."""
    then = verdicts(project, chosen, dated=False).filter(coding__in=codings).order_by("created")
    themes: dict[UUID | None, UUID] = dict(then.values_list("coding", "code"))
    if not chosen.is_narrowed:
        themes |= dict(Coding.objects.filter(pk__in=codings).values_list("pk", "code"))
    return themes


def _theme_of_comment() -> Coalesce:
    """The code that was judged where it answers a verdict, else that of the coding: now, or when judged last."""
    now = Coding.objects.filter(pk=OuterRef("coding")).values("code")[:1]
    then = Verdict.objects.filter(coding=OuterRef("coding")).order_by("-created").values("code")[:1]
    return Coalesce(F("verdict__code"), Subquery(now), Subquery(then), output_field=UUIDField())


def _on_days(rows: "QuerySet[Any]", chosen: LogFilter, field: str) -> "QuerySet[Any]":
    if chosen.since:
        rows = rows.filter(**{f"{field}__date__gte": chosen.since})
    return rows.filter(**{f"{field}__date__lte": chosen.until}) if chosen.until else rows


def judged_codes(project: Project) -> dict[UUID, str]:
    """Every code that the log can be about, as it is called now, or was called last."""
    said = [
        rows.objects.filter(project=project).order_by().values_list("code", "code_name").annotate(last=Max("created"))
        for rows in (SignOff, Verdict)
    ]
    gone = {code: name for code, name, _last in sorted(chain(*said), key=lambda row: row[2])}
    return gone | dict(Code.objects.filter(project=project, pk__in=gone).values_list("pk", "name"))


def people_of_log(project: Project) -> tuple["QuerySet[User]", "QuerySet[User]"]:
    """Whose codings were judged, and who judged them or signed off themes."""
    judged, signed = Verdict.objects.filter(project=project), SignOff.objects.filter(project=project)
    coders = User.objects.filter(pk__in=judged.values("coder"))
    judges = User.objects.filter(Q(pk__in=judged.values("by")) | Q(pk__in=signed.values("by")))
    return coders.order_by("name"), judges.order_by("name")
