"""The pages that change the codebook where passages feel it, and a code's passages beside its definition."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.accounts.models import User
from apps.codebook import services as codebook
from apps.codebook.models import Code, CodebookVersion
from apps.coding import services
from apps.coding.models import Coding, Segment
from apps.coding.services import NewSegment
from apps.documents.models import Transcript
from apps.documents.services import create_office
from apps.projects.models import Activity, Project
from apps.web.errors import DomainError

Args = dict[str, Any]
Codes = dict[str, Code]
HTMX = {"HX-Request": "true"}


@pytest.fixture
def me(project: Project, lead: User) -> Args:
    return {"project": project, "user": lead}


def coded(me: Args, transcript: Transcript, start: int, *codes: Code) -> Segment:
    ids = tuple(code.pk for code in codes)
    wanted = NewSegment(uuid4(), transcript.pk, transcript.version_id, start, start + 12, ids)
    services.put_segment(**me, wanted=wanted)
    return Segment.objects.get(pk=wanted.id)


def url(name: str, project: Project, thing: Any) -> str:
    return reverse(f"coding:{name}", args=[project.pk, getattr(thing, "pk", thing)])


def test_a_used_code_is_deleted_with_its_numbers_or_merged_instead(
    me: Args, page: Client, project: Project, transcript: Transcript, codes: Codes
) -> None:
    code, other = codes["Innovation"], codes["Monitoring"]
    coded(me, transcript, 65, code)
    address = url("code_remove", project, code)
    text = page.get(address).text
    assert "<strong>1</strong> coding is lost" in text
    assert "<strong>1</strong> passage is left without a code" in text
    instead = page.get(address, {"into": other.pk})
    assert instead.headers["Location"] == f"{url('code_merge', project, other)}?sources={code.pk}"
    done = page.post(address, follow=True)
    assert "“Innovation” was deleted." in done.text
    assert not Code.objects.filter(pk=code.pk).exists()
    undoing = reverse("coding:change_undo", args=[project.pk, Activity.objects.latest("pk").pk])
    assert undoing in done.text
    page.post(undoing)
    assert Coding.objects.get().code == code


def test_a_dropped_code_stays_within_its_dimension_at_once(
    me: Args, page: Client, project: Project, codes: Codes
) -> None:
    code, goal = codes["Innovation"], codes["Monitoring"]
    body = {"under": goal.pk, "position": "0", "at": goal.pk}
    answer = page.post(url("code_place", project, code), body, headers=HTMX)
    assert answer.headers["Location"] == reverse("codebook:code_detail", args=[project.pk, goal.pk])
    code.refresh_from_db()
    assert code.parent == goal
    page.post(url("code_place", project, code), {"under": code.dimension_id, "position": "0"})
    code.refresh_from_db()
    assert (code.parent, code.position, CodebookVersion.objects.count()) == (None, 0, 3)


def test_a_code_dropped_in_another_dimension_is_shown_in_numbers_first(
    page: Client, project: Project, codes: Codes
) -> None:
    code, goal = codes["Innovation"], codes["Coercive"]
    body = {"under": goal.dimension_id, "position": "1"}
    address = f"{url('code_relocate', project, code)}?under={goal.dimension_id}&position=1"
    assert page.post(url("code_place", project, code), body).headers["Location"] == address
    assert page.post(url("code_place", project, code), body, headers=HTMX).headers["HX-Redirect"] == address
    code.refresh_from_db()
    assert code.dimension != goal.dimension
    assert '<input type="hidden" name="position" value="1"' in page.get(address).text
    page.post(url("code_relocate", project, code), body)
    code.refresh_from_db()
    assert (code.dimension, code.position) == (goal.dimension, 1)


@pytest.mark.parametrize("under", ["", "elsewhere", "5f5daf07-5aa3-4e07-9de4-ea18ca30b606"])
def test_a_code_dropped_nowhere_stays(under: str, page: Client, project: Project, codes: Codes) -> None:
    answer = page.post(url("code_place", project, codes["Innovation"]), {"under": under}, follow=True)
    assert "There is no such code" in answer.text


def test_crowded_passages_are_listed_and_settled_at_once(
    me: Args, page: Client, project: Project, transcript: Transcript, codes: Codes
) -> None:
    one, two = codes["Innovation"], codes["Monitoring"]
    segment = coded(me, transcript, 65, one, two)
    coded(me, transcript, 75, one)
    address = url("dimension_exclusive", project, one.dimension)
    text = page.get(address).text
    assert "1 passage carries several of its codes" in text
    assert f"?segment={segment.pk}" in text
    told = page.get(address, {"keep": two.pk}).text
    assert "1 coding goes" in told
    assert segment.codings.count() == 2
    assert page.post(address, {"keep": "oldest"}).context["form"].errors
    page.post(address, {"keep": two.pk})
    assert segment.codings.get().code == two
    one.dimension.refresh_from_db()
    assert one.dimension.exclusive


def test_a_version_is_brought_back_after_it_was_shown(me: Args, page: Client, project: Project, codes: Codes) -> None:
    address = url("codebook_restore", project, 1)
    assert "There is nothing to bring back" in page.get(address).text
    assert "stands already" in page.post(address, follow=True).text
    codebook.delete_code(**me, code=codes["Innovation"])
    shown = page.get(address).text
    assert "1 code comes back" in shown
    assert "Innovation" in shown
    done = page.post(address, follow=True)
    assert "Version 1 was brought back." in done.text
    assert Code.objects.filter(pk=codes["Innovation"].pk).exists()
    assert page.get(url("codebook_restore", project, 9)).status_code == 404


def passages(client: Client, project: Project, code: Code, **asked: Any) -> Any:
    return client.get(url("code_passages", project, code), asked, headers=HTMX)


def test_passages_stand_beside_the_definition_page_by_page(
    me: Args, coder: User, page: Client, project: Project, transcript: Transcript, codes: Codes, monkeypatch: Any
) -> None:
    monkeypatch.setattr("apps.coding.views.passages_page.PAGE_SIZE", 2)
    code = codes["Innovation"]
    child = codebook.add_code(**me, name="Apps", dimension=code.dimension, parent=code)
    for start in (65, 75):
        coded(me, transcript, start, code)
    theirs = coded({**me, "user": coder}, transcript, 85, code)
    below = coded(me, transcript, 95, child)
    first = passages(page, project, code)
    assert first.context["page"].paginator.count == 3
    assert "2 of 3: show more" in first.text
    second = passages(page, project, code, page=2)
    assert [pick.coding.segment for pick in second.context["passages"]] == [theirs]
    assert '<form class="filters"' not in second.text
    found = passages(page, project, code, below="on", page=2).context["passages"]
    assert [pick.coding.segment for pick in found] == [theirs, below]
    assert passages(page, project, code, coder=coder.pk).context["page"].paginator.count == 1
    empty = create_office(**me, name="KPPN Kotabumi", parent=None)
    assert "No passage fits" in passages(page, project, code, office=empty.pk).text
    assert page.get(url("code_passages", project, code)).status_code == 302


def test_passages_cost_the_same_however_many(
    me: Args, page: Client, project: Project, transcript: Transcript, codes: Codes
) -> None:
    counts = []
    for start in range(65, 80):
        coded(me, transcript, start, codes["Innovation"])
        with CaptureQueriesContext(connection) as asked:
            passages(page, project, codes["Innovation"])
        counts.append(len(asked))
    assert counts[0] == counts[-1]


def test_a_passage_becomes_an_example_with_its_source(
    me: Args, page: Client, project: Project, transcript: Transcript, codes: Codes
) -> None:
    code = codes["Innovation"]
    coding = coded(me, transcript, 65, code).codings.get()
    for field in ("example", "counter_example", "example"):
        page.post(url("code_example", project, code), {"coding": coding.pk, "field": field})
    code.refresh_from_db()
    said = f"“{coding.segment.quote}” (Metro 01, Informan 1)"
    assert (code.example, code.counter_example) == (f"{said}\n\n{said}", said)
    with pytest.raises(DomainError, match="an example or a counter-example"):
        services.use_as_example(**me, code=code.pk, coding=coding.pk, field="definition")
    Coding.objects.filter(pk=coding.pk).delete()
    gone = page.post(url("code_example", project, code), {"coding": coding.pk, "field": "example"}, follow=True)
    assert "no longer carries the code" in gone.text
    assert page.post(url("code_example", project, code), {"coding": "x"}).status_code == 422
