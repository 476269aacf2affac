"""Every change to the codebook. Each takes the project's lock first, so that two people get clear answers."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from apps.accounts.models import User
from apps.codebook import queries
from apps.codebook.models import Code, CodebookVersion, Dimension
from apps.codebook.rules import check_code, check_dimension, check_empty, check_no_codings, check_unused
from apps.codebook.template_data import template_rows, template_title
from apps.projects.models import Project
from apps.projects.services import Verb, create_project, record
from apps.web.errors import DomainError
from core.colors import next_color, tint

# --- dimensions ---------------------------------------------------------------------------------------------


@transaction.atomic
def add_dimension(*, project: Project, user: User, name: str, exclusive: bool = False) -> Dimension:
    """Add a dimension after the others."""
    lock_codebook(project)
    dimension = Dimension(project=project, name=name, exclusive=exclusive, position=project.dimensions.count())
    check_dimension(dimension)
    dimension.save(force_insert=True)
    after = queries.full_dimension_state(dimension)
    record(project, user, Verb.DIMENSION_CREATED, object_id=dimension.pk, label=dimension.name, after=after)
    return dimension


@transaction.atomic
def change_dimension(*, project: Project, user: User, dimension: Dimension, **changes: Any) -> Dimension:
    """Change name or exclusive; what is not named stays.

    Raises DomainError "dimension_not_exclusive" with the number of passages that carry two of its codes.
    """
    lock_codebook(project)
    dimension = queries.get_dimension(project, dimension.pk)
    before = queries.full_dimension_state(dimension)
    _set(dimension, changes)
    check_dimension(dimension)
    after = queries.full_dimension_state(dimension)
    if after != before:
        dimension.save()
        record(
            project, user, Verb.DIMENSION_CHANGED, object_id=dimension.pk, label=dimension.name,
            before=before, after=after,
        )  # fmt: skip
    return dimension


@transaction.atomic
def delete_dimension(*, project: Project, user: User, dimension: Dimension) -> None:
    """Delete a dimension without codes; DomainError "dimension_in_use" with their number otherwise."""
    lock_codebook(project)
    dimension = queries.get_dimension(project, dimension.pk)
    check_empty(dimension)
    before = queries.full_dimension_state(dimension)
    dimension.delete()
    object_id, label = UUID(before["id"]), before["name"]
    record(project, user, Verb.DIMENSION_DELETED, object_id=object_id, label=label, before=before)


# --- codes --------------------------------------------------------------------------------------------------


@transaction.atomic
def add_code(
    *,
    project: Project,
    user: User,
    name: str,
    dimension: Dimension,
    parent: Code | None = None,
    **fields: Any,
) -> Code:
    """Add a code last among its siblings, with some of queries.FIELDS; without a colour it gets the next."""
    lock_codebook(project)
    code = Code(project=project, dimension=queries.get_dimension(project, dimension.pk), name=name)
    code.parent = queries.get_code(project, parent.pk) if parent else None
    _set(code, fields)
    code.position = len(queries.siblings_of(code))
    code.color = code.color or _color_for(code)
    check_code(code)
    code.save(force_insert=True)
    after = queries.full_state(code)
    record(project, user, Verb.CODE_CREATED, object_id=code.pk, label=code.name, after=after)
    return code


@transaction.atomic
def change_code(*, project: Project, user: User, code: Code, **changes: Any) -> Code:
    """Change some of queries.FIELDS; what is not named stays. Moving is move_code."""
    lock_codebook(project)
    code = queries.get_code(project, code.pk)
    before = queries.full_state(code)
    _set(code, changes)
    check_code(code)
    if not code.codable:
        check_no_codings(code)
    return _save_changes(project, user, code, before)


@transaction.atomic
def move_code(*, project: Project, user: User, code: Code, parent: Code | None, position: int | None = None) -> Code:
    """Put a code, with all below it, under another parent of its dimension (None: the top).

    `position` is its place among the new siblings, from 0 (None: last). Another parent freezes a version before, a
    mere change of order does not. Raises Invalid when the code would leave its dimension or stand below itself.
    """
    lock_codebook(project)
    code = queries.get_code(project, code.pk)
    before = queries.full_state(code)
    left = code.parent_id
    code.parent = parent
    check_code(code)
    if left != code.parent_id:
        with override(project.language):
            freeze_codebook(project=project, user=user, note=_("Before moving %(code)s") % {"code": code})
    _place(code, position)
    code = _save_changes(project, user, code, before)
    _renumber(queries.siblings(project, code.dimension_id, left))
    return code


@transaction.atomic
def delete_code(*, project: Project, user: User, code: Code) -> None:
    """Delete an unused code, after freezing a version with it.

    Raises DomainError "code_in_use" with the numbers of codings and sub-codes otherwise.
    """
    lock_codebook(project)
    code = queries.get_code(project, code.pk)
    check_unused(code)
    with override(project.language):
        freeze_codebook(project=project, user=user, note=_("Before deleting %(code)s") % {"code": code})
    before = queries.full_state(code)
    _remove(code)
    object_id, label = UUID(before["id"]), before["name"]
    record(project, user, Verb.CODE_DELETED, object_id=object_id, label=label, before=before)


# --- putting back -------------------------------------------------------------------------------------------


@transaction.atomic
def restore_code(
    *, project: Project, code_id: UUID, present: dict[str, Any] | None, state: dict[str, Any] | None
) -> Code | None:
    """Bring a code from the state `present` to another; None means that it is not there.

    Records nothing: whoever undoes records that. Raises DomainError "changed_since" when the code stands
    otherwise, and what adding, moving and deleting raise: the name or key was taken, the parent is gone.
    """
    lock_codebook(project)
    code = project.codes.filter(pk=code_id).first()
    _check_stands(queries.full_state(code) if code else None, present)
    if state is None:
        if code:
            _remove(code)
        return None
    code = code or Code(pk=code_id, project=project, dimension_id=UUID(state["dimension"]), created=_made(state))
    left = code.parent_id
    code.dimension = queries.get_dimension(project, UUID(state["dimension"]))
    code.parent = queries.get_code(project, UUID(state["parent"])) if state["parent"] else None
    _set(code, {field: state[field] for field in queries.FIELDS})
    check_code(code)
    if not code.codable:
        check_no_codings(code)
    _place(code, state["position"])
    code.save()
    _renumber(queries.siblings(project, code.dimension_id, left))
    return code


@transaction.atomic
def restore_dimension(
    *, project: Project, dimension_id: UUID, present: dict[str, Any] | None, state: dict[str, Any] | None
) -> Dimension | None:
    """Bring a dimension from the state `present` to another, as restore_code does for codes."""
    lock_codebook(project)
    dimension = project.dimensions.filter(pk=dimension_id).first()
    _check_stands(queries.full_dimension_state(dimension) if dimension else None, present)
    if state is None:
        if dimension:
            check_empty(dimension)
            dimension.delete()
        return None
    dimension = dimension or Dimension(pk=dimension_id, project=project, created=_made(state))
    _set(dimension, {field: state[field] for field in ("name", "exclusive", "position")})
    check_dimension(dimension)
    dimension.save()
    return dimension


def _check_stands(now: dict[str, Any] | None, expected: dict[str, Any] | None) -> None:
    """Refuse to undo over a later change. Positions are let be: moving other codes shifts them."""
    if _but_place(now) != _but_place(expected):
        raise DomainError(
            "changed_since",
            _("This was changed since, so the older change cannot be taken back. Nothing was changed."),
        )


def _but_place(state: dict[str, Any] | None) -> dict[str, Any] | None:
    """A state without what is let be; when it was made is not in what was logged long ago."""
    return {key: held for key, held in state.items() if key not in ("position", "created")} if state else None


def _made(state: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(state["created"]) if "created" in state else timezone.now()


# --- versions and templates ---------------------------------------------------------------------------------


@transaction.atomic
def freeze_codebook(*, project: Project, user: User, note: str = "") -> CodebookVersion:
    """Keep the codebook as it stands under the next number."""
    lock_codebook(project)
    version = CodebookVersion.objects.create(
        project=project,
        number=queries.codebook_version_number(project) + 1,
        note=note.strip()[:300],
        snapshot=queries.snapshot_of(project),
        made_by=user,
    )
    label = f"{version} · {version.note}" if version.note else str(version)
    after = {"number": version.number}
    record(project, user, Verb.CODEBOOK_FROZEN, object_id=version.pk, label=label, after=after)
    return version


@transaction.atomic
def apply_template(*, project: Project, user: User, template: str) -> dict[str, Code]:
    """Fill an empty codebook from a template, in the project's language, and freeze it as the next version.

    Returns the codes by their English names, whatever the language. "blank" fills in and freezes nothing.
    """
    lock_codebook(project)
    if project.dimensions.exists():
        raise DomainError(
            "codebook_not_empty",
            _("The codebook has dimensions already. A template fills only an empty one."),
        )
    codes = _codes_of_template(project, template)
    if codes:
        Dimension.objects.bulk_create({code.dimension_id: code.dimension for code in codes.values()}.values())
        Code.objects.bulk_create(codes.values())
        with override(project.language):
            note = _("Template: %(name)s") % {"name": template_title(template)}
        freeze_codebook(project=project, user=user, note=note)
    return codes


@transaction.atomic
def create_study(*, user: User, name: str, description: str = "", language: str = "id", template: str) -> Project:
    """Make a project together with the codebook it starts from."""
    project = create_project(user=user, name=name, description=description, language=language)
    apply_template(project=project, user=user, template=template)
    return project


def _codes_of_template(project: Project, template: str) -> dict[str, Code]:
    dimensions: dict[str, Dimension] = {}
    codes: dict[str, Code] = {}
    for row in template_rows(template, project.language):
        dimension = dimensions.setdefault(
            row.dimension,
            Dimension(project=project, name=row.dimension, exclusive=row.exclusive, position=len(dimensions)),
        )
        parent = codes[row.parent] if row.parent else None
        beside = [code for code in codes.values() if (code.dimension, code.parent) == (dimension, parent)]
        top = (code.color for code in codes.values() if code.parent is None)
        codes[row.key] = Code(
            id=uuid4(), project=project, dimension=dimension, parent=parent, name=row.name,
            color=tint(parent.color, len(beside)) if parent else next_color(top),
            definition=row.definition, shortcut=row.shortcut, position=len(beside),
        )  # fmt: skip
    return codes


# --- steps --------------------------------------------------------------------------------------------------


def lock_codebook(project: Project) -> None:
    """Hold the project's row, so that nobody else changes the codebook until this transaction is over."""
    Project.objects.select_for_update().get(pk=project.pk)


