"""`check_integrity` is content with what the services store, and names each rule that is broken behind their backs."""

import json
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import call_command

from apps.accounts.models import User
from apps.codebook.models import Code
from apps.coding.integrity import violations
from apps.coding.models import Coding, Doubt, Segment
from apps.coding.services import NewSegment, put_segment
from apps.documents.models import Transcript, Turn, Version
from apps.exchange.sample_study import load_sample_study
from apps.projects.models import Activity, Project
from tests.coding.corrected import coded, corrected


@pytest.fixture
def segment(project: Project, lead: User, transcript: Transcript, codes: dict[str, Code]) -> Segment:
    wanted = NewSegment(uuid4(), transcript.pk, transcript.version_id, 70, 90, (codes["Coercive"].pk,))
    put_segment(project=project, user=lead, wanted=wanted)
    return Segment.objects.get()


def broken() -> set[str]:
    return {rule for rule, found in violations().items() if found}


def test_the_sample_study_breaks_no_rule(db: None) -> None:
    load_sample_study()
    out = StringIO()
    call_command("check_integrity", "--json", stdout=out)
    assert set(map(len, json.loads(out.getvalue()).values())) == {0}


def test_a_violation_ends_the_command_with_1(segment: Segment) -> None:
    Activity.objects.all().delete()
    with pytest.raises(SystemExit) as end:
        call_command("check_integrity", stdout=StringIO())
    assert end.value.code == 1


def test_each_rule_finds_what_breaks_it(segment: Segment, codes: dict[str, Code], lead: User) -> None:
    assert broken() == set()
    Segment.objects.update(quote="x" * 20)
    assert broken() == {"quotes_are_the_words_between_the_offsets"}
    Version.objects.update(sha256="0" * 64)
    assert "texts_never_changed" in broken()
    Coding.objects.create(segment=segment, code=codes["Normative"], by=lead)
    assert "exclusive_dimensions_are_exclusive" in broken()
    Turn.objects.update(end=10**6)
    assert "turns_lie_in_their_text_in_order" in broken()
    Transcript.objects.update(current=None)
    assert "transcripts_show_their_newest_version" in broken()
    Project.objects.update(sequence=10**6)
    assert "activity_is_numbered_without_gaps" in broken()
    other = Project.objects.create(name="Another")
    Transcript.objects.update(project=other)
    assert "segments_belong_where_they_say" in broken()
    Code.objects.update(project=other)
    assert "codings_stay_in_their_project" in broken()


def test_each_rule_about_doubts_finds_what_breaks_it(project: Project, lead: User, transcript: Transcript) -> None:
    coded(project, lead, transcript, "rutin mengadakan bimbingan")
    made = corrected(project, lead, transcript, ("mengadakan", "menyelenggarakan")).version
    assert broken() == set()
    Doubt.objects.update(candidates=[[0, 10**6, 0.5]])
    assert broken() == {"doubts_propose_places_in_their_text"}
    Doubt.objects.update(candidates=[], version=Version.objects.get(number=1))
    assert broken() == {"doubts_lead_from_an_older_version_to_a_newer"}
    Doubt.objects.update(version=made, decision=Doubt.Decision.ACCEPTED)
    assert broken() == {"passages_on_older_versions_are_asked_about"}
    Doubt.objects.update(decision=Doubt.Decision.LEFT)
    assert broken() == set()
