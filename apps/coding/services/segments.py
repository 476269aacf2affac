"""Every change to segments, their codes and memos."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.codebook.models import Code
from apps.coding.ground import ground_of, on_firm_ground
from apps.coding.models import Coding, Doubt, Segment
from apps.coding.queries import segment_out
from apps.coding.queries.doubts import doubt_state
from apps.documents.texts import VersionText, load_text
from apps.projects.models import Project
from apps.projects.services import Verb, record
from apps.web.errors import DomainError, Invalid, NotThere, Refused

MOST_AT_ONCE = 5000
LABEL_LENGTH = 80


@dataclass(frozen=True)
class NewSegment:
    """What a client asks to be kept: [start, end) in code points of `version`, under an id of its own making."""

    id: UUID
    transcript: UUID
    version: UUID
    start: int
    end: int
    codes: tuple[UUID, ...]
    memo: str | None = None


@on_firm_ground
def put_segment(*, project: Project, user: User, wanted: NewSegment) -> tuple[dict[str, Any], bool]:
    """Keep a segment exactly as wanted, making it when it is new; the same call again changes nothing.

    Returns the segment in the API's shape, and whether it was made. Raises DomainError "stale_version" when the
    transcript has a newer version, "exclusive_dimension" when two codes of one exclusive dimension are wanted.
    """
    existing = next(iter(Segment.objects.select_for_update().filter(pk=wanted.id)), None)
    if existing:
        check_is_own(project, user, existing)
        if existing.transcript_id != wanted.transcript:
            raise DomainError("id_taken", _("This id belongs to a passage of another transcript. Nothing was changed."))
    check_version(project, wanted.transcript, wanted.version, existing)
    if existing and existing.version_id != wanted.version:
        raise in_doubt(existing)
    codes = codes_to_put(project, wanted.codes)
    if existing is None:
        segment, codings = build_segment(project, user, wanted, codes)
        segment.save(force_insert=True)
        Coding.objects.bulk_create(codings)
        after = segment_out(segment, codings)
        log(project, user, Verb.SEGMENT_CREATED, segment, None, after)
        return after, True
    memo = existing.memo if wanted.memo is None else wanted.memo
    return apply_changes(project, user, existing, wanted.start, wanted.end, codes, memo), False


@on_firm_ground
def change_segment(
    *,
    project: Project,
    user: User,
    segment_id: UUID,
    start: int | None = None,
    end: int | None = None,
    codes: Sequence[UUID] | None = None,
    memo: str | None = None,
    version: UUID | None = None,
) -> dict[str, Any]:
    """Change borders, the whole set of codes, or the memo of one's own segment; what is None stays.

    `version` is the text the borders were chosen in: DomainError "stale_version" when it was corrected since.
    """
    segment = own_segment(project, user, segment_id)
    if start is not None or end is not None:
        current = ground_of(project).versions.get(segment.transcript_id, segment.version_id)
        if segment.version_id != current:
            raise in_doubt(segment)
        check_version(project, segment.transcript_id, version or segment.version_id, segment)
    wanted = codes_to_put(project, codes) if codes is not None else codes_on(segment)
    return apply_changes(
        project,
        user,
        segment,
        segment.start if start is None else start,
        segment.end if end is None else end,
        wanted,
        segment.memo if memo is None else memo,
    )


@on_firm_ground
def remove_segment(*, project: Project, user: User, segment_id: UUID) -> None:
    """Take one's own segment and its codings away. Undo brings both back."""
    segment = own_segment(project, user, segment_id)
    before = segment_out(segment)
    doubt = Doubt.objects.filter(segment=segment).first()
    if doubt:
        # A decided one is only a trace, but taking that decision back needs it.
        before["doubt" if doubt.decision in Doubt.UNDECIDED else "settled"] = doubt_state(doubt)
    segment.delete()
    log(project, user, Verb.SEGMENT_DELETED, segment, before, None)


