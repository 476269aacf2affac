"""Template tags of the coding app: what changed between texts, and how much waits for a decision."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import ngettext

from apps.coding.queries.waiting import doubts_waiting
from apps.coding.reach import DESK, permission_for
from apps.documents.queries import transcripts_of
from apps.projects.models import Activity
from apps.projects.permissions import Permission
from apps.projects.queries import last_undoable, next_redoable
from core.text.diff import Kind, Piece

register = template.Library()
CODEBOOK_VERBS = frozenset(verb for verb in DESK if permission_for(verb) == Permission.EDIT_CODEBOOK)
MARKS = {Kind.REMOVED: "del", Kind.ADDED: "ins"}


@register.simple_tag
def pieces(shown: Iterable[Piece]) -> SafeString:
    """Words with what was removed and added marked; no white space but the text's own, which is shown as it is."""
    return mark_safe("".join(_piece(piece) for piece in shown))  # noqa: S308 - every part is escaped below


def _piece(piece: Piece) -> str:
    words = piece.text.rstrip()
    tag = MARKS.get(piece.kind)
    # Spaces stay outside of the mark: a line through them looks like a word.
    said = f"<{tag}>{escape(words)}</{tag}>{piece.text[len(words) :]}" if tag and words else escape(piece.text)
    if not piece.skipped:
        return said
    skipped = ngettext("… %(n)s word unchanged …", "… %(n)s words unchanged …", piece.skipped) % {"n": piece.skipped}
    return f'{said}<span class="diff-skip">{escape(skipped)}</span> '


@register.simple_tag(takes_context=True)
def codebook_history(context: template.Context) -> dict[str, Activity | None]:
    """One's own latest change of the codebook that can be taken back, and the one that can be made again."""
    request = context["request"]
    asked = (request.project, request.user, CODEBOOK_VERBS, None)
    return {"undo": last_undoable(*asked), "redo": next_redoable(*asked)}


@register.simple_tag(takes_context=True)
def waiting_doubts(context: template.Context) -> dict[UUID, int]:
    """How many passages of each transcript of the project wait for a decision; nothing for those that have none."""
    return {each.transcript: each.count for each in doubts_waiting(context["request"].project)}


@register.simple_tag(takes_context=True)
def transcript_choices(context: template.Context) -> list[tuple[UUID, str]]:
    """The project's transcripts by title, for a choice among them."""
    return list(transcripts_of(context["request"].project).order_by("title").values_list("pk", "title"))


@register.filter
def of(counts: dict[Any, int], key: Any) -> int:
    """What stands in a dictionary of counts, 0 where there is nothing."""
    return counts.get(key, 0)


@register.filter
def total(counts: dict[Any, int]) -> int:
    return sum(counts.values())
