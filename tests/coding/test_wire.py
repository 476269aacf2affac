"""The hand-written JSON of a transcript's segments has the shape of the serializer, value for value."""

import json
from uuid import uuid4

from apps.accounts.models import User
from apps.codebook.models import Code
from apps.coding.models import Segment
from apps.coding.queries import segment_out
from apps.coding.services import NewSegment, put_segment
from apps.coding.wire import segments_json
from apps.documents.models import Transcript
from apps.projects.models import Project


def test_both_ways_of_writing_segments_agree(
    project: Project, lead: User, coder: User, transcript: Transcript, codes: dict[str, Code]
) -> None:
    memo = 'a "memo" with \\ and 👩🏽‍💻\nand a new line'
    for user, start, names in ((lead, 70, ("Coercive", "Monitoring")), (coder, 80, ("Normative",)), (lead, 75, ())):
        ids = tuple(codes[name].pk for name in names)
        wanted = NewSegment(uuid4(), transcript.pk, transcript.version_id, start, start + 25, ids, memo)
        put_segment(project=project, user=user, wanted=wanted)
    written = json.loads(segments_json(project, transcript.pk, version=transcript.version_id))
    assert written == [segment_out(segment) for segment in Segment.objects.order_by("start")]
    mine = json.loads(segments_json(project, transcript.pk, version=transcript.version_id, coder=coder.pk))
    assert [segment["start"] for segment in mine] == [80]
