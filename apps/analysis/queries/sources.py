"""The transcripts that a question may be about."""

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q
from django.db.models.expressions import RawSQL

from apps.analysis.queries.naming import Names
from apps.projects.models import Project
from core.retrieval.evaluating import conjuncts
from core.retrieval.query import Field, Filter, Query, period

# An id as the database's driver gives it. There may be hundreds of thousands, which are never made into objects.
Raw = Any
OF_TRANSCRIPTS = (Field.OFFICE, Field.TRANSCRIPT, Field.KIND, Field.DATED)


@dataclass(frozen=True, slots=True)
class Source:
    """A transcript as far as questions look at it; `rank` is its place in the order of titles."""

    id: UUID
    rank: int
    office: UUID
    title: str
    kind: str
    date: dt.date | None
    language: str


def raw(pk: UUID) -> Raw:
    return pk if connection.features.has_native_uuid_field else pk.hex


def cooked(pk: Raw) -> UUID:
    return pk if isinstance(pk, UUID) else UUID(hex=pk)


def among_ids(keys: Iterable[Raw]) -> RawSQL:
    """For `pk__in`: any number of ids as one parameter, where a database counts them."""
    if connection.vendor == "postgresql":
        return RawSQL("SELECT unnest(%s::uuid[])", [list(keys)])
    return RawSQL("SELECT value FROM json_each(%s)", [json.dumps(list(keys))])


class Sources:
    """The transcripts in which something can be found, by their current version."""

    def __init__(self, project: Project, names: Names, query: Query) -> None:
        self._project, self._names = project, names
        self._ids: dict[Filter, frozenset[UUID]] = {}
        rows = project.transcripts.filter(binned=None).exclude(current=None).order_by("title", "pk")
        columns = ("current_id", "pk", "office_id", "title", "kind", "date", "language")
        whole = [leaf for leaf in conjuncts(query) if isinstance(leaf, Filter) and leaf.field in OF_TRANSCRIPTS]
        everything = {
            raw(version): Source(pk, rank, *about)
            for rank, (version, pk, *about) in enumerate(rows.values_list(*columns))
        }
        self._by_version = {
            version: source
            for version, source in everything.items()
            if all(self.is_one(source, leaf) for leaf in whole)
        }
        self.is_all = len(self._by_version) == len(everything)

    def __contains__(self, version: Raw) -> bool:
        return version in self._by_version

    def __getitem__(self, version: Raw) -> Source:
        return self._by_version[version]

    def within(self, segment: str) -> Q:
        """What rows are read; `segment` leads from them to the segment. They may be more, never less."""
        if self.is_all:
            return Q(**{f"{segment}project": self._project})
        return Q(**{f"{segment}version__in": [cooked(version) for version in self._by_version]})

    def ids(self, leaf: Filter) -> frozenset[UUID]:
        """What a filter's values name, looked up once."""
        if leaf not in self._ids:
            self._ids[leaf] = self._names.ids(leaf)
        return self._ids[leaf]

    def is_one(self, source: Source, leaf: Filter) -> bool:
        """Whether a filter of OF_TRANSCRIPTS fits a transcript."""
        if leaf.field is Field.OFFICE:
            return source.office in self.ids(leaf)
        if leaf.field is Field.TRANSCRIPT:
            return source.id in self.ids(leaf)
        if leaf.field is Field.KIND:
            return source.kind in leaf.values
        spans = [period(value) for value in leaf.values]
        return source.date is not None and any(first <= source.date <= last for first, last in spans)

    @cached_property
    def stated(self) -> Mapping[UUID, Mapping[str, str]]:
        """What every participant, transcript and office states, by its id; empty values left out."""
        rows = [
            *self._project.participants.values_list("pk", "attributes"),
            *self._project.transcripts.values_list("pk", "attributes"),
            *self._project.offices.values_list("pk", "attributes"),
        ]
        return {
            pk: {key.casefold(): str(value) for key, value in attributes.items() if value not in (None, "")}
            for pk, attributes in rows
        }
