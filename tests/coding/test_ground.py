"""A coding is checked against codes and versions kept in memory; a change elsewhere is noticed before it is saved."""

from typing import Any
from uuid import uuid4

import pytest

from apps.accounts.models import User
from apps.codebook.models import Code
from apps.codebook.services import add_code, change_code, delete_code
from apps.coding import services
from apps.coding.ground import ground_of
from apps.coding.models import Segment
from apps.coding.services import NewSegment
from apps.documents.models import Transcript
from apps.documents.services import bin_transcript
from apps.projects.models import Project
from apps.web.errors import DomainError


@pytest.fixture
def elsewhere(project: Project, codes: dict[str, Code], transcript: Transcript) -> Project:
    """The same project as another process read it, before what comes next; its ground is in memory."""
    other = Project.objects.get(pk=project.pk)
    ground_of(other)
    return other


def new(transcript: Transcript, code: Code) -> dict[str, Any]:
    return {"wanted": NewSegment(uuid4(), transcript.pk, transcript.version_id, 70, 90, (code.pk,))}


def test_what_did_not_change_is_read_once(
    elsewhere: Project, transcript: Transcript, codes: dict[str, Code], lead: User, django_assert_max_num_queries: Any
) -> None:
    fresh = Project.objects.get(pk=elsewhere.pk)
    services.put_segment(project=fresh, user=lead, **new(transcript, codes["Coercive"]))
    with django_assert_max_num_queries(7):
        services.put_segment(project=fresh, user=lead, **new(transcript, codes["Coercive"]))


def test_a_code_deleted_elsewhere_is_not_put_on_a_passage(
    project: Project, elsewhere: Project, transcript: Transcript, codes: dict[str, Code], lead: User
) -> None:
    unused = codes["Professional network"]
    delete_code(project=project, user=lead, code=unused)
    services.put_segment(project=elsewhere, user=lead, **new(transcript, codes["Coercive"]))
    with pytest.raises(DomainError) as refusal:
        services.put_segment(project=elsewhere, user=lead, **new(transcript, unused))
    assert refusal.value.code == "no_such_code"
    assert Segment.objects.count() == 1


def test_a_code_made_a_heading_elsewhere_is_not_put_on_a_passage(
    project: Project, elsewhere: Project, transcript: Transcript, codes: dict[str, Code], lead: User
) -> None:
    change_code(project=project, user=lead, code=codes["Coercive"], codable=False)
    with pytest.raises(DomainError) as refusal:
        services.put_segment(project=elsewhere, user=lead, **new(transcript, codes["Coercive"]))
    assert refusal.value.code == "heading_only"
    assert not Segment.objects.exists()


def test_a_code_made_elsewhere_is_known_at_once(
    project: Project, elsewhere: Project, transcript: Transcript, lead: User
) -> None:
    dimension = project.dimensions.get(exclusive=False)
    made = add_code(project=project, user=lead, dimension=dimension, name="Rasa memiliki")
    services.put_segment(project=elsewhere, user=lead, **new(transcript, made))
    assert Segment.objects.get().codings.get().code == made


def test_a_transcript_binned_elsewhere_takes_no_coding(
    project: Project, elsewhere: Project, transcript: Transcript, codes: dict[str, Code], lead: User
) -> None:
    bin_transcript(project=project, user=lead, transcript=transcript)
    with pytest.raises(DomainError) as refusal:
        services.put_segment(project=elsewhere, user=lead, **new(transcript, codes["Coercive"]))
    assert refusal.value.code == "no_such_transcript"
    assert not Segment.objects.exists()
