"""The bin of transcripts: emptied of what lay in it for thirty days, with codings, uploads and files."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from apps.accounts.models import User
from apps.codebook.services import apply_template
from apps.coding.models import Coding, Segment
from apps.coding.services import NewSegment, put_segment
from apps.coding.undo import undo
from apps.documents import services
from apps.documents.models import Transcript, Turn, Upload, Version
from apps.projects.models import Project
from apps.projects.queries import activity_of
from apps.projects.services import Verb
from apps.web.errors import DomainError
from tests.documents.conftest import TALK

Me = dict[str, Any]


def bin_it(me: Me, transcript: Transcript, days: int) -> None:
    services.bin_transcript(**me, transcript=transcript)
    Transcript.objects.filter(pk=transcript.pk).update(binned=timezone.now() - timedelta(days=days))


def code(me: Me, transcript: Transcript) -> None:
    codes = apply_template(**me, template="isomorphism")
    start = TALK.index("bimbingan")
    wanted = NewSegment(uuid4(), transcript.pk, transcript.version_id, start, start + 17, (codes["Coercive"].pk,))
    me["project"].refresh_from_db()
    put_segment(**me, wanted=wanted)


@pytest.fixture
def imported(me: Me, uploaded: Callable[..., list[Upload]]) -> Transcript:
    """A coded transcript that was made from a file."""
    (upload,) = uploaded(("Budi Santoso.txt", TALK))
    transcript = services.confirm_as_proposed(**me, upload=upload)
    code(me, transcript)
    return transcript


def test_the_bin_keeps_what_came_lately(me: Me, imported: Transcript):
    bin_it(me, imported, days=29)
    assert services.empty_bin() == 0
    assert Coding.objects.count() == 1


def test_the_bin_never_takes_what_is_not_in_it(imported: Transcript):
    assert services.empty_bin() == 0
    assert Transcript.objects.get() == imported


def test_the_bin_is_emptied_after_thirty_days(
    me: Me, project: Project, imported: Transcript, django_capture_on_commit_callbacks: Any
):
    original = imported.current.original if imported.current else None
    assert original and original.storage.exists(original.name)
    bin_it(me, imported, days=31)
    with django_capture_on_commit_callbacks(execute=True):
        assert services.empty_bin() == 1
    assert not any(model.objects.exists() for model in (Transcript, Version, Turn, Segment, Coding, Upload))
    assert not original.storage.exists(original.name)
    assert project.participants.exists() and project.codes.exists()


def test_the_log_keeps_that_it_was_coded_but_not_what_was_said(
    me: Me, project: Project, lead: User, imported: Transcript
):
    bin_it(me, imported, days=31)
    services.empty_bin()
    coded = activity_of(project).get(verb=Verb.SEGMENT_CREATED)
    assert (coded.actor, coded.before, coded.after) == (lead, None, None)
    last = activity_of(project)[0]
    assert (last.verb, last.actor, last.label) == (Verb.TRANSCRIPT_DELETED, None, "Budi Santoso")
    with pytest.raises(DomainError, match="deleted for good"):
        undo(project=project, user=lead, activity_id=coded.pk)
    assert not Segment.objects.exists()
