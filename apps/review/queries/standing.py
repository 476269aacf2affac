"""Where codings stand in review: their verdict, whether what was judged changed since, whether it was answered."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from apps.coding.models import Coding
from apps.projects.models import Project
from apps.review.models import Comment, Verdict
from apps.review.queries.judged import ANSWERS, differs, fingerprint_of, standing_verdicts


@dataclass(frozen=True)
class Standing:
    """One coding in review. `state` is Coding.state; `verdict` the one that stands, None while nobody judged.

    `changed`: passage or code are no longer what was judged. `answered`: it was returned or replaced, and since then
    its coder wrote an answer or changed the passage. `comments` counts all entries people wrote, answers too.
    `fingerprint` is what `judge` wants as `seen`.
    """

    state: str
    verdict: Verdict | None
    changed: bool
    answered: bool
    comments: int
    fingerprint: str


def standing_of(project: Project, codings: Iterable[UUID]) -> dict[UUID, Standing]:
    """Standing of each coding that is there; three queries however many there are."""
    ids = list(codings)
    rows = list(Coding.objects.filter(pk__in=ids, segment__project=project).select_related("segment"))
    standing = standing_verdicts().filter(project=project, coding__in=ids).select_related("by")
    verdicts = {verdict.coding: verdict for verdict in standing}
    written = Comment.objects.filter(project=project, coding__in=ids).values_list("coding", "kind", "verdict")
    comments, answered = Counter[UUID](), set()
    for coding, kind, verdict in written:
        comments[coding] += 1
        if kind in ANSWERS:
            answered.add(verdict)
    return {row.pk: _standing(row, verdicts.get(row.pk), comments[row.pk], answered) for row in rows}


def _standing(row: Coding, verdict: Verdict | None, comments: int, answered: set[UUID]) -> Standing:
    changed = verdict is not None and differs(verdict, row)
    is_rejected = verdict is not None and row.state in Coding.REJECTED
    return Standing(
        state=row.state,
        verdict=verdict,
        changed=changed,
        answered=is_rejected and (changed or (verdict is not None and verdict.pk in answered)),
        comments=comments,
        fingerprint=fingerprint_of(row, verdict),
    )
