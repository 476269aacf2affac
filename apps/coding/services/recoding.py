"""One change on many passages: a code added, replaced or taken away, a memo written. All of it, or nothing.

A passage is changed by its coder alone. What others marked gets a passage of one's own on the same words where a code
or a memo is added, and stays as it is where a code is taken away.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.accounts.models import User
from apps.codebook.models import Code
from apps.coding.ground import ground_of, on_firm_ground
from apps.coding.models import Coding, Doubt, Segment
from apps.coding.queries import segment_out, segments_of
from apps.coding.queries.doubts import doubt_state
from apps.coding.queries.refactoring import OnConflict
from apps.coding.services.segments import MOST_AT_ONCE, codes_to_put, place
from apps.documents.texts import load_text
from apps.projects.models import Project
from apps.projects.services import Verb, record
from apps.web.errors import DomainError, Invalid

MOST_CHARACTERS = 50_000
AT_ONCE = 500


class Act(StrEnum):
    """What is done to the passages."""

    ADD = "add"
    REPLACE = "replace"
    REMOVE = "remove"
    NOTE = "note"


@dataclass(frozen=True)
class Change:
    """The change that is wanted: `code` is added, put in the place of `old`, or taken away; `memo` is written."""

    act: Act
    code: UUID | None = None
    old: UUID | None = None
    memo: str = ""
    on_conflict: OnConflict = OnConflict.REFUSE

    @property
    def is_for_all(self) -> bool:
        """Whether words that others marked can take it, on a passage of one's own."""
        return self.act in (Act.ADD, Act.NOTE)


@dataclass
class Recoding:
    """What a change does, in numbers of passages; `activity` is the number to take it back by, once it is done.

    `conflicts` would carry two codes of an exclusive dimension; `kept` are those of them that keep what they have.
    `approved` are codings that were approved and go. `left` are passages of others that are not touched, `others`
    says who marked those on which passages of one's own are made.
    """

    changed: int = 0
    made: int = 0
    already: int = 0
    lacking: int = 0
    conflicts: int = 0
    kept: int = 0
    approved: int = 0
    emptied: int = 0
    left: int = 0
    behind: int = 0
    gone: int = 0
    others: dict[str, int] = field(default_factory=dict)
    activity: int | None = None

    @property
    def touched(self) -> int:
        return self.changed + self.made


@dataclass
class _Passage:
    """One's own passage, as it is and as it will be; a new one has no codings yet."""

    segment: Segment
    codings: list[Coding]
    is_new: bool = False
    before: dict[str, Any] | None = None
    memo: str = ""
    gone: list[Coding] = field(default_factory=list)
    added: list[Coding] = field(default_factory=list)

    @property
    def stays(self) -> list[Coding]:
        lost = {coding.pk for coding in self.gone}
        return [*(coding for coding in self.codings if coding.pk not in lost), *self.added]

    @property
    def is_emptied(self) -> bool:
        """As in the workspace, a passage without codes and memo is no passage any more."""
        return not self.stays and not self.memo


def recode(
    *, project: Project, user: User, segments: Sequence[UUID], change: Change, dry_run: bool = False
) -> Recoding:
    """Make one change on up to 5,000 passages, in one transaction and one activity that undo takes back whole.

    With `dry_run` it says what would change and changes nothing. Raises Invalid "too_many", "nothing_chosen",
    "no_such_code", "heading_only", "empty_memo", "memo_too_long", "same_code"; DomainError "exclusive_dimension" when
    passages would carry two codes of an exclusive dimension and the change does not say what then.
    """
    _check(project, segments, change)
    if dry_run:
        return _plan(project, user, segments, change, segments_of(project))[0]
    done: Recoding = _carry_out(project=project, user=user, segments=segments, change=change)
    return done


@on_firm_ground
def _carry_out(*, project: Project, user: User, segments: Sequence[UUID], change: Change) -> Recoding:
    _check(project, segments, change)
    rows = segments_of(project).select_for_update(of=("self",))
    done, passages = _plan(project, user, segments, change, rows)
    if done.conflicts and change.on_conflict == OnConflict.REFUSE:
        raise _conflict(done.conflicts)
    if passages:
        done.activity = _store(project, user, passages)
    return done


