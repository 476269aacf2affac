"""Helpers of the tests about corrected transcripts."""

from typing import Any
from uuid import UUID, uuid4

from apps.accounts.models import User
from apps.codebook.models import Code
from apps.coding.models import Segment
from apps.coding.services import NewSegment, put_segment
from apps.coding.services.corrections import Correction, correct_transcript
from apps.documents.models import Transcript
from apps.projects.models import Project


def current_text(transcript: Transcript) -> str:
    transcript.refresh_from_db()
    assert transcript.current is not None
    return transcript.current.text


def coded(project: Project, user: User, transcript: Transcript, quote: str, *codes: Code) -> Segment:
    """A segment on the first place where these words stand."""
    start = current_text(transcript).index(quote)
    ids = tuple(code.pk for code in codes)
    wanted = NewSegment(uuid4(), transcript.pk, transcript.version_id, start, start + len(quote), ids)
    made, _new = put_segment(project=project, user=user, wanted=wanted)
    return Segment.objects.get(pk=UUID(made["id"]))


def corrected(
    project: Project, user: User, transcript: Transcript, *changes: tuple[str, str], **rest: Any
) -> Correction:
    """The transcript with some words replaced, as somebody corrects it who looks at the newest version."""
    text = current_text(transcript)
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return correct_transcript(
        project=project, user=user, transcript=transcript, expected=transcript.version_id, text=text, **rest
    )


def standing() -> dict[UUID, tuple[int, str]]:
    """Segment -> number of the version it stands on, and the words it quotes; checked against that text."""
    found = {}
    for segment in Segment.objects.select_related("version", "turn"):
        assert segment.version.text[segment.start : segment.end] == segment.quote
        assert segment.turn.version_id == segment.version_id
        found[segment.pk] = (segment.version.number, segment.quote)
    return found
