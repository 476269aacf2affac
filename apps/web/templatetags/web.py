"""Template tags every page may use (loaded everywhere by the settings)."""

from functools import cache
from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@cache
def _drawing(name: str) -> str:
    svg = (settings.ICONS_DIR / f"{name}.svg").read_text()
    return svg.replace("<svg ", '<svg aria-hidden="true" ', 1).replace("\n", "")


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Draw the Bootstrap icon `name`; `label` names it for screen readers where no text stands beside it."""
    drawing = mark_safe(_drawing(name))  # noqa: S308 - a file of our own dependencies, not user input
    if not label:
        return drawing
    return format_html('{}<span class="visually-hidden">{}</span>', drawing, label)


@register.simple_tag
def swatch(color: str) -> SafeString:
    """A code's colour as a small square. An SVG attribute, because the page allows no inline style."""
    return format_html(
        '<svg class="swatch" viewBox="0 0 10 10" aria-hidden="true">'
        '<rect width="10" height="10" rx="2" fill="{}"></rect></svg>',
        color,
    )


@register.simple_tag(takes_context=True)
def address_with(context: template.Context, **changes: object) -> str:
    """The page's own address with some of its query changed; an empty value removes a key."""
    query = {**context["request"].GET.dict(), **{key: str(value) for key, value in changes.items()}}
    return "?" + urlencode({key: value for key, value in query.items() if value})
