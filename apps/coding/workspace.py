"""What the workspace page is made of: the transcript as HTML by turns and lines, and the data its JavaScript reads."""

import json
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import groupby, pairwise
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.codebook.models import Code, Dimension
from apps.codebook.queries import codes_of, dimensions_of
from apps.coding.formatted import PLAIN, Looks
from apps.documents.models import Recording, Transcript, Turn, Version
from apps.documents.texts import VersionText, load_text
from apps.projects.models import Project
from apps.web.pieces import Piece
from core.text.stamps import clock

# About a window's height: what is laid out at a time.
LEAF_LINES = 30
# Index, start, end, speaker, pseudonym, at_ms.
TurnRow = tuple[int, int, int, str, str | None, int | None]


@cache
def annotator_modules() -> list[str]:
    """The annotator's modules, to be fetched at once: each would else wait for the one that imports it."""
    folder = settings.BASE_DIR / "static/js/annotator"
    return [f"js/annotator/{path.name}" for path in sorted(folder.glob("*.js"))]


def transcript_html(version_id: UUID, *, playable: bool = False) -> SafeString:
    """The version's turns as HTML. The text of each turn stands in it unchanged, code point for code point.

    `playable`: there is a recording, and timestamps are buttons that play it.

    Joined by hand: a template loop over the ten thousand lines of a long interview takes ten times as long.
    """
    text = load_text(version_id)
    names = ("index", "start", "end", "speaker", "participant__pseudonym", "at_ms")
    turns = Turn.objects.filter(version=version_id).order_by("index").values_list(*names)
    looks = Looks.of(Version.objects.values_list("formatting", flat=True).get(pk=version_id))
    leaves = (
        leaf_html(text, leaf, lines, (turn_html(text, *turn, playable=playable, looks=looks) for turn in leaf))
        for leaf, lines in leaves_of(text, turns)
    )
    return mark_safe("".join(leaves))  # noqa: S308 - every part is escaped below


def leaves_of(text: VersionText, turns: Iterable[TurnRow]) -> Iterator[tuple[list[TurnRow], int]]:
    """The turns in groups of about a window's height, each with its number of lines."""
    leaf: list[TurnRow] = []
    lines = 0
    for turn in turns:
        _index, start, end, *_rest = turn
        leaf.append(turn)
        lines += text.line_of(end - 1) - text.line_of(start) + 1
        if lines >= LEAF_LINES:
            yield leaf, lines
            leaf, lines = [], 0
    if leaf:
        yield leaf, lines


def leaf_html(text: VersionText, turns: list[TurnRow], lines: int, parts: Iterable[str]) -> str:
    """Turns that a browser lays out together, where each begins and ends, and how many lines they have.

    A browser asks in every frame which of the parts it may skip are in view: thousands of turns are too many to ask.
    "between" is what stands in the text before each turn, so that the page has the whole text.
    """
    bounds = " ".join(f"{start} {end}" for _index, start, end, *_rest in turns)
    gaps = [text.text[text.turn_ends[index - 1] if index else 0 : start] for index, start, *_rest in turns]
    between = escape(json.dumps(gaps, ensure_ascii=False, separators=(",", ":")))
    return (
        f'<div class="leaf" data-lines="{lines}" data-bounds="{bounds}" data-between="{between}">{"".join(parts)}</div>'
    )


@lru_cache(maxsize=24)
def packed_transcript(version_id: UUID, structure: int, language: str, *, playable: bool) -> Piece:
    """The transcript as HTML, compressed once for everybody.

    `structure`: of the project, which moves on when a participant is renamed or words are blackened; of the rest a
    version never changes. `language`: of whoever reads, since some words on the page are not of the transcript.
    """
    return Piece.of(transcript_html(version_id, playable=playable))


