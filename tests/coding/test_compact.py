"""The segments as the workspace reads them: the same as the API's, in a fraction of the bytes."""

import gzip
import json
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.accounts.models import User
from apps.codebook.models import Code
from apps.coding.compact import compact_json
from apps.coding.models import Segment
from apps.coding.queries import segment_out
from apps.coding.services import NewSegment, put_many_segments, put_segment
from apps.documents.models import Transcript
from apps.projects.models import Project
from tests.bench.workload import S, build

MOST_BYTES_A_CODING = 60


def unfolded(columns: dict[str, Any], text: str) -> list[dict[str, Any]]:
    """What static/js/annotator/compact.js makes of it."""
    numbers = iter(columns["codings"])
    start, segments = 0, []
    for number, (step, length) in enumerate(zip(columns["starts"], columns["lengths"], strict=True)):
        start += step
        coded = [
            (columns["codes"][next(numbers)], columns["people"][next(numbers)], columns["states"][next(numbers)])
            for _ in range(next(numbers))
        ]
        segments.append(
            {
                "id": str(UUID(columns["ids"][32 * number : 32 * number + 32])),
                "transcript": columns["transcript"],
                "version": columns["version"],
                "start": start,
                "end": start + length,
                "quote": text[start : start + length],
                "coder": columns["people"][columns["coders"][number]],
                "memo": columns["memos"].get(str(number), ""),
                "codings": [{"code": code, "by": by, "state": state} for code, by, state in coded],
            }
        )
    assert next(numbers, None) is None
    return segments


def documented(segments: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The API's shape without what the workspace never shows."""
    codings = [[{key: one[key] for key in ("code", "by", "state")} for one in each["codings"]] for each in segments]
    return [
        {key: value for key, value in each.items() if key != "created"} | {"codings": kept}
        for each, kept in zip(segments, codings, strict=True)
    ]


def test_both_shapes_say_the_same(
    project: Project, lead: User, coder: User, transcript: Transcript, codes: dict[str, Code]
) -> None:
    memo = 'a "memo" with \\ and 👩🏽‍💻\nand a new line'
    for user, start, names in ((lead, 70, ("Coercive", "Monitoring")), (coder, 80, ("Normative",)), (lead, 75, ())):
        ids = tuple(codes[name].pk for name in names)
        wanted = NewSegment(uuid4(), transcript.pk, transcript.version_id, start, start + 25, ids, memo)
        put_segment(project=project, user=user, wanted=wanted)
    assert transcript.current is not None
    read = unfolded(
        json.loads(compact_json(project, transcript.pk, version=transcript.version_id)), transcript.current.text
    )
    assert read == documented([segment_out(segment) for segment in Segment.objects.order_by("start")])
    mine = json.loads(compact_json(project, transcript.pk, version=transcript.version_id, coder=coder.pk))
    assert mine["starts"] == [80]


def test_no_segments_are_an_answer_too(project: Project, transcript: Transcript) -> None:
    columns = json.loads(compact_json(project, transcript.pk, version=transcript.version_id))
    assert unfolded(columns, "") == []


def test_few_bytes_a_coding(lead: User, api_of: Callable[[User], Client]) -> None:
    project, transcripts, _codes = build(lead, S)
    path = f"/api/v1/projects/{project.pk}/transcripts/{transcripts['S'].pk}/segments?form=compact"
    answer = api_of(lead).get(path, headers={"accept-encoding": "gzip"})
    columns = json.loads(gzip.decompress(answer.content))
    codings = (len(columns["codings"]) - len(columns["starts"])) // 3
    assert codings >= S.segments
    assert len(answer.content) / codings <= MOST_BYTES_A_CODING


def test_an_unchanged_transcript_is_not_sent_again(
    project: Project, lead: User, transcript: Transcript, codes: dict[str, Code], api_of: Callable[[User], Client]
) -> None:
    client = api_of(lead)
    for query in ("", "?form=compact"):
        path = f"/api/v1/projects/{project.pk}/transcripts/{transcript.pk}/segments{query}"
        tag = client.get(path).headers["ETag"]
        assert client.get(path, headers={"if-none-match": tag}).status_code == 304
        wanted = NewSegment(uuid4(), transcript.pk, transcript.version_id, 75, 80, (codes["Coercive"].pk,), None)
        put_segment(project=project, user=lead, wanted=wanted)
        assert client.get(path, headers={"if-none-match": tag}).status_code == 200
    assert len(client.get(path.split("?")[0]).json()["items"]) == 2


def test_as_many_queries_for_many_segments(
    project: Project, lead: User, transcript: Transcript, codes: dict[str, Code], api_of: Callable[[User], Client]
) -> None:
    client = api_of(lead)
    client.get(f"/api/v1/projects/{project.pk}")  # the token's first use is noted
    counts = []
    for number in (1, 60):
        wanted = [
            NewSegment(uuid4(), transcript.pk, transcript.version_id, 75, 80 + each, (codes["Coercive"].pk,), None)
            for each in range(number)
        ]
        put_many_segments(project=project, user=lead, wanted=wanted)
        for query in ("", "?form=compact"):
            with CaptureQueriesContext(connection) as counted:
                client.get(f"/api/v1/projects/{project.pk}/transcripts/{transcript.pk}/segments{query}")
            counts.append(len(counted))
    assert counts[:2] == counts[2:]
