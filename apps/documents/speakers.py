"""Who may stand behind the speaker labels of an upload: proposals, and what to ask before trusting them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.documents.models import Participant
from apps.documents.reading import warning_sentences
from core.text.rules import Rules
from core.text.turns import Structure

# Labels that every interview may carry for another person: a pseudonym needs more than them.
_ROLES = """informan narasumber responden partisipan peserta jawab jawaban penjawab terwawancara subjek
    pembicara participant respondent interviewee informant speaker answer"""
ROLE_LABELS = frozenset(_ROLES.split())
SURE_STRUCTURE = 0.5

# A participant, the pseudonym of one to be made, or None for the interviewer or nobody.
Choice = Participant | str | None


@dataclass(frozen=True)
class Proposal:
    """A speaker of an upload and who it probably is; `pseudonym` names the participant who could be made."""

    label: str
    turns: int
    words: int
    interviewer: bool
    pseudonym: str
    choice: Choice


def by_pseudonym(participants: Iterable[Participant]) -> dict[str, Participant]:
    """The participants as `propose` looks them up."""
    return {participant.pseudonym.casefold(): participant for participant in participants}


def propose(
    report: Mapping[str, Any], participants: Iterable[Participant] | Mapping[str, Participant], title: str
) -> list[Proposal]:
    """One proposal a speaker: the participant of that name; a new one when a single speaker is left over.

    Whoever asks for many uploads gives the participants `by_pseudonym`.
    """
    by_name = participants if isinstance(participants, Mapping) else by_pseudonym(participants)
    answering = [each["label"] for each in report["speakers"] if not each["interviewer"]]
    unknown = [label for label in answering if _pseudonym(label, title).casefold() not in by_name]
    return [
        Proposal(
            label=each["label"],
            turns=each["turns"],
            words=each["words"],
            interviewer=each["interviewer"],
            pseudonym=(name := _pseudonym(each["label"], title)),
            choice=by_name.get(name.casefold()) or (name if unknown == [each["label"]] else None),
        )
        for each in report["speakers"]
    ]


def questions(report: Mapping[str, Any], proposals: Iterable[Proposal], twin: str | None) -> list[str]:
    """What to look at before the upload becomes a transcript; `twin` is a title that has the same text."""
    asked = warning_sentences(dict(report))
    if twin:
        asked.insert(0, _("The same text is here already, as “%(title)s”.") % {"title": twin})
    nobody = sum(1 for each in proposals if each.choice is None and not each.interviewer)
    if nobody:
        who = ngettext("%(n)s speaker is not a participant yet.", "%(n)s speakers are not participants yet.", nobody)
        asked.append(who % {"n": nobody})
    if not report["speakers"]:
        asked.append(_("No speakers were found; the paragraphs stand as turns."))
    elif report["structure_confidence"] < SURE_STRUCTURE:
        asked.append(_("The speakers are not certain."))
    return asked


def with_interviewers(rules: Rules, guessed: Structure, told: Mapping[str, bool]) -> Rules:
    """The rules with who asks as a person says; unsaid where that is what is guessed without it."""
    asking = {speaker.label: speaker.interviewer for speaker in guessed.speakers}
    said = {label: told.get(label, asks) for label, asks in asking.items()}
    return replace(rules, interviewers=None if said == asking else tuple(label for label in said if said[label]))


def _pseudonym(label: str, title: str) -> str:
    """The label, with the title where the label alone would make one person of many."""
    if label.casefold() in ROLE_LABELS or len(label) == 1:
        return f"{label} ({title})"[:120]
    return label