@on_firm_ground
def put_many_segments(*, project: Project, user: User, wanted: Sequence[NewSegment]) -> list[dict[str, Any]]:
    """Keep up to 5,000 new segments in one transaction and one activity: all of them, or none.

    Ids that are already there are left as they are, so that a repeated call changes nothing.
    """
    if len(wanted) > MOST_AT_ONCE:
        raise Invalid("too_many", _("At most %(most)s passages fit in one call.") % {"most": MOST_AT_ONCE})
    there = set(Segment.objects.filter(pk__in=[each.id for each in wanted]).values_list("pk", flat=True))
    new = list({each.id: each for each in wanted if each.id not in there}.values())
    for transcript, version in {(each.transcript, each.version) for each in new}:
        check_version(project, transcript, version, None)
    known = {code.pk: code for code in codes_to_put(project, {code for each in new for code in each.codes}, mixed=True)}
    built = []
    for each in new:
        codes = [known[code] for code in dict.fromkeys(each.codes)]
        check_exclusive(codes)
        built.append(build_segment(project, user, each, codes))
    Segment.objects.bulk_create([segment for segment, _codings in built], batch_size=500)
    Coding.objects.bulk_create([coding for _segment, codings in built for coding in codings], batch_size=500)
    made = [segment_out(segment, codings) for segment, codings in built]
    if made:
        only = {each.transcript for each in new}
        record(
            project, user, Verb.SEGMENTS_CREATED, object_id=uuid4(), label=str(len(made)),
            transcript=only.pop() if len(only) == 1 else None, after=made,
        )  # fmt: skip
    return made


# --- the rules ----------------------------------------------------------------------------------------------


def own_segment(project: Project, user: User, segment_id: UUID) -> Segment:
    segment = Segment.objects.select_for_update().filter(pk=segment_id, project=project).first()
    if segment is None:
        raise NotThere(
            "no_such_segment", _("This passage is no longer there. Reload the page to see the present state.")
        )
    check_is_own(project, user, segment)
    return segment


def check_is_own(project: Project, user: User, segment: Segment) -> None:
    if segment.project_id != project.pk:
        raise DomainError("id_taken", _("This id is already in use. Nothing was changed."))
    if segment.coder_id != user.pk:
        raise Refused("not_yours", _("Another coder marked this passage. Mark your own instead; nothing was changed."))


def check_version(project: Project, transcript: UUID, version: UUID, existing: Segment | None) -> None:
    """Refuse to code a text that has been corrected since: the words may have moved."""
    versions = ground_of(project).versions
    if transcript not in versions:
        raise NotThere("no_such_transcript", _("There is no such transcript in this project."))
    if versions[transcript] != version:
        state = segment_out(existing) if existing else None
        raise DomainError(
            "stale_version",
            _("The transcript was corrected meanwhile. Reload the page and mark the passage again."),
            fields={"current_version": str(versions[transcript]), "segment": state},
        )


def in_doubt(segment: Segment) -> DomainError:
    return DomainError(
        "in_doubt",
        _("The text under this passage was corrected. Decide first where it belongs; nothing was changed."),
        fields={"segment": segment_out(segment)},
    )


def codes_to_put(project: Project, wanted: Iterable[UUID], *, mixed: bool = False) -> list[Code]:
    """The wanted codes in the order given. Unless `mixed` (for many segments), they must fit on one segment."""
    ids = list(dict.fromkeys(wanted))
    found = ground_of(project).codes
    missing = [code for code in ids if code not in found]
    if missing:
        raise Invalid(
            "no_such_code",
            _("A code was deleted or belongs to another project. Reload the codebook; nothing was changed."),
            fields={"codes": [str(code) for code in missing]},
        )
    codes = [found[code] for code in ids]
    for code in codes:
        if not code.codable:
            raise Invalid("heading_only", _("“%(code)s” is a heading and cannot be put on passages.") % {"code": code})
    if not mixed:
        check_exclusive(codes)
    return codes


