"""The setting that makes results provisional until they are reviewed: saved, logged, taken back, and what it does."""

from typing import Any

import pytest
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.urls import reverse

from apps.coding.undo import undo
from apps.projects.models import Project
from apps.review.templatetags.review import counts_of_unjudged
from tests.review.scene import RETURNED, Scene


def shown(project: Project) -> str:
    """What the dashboard says of codings that nobody judged."""
    request: Any = RequestFactory().get("/")
    request.project = project
    return Template("{% load review %}{% unjudged %}").render(Context({"request": request})).strip()


@pytest.fixture
def settings_page(project: Project) -> str:
    return reverse("projects:project_settings", args=[project.pk])


def test_the_setting_is_saved_logged_and_taken_back(page: Client, project: Project, settings_page: str) -> None:
    assert "review_required" in page.get(settings_page).text
    page.post(settings_page, {"name": project.name, "language": "id"})
    project.refresh_from_db()
    assert not project.review_required
    change = project.activities.latest("sequence")
    assert (change.before["review_required"], change.after["review_required"]) == (True, False)
    told = page.get(reverse("coding:activity_detail", args=[project.pk, change.pk])).text
    assert "Codings are to be reviewed" in told
    assert change.actor is not None
    undo(project=project, user=change.actor, activity_id=change.pk)
    project.refresh_from_db()
    assert project.review_required


def test_counted_codings_that_nobody_judged_make_results_provisional(scene: Scene) -> None:
    assert shown(scene.project) == ""
    first, second = scene.coding(), scene.coding(start=90)
    scene.coding(start=120)
    scene.judge(first)
    scene.judge(second, RETURNED)
    scene.project.refresh_from_db()
    assert counts_of_unjudged(scene.project) == (1, 2), "what was returned is not counted"
    assert "1 of 2 counted codings is not judged yet" in shown(scene.project)
    scene.project.review_required = False
    assert shown(scene.project) == ""