# --- what would change --------------------------------------------------------------------------------------


def _check(project: Project, segments: Sequence[UUID], change: Change) -> None:
    if len(segments) > MOST_AT_ONCE:
        raise Invalid(
            "too_many",
            _("At most %(most)s passages can be changed at once. Narrow the query or choose some; nothing was changed.")
            % {"most": MOST_AT_ONCE},
        )
    if not segments:
        raise Invalid("nothing_chosen", _("Choose at least one passage. Nothing was changed."))
    if change.act == Act.NOTE:
        if not change.memo.strip():
            raise Invalid("empty_memo", _("Write the memo first. Nothing was changed."), fields={"memo": ""})
        if len(change.memo) > MOST_CHARACTERS:
            message = _("A memo holds at most %(most)s characters. Nothing was changed.") % {"most": MOST_CHARACTERS}
            raise Invalid("memo_too_long", message, fields={"memo": ""})
    elif change.act == Act.REMOVE:
        _known(project, change.code)
    else:
        codes_to_put(project, [change.code] if change.code else [UUID(int=0)])
    if change.act == Act.REPLACE:
        _known(project, change.old)
        if change.old == change.code:
            message = _("Choose two different codes to replace one by the other. Nothing was changed.")
            raise Invalid("same_code", message, fields={"code": ""})


def _known(project: Project, code: UUID | None) -> None:
    """A heading cannot be put on passages, but one that is on some since before can be taken away."""
    if code not in ground_of(project).codes:
        raise Invalid("no_such_code", _("Choose a code of this project. Nothing was changed."))


def _plan(
    project: Project, user: User, chosen: Sequence[UUID], change: Change, rows: QuerySet[Segment]
) -> tuple[Recoding, list[_Passage]]:
    """The numbers, and the passages that change. Four queries, however many passages."""
    found = rows.filter(pk__in=chosen).select_related("coder").prefetch_related("codings")
    told = Recoding()
    current, own, foreign = ground_of(project).versions, {}, []
    for segment in found.order_by("version", "start", "end", "pk"):
        if segment.version_id != current.get(segment.transcript_id):
            told.behind += 1
        elif segment.coder_id == user.pk:
            own[segment.pk] = segment
        elif change.is_for_all:
            foreign.append(segment)
        else:
            told.left += 1
    told.gone = len(set(chosen)) - len(own) - len(foreign) - told.left - told.behind
    passages = [_Passage(each, list(each.codings.all()), before=segment_out(each)) for each in own.values()]
    passages += _on_the_words_of(project, user, foreign, own, rows, told)
    changing = [each for each in passages if _apply(each, change, project, user, told)]
    told.changed = sum(not each.is_new for each in changing)
    told.made = sum(each.is_new for each in changing)
    told.emptied = sum(each.is_emptied for each in changing)
    told.approved = sum(coding.state == Coding.State.APPROVED for each in changing for coding in each.gone)
    return told, changing


def _on_the_words_of(
    project: Project,
    user: User,
    foreign: Iterable[Segment],
    own: dict[UUID, Segment],
    rows: QuerySet[Segment],
    told: Recoding,
) -> list[_Passage]:
    """A passage of one's own for each place that others marked: the one that is there already, else a new one."""
    places = {(each.version_id, each.start, each.end): each for each in foreign}
    if not places:
        return []
    mine = rows.filter(coder=user, version__in={version for version, _start, _end in places})
    there = {
        (each.version_id, each.start, each.end): each for each in mine.prefetch_related("codings").order_by("created")
    }
    passages = []
    for at, other in places.items():
        if at not in there:
            told.others[str(other.coder)] = told.others.get(str(other.coder), 0) + 1
            segment = Segment(
                project=project, transcript_id=other.transcript_id, version_id=other.version_id, coder=user,
                start=other.start, end=other.end, quote=other.quote,
            )  # fmt: skip
            passages.append(_Passage(segment, [], is_new=True))
        elif there[at].pk not in own:
            passages.append(_Passage(there[at], list(there[at].codings.all()), before=segment_out(there[at])))
    return passages


