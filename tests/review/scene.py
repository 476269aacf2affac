"""A coded transcript and the people who review it, for the tests of the review app."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from apps.accounts.models import User
from apps.codebook.models import Code
from apps.coding.models import Coding, Segment
from apps.coding.services import NewSegment, put_segment
from apps.documents.models import Transcript
from apps.projects.models import Activity, Project
from apps.review import services
from apps.review.models import Verdict
from apps.review.queries import Standing, standing_of
from apps.review.services.judging import build_verdict, store

APPROVED, RETURNED, REPLACED = Verdict.State.APPROVED, Verdict.State.RETURNED, Verdict.State.REPLACED


def store_verdict(coding: Coding, state: str) -> None:
    """Let a coding stand judged, whoever did; "open" leaves it as it is."""
    if state == Coding.State.OPEN:
        return
    project = coding.segment.project
    word = {"state": state, "reason": "So.", "suggested": coding.code_id}
    store([build_verdict(project, coding.by, coding, word)], [])


@dataclass
class Scene:
    """`coder` codes, `supervisor` judges. Every call reads the project anew, as a request does."""

    project: Project
    coder: User
    supervisor: User
    transcript: Transcript
    codes: dict[str, Code]

    def by(self, user: User) -> dict[str, Any]:
        return {"project": Project.objects.get(pk=self.project.pk), "user": user}

    def coding(self, *names: str, start: int = 60, length: int = 12, user: User | None = None) -> Coding:
        """A new passage with these codes; its coding with the first of them."""
        names = names or ("Innovation",)
        self.transcript.refresh_from_db()
        codes = tuple(self.codes[name].pk for name in names)
        wanted = NewSegment(
            uuid4(), self.transcript.pk, self.transcript.version_id, start, start + length, codes
        )  # fmt: skip
        put_segment(**self.by(user or self.coder), wanted=wanted)
        return Coding.objects.get(segment=wanted.id, code=self.codes[names[0]])

    def judge(self, coding: Coding | UUID, state: str = APPROVED, **more: Any) -> Verdict:
        pk = coding.pk if isinstance(coding, Coding) else coding
        more.setdefault("user", self.supervisor)
        if state == RETURNED:
            more.setdefault("reason", "Too wide.")
        if state == REPLACED:
            more.setdefault("suggested", self.codes["Task force"].pk)
        return services.judge(**self.by(more.pop("user")), coding=pk, state=state, **more)

    def state(self, coding: Coding) -> str:
        return Coding.objects.get(pk=coding.pk).state

    def standing(self, coding: Coding) -> Standing:
        return standing_of(self.project, [coding.pk])[coding.pk]

    def segment(self, coding: Coding) -> Segment:
        return Segment.objects.get(pk=coding.segment_id)

    def latest(self) -> Activity:
        return self.project.activities.latest("sequence")
