"""What a project page may offer the member who reads it (loaded everywhere by the settings)."""

from django import template
from django.http import HttpRequest

from apps.projects.access import allows
from apps.projects.permissions import Permission

register = template.Library()


@register.filter
def may(request: HttpRequest, permission: str) -> bool:
    """`{% if request|may:"CODE" %}`: whether the member has the permission of that name."""
    return hasattr(request, "membership") and allows(request, Permission[permission])