def turn_html(
    text: VersionText,
    index: int,
    start: int,
    end: int,
    speaker: str,
    pseudonym: str | None,
    at_ms: int | None,
    *,
    playable: bool = False,
    looks: Looks = PLAIN,
) -> str:
    first = bisect_left(text.line_starts, start)
    borders = [*text.line_starts[first : bisect_left(text.line_starts, end)], end]
    lines = "".join(
        f'<span class="line" data-n="{first + 1 + position}">{looks.html(text.text, a, b)}</span>'
        for position, (a, b) in enumerate(pairwise(borders))
    )
    said_at = _said_at(at_ms, playable) if at_ms is not None else ""
    if text.begins_page(index):
        said_at += f'<span class="turn-page">{escape(_("page %(n)s") % {"n": text.page_of(start)})}</span>'
    name = pseudonym or speaker
    # Screen readers go from heading to heading; one without words would be a stop at nothing.
    heading = ' role="heading" aria-level="2"' if name else ""
    return (
        f'<section class="turn" id="turn-{index}" data-index="{index}">'
        f'<header class="turn-head"><span class="speaker"{heading}>{escape(name)}</span>{said_at}</header>'
        f'<p class="turn-text" dir="auto">{lines}</p><div class="turn-stripes"></div></section>'
    )


def _said_at(at_ms: int, playable: bool) -> str:
    """A timestamp. As a button it is left out of the order of Tab: there are hundreds, and a key does the same."""
    said = clock(at_ms)
    if not playable:
        return f'<span class="at">{said}</span>'
    label = escape(_("Play from %(time)s") % {"time": said})
    return f'<button type="button" class="at" data-at="{at_ms}" tabindex="-1" aria-label="{label}">{said}</button>'


def player_data(transcript: Transcript, recording: Recording) -> dict[str, Any]:
    """What the player reads from the page: see RecordingData in static/js/annotator/types.d.ts."""
    address = reverse("documents:recording", args=[transcript.project_id, transcript.pk])
    return {
        "id": str(recording.pk),
        # The identifier keeps a browser from playing what it remembers of the recording that was here before.
        "src": f"{address}?{recording.pk}",
        "offset": recording.offset_ms,
        "isVideo": recording.is_video,
    }


def families_of(project: Project) -> list[tuple[Dimension, list[Code]]]:
    """Each dimension with its codes, depth-first."""
    return [(dimension, list(codes)) for dimension, codes in groupby(codes_of(project), lambda code: code.dimension)]


def code_data(code: Code) -> dict[str, Any]:
    return {
        "id": str(code.pk),
        "name": code.name,
        "path": code.path,
        "dimension": str(code.dimension_id),
        "parent": str(code.parent_id) if code.parent_id else None,
        "color": code.color,
        "shortcut": code.shortcut,
        "codable": code.codable,
        "pattern": code.pattern,
    }


def codebook_data(project: Project) -> dict[str, Any]:
    return {
        "dimensions": [
            {"id": str(each.pk), "name": each.name, "exclusive": each.exclusive} for each in dimensions_of(project)
        ],
        "codes": [code_data(code) for code in codes_of(project)],
    }


def workspace_data(
    project: Project,
    transcript: Transcript,
    version: UUID,
    user: User,
    *,
    can_code: bool,
    can_edit: bool,
    coders: dict[str, str],
    pinned: list[str],
    focus: str,
    recording: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """What the annotator reads from the page: see static/js/annotator/types.d.ts."""
    return {
        "project": str(project.pk),
        "transcript": str(transcript.pk),
        "version": str(version),
        "isOld": version != transcript.current_id,
        "user": {"id": str(user.pk), "name": str(user)},
        "canCode": can_code,
        "canEdit": can_edit,
        "language": transcript.language,
        "api": f"/api/v1/projects/{project.pk}",
        # Read before all that follows: live events after it are told to a page that may have them already.
        "sequence": project.sequence,
        **codebook_data(project),
        "coders": coders,
        "focus": focus or None,
        "keys": user.keys,
        "desk": {"pinned": pinned},
        "recording": recording,
    }
