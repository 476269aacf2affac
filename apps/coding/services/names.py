"""Names of people leave the transcripts, and a participant leaves the project."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.coding.models import Segment
from apps.coding.services.corrections import correct_transcript
from apps.coding.services.memos import rewrite_memos
from apps.documents.models import Transcript
from apps.documents.models import Turn as StoredTurn
from apps.documents.queries import current_text, current_turns, hidden_names_of
from apps.jobs.models import Job
from apps.jobs.services import start_job
from apps.projects.models import Activity, Project
from apps.projects.services import Verb, record, rewrite_log
from apps.web.errors import DomainError
from core.text.anchors import Alignment, Edit, apply_edits
from core.text.names import Found, find_names
from core.text.offsets import Span
from core.text.turns import Structure, Turn
from core.text.words import count_words

Pseudonyms = Mapping[str, str]
Rename = Callable[[str], str]
# Where people's words stand in what the log keeps.
SAID_IN = frozenset({"quote", "memo", "title", "note"})


def start_hiding(
    *, project: Project, user: User, names: Collection[str], transcripts: Collection[str], any_case: bool
) -> Job:
    """Start the job that replaces listed names, by their ids, in transcripts, by theirs."""
    if not names or not transcripts:
        raise DomainError("nothing_chosen", _("Choose at least one name and one transcript. Nothing was changed."))
    return start_job(
        kind="coding.hide_names",
        project=project,
        user=user,
        total=len(transcripts),
        names=sorted(names),
        transcripts=list(transcripts),
        any_case=any_case,
    )


def pseudonyms_of(project: Project, names: Collection[str]) -> dict[str, str]:
    """Name -> pseudonym of the listed names with these ids."""
    return {each.name: each.pseudonym for each in hidden_names_of(project).filter(pk__in=names)}


@transaction.atomic
def hide_names(
    *, project: Project, user: User, transcript: Transcript, pseudonyms: Pseudonyms, any_case: bool = False
) -> int:
    """Replace names in a transcript by a new version of it, in its title and in memos on its passages.

    The versions before are shown from then on only to those who may see real names, and the log forgets the names.
    What is changed is known to the letter, so every passage is carried over. Returns how many mentions were replaced.
    """
    text = current_text(transcript)
    turns = list(current_turns(transcript).select_related("participant"))
    found = _inside_or_outside(find_names(text, pseudonyms, any_case=any_case), turns)
    rename = renamer(pseudonyms, any_case=any_case)
    renamed = rewrite_details(transcript, rename)
    if found:
        _replace(project, user, transcript, turns, text, found, pseudonyms, rename)
    if found or renamed:
        rewrite_log(project, transcript=transcript.pk, rewrite=lambda activity: _rename_activity(activity, rename))
    return len(found)


def _replace(
    project: Project,
    user: User,
    transcript: Transcript,
    turns: Sequence[StoredTurn],
    text: str,
    found: Sequence[Found],
    pseudonyms: Pseudonyms,
    rename: Rename,
) -> None:
    edits = [Edit(each.start, each.end, pseudonyms[each.name]) for each in found]
    new_text = apply_edits(text, edits)
    correction = correct_transcript(
        project=project,
        user=user,
        transcript=transcript,
        expected=transcript.version_id,
        text=new_text,
        note=_("Names replaced by pseudonyms"),
        structure=_carried_structure(turns, Alignment(text, new_text, edits), new_text, rename),
        rules=_renamed(transcript.current.rules if transcript.current else {}, rename),
        speaker_map={rename(turn.speaker): turn.participant for turn in turns},
        interviewers={rename(turn.speaker) for turn in turns if turn.interviewer},
        edits=edits,
    )
    transcript.versions.filter(number__lt=correction.version.number).update(named=True)


def renamer(pseudonyms: Pseudonyms, *, any_case: bool) -> Rename:
    """A function that replaces the names in any text."""

    def rename(text: str) -> str:
        found = find_names(text, pseudonyms, any_case=any_case)
        return apply_edits(text, [Edit(each.start, each.end, pseudonyms[each.name]) for each in found])

    return rename


@transaction.atomic
def hide_names_in_memos(*, project: Project, pseudonyms: Pseudonyms, any_case: bool = False) -> None:
    """Replace names in all memos of the project but those on passages, which go with their transcripts."""
    rewrite_memos(project, renamer(pseudonyms, any_case=any_case))


def tell_hidden(*, project: Project, user: User | None, job: Job, transcripts: int, mentions: int) -> None:
    """Log what a job that hid names has done, in numbers."""
    after = {"transcripts": transcripts, "mentions": mentions}
    record(project, user, Verb.NAMES_HIDDEN, object_id=job.pk, label=str(mentions), after=after)


def _inside_or_outside(found: Sequence[Found], turns: Sequence[StoredTurn]) -> list[Found]:
    """The mentions that lie wholly inside or wholly outside a turn: a name never runs from one speaker to the next."""
    borders = sorted({border for turn in turns for border in (turn.start, turn.end)})
    kept, at = [], 0
    for each in found:
        while at < len(borders) and borders[at] <= each.start:
            at += 1
        if at == len(borders) or borders[at] >= each.end:
            kept.append(each)
    return kept


def _carried_structure(turns: Sequence[StoredTurn], alignment: Alignment, text: str, rename: Rename) -> Structure:
    carried = []
    for turn in turns:
        span = alignment.anchor(Span(turn.start, turn.end)).span
        if span is None:
            raise LookupError(f"turn {turn.index} was lost between known edits")
        words = count_words(text, span.start, span.end)
        carried.append(Turn(turn.index, span.start, span.end, rename(turn.speaker), turn.at_ms, words))
    return Structure(tuple(carried), (), "none", 1.0)


def rewrite_details(transcript: Transcript, rewrite: Rename) -> bool:
    """Rewrite the title and the memos on passages, which are no text of a version. Returns whether any changed."""
    title = rewrite(transcript.title)[:300]
    is_changed = title != transcript.title
    if is_changed:
        transcript.title = title
        transcript.save(update_fields=["title"])
    changed = []
    for segment in Segment.objects.filter(transcript=transcript).exclude(memo="").only("memo"):
        if (memo := rewrite(segment.memo)) != segment.memo:
            segment.memo = memo
            changed.append(segment)
    Segment.objects.bulk_update(changed, ["memo"], batch_size=500)
    return is_changed or bool(changed)


def _rename_activity(activity: Activity, rename: Rename) -> None:
    activity.label = rename(activity.label)[:200]
    activity.before = _renamed(activity.before, rename, SAID_IN)
    activity.after = _renamed(activity.after, rename, SAID_IN)


def _renamed(value: Any, rename: Rename, fields: Collection[str] | None = None) -> Any:
    """A JSON value with the names in its strings replaced: in all, or in those that stand under these keys."""
    if isinstance(value, dict):
        return {
            key: rename(each)
            if isinstance(each, str) and (fields is None or key in fields)
            else _renamed(each, rename, fields)
            for key, each in value.items()
        }
    if isinstance(value, list):
        return [_renamed(each, rename, fields) for each in value]
    return rename(value) if isinstance(value, str) and fields is None else value
