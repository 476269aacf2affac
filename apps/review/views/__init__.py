"""One function per address."""

from apps.review.views.badge import badge
from apps.review.views.bulk import bulk_approve, verdicts_undo
from apps.review.views.queue_page import coding, queue
from apps.review.views.returned_page import coding_answer, returned, suggestion_take
from apps.review.views.themes_page import progress, theme, theme_sign, theme_withdraw, themes
from apps.review.views.threads import comment_change, comment_create, comment_delete, segment_review
from apps.review.views.verdicts import coding_judge, verdict_withdraw

__all__ = [
    "badge",
    "bulk_approve",
    "coding",
    "coding_answer",
    "coding_judge",
    "comment_change",
    "comment_create",
    "comment_delete",
    "progress",
    "queue",
    "returned",
    "segment_review",
    "suggestion_take",
    "theme",
    "theme_sign",
    "theme_withdraw",
    "themes",
    "verdict_withdraw",
    "verdicts_undo",
]
