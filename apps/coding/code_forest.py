"""A project's codes in memory, moved about before anything is stored: what refactoring plans with.

`states()` before and `changes()` after tell which codes differ, in the form that the activity log keeps.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from apps.codebook.models import Code, Dimension
from apps.codebook.queries import codes_of, full_dimension_state, full_state
from apps.codebook.rules import LONGEST_NAME
from apps.projects.models import Project
from apps.web.errors import DomainError, Invalid, NotThere
from core.codetree import ancestors, subtree
from core.colors import next_color, tint

States = dict[str, dict[str, Any]]


class Forest:
    """The codes by id and the dimensions by id; two queries."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.codes: dict[UUID, Code] = {code.pk: code for code in codes_of(project)}
        self.dimensions: dict[UUID, Dimension] = project.dimensions.in_bulk()

    # --- asking ---------------------------------------------------------------------------------------------

    def get(self, code: UUID) -> Code:
        if code not in self.codes:
            raise NotThere("no_such_code", _("There is no such code in this project."))
        return self.codes[code]

    def parents(self) -> dict[UUID, UUID | None]:
        """Every code's id with its parent's, as planned."""
        return {pk: code.parent_id for pk, code in self.codes.items()}

    def branch(self, code: UUID) -> set[UUID]:
        """The code and all below it."""
        return subtree(self.parents(), self.get(code).pk)

    def group(self, dimension: UUID, parent: UUID | None) -> list[Code]:
        """The codes under one parent, or at the top of a dimension, in order."""
        found = (code for code in self.codes.values() if (code.dimension_id, code.parent_id) == (dimension, parent))
        return sorted(found, key=lambda code: (code.position, code.name))

    def present(self, *, exclusive_only: bool) -> set[UUID]:
        """The codes that are there now; only those of exclusive dimensions if asked."""
        return {pk for pk in self.codes if not exclusive_only or self.exclusive_dimension(pk)}

    def exclusive_dimension(self, code: UUID) -> UUID | None:
        """The dimension of a code as planned, if it is exclusive."""
        dimension = self.codes[code].dimension_id
        return dimension if self.dimensions[dimension].exclusive else None

    def entered(self, before: States) -> set[UUID]:
        """The codes that stand in another dimension now."""
        return {
            pk
            for pk, code in self.codes.items()
            if str(pk) in before and before[str(pk)]["dimension"] != str(code.dimension_id)
        }

    def states(self) -> States:
        return {str(pk): full_state(code) for pk, code in self.codes.items()}

    def dimension_states(self) -> States:
        return {str(pk): full_dimension_state(dimension) for pk, dimension in self.dimensions.items()}

    def changes(self, before: States) -> tuple[dict[str, Any], dict[str, Any]]:
        """The codes that differ from `before`, and the places of those that only moved up or down: both sides."""
        after = self.states()
        differ = {key for key in before.keys() | after.keys() if _but_place(before, key) != _but_place(after, key)}
        shifted = {key for key in before.keys() & after.keys() if before[key]["position"] != after[key]["position"]}
        first, second = (
            {
                "codes": {key: side[key] for key in sorted(differ) if key in side},
                "positions": {key: side[key]["position"] for key in sorted(shifted - differ)},
            }
            for side in (before, after)
        )
        return first, second

    # --- changing -------------------------------------------------------------------------------------------

    def merge(self, into: UUID, sources: Collection[UUID], *, keep_definitions: bool) -> int:
        """Put what stands below the sources under `into` and take the sources out. Returns how many codes moved."""
        target, leaving = self.get(into), [self.get(each) for each in self._in_order(sources)]
        if not leaving or into in sources:
            raise Invalid("nothing_to_merge", _("Choose at least one other code to merge. Nothing was changed."))
        above = [pk for pk in ancestors(self.parents(), into) if pk in sources]
        if above:
            top = self.codes[above[-1]]
            self._put(target, top.dimension_id, top.parent_id, top.position)
        children = [
            child
            for source in leaving
            for child in self.group(source.dimension_id, source.pk)
            if child.pk not in sources and child.pk != into
        ]
        for child in children:
            self._put(child, target.dimension_id, into, None)
        if keep_definitions:
            said = (
                _("From “%(name)s”: %(words)s") % {"name": c.name, "words": c.definition}
                for c in leaving
                if c.definition
            )
            target.definition = "\n\n".join(filter(None, [target.definition, *said]))
        for source in leaving:
            del self.codes[source.pk]
        for source in leaving:
            self.renumber(source.dimension_id, source.parent_id)
        return len(children)

    def move(self, code: UUID, under: UUID, position: int | None = None) -> None:
        """Put a code with all below it under a code or at the top of a dimension, which `under` names."""
        moving = self.get(code)
        dimension, parent = self._place_of(under)
        if parent in self.branch(code):
            raise Invalid("invalid_parent", _("“%(name)s” cannot stand below itself.") % {"name": moving.name})
        self._put(moving, dimension, parent, position)

    def remove(self, code: UUID) -> set[UUID]:
        """Take a code out with all below it. Returns their ids."""
        leaving, top = self.branch(code), self.get(code)
        for pk in leaving:
            del self.codes[pk]
        self.renumber(top.dimension_id, top.parent_id)
        return leaving

    def add_beside(self, code: UUID, new: UUID, *, name: str, definition: str, under: UUID | None) -> None:
        """Make a code right behind another, or last under the place that is named."""
        old = self.get(code)
        name = name.strip()
        if not name or len(name) > LONGEST_NAME:
            message = _("A code needs a name of at most %(most)s characters.") % {"most": LONGEST_NAME}
            raise Invalid("invalid_name", message, fields={"name": message})
        dimension, parent = self._place_of(under) if under else (old.dimension_id, old.parent_id)
        made = Code(pk=new, project=self.project, name=name, definition=definition.strip())
        made.color = self._color(dimension, parent)
        self._put(made, dimension, parent, None if under else old.position + 1)

    def _place_of(self, under: UUID) -> tuple[UUID, UUID | None]:
        if under in self.dimensions:
            return under, None
        return self.get(under).dimension_id, under

    def _put(self, code: Code, dimension: UUID, parent: UUID | None, position: int | None) -> None:
        left = (code.dimension_id, code.parent_id) if code.pk in self.codes else None
        below = self.branch(code.pk) if left else {code.pk}
        self.codes[code.pk] = code
        for each in below:
            self.codes[each].dimension = self.dimensions[dimension]
        beside = [each for each in self.group(dimension, parent) if each is not code]
        code.parent_id = parent
        at = len(beside) if position is None else min(max(position, 0), len(beside))
        for number, sibling in enumerate([*beside[:at], code, *beside[at:]]):
            sibling.position = number
        if left and left != (dimension, parent):
            self.renumber(*left)

    def renumber(self, dimension: UUID, parent: UUID | None) -> None:
        """Number the codes under one parent anew, in their order."""
        for number, each in enumerate(self.group(dimension, parent)):
            each.position = number

    # --- refusing -------------------------------------------------------------------------------------------

    def check_names(self) -> None:
        """Two codes beside each other cannot have one name."""
        names: dict[Any, set[str]] = defaultdict(set)
        for code in self.codes.values():
            beside = names[code.dimension_id, code.parent_id]
            if code.name in beside:
                where = self.codes[code.parent_id] if code.parent_id else code.dimension
                message = _("“%(name)s” would stand twice under “%(where)s”. Rename one of them first.")
                message %= {"name": code.name, "where": where}
                raise DomainError("name_taken", message, fields={"name": message})
            beside.add(code.name)

    def check_codable(self, code: UUID, passages: int) -> None:
        if passages and not self.codes[code].codable:
            message = _("“%(code)s” is a heading and cannot be put on passages.") % {"code": self.codes[code]}
            raise Invalid("heading_only", message)

    def check_picked(self, picked: Collection[UUID], there: Collection[UUID]) -> None:
        """At least one passage, and only passages that carry the code."""
        if not picked:
            raise Invalid("nothing_picked", _("Pick at least one passage for the new code. Nothing was changed."))
        missing = set(picked) - set(there)
        if missing:
            message = _("%(count)s of the picked passages no longer carry this code. Nothing was changed.")
            raise DomainError("not_on_code", message % {"count": len(missing)}, fields={"missing": len(missing)})

    # --- steps ----------------------------------------------------------------------------------------------

    def _in_order(self, chosen: Collection[UUID]) -> Iterable[UUID]:
        """The chosen codes in the order of the tree, and last those that are not there."""
        return [*(pk for pk in self.codes if pk in chosen), *(pk for pk in chosen if pk not in self.codes)]

    def _color(self, dimension: UUID, parent: UUID | None) -> str:
        if parent:
            return tint(self.codes[parent].color, len(self.group(dimension, parent)))
        return next_color(code.color for code in self.codes.values() if code.parent_id is None)


def _but_place(states: States, key: str) -> dict[str, Any] | None:
    return states[key] | {"position": None} if key in states else None
