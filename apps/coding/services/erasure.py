"""A participant's words leave the project: made unreadable in every version, with all offsets and counts kept."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from apps.accounts.models import User
from apps.coding.above import replacing
from apps.coding.models import Doubt, Memo, Segment
from apps.coding.services.memos import forget_memos_about, rewrite_memos
from apps.coding.services.names import rewrite_details
from apps.documents.models import HiddenName, Participant, Recording, Transcript, Turn, Version
from apps.documents.search import forget_words_soon, index_pending
from apps.documents.services import forget_files
from apps.projects.leaving import forgetting
from apps.projects.models import Activity, Project
from apps.projects.services import Verb, record, rewrite_log
from core.text.names import find_names
from core.text.normalise import text_hash
from core.text.offsets import Span
from core.text.redact import redact

# Old numbers step aside while a new row takes their place.
ASIDE = 1_000_000
HEX_DIGITS = 32


@dataclass(frozen=True)
class Erasure:
    """What erasing a participant makes unreadable, in numbers."""

    transcripts: int
    turns: int
    words: int
    passages: int
    recordings: int
    originals: int
    memos: int


@transaction.atomic
def erase_participant(*, project: Project, user: User | None, participant: Participant) -> Erasure:
    """Make everything a participant says unreadable, wherever it stands, and forget their name and attributes.

    Their turns are written as xxx in all versions of all transcripts, names of theirs too where others say them.
    Codings, offsets and counts stay; quotes follow. Memos about the participant, recordings and original files of the
    transcripts they speak in, and all exports made so far, are deleted. This cannot be undone.
    """
    numbers = what_erasing_does(project, participant)
    names = names_of(participant)
    labels = labels_of(project, participant)
    forget_files(labels.keys())
    for transcript in project.transcripts.all():
        texts: dict[str, Version] = {}
        for version in list(transcript.versions.all()):
            old = version.pk
            if new := _redacted(version, participant, labels.get(transcript.pk, set()), names):
                # The log writes ids in both forms.
                texts |= {str(old): new, old.hex: new}
        is_changed = rewrite_details(transcript, partial(_without, names=names))
        if texts or is_changed:
            rewrite_log(project, transcript=transcript.pk, rewrite=partial(_forget, texts=texts, names=names))
    forget_memos_about(project, participant.pk)
    rewrite_memos(project, partial(_without, names=names))
    for forget in forgetting:
        forget(project)
    _forget_person(project, participant)
    index_pending(project=project)
    forget_words_soon()
    record(
        project, user, Verb.PARTICIPANT_ERASED, object_id=participant.pk, label=participant.pseudonym,
        after={"transcripts": numbers.transcripts, "turns": numbers.turns, "passages": numbers.passages},
    )  # fmt: skip
    return numbers


def what_erasing_does(project: Project, participant: Participant) -> Erasure:
    """Counts over current versions outside the bin; the older ones and the bin are erased alike."""
    turns = Turn.objects.filter(participant=participant, version__current_of__isnull=False)
    spoken = labels_of(project, participant).keys()
    passages = Segment.objects.filter(turn__participant=participant, version__current_of__isnull=False)
    return Erasure(
        transcripts=len(spoken),
        turns=turns.count(),
        words=sum(turns.values_list("words", flat=True)),
        passages=passages.count(),
        recordings=Recording.objects.filter(transcript__in=spoken).count(),
        originals=Version.objects.filter(transcript__in=spoken).exclude(original="").count(),
        memos=project.memos.filter(kind=Memo.Kind.PARTICIPANT, about=participant.pk).count(),
    )


def names_of(participant: Participant) -> list[str]:
    """The real name, its parts, and what the key list has for the participant."""
    listed = participant.hidden_names.values_list("name", flat=True)
    parts = [part for part in participant.real_name.split() if len(part) > 2]
    return [name for name in {participant.real_name, *parts, *listed} if name]


def labels_of(project: Project, participant: Participant) -> dict[UUID, set[str]]:
    """Transcript -> the labels under which the participant speaks in any version of it."""
    turns = Turn.objects.filter(participant=participant, version__transcript__project=project)
    labels: dict[UUID, set[str]] = defaultdict(set)
    for transcript, label in turns.order_by().values_list("version__transcript", "speaker").distinct():
        labels[transcript].add(label)
    return labels


def _redacted(
    version: Version, participant: Participant, labels: Collection[str], names: Collection[str]
) -> Version | None:
    """The version's successor under the same number, with turns, segments and doubts of its own; None if unconcerned.

    A text that changes is another version with another id: whatever remembers the old text asks for it by the old id.
    What stands under the participant's labels is theirs, also in versions from before anybody said whose they are.
    """
    unassigned = Q(participant=None, speaker__in=labels)
    spoken = version.turns.filter(Q(participant=participant) | unassigned) if labels else Turn.objects.none()
    spans = [Span(start, end) for start, end in spoken.values_list("start", "end")]
    spans += [Span(each.start, each.end) for each in find_names(version.text, names)]
    return _take_over(version, redact(version.text, spans), names) if spans else None


def _take_over(version: Version, text: str, names: Collection[str]) -> Version:
    old, number = version.pk, version.number
    Version.objects.filter(pk=old).update(number=number + ASIDE)
    version.pk, version.text, version.sha256 = uuid4(), text, text_hash(text)
    version.redacted = timezone.now()
    version.save(force_insert=True)
    Turn.objects.filter(version=old).update(version=version)
    Segment.objects.filter(version=old).update(version=version)
    Doubt.objects.filter(version=old).update(version=version)
    Transcript.objects.filter(current=old).update(current=version)
    for follow in replacing:
        follow(old, version)
    Version.objects.filter(pk=old).delete()
    _follow(version, names)
    return version


def _follow(version: Version, names: Collection[str]) -> None:
    """Let quotes and speaker labels say what the text now says."""
    segments = [
        segment
        for segment in version.segments.only("start", "end", "quote")
        if segment.quote != version.text[segment.start : segment.end]
    ]
    for segment in segments:
        segment.quote = version.text[segment.start : segment.end]
    Segment.objects.bulk_update(segments, ["quote"], batch_size=200)
    for label in set(version.turns.values_list("speaker", flat=True)):
        if (unreadable := _without(label, names)) != label:
            version.turns.filter(speaker=label).update(speaker=unreadable)


def _without(text: str, names: Collection[str]) -> str:
    return redact(text, [Span(each.start, each.end) for each in find_names(text, names)])


def _forget(activity: Activity, texts: Mapping[str, Version], names: Collection[str]) -> None:
    """Make what the log quotes say what the texts now say, and name the versions by their new ids."""
    activity.before, activity.after = (_forgotten(state, texts, names) for state in (activity.before, activity.after))
    state = activity.after or activity.before
    if isinstance(state, dict) and "quote" in state:
        activity.label = " ".join(state["quote"].split())[:80]
    else:
        activity.label = _without(activity.label, names)


def _forgotten(value: Any, texts: Mapping[str, Version], names: Collection[str]) -> Any:
    if isinstance(value, list):
        return [_forgotten(each, texts, names) for each in value]
    if isinstance(value, str):
        if value not in texts:
            return value
        return texts[value].pk.hex if len(value) == HEX_DIGITS else str(texts[value].pk)
    if not isinstance(value, dict):
        return value
    state = {key: _forgotten(each, texts, names) for key, each in value.items()}
    if "quote" in value and (version := texts.get(str(value.get("version")))):
        state["quote"] = version.text[value["start"] : value["end"]]
    for key in ("memo", "title", "note"):
        if isinstance(state.get(key), str):
            state[key] = _without(state[key], names)
    return state


def _forget_person(project: Project, participant: Participant) -> None:
    HiddenName.objects.filter(participant=participant).delete()
    participant.real_name, participant.attributes = "", {}
    participant.save(update_fields=["real_name", "attributes"])
    project.activities.filter(object_id=participant.pk).update(before=None, after=None)
    imports = list(project.activities.filter(verb=Verb.ATTRIBUTES_IMPORTED))
    for activity in imports:
        for state in (activity.before, activity.after):
            (state or {}).get("rows", {}).pop(str(participant.pk), None)
    Activity.objects.bulk_update(imports, ["before", "after"])
