"""Codebooks that come and go as files."""

import io
from collections.abc import Callable
from typing import Any

import pytest

from apps.accounts.models import User
from apps.codebook.models import Code
from apps.codebook.queries import snapshot_of
from apps.codebook.services import apply_template
from apps.exchange.codebooks.importing import Imported, import_codebook, take_file
from apps.exchange.codebooks.judging import Choice
from apps.projects.models import Project
from apps.projects.services import create_project

Args = dict[str, Any]
Importer = Callable[..., Imported]


@pytest.fixture
def me(project: Project, lead: User) -> Args:
    return {"project": project, "user": lead}


@pytest.fixture
def empty(lead: User) -> Project:
    """Another project of the lead, without a codebook."""
    return create_project(user=lead, name="Empty", language="en")


@pytest.fixture
def codes(project: Project, lead: User) -> dict[str, Code]:
    project.language = "en"
    project.save(update_fields=["language"])
    return apply_template(project=project, user=lead, template="isomorphism")


@pytest.fixture
def bring_in(lead: User) -> Importer:
    """bring_in(project, data, name=…, …choice): import a file's bytes."""

    def go(project: Project, data: bytes | str, name: str = "codes.csv", **choice: Any) -> Imported:
        data = data.encode() if isinstance(data, str) else data
        kept = take_file(io.BytesIO(data), name)
        done: Imported = import_codebook(project=project, user=lead, kept=kept, choice=Choice(**choice))
        return done

    return go


def bare(project: Project) -> list[Any]:
    """A codebook without ids: what two projects with the same codes have in common."""
    snapshot = snapshot_of(project)
    names = {each["id"]: each["name"] for each in snapshot["dimensions"]}
    hidden = {"id", "dimension", "parent"}
    return [
        [{k: v for k, v in each.items() if k != "id"} for each in snapshot["dimensions"]],
        [
            {k: v for k, v in each.items() if k not in hidden} | {"in": names[each["dimension"]]}
            for each in snapshot["codes"]
        ],
    ]
