"""Answers kept until the project changes."""

from collections.abc import Callable
from hashlib import sha256
from typing import TypeVar

from django.core.cache import cache
from django.utils.translation import get_language

from apps.projects.models import Project

T = TypeVar("T")

SECONDS = 3600
# Raise it when the shape of something kept changes: a cache on disk outlives the program that wrote it.
SHAPE = 1


def kept(project: Project, question: object, answer: Callable[[], T]) -> T:
    """The answer to a question about the project, computed once per state of the project and language.

    Every change raises `project.sequence`. Questions are told apart by their repr: make them of plain values.
    """
    asked = sha256(repr((SHAPE, question)).encode()).hexdigest()
    key = f"analysis:{project.pk}:{project.sequence}:{get_language()}:{asked}"
    found: T | None = cache.get(key)
    if found is None:
        found = answer()
        cache.set(key, found, SECONDS)
    return found
