"""A small coded study: two offices, two coders, one code of each kind."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest

from apps.accounts.models import User
from apps.codebook.models import Code
from apps.codebook.services import apply_template
from apps.coding.services import NewSegment, put_segment
from apps.documents.models import Office, Transcript
from apps.documents.services import create_office, create_participant, create_transcript
from apps.projects.models import Project

TEXT = (
    "Pewawancara: Mengapa berbeda?\n\n"
    "Informan 1: Karena kami rutin mengadakan bimbingan teknis 👩🏽‍💻 untuk satker, hampir setiap bulan, dan tidak "
    "menunggu diminta.\n\n"
    "Informan 1: =HYPERLINK(\"x\") tertulis di layar; target dari Kanwil; \"kutip\", koma."
)  # fmt: skip


@dataclass
class Study:
    project: Project
    codes: dict[str, Code]
    offices: dict[str, Office]
    transcripts: dict[str, Transcript]

    def code(self, user: User, title: str, quote: str, *names: str, memo: str = "") -> None:
        transcript = self.transcripts[title]
        assert transcript.current is not None
        start = transcript.current.text.index(quote)
        ids = tuple(self.codes[name].pk for name in names)
        wanted = NewSegment(uuid4(), transcript.pk, transcript.current.pk, start, start + len(quote), ids, memo or None)
        put_segment(project=self.project, user=user, wanted=wanted)


@pytest.fixture
def study(project: Project, lead: User, coder: User) -> Study:
    project.language = "en"
    project.save(update_fields=["language"])
    me: dict[str, Any] = {"project": project, "user": lead}
    codes = apply_template(**me, template="isomorphism")
    offices = {name: create_office(**me, name=name, parent=None) for name in ("KPPN Metro", "KPPN Kotabumi")}
    informant = create_participant(
        **me, office=offices["KPPN Metro"], pseudonym="Informan 1", real_name="Siti Sungguhan"
    )
    transcripts = {
        "Metro 01": create_transcript(
            **me, title="Metro 01", office=offices["KPPN Metro"], text=TEXT, participants=[informant]
        ),
        "Kotabumi 01": create_transcript(**me, title="Kotabumi 01", office=offices["KPPN Kotabumi"], text=TEXT),
    }
    made = Study(project, codes, offices, transcripts)
    made.code(lead, "Metro 01", "kami rutin", "Training and education", "Work-unit education", memo="-1 memo")
    made.code(coder, "Metro 01", "rutin mengadakan bimbingan teknis 👩🏽‍💻", "Normative", "Monitoring")
    made.code(lead, "Kotabumi 01", '=HYPERLINK("x") tertulis', "Targets from above")
    return made
