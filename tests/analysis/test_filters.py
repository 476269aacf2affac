"""Every filter: page, file and API give the numbers that a recount of the rows gives, and all of them say it."""

import csv
import io
import re
from collections import defaultdict
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from apps.accounts.models import User
from apps.coding.models import Coding
from apps.documents.services import create_attribute
from tests.analysis.conftest import Study

AGES = {"Informan 1": 51, "Informan 2": 34, "Informan 3": 29}
DAYS = {"Kotabumi 01": date(2023, 3, 14), "Metro 01": date(2023, 5, 2), "Metro 02": None}
KINDS = {"Kotabumi 01": "interview", "Metro 01": "focus_group", "Metro 02": "interview"}
SITES = {"Kotabumi 01": "hall", "Metro 01": "office"}


@pytest.fixture
def wide(study: Study, lead: User) -> Study:
    """The study with dates, kinds, ages, sites, Metro below Sukadana, and one coding approved."""
    create_attribute(project=study.project, user=lead, subject="participant", name="age", kind="number")
    for name, age in AGES.items():
        study.people[name].attributes["age"] = age
        study.people[name].save(update_fields=["attributes"])
    for title, transcript in study.transcripts.items():
        transcript.date, transcript.kind = DAYS[title], KINDS[title]
        transcript.attributes = {"site": SITES[title]} if title in SITES else {}
        transcript.save(update_fields=["date", "kind", "attributes"])
    study.offices["Metro"].parent = study.offices["Sukadana"]
    study.offices["Metro"].save(update_fields=["parent"])
    Coding.objects.filter(segment__transcript=study.transcripts["Metro 01"], by=lead).update(state="approved")
    return study


def title(coding: Coding) -> str:
    return coding.segment.transcript.title


def age(coding: Coding) -> int:
    return AGES.get(str(coding.segment.turn.participant), 0)


def every(_coding: Coding) -> bool:
    return True


def none(_coding: Coding) -> bool:
    return False


Keep = Callable[[Coding], bool]
# What is asked, what remains of it by a look at each row, and how the caption says it.
FILTERS: dict[str, tuple[dict[str, object], Keep, str]] = {
    "nothing": ({}, every, "not rejected"),
    "office below": ({"office": "Sukadana"}, lambda c: "Metro" in title(c), "Office: Sukadana"),
    "participant": ({"participant": "Informan 1"}, lambda c: age(c) == 51, "Participant: Informan 1"),
    "kind": ({"kind": "focus_group"}, lambda c: title(c) == "Metro 01", "Kind: Focus group"),
    "value": ({"attribute": "rank:head"}, lambda c: age(c) in (51, 34), "rank: head"),
    "two values": ({"attribute": ["rank:head", "rank:staff"]}, lambda c: age(c) > 0, "rank: head · rank: staff"),
    "two attributes": ({"attribute": ["rank:head", "age:30..40"]}, lambda c: age(c) == 34, "age: 30 to 40"),
    "open range": ({"attribute": "age:..34"}, lambda c: age(c) in (34, 29), "age: up to 34"),
    "not stated": ({"attribute": "age:"}, lambda c: age(c) == 0, "age: not stated"),
    "of transcripts": ({"transcript_attribute": "site:hall"}, lambda c: title(c) == "Kotabumi 01", "site: hall"),
    "of none": ({"transcript_attribute": "site:"}, lambda c: title(c) == "Metro 02", "site: not stated"),
    "speaker": ({"speaker": "informan 2"}, lambda c: age(c) == 34, "Speaker label: informan 2"),
    "interviewed": (
        {"interviewed_since": "2023-03-14", "interviewed_until": "2023-03-14"},
        lambda c: title(c) == "Kotabumi 01",
        "Interviewed since: 14 March 2023",
    ),
    "quarter": ({"period": "2023-Q2"}, lambda c: title(c) == "Metro 01", "Period: Q2 2023"),
    "undated": ({"period": "none"}, lambda c: title(c) == "Metro 02", "Period: No date"),
    "coded": ({"since": "2999-01-01"}, none, "Coded since"),
    "approved": ({"review": "approved"}, lambda c: c.state == "approved", "Review: approved only"),
    "open": ({"review": "open"}, lambda c: c.state == "open", "Review: not reviewed"),
    "rejected": ({"review": "rejected"}, lambda c: c.state == "returned", "Review: returned or replaced"),
    "all": ({"review": "all"}, every, "Review: whatever the review"),
    "interviewer": ({"interviewer": "leave_out"}, lambda c: not c.segment.turn.interviewer, "Interviewer: left out"),
}
COUNTED = ("", "approved", "open")


def recounted(asked: dict[str, object], keep: Keep) -> dict[tuple[str, str], int]:
    codings = Coding.objects.select_related(
        "code__parent", "segment__transcript__office", "segment__turn__participant", "by"
    )
    if asked.get("review", "") in COUNTED:
        codings = codings.exclude(state__in=Coding.REJECTED)
    found: dict[tuple[str, str], int] = defaultdict(int)
    for coding in codings:
        if keep(coding):
            found[(coding.code.parent or coding.code).name, coding.segment.transcript.office.name] += 1
    return found


