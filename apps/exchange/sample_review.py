"""What the invented supervisor of the sample said of its codings: most approved, some returned, one theme signed."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from apps.accounts.models import User
from apps.codebook.models import Code
from apps.coding.models import Coding
from apps.documents.models import Transcript
from apps.projects.models import Project
from apps.review.models import Comment, Verdict
from apps.review.services import answer, comment, judge, judge_many, sign_off

Transcripts = Mapping[str, Transcript]
Codes = Mapping[str, Code]


def review_sample(*, project: Project, supervisor: User, transcripts: Transcripts, codes: Codes, review: str) -> None:
    """Carry out review.json. Whole transcripts are approved last, and leave alone what was judged by itself."""
    said = json.loads(review)
    me: dict[str, Any] = {"project": project, "user": supervisor}
    for each in said["verdicts"]:
        _judge(me, _coding(each, transcripts, codes), each, codes)
    for each in said["comments"]:
        comment(**me, coding=_coding(each, transcripts, codes).pk, text=each["text"])
    for each in said["signed"]:
        judge_many(**me, codings=_open_of(project, code=codes[each["code"]]))
    for name in said["approved"]:
        judge_many(**me, codings=_open_of(project, segment__transcript=transcripts[name]))
    for each in said["signed"]:
        sign_off(**me, code=codes[each["code"]].pk, remark=each["remark"])


def _judge(me: Mapping[str, Any], coding: Coding, each: Mapping[str, str], codes: Codes) -> None:
    suggested = codes[each["suggested"]].pk if "suggested" in each else None
    judge(**me, coding=coding.pk, state=Verdict.State(each["state"]), reason=each["reason"], suggested=suggested)
    if "stands" in each:
        kind = Comment.Kind.STANDS
        answer(project=me["project"], user=coding.by, coding=coding.pk, kind=kind, text=each["stands"])


def _coding(each: Mapping[str, str], transcripts: Transcripts, codes: Codes) -> Coding:
    """The coding with this code on the first passage that holds these words."""
    codings = Coding.objects.filter(code=codes[each["code"]], segment__transcript=transcripts[each["transcript"]])
    found = codings.filter(segment__quote__contains=each["quote"]).select_related("by").order_by("segment__start")
    return found[0]


def _open_of(project: Project, **narrowed: Any) -> list[UUID]:
    codings = Coding.objects.filter(segment__project=project, state=Coding.State.OPEN, **narrowed)
    return list(codings.order_by("segment__start", "pk").values_list("pk", flat=True))
