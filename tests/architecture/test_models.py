"""Tables depend on each other the way the apps do: downwards."""

import tomllib
from itertools import chain

from django.apps import apps

from tests.architecture.tree import ROOT


def layers() -> list[str]:
    """The apps from top to bottom, as the import contract has them."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    return next(contract["layers"] for contract in contracts if contract.get("containers") == ["apps"])


def test_foreign_keys_point_down_the_layers():
    height = {app: -depth for depth, app in enumerate(layers())}
    ours = [model for model in apps.get_models() if model.__module__.startswith("apps.")]
    upward = [
        str(field)
        for model in ours
        for field in chain(model._meta.fields, model._meta.many_to_many)
        if field.related_model
        and field.related_model in ours
        and height[field.related_model._meta.app_label] > height[model._meta.app_label]
    ]
    assert len(ours) > 10
    assert upward == []


def test_constraints_and_indexes_are_named_by_us():
    """A name of our own can be understood in an error of the database, and survives a renamed field."""
    unnamed = [
        f"{model._meta.label}.{each.name}"
        for model in apps.get_models()
        if model.__module__.startswith("apps.")
        for each in (*model._meta.constraints, *model._meta.indexes)
        if not each.name or each.name.endswith(("_idx", "_uniq"))
    ]
    assert unnamed == []