def _set(thing: Code | Dimension, changes: dict[str, Any]) -> None:
    for field, value in changes.items():
        setattr(thing, field, value)


def _save_changes(project: Project, user: User, code: Code, before: dict[str, Any]) -> Code:
    after = queries.full_state(code)
    if after != before:
        code.save()
        record(project, user, Verb.CODE_CHANGED, object_id=code.pk, label=code.name, before=before, after=after)
    return code


def _remove(code: Code) -> None:
    check_unused(code)
    project, dimension, parent = code.project, code.dimension_id, code.parent_id
    code.delete()
    _renumber(queries.siblings(project, dimension, parent))


def _place(code: Code, position: int | None) -> None:
    """Give a code its place among its siblings, who make room. The code itself is left unsaved."""
    beside = queries.siblings_of(code)
    code.position = len(beside) if position is None else min(max(position, 0), len(beside))
    _renumber([*beside[: code.position], code, *beside[code.position :]])


def _renumber(ordered: Iterable[Code]) -> None:
    moved = [(at, code) for at, code in enumerate(ordered) if code.position != at]
    for at, code in moved:
        code.position = at
    Code.objects.bulk_update([code for _at, code in moved], ["position"])


def _color_for(code: Code) -> str:
    if code.parent:
        return tint(code.parent.color, code.position)
    return next_color(code.project.codes.filter(parent=None).values_list("color", flat=True))