def _apply(passage: _Passage, change: Change, project: Project, user: User, told: Recoding) -> bool:
    """Bring the passage to the state that is wanted; whether that changes anything."""
    passage.memo = passage.segment.memo
    if change.act == Act.NOTE:
        text = change.memo.replace("\r\n", "\n").replace("\x00", "").strip()
        if passage.memo == text or passage.memo.endswith(f"\n\n{text}"):
            told.already += 1
            return False
        passage.memo = f"{passage.memo}\n\n{text}" if passage.memo else text
        return True
    leaving = {Act.REPLACE: change.old, Act.REMOVE: change.code}.get(change.act)
    passage.gone = [coding for coding in passage.codings if coding.code_id == leaving]
    if leaving and not passage.gone:
        told.lacking += 1
        return False
    if change.act == Act.REMOVE or change.code is None:
        return True
    return _put(passage, ground_of(project).codes, change, user, told)


def _put(passage: _Passage, codes: Mapping[UUID, Code], change: Change, user: User, told: Recoding) -> bool:
    """Put the code on the passage, unless it is there or another of its exclusive dimension is to be kept."""
    code = codes[change.code or UUID(int=0)]
    if any(coding.code_id == code.pk for coding in passage.codings):
        told.already += 1
        return bool(passage.gone)
    lost = {coding.pk for coding in passage.gone}
    clashing = [
        coding
        for coding in passage.codings
        if code.dimension.exclusive
        and codes[coding.code_id].dimension_id == code.dimension_id
        and coding.pk not in lost
    ]
    if clashing:
        told.conflicts += 1
        if change.on_conflict != OnConflict.REPLACE:
            told.kept += 1
            passage.gone = []
            return False
        passage.gone += clashing
    passage.added = [Coding(segment=passage.segment, code=code, by=user)]
    return True


def _conflict(n: int) -> DomainError:
    said = ngettext(
        "%(n)s passage would carry two codes of an exclusive dimension. Choose what it keeps; nothing was changed.",
        "%(n)s passages would carry two codes of an exclusive dimension. Choose what they keep; nothing was changed.",
        n,
    )
    return DomainError("exclusive_dimension", said % {"n": n}, fields={"on_conflict": ""})


# --- storing ------------------------------------------------------------------------------------------------


def _store(project: Project, user: User, passages: Sequence[_Passage]) -> int:
    """Write what changed, in a few statements, and one activity. Returns its number."""
    settled = _settled([each.segment.pk for each in passages if each.is_emptied])
    for each in passages:
        each.segment.memo = each.memo
        if each.is_new:
            _place(each.segment)
    kept = [each for each in passages if not each.is_emptied]
    Segment.objects.bulk_create([each.segment for each in kept if each.is_new], batch_size=AT_ONCE)
    Segment.objects.bulk_update([each.segment for each in kept if not each.is_new], ["memo"], batch_size=AT_ONCE)
    Coding.objects.filter(pk__in=[coding.pk for each in passages for coding in each.gone]).delete()
    Coding.objects.bulk_create([coding for each in kept for coding in each.added], batch_size=AT_ONCE)
    before = [each.before | settled.get(each.segment.pk, {}) for each in passages if each.before]
    after = [segment_out(each.segment, each.stays) for each in kept]
    Segment.objects.filter(pk__in=[each.segment.pk for each in passages if each.is_emptied]).delete()
    transcripts = {each.segment.transcript_id for each in passages}
    activity = record(
        project, user, Verb.SEGMENTS_CREATED, object_id=uuid4(), label=str(len(passages)),
        transcript=transcripts.pop() if len(transcripts) == 1 else None, before=before, after=after,
    )  # fmt: skip
    return activity.pk


def _settled(emptied: Sequence[UUID]) -> dict[UUID, dict[str, Any]]:
    """The doubts that were decided about passages that go: taking that decision back needs them."""
    doubts = Doubt.objects.filter(segment__in=emptied)
    return {doubt.segment_id: {"settled": doubt_state(doubt)} for doubt in doubts}


def _place(segment: Segment) -> None:
    for name, value in place(load_text(segment.version_id), segment.start, segment.end).items():
        setattr(segment, name, value)
