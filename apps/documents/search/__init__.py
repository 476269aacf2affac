"""Full-text search across a project. The only package of the program that may ask which database it is on.

What is found: the turns of current versions outside the bin. See docs/adr/0022-search.md.
"""

from apps.documents.search.finding import MOST_FOUND, Found, Scope, near_words, search, turns_with
from apps.documents.search.indexing import (
    forget_unused_words,
    forget_words_soon,
    index_later,
    index_pending,
    index_soon,
    index_version,
    pending_versions,
)
from apps.documents.search.showing import Hit

__all__ = [
    "MOST_FOUND",
    "Found",
    "Hit",
    "Scope",
    "forget_unused_words",
    "forget_words_soon",
    "index_later",
    "index_pending",
    "index_soon",
    "index_version",
    "near_words",
    "pending_versions",
    "search",
    "turns_with",
]
