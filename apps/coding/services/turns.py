"""One turn of a transcript corrected in place: its words, and the label of who speaks."""

from dataclasses import replace
from uuid import UUID

from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.coding.services.corrections import Correction, correct_transcript, stored_structure
from apps.documents.models import Transcript
from apps.documents.texts import load_text
from apps.projects.models import Project
from apps.web.errors import Invalid, NotThere
from core.text.normalise import normalise
from core.text.turns import SpeakerCount, Structure, Turn
from core.text.words import count_words


def correct_turn(
    *,
    project: Project,
    user: User,
    transcript: Transcript,
    expected: UUID,
    index: int,
    words: str,
    speaker: str | None = None,
    note: str = "",
) -> Correction:
    """Correct a turn of the version `expected`; all other turns stay cut as they are. None leaves the speaker.

    Where the label stands in front of the turn it is corrected there too. Raises what `correct_transcript` does, and
    Invalid "no_words_left" when nothing would remain of the turn.
    """
    version = transcript.versions.filter(pk=expected).first()
    turns = stored_structure(version).turns if version else ()
    if not 0 <= index < len(turns):
        raise NotThere("no_such_turn", _("There is no such turn in this transcript."))
    words = normalise(words).strip()
    if not count_words(words):
        message = _("The turn would hold no words. To take a turn out, correct the whole text; nothing was changed.")
        raise Invalid("no_words_left", message, fields={"words": message})
    turn, before = turns[index], turns[index - 1].end if index else 0
    label = turn.speaker if speaker is None else " ".join(speaker.split())
    old = load_text(expected).text
    head = _head(old[before : turn.start], turn.speaker, label)
    start = before + len(head)
    corrected = replace(turn, start=start, end=start + len(words), speaker=label, words=count_words(words))
    return correct_transcript(
        project=project,
        user=user,
        transcript=transcript,
        expected=expected,
        text=old[:before] + head + words + old[turn.end :],
        note=note,
        structure=_with(turns, corrected),
    )


def _head(head: str, was: str, label: str) -> str:
    """What stands in front of the turn, with the label corrected where it is written there."""
    before, found, after = head.rpartition(was)
    return f"{before}{label}{after}" if was and label and found else head


def _with(turns: tuple[Turn, ...], corrected: Turn) -> Structure:
    """The turns with one of them in its new form and those behind it moved along."""
    at = corrected.index
    shift = corrected.end - turns[at].end
    moved = (replace(turn, start=turn.start + shift, end=turn.end + shift) for turn in turns[at + 1 :])
    cut = (*turns[:at], corrected, *moved)
    labels = dict.fromkeys(turn.speaker for turn in cut if turn.speaker)
    return Structure(cut, tuple(_count(cut, label) for label in labels), "none", 1.0)


def _count(turns: tuple[Turn, ...], label: str) -> SpeakerCount:
    said = [turn.words for turn in turns if turn.speaker == label]
    return SpeakerCount(label, len(said), sum(said), interviewer=False)
