"""One filter, one number: on the page, in the API, in the chart's file, in the list of passages and in the export."""

import csv
import io
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse

from apps.accounts.models import User
from apps.coding.models import Coding
from apps.exchange import services
from apps.exchange.models import Export
from apps.exchange.sample_study import load_sample_study
from apps.projects.models import Project


@pytest.fixture
def sample(db: None) -> Project:
    project = load_sample_study()
    # Some of every state, wherever the sample's own reviews end.
    for number, coding in enumerate(Coding.objects.order_by("created", "pk")):
        if number % 7 == 0:
            Coding.objects.filter(pk=coding.pk).update(state=Coding.State.values[number // 7 % 4])
    return project


@pytest.fixture
def rani(sample: Project) -> User:
    rani = sample.memberships.get(role="lead").user
    rani.language = "en"
    rani.save(update_fields=["language"])
    return rani


# What the address asks for; words in braces are looked up in the sample.
FILTERS = [
    {},
    {"office": "{office}"},
    {"dimension": "{dimension}"},
    {"code": "{code}"},
    {"code": "{code}", "rollup": "0"},
    {"coder": "{coder}"},
    {"participant": "{participant}"},
    {"transcript": "{transcript}"},
    {"review": "approved"},
    {"review": "all", "office": "{office}"},
    {"review": "rejected", "coder": "{coder}"},
    {"kind": "interview", "interviewer": "leave_out"},
    {"since": "2020-01-01", "until": "2099-12-31", "code": "{code}"},
    {"interviewed_since": "{day}"},
    {"interviewed_until": "{day}", "dimension": "{dimension}"},
    {"period": "{year}"},
    {"speaker": "{speaker}", "office": "{office}"},
    {"participant": "none"},
]


def looked_up(project: Project, asked: dict[str, str]) -> dict[str, str]:
    coding = Coding.objects.filter(segment__project=project, code__parent=None).order_by("created").first()
    turn = coding.segment.turn
    transcript = coding.segment.transcript
    there = {
        "office": transcript.office_id, "dimension": coding.code.dimension_id, "code": coding.code_id,
        "coder": coding.by_id, "participant": turn.participant_id, "transcript": transcript.pk,
        "day": transcript.date, "year": transcript.date.year, "speaker": turn.speaker,
    }  # fmt: skip
    return {name: value.format(**there) for name, value in asked.items()}


def exported(project: Project, client: Client, address: str) -> int:
    """Rows of the file that the form makes as the dashboard's address fills it."""
    page = client.get(f"{reverse('exchange:export_list', args=[project.pk])}?{address}")
    form = page.context["form"]
    told = {name: form[name].value() or "" for name in form.fields} | {"format": "csv", "separator": ","}
    answer = client.post(reverse("exchange:export_create", args=[project.pk]), told)
    assert answer.status_code == 302, answer.content
    export = services.write_file(export=Export.objects.latest("created"), report=lambda *_progress: None)
    return len(list(csv.DictReader(io.StringIO(export.file.read().decode("utf-8-sig")))))


def test_every_place_says_the_same(sample: Project, rani: User, client_of: Callable[[User], Client]) -> None:
    client = client_of(rani)
    for asked in (looked_up(sample, each) for each in FILTERS):
        address = urlencode(asked)
        n = shown_on(client.get(f"{reverse('analysis:dashboard', args=[sample.pk])}?{address}").content.decode())
        assert exported(sample, client, address) == n, address
        file = client.get(f"{reverse('analysis:chart', args=[sample.pk, 'frequencies', 'csv'])}?{address}")
        assert str(n) in list(csv.reader(io.StringIO(file.content.decode())))[-1], address
        if asked.get("participant") != "none":
            answer: Any = client.get(
                f"/api/v1/projects/{sample.pk}/frequencies", {"rollup": "true", **asked, **no_rollup(asked)}
            ).json()
            assert answer["totals"]["all"] == n, address


def no_rollup(asked: dict[str, str]) -> dict[str, str]:
    return {"rollup": "false"} if asked.get("rollup") == "0" else {}


def shown_on(page: str) -> int:
    """The n in the caption of the first table."""
    found = re.search(r"n = ([\d,]+) coding", page)
    assert found, "the dashboard says no n"
    return int(found.group(1).replace(",", ""))