def ids(study: Study, asked: dict[str, object]) -> dict[str, object]:
    things = {**study.offices, **study.people}
    return {key: str(things[value].pk) if str(value) in things else value for key, value in asked.items()}  # type: ignore[index]


@pytest.mark.parametrize("name", FILTERS)
def test_page_file_api_and_a_recount_agree(page: Client, api: Client, wide: Study, name: str):
    asked, keep, said = FILTERS[name]
    query, address = ids(wide, asked), f"/projects/{wide.project.pk}"
    table = api.get(f"/api/v1{address}/frequencies", {**query, "rollup": True}).json()
    rows = [row["name"] for row in table["rows"]]
    columns = [column["name"] for column in table["columns"]]
    found = recounted(asked, keep)
    assert table["cells"] == [[found[row, column] for column in columns] for row in rows]
    assert table["totals"]["all"] == sum(found.values())
    written = page.get(f"{address}/charts/frequencies.csv", query).content.decode()
    *lines, last = csv.DictReader(io.StringIO(written))
    assert [[int(line[column]) for column in columns] for line in lines] == table["cells"]
    assert int(last["Total"]) == table["totals"]["all"]
    html = re.sub(r"\s+", " ", page.get(f"{address}/", query).content.decode())
    shown = re.findall(r"<td[^>]*>(?:<[^>]*>)?(\d+)", html[html.index("<table") : html.index("</table>")])
    totals = table["totals"]
    numbers = [n for cells, total in zip(table["cells"], totals["rows"], strict=True) for n in (*cells, total)]
    assert [int(n) for n in shown] == [*numbers, *totals["columns"], totals["all"]]
    assert said in html
    assert said in last["about"]


@pytest.mark.parametrize("by", ["month", "quarter", "year", "kind", "age", "transcript:site"])
def test_columns_lead_to_the_passages_they_count(page: Client, wide: Study, by: str):
    html = page.get(f"/projects/{wide.project.pk}/", {"by": by, "attribute": ["rank:head", "rank:staff"]}).content
    cells = re.findall(r'<td><a class="heat-\d" href="([^"]+)" aria-label="([^"]+)">(\d+)</a>', html.decode())
    assert sum(int(number) for _link, _name, number in cells) == 10
    for link, name, number in cells:
        assert page.get(link.replace("&amp;", "&")).context["page"].paginator.count == int(number), name


def test_periods_are_named_in_order_and_the_undated_stand_last(api: Client, wide: Study):
    table = api.get(f"/api/v1/projects/{wide.project.pk}/frequencies", {"by": "month"}).json()
    assert [column["id"] for column in table["columns"]] == ["2023-03", "2023-05", None]
    assert [column["name"] for column in table["columns"]] == ["March 2023", "May 2023", "No date"]
    assert table["totals"]["columns"] == [6, 2 + 1, 2]


def test_codings_per_participant_divides_by_those_who_voice_the_code(api: Client, wide: Study):
    url = f"/api/v1/projects/{wide.project.pk}/frequencies"
    codings, people, rates = (
        api.get(url, {"measure": measure, "rollup": True}).json()
        for measure in ("codings", "participants", "codings_per_participant")
    )
    expected = [
        [n / m if m else None for n, m in zip(one, other, strict=True)]
        for one, other in zip(codings["cells"], people["cells"], strict=True)
    ]
    assert rates["cells"] == expected
    assert rates["totals"]["all"] == codings["totals"]["all"] / people["totals"]["all"]


def test_a_range_arrives_as_two_inputs_and_leaves_as_one_condition(page: Client, wide: Study):
    url = f"/projects/{wide.project.pk}/"
    asked = {"attribute": ["", "rank:head"], "attribute.from.age": "30", "attribute.to.age": ""}
    answer = page.get(url, asked, headers={"HX-Request": "true"})
    assert answer.headers["HX-Push-Url"] == f"{url}?attribute=rank%3Ahead&attribute=age%3A30.."
    chips = re.findall(r'href="[^"?]*\?([^"]*)" aria-label="Remove the filter ([^"]+)"', answer.content.decode())
    assert chips == [("attribute=age%3A30..", "rank: head"), ("attribute=rank%3Ahead", "age: from 30")]


@pytest.mark.parametrize(
    "query",
    [{"attribute": "shoe size:44"}, {"attribute": "age:old..older"}, {"period": "2023-Q5"}, {"review": "maybe"}],
)
def test_what_cannot_be_asked_is_refused_by_both(page: Client, api: Client, wide: Study, query: dict[str, str]):
    assert page.get(f"/projects/{wide.project.pk}/", query).status_code == 422
    assert api.get(f"/api/v1/projects/{wide.project.pk}/frequencies", query).status_code == 422
