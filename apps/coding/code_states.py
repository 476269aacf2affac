"""Codes and codings brought from one recorded state to another: what refactoring writes, and what undo puts back.

A state is {"codes": {id: state}, "positions": {id: place}, "codings": {id: [code, state, …]}}, and "dimensions": {id:
state} where those change too. Both sides name the same things; what stands on one side only is made or deleted.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import CharField, F, RestrictedError
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from apps.codebook.models import Code, Dimension
from apps.codebook.queries import FIELDS, full_dimension_state, full_state, violations_of
from apps.coding.above import review
from apps.coding.models import Coding, Segment
from apps.coding.patience import locked
from apps.projects.models import Project
from apps.web.errors import DomainError
from apps.web.rows import change_rows, chunks, key_value
from core.codetree import TreeError, walk

State = dict[str, Any]
PLACED_FIELDS = ("dimension", "parent", "position", *FIELDS)
ROWS_AT_ONCE = 2000


def bring(project: Project, present: State, wanted: State) -> None:
    """Make what stands as in `present` stand as in `wanted`, under the project's lock.

    Raises DomainError "changed_since" when it stands otherwise, or when the wanted state no longer fits with what
    was made since. Places are let be where they moved on: codes are put as near to them as there is room.
    """
    try:
        with transaction.atomic():
            _lock(project, present, wanted)
            _check_dimensions(project, _dimensions(present))
            _check_codes(project, present["codes"])
            _clear_the_way(present)
            _write_dimensions(project, _dimensions(present), _dimensions(wanted))
            _write_codes(project, present, wanted)
            _write_codings(project, present["codings"], wanted["codings"])
            gone = present["codes"].keys() - wanted["codes"].keys()
            Code.objects.filter(project=project, pk__in=gone).delete()
            leaving = _dimensions(present).keys() - _dimensions(wanted).keys()
            Dimension.objects.filter(project=project, pk__in=leaving).delete()
            _check_whole(project, present, wanted)
    except (IntegrityError, RestrictedError) as error:
        raise changed_since() from error


def changed_since() -> DomainError:
    return DomainError(
        "changed_since",
        _("Codes or passages were changed since, so the older change cannot be taken back. Nothing was changed."),
    )


def _lock(project: Project, present: State, wanted: State) -> None:
    codes = present["codes"].keys() | wanted["codes"].keys()
    locked(Code.objects.filter(project=project, pk__in=codes).only("pk").order_by("pk"), to_delete=True)
    codings = sorted(present["codings"].keys() | wanted["codings"].keys())
    for some in chunks(codings, ROWS_AT_ONCE):
        segments = Coding.objects.filter(pk__in=some, segment__project=project).values("segment")
        locked(Segment.objects.filter(pk__in=segments).only("pk").order_by("pk"))


# --- dimensions ---------------------------------------------------------------------------------------------


def _dimensions(state: State) -> dict[str, State]:
    found: dict[str, State] = state.get("dimensions", {})
    return found


def _check_dimensions(project: Project, expected: dict[str, State]) -> None:
    there = project.dimensions.filter(pk__in=expected)
    now = {str(each.pk): full_dimension_state(each) | {"position": None} for each in there}
    if now != {key: state | {"position": None} for key, state in expected.items()}:
        raise changed_since()


def _write_dimensions(project: Project, present: dict[str, State], wanted: dict[str, State]) -> None:
    rows = [
        Dimension(
            pk=UUID(key),
            project=project,
            name=state["name"],
            exclusive=state["exclusive"],
            position=state["position"],
            created=datetime.fromisoformat(state["created"]),
        )
        for key, state in wanted.items()
    ]
    Dimension.objects.bulk_create(row for row in rows if str(row.pk) not in present)
    Dimension.objects.bulk_update([row for row in rows if str(row.pk) in present], ["name", "exclusive", "position"])


# --- codes --------------------------------------------------------------------------------------------------


def _check_codes(project: Project, expected: dict[str, State]) -> None:
    there = project.codes.filter(pk__in=expected)
    now = {str(code.pk): full_state(code) | {"position": None} for code in there}
    if now != {key: state | {"position": None} for key, state in expected.items()}:
        raise changed_since()


def _clear_the_way(present: State) -> None:
    """Give codes and dimensions names that nobody else can have, so that none is in another's way as they change."""
    nobodys = Cast("id", CharField(max_length=120))
    Code.objects.filter(pk__in=present["codes"].keys()).update(name=nobodys, shortcut="")
    Dimension.objects.filter(pk__in=_dimensions(present).keys()).update(name=nobodys)


