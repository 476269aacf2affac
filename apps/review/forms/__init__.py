"""What people choose and type when they review."""

from apps.review.forms.queue import GROUPS, QueueForm, read_queue
from apps.review.forms.words import AnswerForm, BulkForm, RemarkForm, TextForm, VerdictForm

__all__ = [
    "GROUPS",
    "AnswerForm",
    "BulkForm",
    "QueueForm",
    "RemarkForm",
    "TextForm",
    "VerdictForm",
    "read_queue",
]
