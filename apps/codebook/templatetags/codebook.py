"""Template tags of the codebook app."""

from django import template

from apps.codebook.queries import label_of

register = template.Library()


@register.filter
def called(field: str) -> str:
    """What people call a field of codes, such as “When to use”."""
    return str(label_of(field))