def _write_codes(project: Project, present: State, wanted: State) -> None:
    states: dict[str, State] = wanted["codes"]
    _check_places(project, states)
    made = [
        Code(
            pk=UUID(key),
            project=project,
            dimension_id=UUID(state["dimension"]),
            name=key,
            color=state["color"],
            created=datetime.fromisoformat(state["created"]),
        )
        for key, state in states.items()
        if key not in present["codes"]
    ]
    Code.objects.bulk_create(made)
    codes = [_as_code(project, state) for state in states.values()]
    Code.objects.bulk_update(codes, PLACED_FIELDS)
    shifted = [Code(pk=UUID(key), position=place) for key, place in wanted["positions"].items()]
    Code.objects.bulk_update(shifted, ["position"])
    leaving = {UUID(key) for key in present["codes"].keys() - states.keys()}
    _part_the_crowded(project, leaving)


def _check_places(project: Project, states: dict[str, State]) -> None:
    """The dimensions and parents that codes go to must be there."""
    dimensions = {state["dimension"] for state in states.values()}
    parents = {state["parent"] for state in states.values() if state["parent"]} - states.keys()
    if Dimension.objects.filter(project=project, pk__in=dimensions).count() < len(dimensions):
        raise changed_since()
    if project.codes.filter(pk__in=parents).count() < len(parents):
        raise changed_since()


def _as_code(project: Project, state: State) -> Code:
    parent = UUID(state["parent"]) if state["parent"] else None
    words = {field: state[field] for field in FIELDS}
    return Code(
        pk=UUID(state["id"]),
        project=project,
        dimension_id=UUID(state["dimension"]),
        parent_id=parent,
        position=state["position"],
        **words,
    )


def _part_the_crowded(project: Project, leaving: Collection[UUID]) -> None:
    """Number siblings anew where two have one place, because others were moved since."""
    groups: dict[Any, list[Code]] = defaultdict(list)
    for code in project.codes.exclude(pk__in=leaving).only("dimension", "parent", "position", "name"):
        groups[code.dimension_id, code.parent_id].append(code)
    crowded = [those for those in groups.values() if len({code.position for code in those}) < len(those)]
    for those in crowded:
        for number, code in enumerate(sorted(those, key=lambda code: (code.position, code.name))):
            code.position = number
    Code.objects.bulk_update([code for those in crowded for code in those], ["position"])


def _check_whole(project: Project, present: State, wanted: State) -> None:
    """What was made since may not fit: circles, codes in two dimensions, passages with two exclusive codes."""
    if project.codes.exclude(parent=None).exclude(dimension=F("parent__dimension")).exists():
        raise changed_since()
    try:
        list(walk(project.codes.values_list("pk", "parent", "name")))
    except TreeError as error:
        raise changed_since() from error
    touched = {state["dimension"] for side in (present, wanted) for state in side["codes"].values()}
    touched |= _dimensions(wanted).keys()
    for dimension in project.dimensions.filter(pk__in=touched, exclusive=True):
        if violations_of(dimension):
            raise changed_since()


# --- codings ------------------------------------------------------------------------------------------------


def _write_codings(project: Project, present: dict[str, list[Any]], wanted: dict[str, list[Any]]) -> None:
    _check_codings(project, present)
    for some in chunks(sorted(present.keys() - wanted.keys()), ROWS_AT_ONCE):
        Coding.objects.filter(pk__in=some).delete()
    stays = [(key, wanted[key]) for key in sorted(present.keys() & wanted.keys())]
    rows = [(key_value(Coding(pk=UUID(key))), _code_key(code)) for key, (code, *_rest) in stays]
    change_rows(Coding, ("code",), rows)
    _make_codings(project, {key: wanted[key] for key in sorted(wanted.keys() - present.keys())})


def _check_codings(project: Project, expected: dict[str, list[Any]]) -> None:
    """They must have the codes they had. A verdict given since is no change of theirs, and stays."""
    for some in chunks(sorted(expected), ROWS_AT_ONCE):
        rows = Coding.objects.filter(pk__in=some, segment__project=project).values_list("pk", "code")
        if {str(pk): str(code) for pk, code in rows} != {key: expected[key][0] for key in some}:
            raise changed_since()


def _make_codings(project: Project, wanted: dict[str, list[Any]]) -> None:
    segments: Sequence[str] = sorted({segment for _code, _state, segment, _by, _at in wanted.values()})
    for some in chunks(segments, ROWS_AT_ONCE):
        if len(locked(Segment.objects.filter(pk__in=some, project=project).only("pk").order_by("pk"))) < len(some):
            raise changed_since()
    judged = review.states_of([UUID(key) for key in wanted])
    made = (
        Coding(
            pk=UUID(key),
            segment_id=UUID(segment),
            code_id=UUID(code),
            by_id=UUID(by),
            state=judged.get(UUID(key), state),
            created=datetime.fromisoformat(at),
        )
        for key, (code, state, segment, by, at) in wanted.items()
    )
    Coding.objects.bulk_create(made, batch_size=ROWS_AT_ONCE)


def _code_key(code: str) -> Any:
    return key_value(Code(pk=UUID(code)))
