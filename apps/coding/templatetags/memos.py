"""Template tags of memos: their text as HTML, and what was written about a thing, on the page of that thing."""

from typing import Any
from uuid import UUID

from django import template
from django.utils.safestring import SafeString, mark_safe

from apps.coding.memo_links import targets_of
from apps.coding.models import Memo
from apps.coding.queries.memos import memos_about, mentions_of
from apps.projects.models import Project
from core.markdown import Ref, Targets, links_in, to_html

register = template.Library()


@register.simple_tag
def memo_html(text: str, targets: Targets, under: int = 2) -> SafeString:
    """Markdown as safe HTML, its headings below one of level `under`."""
    return mark_safe(to_html(text, targets, under=under))  # noqa: S308 - cleaned there


@register.simple_tag
def lone_memo_html(project: Project, text: str, under: int = 2) -> SafeString:
    """As memo_html, for a text whose links nobody has looked up yet."""
    return memo_html(text, targets_of(project, links_in(text)), under)


@register.inclusion_tag("coding/_memo_panel.html", takes_context=True)
def memo_panel(context: template.Context, kind: str, pk: UUID) -> dict[str, Any]:
    """The memos about a thing, those that link to it, and where to write one."""
    request = context["request"]
    ref = Ref(kind, pk)
    # A passage has its memo in its own panel, and nobody writes memos about memos.
    has_memos = kind in Memo.Kind.values
    return {
        "request": request,
        "has_memos": has_memos,
        "about": memos_about(request.project, ref) if has_memos else [],
        "mentions": mentions_of(request.project, ref) if kind != "project" else [],
        "kind": kind,
        "pk": pk,
    }
