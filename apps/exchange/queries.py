"""Reads for exports: the kept exports, and coded passages in the order in which they are written."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.models import User
from apps.analysis.queries.conditions import conditions
from apps.analysis.queries.filters import LEAVE_OUT, REVIEWS, UNDATED, Filter, counted
from apps.codebook.models import Code
from apps.codebook.queries import codes_of, get_code, get_dimension
from apps.coding.queries import coders_of
from apps.documents.models import Transcript
from apps.documents.queries import get_office, get_participant, get_transcript
from apps.documents.texts import load_text
from apps.exchange.models import Export
from apps.projects.models import Project
from apps.web.errors import Invalid, NotThere


@dataclass(frozen=True, slots=True)
class CountedCoding:
    """One coding: its id, its code with `path`, who put it there, the state of its review, and when."""

    id: UUID
    code: Code
    coder: str
    state: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CodedPassage:
    """A segment with those of its codings that the filter lets through, and the number of the version it stands on.

    Turn and line are numbers from 1, and so is the page of a PDF; start and end are code points, end exclusive.
    """

    id: UUID
    version: int
    start: int
    end: int
    quote: str
    memo: str
    coder: str
    turn: int
    line: int
    page: int | None
    speaker: str
    participant: str
    codings: list[CountedCoding]


def exports_of(project: Project) -> QuerySet[Export]:
    return project.exports.select_related("job", "asked_by").order_by("-created")


def get_export(project: Project, export_id: UUID) -> Export:
    export = exports_of(project).filter(pk=export_id).first()
    if export is None:
        raise NotThere("no_such_export", _("There is no such export in this project."))
    return export


def filter_of(project: Project, options: Mapping[str, Any]) -> Filter:
    """The filter that an export's options ask for, all of them text: ids, days, conditions on attributes a line each.

    Raises Invalid when they cannot be read.
    """
    try:
        narrowed: dict[str, Any] = {name: UUID(options[name]) for name in FINDERS if options.get(name)}
        narrowed |= {name: date.fromisoformat(options[name]) for name in DAYS if options.get(name)}
    except ValueError:
        raise Invalid("invalid_filter", _("This filter cannot be read. Nothing was exported.")) from None
    narrowed |= {name: options[name] for name in PLAIN if options.get(name)}
    for name, subject in CONDITIONS.items():
        narrowed[name] = conditions(project, subject, options.get(name, "").splitlines())
    if narrowed.get("review", "approved") not in REVIEWS:
        raise Invalid("invalid_filter", _("This filter cannot be read. Nothing was exported."))
    return Filter(**narrowed, nobody=bool(options.get("nobody")), rollup=options.get("rollup") != "0")


def filter_in_words(project: Project, chosen: Filter) -> str:
    """The filter in force, in the present language. Raises NotThere when it names what the project lacks."""
    return "; ".join([reviewed_in_words(chosen.review), *_narrowed(project, chosen)])


def narrowed_in_words(project: Project, options: Mapping[str, Any]) -> str:
    """Only what the options narrow, nothing where they narrow nothing."""
    return "; ".join(_narrowed(project, filter_of(project, options)))


def _narrowed(project: Project, chosen: Filter) -> list[str]:
    parts = []
    for name, (label, find) in FINDERS.items():
        wanted = getattr(chosen, name)
        if wanted:
            parts.append(f"{label}: {find(project, wanted)}")
    if chosen.code and not chosen.rollup:
        parts.append(_("without its sub-codes"))
    if chosen.nobody:
        parts.append(_("said by no participant"))
    for name in (*DAYS, "speaker"):
        if value := getattr(chosen, name):
            parts.append(f"{NAMES[name]}: {value if name == 'speaker' else date_format(value)}")
    if chosen.kind:
        parts.append(f"{NAMES['kind']}: {Transcript.Kind(chosen.kind).label}")
    if chosen.period:
        parts.append(f"{NAMES['period']}: {_('not dated') if chosen.period == UNDATED else chosen.period}")
    parts += [str(condition) for name in CONDITIONS for condition in getattr(chosen, name)]
    if chosen.interviewer == LEAVE_OUT:
        parts.append(_("without what the interviewer says"))
    return parts


def reviewed_in_words(review: str) -> str:
    """Which codings are counted at all, by their review."""
    return {
        "": _("current versions, not rejected, not in the bin"),
        "approved": _("current versions, approved, not in the bin"),
        "open": _("current versions, not reviewed yet, not in the bin"),
        "rejected": _("current versions, returned or replaced, not in the bin"),
        "returned": _("current versions, returned, not in the bin"),
        "replaced": _("current versions, replaced, not in the bin"),
        "all": _("current versions, whatever the review, not in the bin"),
    }[review]


def get_coder(project: Project, user_id: UUID) -> User:
    """Somebody who has coded in the project. Raises NotThere."""
    coder = coders_of(project).filter(pk=user_id).first()
    if coder is None:
        raise NotThere("no_such_coder", _("This person has coded nothing in this project."))
    return coder


# What an export can be narrowed by: how it is called, and how it is found.
FINDERS: dict[str, tuple[Any, Callable[[Project, UUID], object]]] = {
    "office": (gettext_lazy("office"), get_office),
    "participant": (gettext_lazy("participant"), get_participant),
    "transcript": (gettext_lazy("transcript"), get_transcript),
    "dimension": (gettext_lazy("dimension"), get_dimension),
    "code": (gettext_lazy("code"), get_code),
    "coder": (gettext_lazy("coder"), get_coder),
}


DAYS = ("since", "until", "interviewed_since", "interviewed_until")
PLAIN = ("review", "kind", "speaker", "period", "interviewer")
# Conditions on attributes, and whose attributes they are.
CONDITIONS = {"attribute": "participant", "transcript_attribute": "transcript"}
NAMES: dict[str, Any] = {
    "since": gettext_lazy("coded since"),
    "until": gettext_lazy("coded until"),
    "interviewed_since": gettext_lazy("interviewed since"),
    "interviewed_until": gettext_lazy("interviewed until"),
    "speaker": gettext_lazy("speaker"),
    "kind": gettext_lazy("kind of transcript"),
    "period": gettext_lazy("period of the interview"),
}
# All that an export can be narrowed by: the same names as in the dashboard's address and in the API.
NARROWING = (*FINDERS, "rollup", "nobody", *DAYS, *PLAIN, *CONDITIONS)


def transcripts_with(project: Project, chosen: Filter) -> list[Transcript]:
    """The transcripts that hold codings under the filter, by office and title."""
    coded = counted(project, chosen).values("segment__transcript")
    transcripts = project.transcripts.filter(pk__in=coded).select_related("office", "current")
    return list(transcripts.defer("current__text", "current__formatting").order_by("office__name", "title", "pk"))


def coded_passages(
    project: Project,
    chosen: Filter,
    transcript: Transcript,
    codes: Mapping[UUID, Code],
    coders: Mapping[UUID, str],
) -> Iterator[CodedPassage]:
    """The coded passages of one transcript in text order: one query, and two for the text the first time.

    Each names the version it stands on, for a transcript may be corrected while an export is written.
    Transcript by transcript, a project of any size passes through in little memory, and no cursor stays open
    while progress is written.
    """
    rows = counted(project, replace(chosen, transcript=transcript.pk)).order_by(
        "segment__start", "segment__end", "segment", "created", "pk"
    )
    passage: CodedPassage | None = None
    for pk, code, by, state, at, segment, version, number, start, end, coder, *said in rows.values_list(*COLUMNS):
        if passage is None or passage.id != segment:
            if passage:
                yield passage
            quote, memo, turn, speaker, participant = said
            text = load_text(version)
            passage = CodedPassage(
                segment, number, start, end, quote, memo, coders[coder],
                turn + 1, text.line_of(start), text.page_of(start), speaker, participant or "", [],
            )  # fmt: skip
        passage.codings.append(CountedCoding(pk, codes[code], coders[by], state, at))
    if passage:
        yield passage


COLUMNS = (
    "pk", "code", "by", "state", "created", "segment", "segment__version", "segment__version__number",
    "segment__start", "segment__end", "segment__coder", "segment__quote", "segment__memo", "segment__turn__index",
    "segment__turn__speaker", "segment__turn__participant__pseudonym",
)  # fmt: skip


def coders_by_id(project: Project) -> dict[UUID, str]:
    return {coder.pk: str(coder) for coder in coders_of(project)}


def codes_by_id(project: Project) -> dict[UUID, Code]:
    return {code.pk: code for code in codes_of(project)}
