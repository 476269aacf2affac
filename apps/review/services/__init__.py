"""Every change of the review app, besides notices."""

from apps.review.services.answering import answer, take_suggestion
from apps.review.services.judging import judge, judge_many, withdraw_verdict
from apps.review.services.signing import sign_off, withdraw_signoff
from apps.review.services.threads import change_comment, comment, delete_comment

__all__ = [
    "answer",
    "change_comment",
    "comment",
    "delete_comment",
    "judge",
    "judge_many",
    "sign_off",
    "take_suggestion",
    "withdraw_signoff",
    "withdraw_verdict",
]
