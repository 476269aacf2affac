"""The timeline of coding and judging."""

import datetime as dt
import re

from django.test import Client
from django.utils import timezone

from apps.coding.models import Coding
from apps.review.models import Verdict
from tests.analysis.conftest import Study


def asked(api: Client, study: Study, **query: object) -> dict:
    return api.get(f"/api/v1/projects/{study.project.pk}/timeline", query).json()


def coded_on(study: Study, *days: str) -> None:
    """All codings on the first day, those of the coder on the days that follow in turn."""
    at = [timezone.make_aware(dt.datetime.fromisoformat(f"{day}T23:30")) for day in days]
    Coding.objects.update(created=at[0])
    for number, coding in enumerate(Coding.objects.exclude(by=study.lead).order_by("pk")):
        Coding.objects.filter(pk=coding.pk).update(created=at[1 + number % (len(at) - 1)])


def judged(study: Study, day: str, state: str) -> Verdict:
    coding = Coding.objects.filter(state=Coding.State.OPEN).select_related("segment").first()
    assert coding is not None
    segment = coding.segment
    return Verdict.objects.create(
        project=study.project, transcript_id=segment.transcript_id, segment=segment.pk, coding=coding.pk, state=state,
        reason="Why?", by=study.lead, coder=coding.by, code=coding.code_id, code_name="x",
        version_id=segment.version_id, start=segment.start, end=segment.end, quote_hash="x",
        created=timezone.make_aware(dt.datetime.fromisoformat(f"{day}T08:00")),
    )  # fmt: skip


def test_days_without_work_are_there_and_empty(api: Client, study: Study):
    coded_on(study, "2024-03-04", "2024-03-07")
    answer = asked(api, study)
    assert [item["first"] for item in answer["items"]] == ["2024-03-04", "2024-03-05", "2024-03-06", "2024-03-07"]
    assert [item["codings"] for item in answer["items"]] == [6, 0, 0, 5]
    assert [item["cumulative"] for item in answer["items"]] == [6, 6, 6, 11]
    assert answer["items"][0]["by_coder"] == {str(study.lead.pk): 6}


def test_weeks_begin_on_monday_and_months_on_the_first(api: Client, study: Study):
    coded_on(study, "2024-02-28", "2024-03-07")
    weeks = asked(api, study, step="week")["items"]
    assert [(week["first"], week["last"], week["codings"]) for week in weeks] == [
        ("2024-02-26", "2024-03-03", 6), ("2024-03-04", "2024-03-10", 5),
    ]  # fmt: skip
    months = asked(api, study, step="month")["items"]
    assert [(month["first"], month["last"]) for month in months] == [
        ("2024-02-01", "2024-02-29"), ("2024-03-01", "2024-03-31"),
    ]  # fmt: skip


def test_a_long_time_is_drawn_in_longer_stretches(api: Client, study: Study):
    coded_on(study, "2023-01-02", "2023-06-01")
    assert asked(api, study)["step"] == "week"
    coded_on(study, "2021-01-02", "2023-06-01")
    assert asked(api, study, rollup=True)["step"] == "month"


def test_verdicts_stand_on_their_own_day_and_obey_the_filter(api: Client, study: Study):
    coded_on(study, "2024-03-04", "2024-03-04")
    verdict = judged(study, "2024-03-06", "approved")
    answer = asked(api, study)
    assert [item["verdicts"] for item in answer["items"]] == [{}, {}, {"approved": 1}]
    other = next(office for office in study.offices.values() if office.pk != verdict.transcript.office_id)
    assert not any(item["verdicts"] for item in asked(api, study, office=str(other.pk))["items"])
    Verdict.objects.update(ended=timezone.now())
    study.project.sequence += 1
    study.project.save(update_fields=["sequence"])
    assert len(asked(api, study)["items"]) == 1


def test_every_bar_opens_its_passages(page: Client, study: Study):
    coded_on(study, "2024-03-04", "2024-03-06", "2024-03-07")
    judged(study, "2024-03-06", "approved")
    base = f"/projects/{study.project.pk}"
    shown = page.get(f"{base}/timeline/")
    assert "Coding day by day" in shown.content.decode()
    for row in shown.context["chart"].rows:
        for entry in row:
            if entry.link:
                assert page.get(entry.link).context["page"].paginator.count
    svg = page.get(f"{base}/charts/timeline.svg", headers={"HX-Request": "true"}).content.decode()
    links = set(re.findall(r'xlink:href="([^"]*)"', svg))
    assert any("since=2024-03-06&amp;until=2024-03-06" in link or "since=2024-03-06" in link for link in links)


def test_nothing_coded_says_so(page: Client, api: Client, uncoded: Study):
    assert asked(api, uncoded)["items"] == []
    assert "No passage is coded yet" in page.get(f"/projects/{uncoded.project.pk}/timeline/").content.decode()