def check_exclusive(codes: Iterable[Code]) -> None:
    """At most one code of an exclusive dimension on a segment."""
    seen: dict[UUID, Code] = {}
    for code in codes:
        if not code.dimension.exclusive:
            continue
        have = seen.setdefault(code.dimension_id, code)
        if have is not code:
            raise DomainError(
                "exclusive_dimension",
                _("A passage carries one code of “%(dimension)s”: it has “%(have)s”. Replace it with “%(want)s”?")
                % {"dimension": code.dimension, "have": have, "want": code},
                fields={"dimension": str(code.dimension_id), "have": str(have.pk), "want": str(code.pk)},
            )


def place(text: VersionText, start: int, end: int) -> dict[str, Any]:
    """What follows from the borders: quote, turn and words. Raises Invalid when they are not a passage."""
    if not 0 <= start < end <= len(text.text):
        raise Invalid("outside_text", _("The passage lies outside the text. Nothing was changed."))
    turn = text.turn_at(start, end)
    if turn is None:
        raise Invalid("no_words", _("The passage holds no spoken words. Nothing was changed."))
    first, last = text.words_in(start, end)
    return {
        "start": start,
        "end": end,
        "quote": text.text[start:end],
        "turn_id": text.turn_ids[turn],
        "first_word": first,
        "last_word": last,
    }


def build_segment(
    project: Project, user: User, wanted: NewSegment, codes: Sequence[Code]
) -> tuple[Segment, list[Coding]]:
    text = load_text(wanted.version)
    segment = Segment(
        id=wanted.id,
        project=project,
        transcript_id=wanted.transcript,
        version_id=wanted.version,
        coder=user,
        memo=wanted.memo or "",
        **place(text, wanted.start, wanted.end),
    )
    return segment, [Coding(segment=segment, code=code, by=user) for code in codes]


def codes_on(segment: Segment) -> list[Code]:
    return [coding.code for coding in segment.codings.select_related("code__dimension").order_by("created")]


def apply_changes(
    project: Project, user: User, segment: Segment, start: int, end: int, codes: Sequence[Code], memo: str
) -> dict[str, Any]:
    """Bring a segment to the wanted state and log it; nothing is written when it is there already."""
    before, after = write_changes(user, segment, start, end, codes, memo)
    if after is not before:
        log(project, user, Verb.SEGMENT_CHANGED, segment, before, after)
    return after


def write_changes(
    user: User, segment: Segment, start: int, end: int, codes: Sequence[Code], memo: str
) -> tuple[dict[str, Any], dict[str, Any]]:
    """`apply_changes` for who logs it as part of something else. Returns the states before and after."""
    before = segment_out(segment)
    if same_state(before, start, end, {str(code.pk) for code in codes}, memo):
        return before, before
    for field, value in place(load_text(segment.version_id), start, end).items():
        setattr(segment, field, value)
    segment.memo = memo
    segment.save()
    segment.codings.exclude(code__in=codes).delete()
    have = {coding["code"] for coding in before["codings"]}
    Coding.objects.bulk_create(
        Coding(segment=segment, code=code, by=user) for code in codes if str(code.pk) not in have
    )
    return before, segment_out(segment)


def same_state(state: dict[str, Any], start: int, end: int, codes: set[str], memo: str) -> bool:
    there = {coding["code"] for coding in state["codings"]}
    return (state["start"], state["end"], state["memo"], there) == (start, end, memo, codes)


def log(
    project: Project,
    user: User,
    verb: Verb,
    segment: Segment,
    before: dict[str, Any] | None,
    after: dict[str, Any] | None,
) -> None:
    record(
        project,
        user,
        verb,
        object_id=UUID((before or after or {})["id"]),
        label=" ".join(segment.quote.split())[:LABEL_LENGTH],
        transcript=segment.transcript_id,
        before=before,
        after=after,
    )
