"""Back to an earlier point: everything done since is taken back, newest first, as one change that can be undone whole.

What was taken back before the point and made again since, or the other way round, becomes what it was then. What
cannot be taken back stays, and is told with its reason.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from apps.accounts.models import User
from apps.codebook.services import freeze_codebook
from apps.coding.patience import lock_project, patiently
from apps.coding.reach import FOR_GOOD
from apps.coding.undo import RESTORERS, take_step
from apps.jobs.models import Job
from apps.jobs.services import start_job
from apps.projects.models import Activity, Project
from apps.projects.queries import activity_of
from apps.projects.services import Verb, record
from apps.web.errors import DomainError, NotThere

# More than this is a job's work; and more than the most is refused: it would keep everybody waiting.
AT_ONCE = 200
MOST = 5000
# These stay without anybody missing that they were taken back.
SILENT = (Verb.CODEBOOK_FROZEN, Verb.UNDONE, Verb.REDONE)


@dataclass(frozen=True)
class Step:
    """One change to be taken back, or to be made again."""

    change: Activity
    is_undo: bool


@dataclass(frozen=True)
class Staying:
    """A change that stays as it is, and why."""

    change: Activity
    reason: str


@dataclass
class Return:
    """What going back to a point does: `steps` in their order; what stays for good; what conflicts, if it was tried.

    `sequence` is the number of the project's last change when this was found out.
    """

    point: Activity
    sequence: int
    steps: list[Step]
    staying: list[Staying]
    conflicts: list[Staying] = field(default_factory=list)
    is_tried: bool = False

    @property
    def is_large(self) -> bool:
        return len(self.steps) > AT_ONCE

    @property
    def going(self) -> list[Step]:
        """The steps that nothing is known to stand in the way of."""
        left = {each.change.pk for each in self.conflicts}
        return [step for step in self.steps if step.change.pk not in left]

    @property
    def numbers(self) -> list[tuple[str, str, bool, int]]:
        """(who, what, whether it is taken back, how many), the most first."""
        found = Counter(
            (str(step.change.actor or _("Someone")), step.change.get_verb_display(), step.is_undo)
            for step in self.going
            if step.change.verb != Verb.WENT_BACK
        )
        return [(*key, n) for key, n in found.most_common()]


def plan_return(project: Project, activity_id: int) -> Return:
    """What going back to right after a change would do. Raises NotThere, DomainError "too_many"."""
    point = activity_of(project).filter(pk=activity_id).first()
    if point is None:
        raise NotThere("no_such_activity", _("There is no such change in this project."))
    since = list(activity_of(project).filter(sequence__gt=point.sequence).select_related("actor")[: MOST + 1])
    if len(since) > MOST:
        raise DomainError(
            "too_many",
            _("More than %(most)s changes were made since. Choose a later point; nothing was changed.")
            % {"most": MOST},
        )
    sequence = since[0].sequence if since else point.sequence
    then = _states_at(project, since)
    changes = activity_of(project).in_bulk(then)
    steps, staying = [], []
    for pk, was_standing in then.items():
        change = changes[pk]
        if change.undone != was_standing:
            continue
        if change.verb in RESTORERS:
            steps.append(Step(change, is_undo=not was_standing))
        elif change.verb not in SILENT:
            staying.append(Staying(change, str(FOR_GOOD[change.verb])))
    return Return(point, sequence, steps, staying)


def preview_return(*, project: Project, user: User, activity_id: int) -> Return:
    """`plan_return`, with the conflicts found by trying, unless there is too much for a page to wait for."""
    planned = plan_return(project, activity_id)
    if not planned.is_large:
        planned.conflicts = _try(project=project, user=user, steps=planned.steps)
        planned.is_tried = True
    return planned


@patiently
def go_back(*, project: Project, user: User, activity_id: int, expected: int) -> tuple[Activity, list[Staying]]:
    """Take back all that was done since a change, as one change. Returns it, and what could not be taken back.

    `expected` is the number of the last change that the preview knew. Raises DomainError "changed_since" when there
    is a newer one, "nothing_to_undo" when all is as it was.
    """
    lock_project(project)
    planned = plan_return(project, activity_id)
    if planned.sequence != expected:
        raise DomainError(
            "changed_since",
            _("Somebody changed something since you looked. Nothing was taken back; look at the numbers again."),
        )
    with override(project.language):
        note = _("Before going back to change %(number)s") % {"number": planned.point.sequence}
    freeze_codebook(project=project, user=user, note=note)
    conflicts = _carry_out(project, user, planned.steps)
    left = {each.change.pk for each in conflicts}
    done = [[step.change.pk, step.is_undo] for step in planned.steps if step.change.pk not in left]
    if not done:
        raise DomainError("nothing_to_undo", _("There is nothing to take back."))
    activity = record(
        project, user, Verb.WENT_BACK, object_id=project.pk, label=str(planned.point.sequence),
        after={"point": planned.point.pk, "steps": done},
    )  # fmt: skip
    return activity, conflicts


def start_going_back(*, project: Project, user: User, activity_id: int, expected: int, total: int) -> Job:
    """Let a worker do it. Until it begins it can be cancelled; then it is one transaction, all of it or nothing."""
    return start_job(
        kind="coding.go_back", project=project, user=user, total=total, activity=activity_id, expected=expected
    )


# --- steps --------------------------------------------------------------------------------------------------


def _states_at(project: Project, since: Sequence[Activity]) -> dict[int, bool]:
    """Change -> whether it stood at the point, for all that `since` (newest first) touched.

    In the order to put them back: whatever came into force or out of it last comes first.
    """
    members = _members(project, since)
    then: dict[int, bool] = {}
    for row in since:
        changed, was_undone = row.undoes_id or row.pk, row.verb == Verb.UNDONE
        then[changed] = was_undone
        steps = members.get(changed, [])
        for pk, is_undo in steps if was_undone else reversed(steps):
            # Before a return its changes were the other way round; before a return was undone, as it had put them.
            then[pk] = is_undo != was_undone
    return then


def _members(project: Project, since: Iterable[Activity]) -> dict[int, list[tuple[int, bool]]]:
    """Return -> its steps, for the returns that were made, undone or redone since."""
    touched = {row.undoes_id or row.pk for row in since}
    returns = project.activities.filter(verb=Verb.WENT_BACK, pk__in=touched)
    return {each.pk: each.after["steps"] for each in returns}


class _Tried(Exception):
    """Everything was tried; roll it back."""


@patiently
def _try(*, project: Project, user: User, steps: Sequence[Step]) -> list[Staying]:
    found: list[Staying] = []
    lock_project(project)
    try:
        with transaction.atomic():
            found = _carry_out(project, user, steps)
            raise _Tried
    except _Tried:
        return found


def _carry_out(project: Project, user: User, steps: Iterable[Step]) -> list[Staying]:
    """Take each step that can be taken. Returns those that cannot."""
    conflicts = []
    for some in _loaded(project, steps):
        for step, change in some:
            try:
                with transaction.atomic():
                    take_step(project, user, change, is_undo=step.is_undo)
            except DomainError as error:
                conflicts.append(Staying(step.change, error.message))
    return conflicts


def _loaded(project: Project, steps: Iterable[Step], at_once: int = 200) -> Iterator[list[tuple[Step, Activity]]]:
    """The steps with what was before and after, not all in memory at once."""
    waiting = list(steps)
    for first in range(0, len(waiting), at_once):
        some = waiting[first : first + at_once]
        changes = project.activities.in_bulk([step.change.pk for step in some])
        yield [(step, changes[step.change.pk]) for step in some]
