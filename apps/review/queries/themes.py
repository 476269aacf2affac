"""Themes: codes with their whole branch, how far they are reviewed in each office, and their sign-off."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Count
from django.utils.translation import gettext as _

from apps.codebook.models import Code
from apps.codebook.queries import codes_of
from apps.coding.models import Coding
from apps.coding.queries import counted_codings
from apps.documents.models import Office
from apps.projects.models import Project
from apps.review.models import SignOff
from apps.review.queries.judged import codings_of
from apps.review.queries.signed import Changes, Words, changes_since, digest, fingerprint, pack
from apps.web.errors import NotThere
from core.codetree import subtree

State = Coding.State


@dataclass(frozen=True)
class OfficeCount:
    """Counted codings of a theme in one office; `approved` of them, and the participants who said them."""

    office: UUID
    name: str
    codings: int
    approved: int
    participants: int


@dataclass(frozen=True)
class Theme:
    """A code with all below it. `code.depth`, `.path` and `.pattern` are set. `open` and `returned` as in the queue.

    `changes` is None while it is not signed off.
    """

    code: Code
    offices: tuple[OfficeCount, ...]
    codings: int
    approved: int
    open: int
    returned: int
    participants: int
    signoff: SignOff | None
    changes: Changes | None
    # What `sign_off` wants as `seen`; "" in a list of themes, where it would take reading every passage.
    fingerprint: str


@dataclass
class _Figures:
    """Of one code, or of a branch: codings by office and state, and who said the counted ones."""

    codings: Counter[tuple[UUID, str]] = field(default_factory=Counter)
    people: set[tuple[UUID, UUID]] = field(default_factory=set)


def themes(project: Project) -> list[Theme]:
    """Every code of the codebook in the tree's order; six queries at most, however many there are."""
    codes = codes_of(project)
    signoffs = {each.code: each for each in _standing(project)}
    branches = {code.pk: branch_of(codes, code.pk) for code in codes}
    signed: set[UUID] = set().union(*(branches.get(code, ()) for code in signoffs))
    words = passages_of(project, signed) if signed else {}
    figures, offices = _figures(project), _offices(project)
    return [
        _theme(code, branches[code.pk], figures, offices, codes, signoffs.get(code.pk), words) for code in codes
    ]  # fmt: skip


def theme(project: Project, code: UUID) -> Theme:
    """One of them. Raises NotThere."""
    codes = codes_of(project)
    found = next((each for each in codes if each.pk == code), None)
    if found is None:
        raise NotThere("no_such_code", _("There is no such code in this project."))
    branch = branch_of(codes, code)
    words, figures = passages_of(project, branch), _figures(project, branch)
    signoff = _standing(project).filter(code=code).first()
    seen = fingerprint(pack(words), codes, branch)
    return _theme(found, branch, figures, _offices(project), codes, signoff, words, seen)


def branch_of(codes: Iterable[Code], top: UUID) -> set[UUID]:
    return subtree({code.pk: code.parent_id for code in codes}, top)


def passages_of(project: Project, codes: Collection[UUID]) -> Words:
    """What counts under these codes: a hash of code and words of each coding."""
    rows = counted_codings(project, codes=codes).order_by().values_list("pk", "code", "segment__quote")
    found: dict[UUID, dict[UUID, bytes]] = defaultdict(dict)
    for pk, code, quote in rows.iterator(10_000):
        found[code][pk] = digest(code, quote)
    return found


def _standing(project: Project) -> Any:
    return SignOff.objects.filter(project=project, ended=None).select_related("by")


def _offices(project: Project) -> Mapping[UUID, str]:
    return dict(Office.objects.filter(project=project).values_list("pk", "name"))


def _figures(project: Project, codes: Collection[UUID] | None = None) -> Mapping[UUID, _Figures]:
    """Of each code by itself."""
    found: dict[UUID, _Figures] = defaultdict(_Figures)
    office = "segment__transcript__office"
    rows = codings_of(project) if codes is None else codings_of(project).filter(code__in=codes)
    counted = rows.order_by().values_list("code", office, "state").annotate(n=Count("pk"))
    for code, where, state, n in counted:
        found[code].codings[where, state] = n
    people = counted_codings(project, codes=codes).order_by().exclude(segment__turn__participant=None)
    for code, where, participant in people.values_list("code", office, "segment__turn__participant").distinct():
        found[code].people.add((where, participant))
    return found


def _theme(
    code: Code,
    branch: Collection[UUID],
    figures: Mapping[UUID, _Figures],
    offices: Mapping[UUID, str],
    codes: Iterable[Code],
    signoff: SignOff | None,
    words: Words,
    seen: str = "",
) -> Theme:
    whole = _Figures()
    for pk in branch:
        if pk in figures:
            whole.codings += figures[pk].codings
            whole.people |= figures[pk].people
    states = Counter[str]()
    for (_office, state), n in whole.codings.items():
        states[state] += n
    return Theme(
        code=code,
        offices=_by_office(whole, offices),
        codings=states[State.OPEN] + states[State.APPROVED],
        approved=states[State.APPROVED],
        open=states[State.OPEN],
        returned=sum(states[state] for state in Coding.REJECTED),
        participants=len({person for _office, person in whole.people}),
        signoff=signoff,
        changes=changes_since(signoff, words, codes, branch) if signoff else None,
        fingerprint=seen,
    )


def _by_office(whole: _Figures, offices: Mapping[UUID, str]) -> tuple[OfficeCount, ...]:
    there = {office for office, state in whole.codings if state not in Coding.REJECTED}
    return tuple(
        OfficeCount(
            office=office,
            name=offices[office],
            codings=whole.codings[office, State.OPEN] + whole.codings[office, State.APPROVED],
            approved=whole.codings[office, State.APPROVED],
            participants=sum(where == office for where, _person in whole.people),
        )
        for office in sorted(there, key=lambda office: (offices[office], office))
    )
