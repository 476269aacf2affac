"""Names in a question, and what of the project they stand for."""

from collections.abc import Callable, Iterable
from difflib import get_close_matches
from functools import cached_property
from uuid import UUID

from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.analysis.queries.refusals import refused
from apps.codebook.models import Code as StoredCode
from apps.codebook.queries import codes_of
from apps.coding.queries import coders_of
from apps.projects.models import Project
from core.codetree import subtree
from core.retrieval.query import ME, Code, Coded, Field, Filter, Leaf, OfDimension
from core.retrieval.writing import quoted, write

Path = tuple[str, ...]


class Names:
    """What a project's codes, offices, people and transcripts are called. Each kind is read when first asked for."""

    def __init__(self, project: Project, user: User | None = None) -> None:
        self._project, self._user = project, user

    # --- codes -------------------------------------------------------------------------------------------

    @cached_property
    def _codes(self) -> list[StoredCode]:
        return codes_of(self._project)

    @cached_property
    def paths(self) -> dict[UUID, Path]:
        """Every code with the names down to its own, its dimension's first."""
        paths: dict[UUID, Path] = {}
        for code in self._codes:  # a parent comes before its children
            paths[code.pk] = (*(paths[code.parent_id] if code.parent_id else (code.dimension.name,)), code.name)
        return paths

    def codes(self, leaf: Leaf) -> frozenset[UUID]:
        """The codes of which a passage must carry one. Raises Invalid."""
        paths = self.paths
        if isinstance(leaf, Coded):
            return frozenset(paths)
        if isinstance(leaf, OfDimension):
            dimension = self._dimension(leaf)
            return frozenset(code.pk for code in self._codes if code.dimension.name == dimension)
        if not isinstance(leaf, Code):
            return frozenset()
        code = self._code(leaf)
        parents = {each.pk: each.parent_id for each in self._codes}
        return frozenset([code] if leaf.alone else subtree(parents, code))

    def leaf(self, code: UUID, *, alone: bool = False) -> Code:
        """A code as a question names it: by no more names than tell it from the others."""
        path = self.paths[code]
        for length in range(1, len(path) + 1):
            if len(self._ending(path[-length:])) == 1:
                return Code(path[-length:], alone)
        return Code(path, alone)

    def _code(self, leaf: Code) -> UUID:
        pk = _id(leaf.path[0]) if len(leaf.path) == 1 else None
        if pk and pk in self.paths:
            return pk
        found = self._ending(leaf.path)
        if len(found) == 1:
            return found[0]
        if found:
            others = [write(self.leaf(each)) for each in found[:5]]
            said = _("Several codes are called “%(name)s”") % {"name": leaf.path[-1]}
            raise refused(said, leaf.at, reason="ambiguous_code", others=others)
        names = {path[-1]: write(self.leaf(each)) for each, path in self.paths.items()}
        said = _("No code is called “%(name)s”") % {"name": " > ".join(leaf.path)}
        raise refused(said, leaf.at, reason="no_such_code", others=_like(leaf.path[-1], names, names.__getitem__))

    def _ending(self, asked: Path) -> list[UUID]:
        """The codes whose names end like this: in full first, then as it is written, then without case."""
        folded = [name.casefold() for name in asked]
        tests: list[Callable[[Path], bool]] = [
            lambda path: path == asked,
            lambda path: path[-len(asked) :] == asked,
            lambda path: [name.casefold() for name in path[-len(asked) :]] == folded,
        ]
        for fits in tests:
            if found := [code for code, path in self.paths.items() if fits(path)]:
                return found
        return []

    def _dimension(self, leaf: OfDimension) -> str:
        names = list(self._project.dimensions.values_list("name", flat=True))
        folded = leaf.name.casefold()
        found = [name for name in names if name == leaf.name] or [name for name in names if name.casefold() == folded]
        if not found:
            said = _("No dimension is called “%(name)s”") % {"name": leaf.name}
            raise refused(said, leaf.at, reason="no_such_dimension", others=_like(leaf.name, names, quoted))
        return found[0]

    # --- offices, people, transcripts --------------------------------------------------------------------

    def ids(self, leaf: Filter) -> frozenset[UUID]:
        """The ids of what a filter's values name. Raises Invalid when one names nothing."""
        known = self._known(leaf.field)
        found: set[UUID] = set()
        for value in leaf.values:
            some = self._me(leaf, value) or _named(value, known) or self._gone(leaf, value)
            if not some:
                said = _("Nothing in this project is “%(field)s:%(name)s”") % {"field": leaf.field, "name": value}
                others = _like(value, [name for _pk, name in known], quoted)
                raise refused(said, leaf.at, reason="no_such_name", others=others)
            found |= some
        return frozenset(self._with_those_below(found) if leaf.field is Field.OFFICE else found)

    def _with_those_below(self, offices: set[UUID]) -> set[UUID]:
        parents = dict(self._project.offices.values_list("pk", "parent"))
        return {below for office in offices for below in subtree(parents, office)}

    def _me(self, leaf: Filter, value: str) -> set[UUID]:
        return {self._user.pk} if self._user and leaf.field is Field.CODER and value == ME else set()

    def _known(self, field: Field) -> list[tuple[UUID, str]]:
        project = self._project
        if field is Field.OFFICE:
            return list(project.offices.values_list("pk", "name"))
        if field is Field.PARTICIPANT:
            return list(project.participants.values_list("pk", "pseudonym"))
        if field is Field.TRANSCRIPT:
            return list(project.transcripts.filter(binned=None).values_list("pk", "title"))
        return [(user.pk, str(user)) for user in project.members.all()]

    def _gone(self, leaf: Filter, value: str) -> set[UUID]:
        """Whoever coded and left the project still stands beside the codings."""
        if leaf.field is not Field.CODER:
            return set()
        return _named(value, [(user.pk, str(user)) for user in coders_of(self._project)])


def _named(value: str, known: list[tuple[UUID, str]]) -> set[UUID]:
    if (pk := _id(value)) is not None:
        return {each for each, _name in known if each == pk}
    folded = value.casefold()
    exactly = {pk for pk, name in known if name == value}
    return exactly or {pk for pk, name in known if name.casefold() == folded}


def _id(value: str) -> UUID | None:
    try:
        return UUID(value[1:]) if value.startswith("#") else None
    except ValueError:
        return None


def _like(asked: str, names: Iterable[str], shown: Callable[[str], str]) -> list[str]:
    """Names that are spelt nearly so, as one would write them."""
    folded = {name.casefold(): name for name in names}
    return [shown(folded[each]) for each in get_close_matches(asked.casefold(), folded, n=3)]
