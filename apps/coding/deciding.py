"""What the deciding screen shows about one doubt: the old place and the new one side by side, and the words around
the new one to choose other borders from."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.coding.models import Doubt
from apps.coding.queries.doubts import DoubtInContext, Place, doubts_in_context, get_doubt, open_doubts
from apps.documents.texts import VersionText, load_text
from apps.projects.models import Activity, Project, Verb
from apps.web.errors import Invalid
from core.text.anchors import Alignment
from core.text.diff import Kind, Piece, diff_words
from core.text.offsets import Span

# Code points on either side of the expected place that other borders can be chosen from.
REACH = 600


@dataclass(frozen=True)
class Choice:
    """A place to choose, by its number from 1 (its key) and its index."""

    index: int
    place: Place
    is_chosen: bool

    @property
    def key(self) -> int:
        return self.index + 1

    @property
    def percent(self) -> int:
        return round(100 * (self.place.score or 0))


@dataclass(frozen=True)
class Question:
    """A doubt with its place in the queue. `new` is the chosen candidate, None where there is none.

    `is_hidden`: names stood in the old text that this member may not see, so nothing of it is here.
    `context` is a stretch of the new text that begins at `base`; `start` and `end` are chosen in it at first.
    """

    doubt: Doubt
    is_hidden: bool
    old: Place
    old_pieces: Sequence[Piece]
    new: Place | None
    new_pieces: Sequence[Piece]
    choices: Sequence[Choice]
    base: int
    context: str
    start: int
    end: int
    number: int
    count: int
    previous: UUID | None
    following: UUID | None

    @property
    def is_open(self) -> bool:
        return self.doubt.decision == Doubt.Decision.OPEN

    @property
    def chosen(self) -> int:
        return next((choice.index for choice in self.choices if choice.is_chosen), 0)


def question_about(
    project: Project, doubt_id: UUID, *, sees_names: bool, candidate: int = 0, transcript: UUID | None = None
) -> Question:
    """The doubt as a question; `transcript` narrows the queue it stands in. Raises NotThere."""
    found = doubts_in_context([get_doubt(project, doubt_id)])[0]
    candidate = candidate if candidate < len(found.candidates) else 0
    new = found.candidates[candidate] if found.candidates else None
    base, context, span = _context(found, new)
    hidden = found.doubt.segment.version.named and not sees_names
    old = replace(found.old, before="", quote="", after="") if hidden else found.old
    quotes = old.quote, new.quote if new else ""
    pieces = diff_words(*quotes) if all(quotes) else [Piece(Kind.SAME, quotes[0] or quotes[1])]
    waiting = list(open_doubts(project, transcript).values_list("pk", flat=True))
    at = waiting.index(doubt_id) if doubt_id in waiting else -1
    return Question(
        doubt=found.doubt,
        is_hidden=hidden,
        old=old,
        old_pieces=[] if hidden else [piece for piece in pieces if piece.kind != Kind.ADDED],
        new=new,
        new_pieces=[piece for piece in pieces if piece.kind != Kind.REMOVED] if new else [],
        choices=[Choice(n, place, n == candidate) for n, place in enumerate(found.candidates)],
        base=base,
        context=context,
        start=span.start,
        end=span.end,
        number=at + 1,
        count=len(waiting),
        previous=waiting[at - 1] if at > 0 else None,
        following=waiting[at + 1] if 0 <= at < len(waiting) - 1 else None,
    )


def next_question(project: Project, *, transcript: UUID | None, after: Doubt) -> UUID | None:
    """The open doubt that follows a decided one in the queue, or the first when it was the last."""
    waiting = list(open_doubts(project, transcript).values_list("pk", "transcript__title", "segment__start"))
    place = (after.transcript.title, after.segment.start)
    later = (pk for pk, title, start in waiting if (title, start) >= place)
    return next(later, waiting[0][0] if waiting else None)


def last_decision(project: Project, user: User) -> Activity | None:
    """The user's newest decision about one doubt or many, as undo takes it."""
    decisions = Activity.objects.filter(project=project, actor=user, verb=Verb.DOUBT_DECIDED, undoes=None, undone=False)
    return decisions.order_by("-sequence").first()


def borders_of(doubt: Doubt, words: str) -> tuple[int, int]:
    """Where the words stand in the new text, nearest to where they are expected. Raises Invalid."""
    text = load_text(doubt.version_id).text
    wanted = words.strip()
    expected = doubt.candidates[0][0] if doubt.candidates else _expected_place(doubt)
    places = _places(text, wanted)
    if not places:
        message = _("These words do not stand in the new text. Copy them from it; nothing was changed.")
        raise Invalid("not_in_text", message, fields={"words": message})
    start = min(places, key=lambda place: abs(place - expected))
    return start, start + len(wanted)


def _places(text: str, words: str) -> list[int]:
    places = []
    at = text.find(words)
    while at >= 0:
        places.append(at)
        at = text.find(words, at + 1)
    return places


def _context(found: DoubtInContext, new: Place | None) -> tuple[int, str, Span]:
    """A stretch of whole turns around the expected place, and what is chosen in it at first."""
    text = load_text(found.doubt.version_id)
    if new:
        start, end = new.start, new.end
    else:
        start = min(_expected_place(found.doubt), len(text.text) - 1)
        end = start + 1
    base, stop = _reach(text, start - REACH, down=True), _reach(text, end + REACH, down=False)
    return base, text.text[base:stop], Span(start, end)


def _reach(text: VersionText, offset: int, *, down: bool) -> int:
    """The border of the line of the text that an offset lies in."""
    offset = max(0, min(offset, len(text.text)))
    if down:
        return text.text.rfind("\n", 0, offset) + 1 if offset else 0
    end = text.text.find("\n", offset)
    return end if end >= 0 else len(text.text)


def _expected_place(doubt: Doubt) -> int:
    """Where words that are gone would stand now."""
    old, new = load_text(doubt.segment.version_id).text, load_text(doubt.version_id).text
    return Alignment(old, new).position(doubt.segment.start)
