"""One name, four places: `app:name`, the view, its template, its test."""

import inspect
import re
from collections.abc import Callable, Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from tests.architecture.tree import ROOT

TEMPLATES = ROOT / "templates"
# Pages of packages, dressed by us, and pages that every app shares.
NOT_OURS = {"account", "allauth", "mfa", "web"}
FULL_PAGE = re.compile(r'"(\w+)/([a-z]\w*)\.html"')


def routes(resolver: URLResolver, app: str = "") -> Iterator[tuple[str, str, Callable]]:
    """(app, URL name, view) of every route in a namespace of ours."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from routes(entry, entry.app_name or app)
        elif isinstance(entry, URLPattern) and entry.callback.__module__.startswith("apps."):
            yield app, entry.name or "", entry.callback


ROUTES = [route for route in routes(get_resolver()) if route[0]]
every_route = pytest.mark.parametrize(
    ("app", "name", "view"), ROUTES, ids=[f"{app}:{name}" for app, name, _view in ROUTES]
)


def test_there_are_routes_to_look_at():
    assert {"accounts", "jobs", "projects", "web"} <= {app for app, _name, _view in ROUTES}


@every_route
def test_a_url_is_named_like_its_view(app: str, name: str, view: Callable):
    assert (view.__module__.split(".")[1], view.__name__) == (app, name)


@every_route
def test_a_view_renders_the_template_of_its_name(app: str, name: str, view: Callable):
    pages = FULL_PAGE.findall(inspect.getsource(inspect.unwrap(view)))
    assert set(pages) <= {(app, name)}


def templates_named(sources: str, apps: str) -> set[str]:
    """Templates that the sources name: whole, or as f"app/_{name}.html" with the name elsewhere as a string."""
    whole = set(re.findall(rf'["\']((?:{apps})/\w+\.html)["\']', sources))
    words = set(re.findall(r'"(\w+)"', sources))
    composed = re.findall(rf'f"((?:{apps})/_)\{{\w+\}}\.html"', sources)
    guesses = {f"{start}{word}.html" for start in composed for word in words}
    return whole | {guess for guess in guesses if (TEMPLATES / guess).exists()}


def test_every_template_is_rendered_and_every_rendered_template_exists():
    folders = [path for path in TEMPLATES.iterdir() if path.is_dir() and path.name not in NOT_OURS]
    written = {f"{folder.name}/{path.name}" for folder in folders for path in folder.glob("*.html")}
    sources = "".join(path.read_text() for path in [*(ROOT / "apps").rglob("*.py"), *TEMPLATES.rglob("*.html")])
    named = templates_named(sources, "|".join(folder.name for folder in folders))
    assert {"not rendered": written - named, "not there": named - written} == {
        "not rendered": set(),
        "not there": set(),
    }
