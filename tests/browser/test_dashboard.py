"""The dashboard as a researcher uses it: filter by what a page offers, see the chart change, open what is behind it."""

import re
from collections.abc import Callable
from uuid import uuid4

from playwright.sync_api import Page, expect

from apps.accounts.models import User
from apps.codebook.models import Code
from apps.coding.services import NewSegment, put_segment
from apps.documents.models import Participant, Transcript
from apps.documents.services import create_attribute
from apps.projects.models import Project


def code_passage(project: Project, user: User, transcript: Transcript, quote: str, *codes: Code) -> None:
    start = transcript.current.text.index(quote)
    wanted = NewSegment(
        uuid4(), transcript.pk, transcript.version_id, start, start + len(quote), tuple(code.pk for code in codes)
    )
    put_segment(project=project, user=user, wanted=wanted)


def test_filters_shapes_and_what_is_behind_a_number(
    open_as: Callable[..., Page], project: Project, lead: User, codes: dict[str, Code], transcript: Transcript
) -> None:
    create_attribute(project=project, user=lead, subject="participant", name="age", kind="number")
    Participant.objects.create(project=project, office=transcript.office, pseudonym="Ibu Ani", attributes={"age": 40})
    code_passage(project, lead, transcript, "bimbingan teknis", codes["Training and education"])
    code_passage(project, lead, transcript, "nilai yang harus dicapai", codes["Coercive"], codes["Monitoring"])
    page = open_as(lead, f"/projects/{project.pk}/")
    total = page.get_by_role("table").first.get_by_role("row", name=re.compile("^Total"))
    expect(total).to_contain_text("3")

    page.get_by_label("Review").select_option("approved")
    page.wait_for_url("**/?review=approved")
    expect(page.get_by_text("Nothing is counted under this filter.")).to_be_visible()
    page.get_by_role("link", name="Remove the filter Review").click()
    expect(total).to_contain_text("3")

    page.get_by_text("More filters").click()
    page.get_by_role("group", name="age").get_by_label("from").fill("30")
    page.get_by_role("group", name="age").get_by_label("from").press("Tab")
    page.wait_for_url("**/?attribute=age%3A30..")
    page.get_by_role("link", name="Remove the filter age: from 30").click()
    expect(total).to_contain_text("3")

    page.get_by_role("link", name="Bars").click()
    bar = page.locator(".chart-wide svg a").first
    expect(bar).to_be_visible()
    cells = page.locator(".crosstab")
    cells.get_by_role("link", name="Residuals").click()
    expect(cells.get_by_role("link", name="Residuals")).to_have_attribute("aria-current", "true")
    bar.click()
    expect(page.locator(".passage mark")).to_have_count(1)
