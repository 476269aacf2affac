"""How every change of the codebook that may touch codings is made: as planned, as one transaction, with a way back."""

from collections.abc import Callable
from typing import Any, Protocol, TypeVar
from uuid import UUID

from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.codebook.services import freeze_codebook, lock_codebook
from apps.coding.code_states import bring
from apps.coding.patience import patiently
from apps.coding.services.memos import hand_over_memos
from apps.projects.models import Project
from apps.projects.services import Verb, record
from apps.web.errors import Invalid


class Planned(Protocol):
    """What a change is made of: the same two states that the activity log keeps."""

    @property
    def before(self) -> dict[str, Any]: ...

    @property
    def after(self) -> dict[str, Any]: ...


P = TypeVar("P", bound=Planned)


def carry_out(
    *,
    project: Project,
    user: User,
    plan: Callable[[], P],
    verb: Verb,
    object_id: UUID,
    note: str,
    label: str,
) -> tuple[P, int | None, int]:
    """Do what `plan` says: (the plan, the codebook version frozen before, the activity).

    A mere change of the order of codes freezes no version: see ADR 18. Raises Invalid "nothing_moves".
    """
    made: tuple[P, int | None, int] = _carry_out(
        project=project, user=user, plan=plan, verb=verb, object_id=object_id, note=note, label=label
    )  # fmt: skip
    return made


@patiently
def _carry_out(
    *,
    project: Project,
    user: User,
    plan: Callable[[], P],
    verb: Verb,
    object_id: UUID,
    note: str,
    label: str,
) -> tuple[P, int | None, int]:
    # Under this lock nothing of the plan can change any more.
    lock_codebook(project)
    made = plan()
    if not any(made.before.values()) and not any(made.after.values()):
        raise Invalid("nothing_moves", _("This is where it stands already. Nothing was changed."))
    version = freeze_codebook(project=project, user=user, note=note).number if _is_more_than_order(made) else None
    bring(project, made.before, made.after)
    before, after = made.before, made.after
    if verb == Verb.CODES_MERGED:
        were, are = hand_over_memos(project, before, after, object_id)
        before, after = before | {"memos": were}, after | {"memos": are}
    activity = record(project, user, verb, object_id=object_id, label=label, before=before, after=after)
    return made, version, activity.pk


def _is_more_than_order(made: Planned) -> bool:
    return any(states for side in (made.before, made.after) for name, states in side.items() if name != "positions")
