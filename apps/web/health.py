"""Checks that apps above add to /readyz by name: a function that says whether its part is well."""

from collections.abc import Callable

checks: dict[str, Callable[[], bool]] = {}
