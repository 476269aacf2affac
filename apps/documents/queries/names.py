"""Reads about the key list: names that stand in transcripts, and what replaces them. For leads alone."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from apps.documents.models import HiddenName, Transcript, Version
from apps.projects.models import Project
from apps.web.errors import NotThere
from core.text.names import Found, Suggestion, find_names, suggest_names

# Looking for names takes about a second for ten million characters, and somebody waits for it.
MOST_CHARACTERS = 30_000_000
CONTEXT = 50
EXAMPLES = 6
# Beyond so many transcripts the places would be more than anybody reads.
EXEMPLIFIED = 100


@dataclass(frozen=True)
class Place:
    """A name in its context."""

    before: str
    name: str
    after: str


@dataclass
class NamedTranscript:
    """A transcript in whose current text listed names stand: how often each, and the first places."""

    transcript: Transcript
    counts: dict[str, int] = field(default_factory=dict)
    places: list[Place] = field(default_factory=list)

    @property
    def mentions(self) -> int:
        return sum(self.counts.values())


def hidden_names_of(project: Project) -> QuerySet[HiddenName]:
    return project.hidden_names.select_related("participant").order_by("name")


def get_hidden_name(project: Project, name_id: UUID) -> HiddenName:
    found = hidden_names_of(project).filter(pk=name_id).first()
    if found is None:
        raise NotThere("no_such_name", _("This name is not in the list."))
    return found


def transcripts_with_names(
    project: Project, names: Iterable[str], *, any_case: bool = False, transcript: UUID | None = None
) -> list[NamedTranscript]:
    """The transcripts outside the bin in which any of the names stands, in the order of their titles."""
    wanted = list(names)
    found: list[NamedTranscript] = []
    for each, text in _current_texts(project, transcript):
        if places := find_names(text, wanted, any_case=any_case):
            found.append(_named(each, text, places, EXAMPLES if len(found) < EXEMPLIFIED else 0))
    return found


def suggested_names(project: Project, *, transcript: UUID | None = None) -> tuple[list[Suggestion], bool]:
    """What looks like a name and is not listed yet, and whether all texts were looked at (see MOST_CHARACTERS)."""
    known = {word for name in hidden_names_of(project) for word in (name.name, name.pseudonym)}
    known |= set(project.participants.values_list("pseudonym", flat=True))
    left = MOST_CHARACTERS
    texts: list[str] = []
    for _transcript, text in _current_texts(project, transcript):
        left -= len(text)
        if left < 0:
            return suggest_names(texts, known), False
        texts.append(text)
    return suggest_names(texts, known), True


def _current_texts(project: Project, transcript: UUID | None) -> Iterator[tuple[Transcript, str]]:
    rows = Version.objects.filter(current_of__project=project, current_of__binned=None)
    if transcript:
        rows = rows.filter(current_of=transcript)
    rows = rows.select_related("current_of").only("text", "current_of__title").order_by("current_of__title")
    for version in rows.iterator(chunk_size=50):
        yield version.current_of, version.text


def _named(transcript: Transcript, text: str, places: list[Found], examples: int) -> NamedTranscript:
    named = NamedTranscript(transcript)
    for each in places:
        named.counts[each.name] = named.counts.get(each.name, 0) + 1
    for each in islice(places, examples):
        before, after = text[max(0, each.start - CONTEXT) : each.start], text[each.end : each.end + CONTEXT]
        named.places.append(Place(before, text[each.start : each.end], after))
    return named
