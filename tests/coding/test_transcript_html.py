"""The transcript as HTML: leaves of turns, from which the whole text can be put together again."""

import json
import re
from collections.abc import Callable
from html import unescape
from itertools import pairwise
from typing import Any

from django.test import Client

from apps.accounts.models import User
from apps.coding.workspace import LEAF_LINES, transcript_html
from apps.documents.models import Office, Transcript, Turn
from apps.documents.services import change_participant, create_participant, create_transcript
from apps.projects.models import Project

LEAF = re.compile(r'<div class="leaf" data-lines="(\d+)" data-bounds="([^"]*)" data-between="([^"]*)">')
SAID = 'Kami <rutin> "mengadakan" bimbingan & teknis 👩🏽‍💻 untuk satker.'
TURNS = 90


def long_transcript(project: Project, lead: User, office: Office) -> Transcript:
    text = "\n\n".join(f"Informan {1 + turn % 2}: {SAID} {turn}" for turn in range(TURNS))
    return create_transcript(project=project, user=lead, title="Long", office=office, text=text, language="id")


def test_leaves_hold_every_turn_and_the_text_between(project: Project, lead: User, office: Office) -> None:
    transcript = long_transcript(project, lead, office)
    assert transcript.current is not None
    text = transcript.current.text
    leaves = LEAF.findall(transcript_html(transcript.version_id))
    bounds = [int(bound) for _lines, all_bounds, _between in leaves for bound in all_bounds.split()]
    spans = list(zip(bounds[::2], bounds[1::2], strict=True))
    assert spans == list(transcript.current.turns.order_by("index").values_list("start", "end"))
    gaps = [gap for _lines, _bounds, between in leaves for gap in json.loads(unescape(between))]
    assert "".join(gap + text[start:end] for gap, (start, end) in zip(gaps, spans, strict=True)) == text
    assert gaps[1:] == [text[end:start] for (_start, end), (start, _end) in pairwise(spans)]
    # Each leaf but the last is about a window high, whatever the length of the transcript.
    lines = [int(lines) for lines, _bounds, _between in leaves]
    assert len(leaves) > 2
    assert sum(lines) == transcript.current.lines
    assert all(LEAF_LINES <= count < 2 * LEAF_LINES for count in lines[:-1])


def test_the_page_holds_it_compressed_or_not(
    project: Project, lead: User, office: Office, client_of: Callable[[User], Client]
) -> None:
    transcript = long_transcript(project, lead, office)
    address = f"/projects/{project.pk}/transcripts/{transcript.pk}/code/"
    client = client_of(lead)
    plain = client.get(address)
    packed = client.get(address, headers={"accept-encoding": "gzip"})
    shown = transcript_html(transcript.version_id)
    assert plain.content.decode().count(shown) == 1
    assert packed.headers["Content-Encoding"] == "gzip"
    assert len(packed.content) < len(plain.content) / 3


def test_what_is_kept_follows_the_names_of_participants(
    project: Project, lead: User, office: Office, client_of: Callable[[User], Client]
) -> None:
    transcript = long_transcript(project, lead, office)
    people: Any = {"project": project, "user": lead}
    participant = create_participant(**people, office=office, pseudonym="Melati")
    Turn.objects.filter(version=transcript.version_id, index=3).update(participant=participant)
    address = f"/projects/{project.pk}/transcripts/{transcript.pk}/code/"
    client = client_of(lead)
    assert ">Melati<" in client.get(address).content.decode()
    change_participant(**people, participant=participant, pseudonym="Kenanga")
    shown = client.get(address).content.decode()
    assert ">Kenanga<" in shown
    assert ">Melati<" not in shown
