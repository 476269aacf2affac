"""What the workspace page is made of: the transcript as HTML by turns and lines, and the data its JavaScript reads."""

from bisect import bisect_left
from functools import cache
from itertools import groupby, pairwise
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from apps.accounts.models import User
from apps.codebook.models import Code, Dimension
from apps.codebook.queries import codes_of, dimensions_of
from apps.documents.models import Transcript, Turn
from apps.documents.texts import VersionText, load_text
from apps.projects.models import Project


@cache
def annotator_modules() -> list[str]:
    """The annotator's modules, to be fetched at once: each would else wait for the one that imports it."""
    folder = settings.BASE_DIR / "static/js/annotator"
    return [f"js/annotator/{path.name}" for path in sorted(folder.glob("*.js"))]


def clock(milliseconds: int | None) -> str:
    """A timestamp in the recording: 12:04, or 1:02:04 past the hour."""
    if milliseconds is None:
        return ""
    minutes, seconds = divmod(milliseconds // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes:02}:{seconds:02}"


def transcript_html(version_id: UUID) -> SafeString:
    """The version's turns as HTML. The text of each turn stands in it unchanged, code point for code point.

    Joined by hand: a template loop over the ten thousand lines of a long interview takes ten times as long.
    """
    text = load_text(version_id)
    names = ("index", "start", "end", "speaker", "participant__pseudonym", "at_ms")
    turns = Turn.objects.filter(version=version_id).order_by("index").values_list(*names)
    return mark_safe("".join(turn_html(text, *turn) for turn in turns))  # noqa: S308 - every part is escaped below


def turn_html(
    text: VersionText,
    index: int,
    start: int,
    end: int,
    speaker: str,
    pseudonym: str | None,
    at_ms: int | None,
) -> str:
    first = bisect_left(text.line_starts, start)
    borders = [*text.line_starts[first : bisect_left(text.line_starts, end)], end]
    lines = "".join(
        f'<span class="line" data-n="{first + 1 + position}">{escape(text.text[a:b])}</span>'
        for position, (a, b) in enumerate(pairwise(borders))
    )
    said_at = f'<span class="at">{clock(at_ms)}</span>' if at_ms is not None else ""
    return (
        f'<section class="turn" id="turn-{index}" data-index="{index}" data-start="{start}" data-end="{end}">'
        f'<header class="turn-head"><span class="speaker">{escape(pseudonym or speaker)}</span>{said_at}</header>'
        f'<p class="turn-text" dir="auto">{lines}</p><div class="turn-stripes"></div></section>'
    )


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


def workspace_data(
    project: Project,
    transcript: Transcript,
    user: User,
    *,
    can_code: bool,
    coders: dict[str, str],
    focus: str,
) -> dict[str, Any]:
    """What the annotator reads from the page: see static/js/annotator/types.d.ts."""
    return {
        "project": str(project.pk),
        "transcript": str(transcript.pk),
        "version": str(transcript.version_id),
        "user": {"id": str(user.pk), "name": str(user)},
        "canCode": can_code,
        "language": transcript.language,
        "api": f"/api/v1/projects/{project.pk}",
        "dimensions": [
            {"id": str(each.pk), "name": each.name, "exclusive": each.exclusive} for each in dimensions_of(project)
        ],
        "codes": [code_data(code) for code in codes_of(project)],
        "coders": coders,
        "focus": focus or None,
    }
