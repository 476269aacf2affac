"""Merging codes and taking it back, judged by all that can be exported: the project is as it was."""

from typing import Any

import pytest

from apps.codebook.models import Code
from apps.coding.queries.refactoring import OnConflict
from apps.coding.services import merge_codes
from apps.coding.undo import redo, undo
from apps.exchange.sample_study import load_sample_study
from apps.projects.models import Project
from tests.exchange.test_export import make, rows_of

FORMATS = ("qdc", "codebook-csv")


@pytest.fixture
def sample(db: None) -> Project:
    return load_sample_study()


def exported(project: Project) -> dict[str, Any]:
    """Everything a thesis could be made of, without the number of the codebook's version: a merge freezes one more."""
    codings = [{**row, "codebook version": ""} for row in rows_of(make(project, "csv"))]
    return {"codings": codings} | {format: make(project, format).file.read() for format in FORMATS}


def test_the_exports_are_the_same_to_the_letter(sample: Project) -> None:
    me = {"project": sample, "user": sample.members.get(memberships__role="lead")}
    families = [list(each.codes.filter(children=None).order_by("pk")) for each in sample.dimensions.all()]
    before = exported(sample)
    assert len(before["codings"]) > 400
    for into, *others in families:
        sources = [code.pk for code in others[:3]]
        merge_codes(**me, into=into.pk, sources=sources, on_conflict=OnConflict.REPLACE)
        assert not Code.objects.filter(pk__in=sources).exists()
    merged = exported(sample)
    assert all(merged[part] != before[part] for part in ("codings", "qdc", "codebook-csv"))
    for _family in families:
        undo(**me)
    assert exported(sample) == before
    for _family in families:
        redo(**me)
    assert exported(sample) == merged
