"""Refactoring the codebook: codes merged, split and moved together with their passages, each as one change.

Every one says before what it will do (`dry_run`), freezes the codebook as it was, and can be undone whole.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.utils.translation import gettext as _
from django.utils.translation import override

from apps.accounts.models import User
from apps.codebook.models import Code
from apps.codebook.queries import get_code, siblings
from apps.coding.queries.refactoring import OnConflict, Plan, plan_merge, plan_move, plan_split
from apps.coding.services.carrying_out import carry_out
from apps.projects.models import Project
from apps.projects.services import Verb
from apps.web.errors import Invalid


@dataclass(frozen=True)
class Refactoring:
    """What a change does, in numbers, or what it did: then with the version frozen before it and its activity.

    `code` is the code that remains (merge), is new (split) or goes elsewhere (move); None before a split.
    """

    plan: Plan
    code: UUID | None
    version: int | None = None
    activity: int | None = None


def merge_codes(
    *,
    project: Project,
    user: User,
    into: UUID,
    sources: Collection[UUID],
    on_conflict: OnConflict = OnConflict.REFUSE,
    keep_definitions: bool = False,
    dry_run: bool = False,
) -> Refactoring:
    """Make `sources` one with `into`: their passages and the codes below them go there, and they are deleted.

    A passage that carries several of them keeps one coding: the oldest, with the best verdict of all (approved, not
    reviewed, returned, replaced). Raises NotThere, Invalid "heading_only", DomainError "name_taken" when two
    sub-codes would have one name, "exclusive_dimension" unless `on_conflict` says which code stays.
    """

    def plan() -> Plan:
        return plan_merge(
            project, into=into, sources=sources, on_conflict=on_conflict, keep_definitions=keep_definitions
        )

    if dry_run:
        return Refactoring(plan(), into)
    target = get_code(project, into)
    names = list(project.codes.filter(pk__in=sources).order_by("position", "name").values_list("name", flat=True))
    with override(project.language):
        note = _("Before merging %(codes)s into %(into)s") % {"codes": ", ".join(names), "into": target}
    label = f"{', '.join(names)} → {target}"
    done = carry_out(
        project=project, user=user, plan=lambda: plan().checked(on_conflict),
        verb=Verb.CODES_MERGED, object_id=into, note=note, label=label,
    )  # fmt: skip
    return Refactoring(done[0], into, *done[1:])


def split_code(
    *,
    project: Project,
    user: User,
    code: UUID,
    name: str,
    codings: Sequence[UUID],
    definition: str = "",
    under: UUID | None = None,
    on_conflict: OnConflict = OnConflict.REFUSE,
    dry_run: bool = False,
) -> Refactoring:
    """Make a new code and give it the picked `codings` of another one; who coded them and verdicts stay.

    `under` is the dimension or code it goes under; None puts it beside the old one. Raises Invalid
    "nothing_picked", "invalid_name", DomainError "not_on_code", "name_taken", "exclusive_dimension".
    """
    new = uuid4()

    def plan() -> Plan:
        return plan_split(
            project, code=code, new=new, name=name, definition=definition, under=under, codings=codings,
            on_conflict=on_conflict,
        )  # fmt: skip

    if dry_run:
        return Refactoring(plan(), None)
    old = get_code(project, code)
    with override(project.language):
        note = _("Before splitting %(code)s") % {"code": old}
    done = carry_out(
        project=project, user=user, plan=lambda: plan().checked(on_conflict),
        verb=Verb.CODE_SPLIT, object_id=new, note=note, label=f"{old} → {name.strip()}",
    )  # fmt: skip
    return Refactoring(done[0], new, *done[1:])


def relocate_code(
    *,
    project: Project,
    user: User,
    code: UUID,
    under: UUID,
    position: int | None = None,
    on_conflict: OnConflict = OnConflict.REFUSE,
    dry_run: bool = False,
) -> Refactoring:
    """Put a code with all below it under a code, or at the top of a dimension, of the same dimension or another.

    Raises Invalid "invalid_parent", "nothing_moves", DomainError "name_taken", "exclusive_dimension".
    """

    def plan() -> Plan:
        return plan_move(project, code=code, under=under, position=position, on_conflict=on_conflict)

    if dry_run:
        return Refactoring(plan(), code)
    moving = get_code(project, code)
    with override(project.language):
        note = _("Before moving %(code)s") % {"code": moving}
    done = carry_out(
        project=project, user=user, plan=lambda: plan().checked(on_conflict),
        verb=Verb.CODE_MOVED, object_id=code, note=note, label=moving.name,
    )  # fmt: skip
    return Refactoring(done[0], code, *done[1:])


def promote_code(*, project: Project, user: User, code: UUID) -> Refactoring:
    """Put a code beside its parent, right behind it. Raises Invalid "nothing_moves" at the top."""
    moving = get_code(project, code)
    if moving.parent is None:
        raise Invalid("nothing_moves", _("“%(name)s” stands at the top already.") % {"name": moving})
    under = moving.parent.parent_id or moving.dimension_id
    return relocate_code(project=project, user=user, code=code, under=under, position=moving.parent.position + 1)


def demote_code(*, project: Project, user: User, code: UUID) -> Refactoring:
    """Put a code under the one before it. Raises Invalid "nothing_moves" when it is the first."""
    moving = get_code(project, code)
    above = [each for each in _beside(project, moving) if each.position < moving.position]
    if not above:
        raise Invalid("nothing_moves", _("No code stands before “%(name)s” to go under.") % {"name": moving})
    return relocate_code(project=project, user=user, code=code, under=above[-1].pk)


def _beside(project: Project, code: Code) -> list[Code]:
    return siblings(project, code.dimension_id, code.parent_id)
