"""A small study that can be counted by hand: two offices, three participants, two coders, a little of everything."""

from dataclasses import dataclass, field
from uuid import uuid4

import pytest

from apps.accounts.models import User
from apps.codebook.models import Code
from apps.codebook.services import apply_template
from apps.coding.models import Coding
from apps.coding.services import NewSegment, put_segment
from apps.documents.models import Office, Participant, Transcript
from apps.documents.services import create_office, create_participant, create_transcript
from apps.projects.models import Project

# Eight words of the participant in each answer; the interviewer asks three.
TEXT = "Pewawancara: Apa penyebabnya, Pak?\n\n" + "\n\n".join(
    f"{{name}}: Jawaban {number} tentang aturan, pelatihan dan satuan kerja." for number in ("satu", "dua", "tiga")
)


@dataclass
class Study:
    project: Project
    lead: User
    codes: dict[str, Code]
    offices: dict[str, Office] = field(default_factory=dict)
    people: dict[str, Participant] = field(default_factory=dict)
    transcripts: dict[str, Transcript] = field(default_factory=dict)

    def interview(self, title: str, office: str, person: str) -> Transcript:
        self.transcripts[title] = create_transcript(
            project=self.project, user=self.lead, title=title, office=self.offices[office],
            text=TEXT.format(name=person), participants=[self.people[person]],
        )  # fmt: skip
        return self.transcripts[title]

    def code(self, by: User, title: str, quote: str, *names: str, memo: str = "") -> str:
        """Code the first occurrence of the quote in the interview; returns the segment's id."""
        transcript = self.transcripts[title]
        start = transcript.current.text.index(quote)
        wanted = NewSegment(
            id=uuid4(), transcript=transcript.pk, version=transcript.current_id, start=start,
            end=start + len(quote), codes=tuple(self.codes[name].pk for name in names), memo=memo,
        )  # fmt: skip
        put_segment(project=self.project, user=by, wanted=wanted)
        return str(wanted.id)


@pytest.fixture
def codes(project: Project, lead: User) -> dict[str, Code]:
    project.language = "en"
    project.save(update_fields=["language"])
    return apply_template(project=project, user=lead, template="isomorphism")


@pytest.fixture
def uncoded(project: Project, lead: User, codes: dict[str, Code]) -> Study:
    study = Study(project, lead, codes)
    for name in ("Kotabumi", "Metro", "Sukadana"):
        study.offices[name] = create_office(project=project, user=lead, name=name)
    for name, office, rank in (
        ("Informan 1", "Kotabumi", "head"),
        ("Informan 2", "Metro", "head"),
        ("Informan 3", "Metro", "staff"),
    ):
        study.people[name] = create_participant(
            project=project, user=lead, pseudonym=name, office=study.offices[office], attributes={"rank": rank}
        )
    study.interview("Kotabumi 01", "Kotabumi", "Informan 1")
    study.interview("Metro 01", "Metro", "Informan 2")
    study.interview("Metro 02", "Metro", "Informan 3")
    return study


@pytest.fixture
def study(uncoded: Study, lead: User, coder: User) -> Study:
    """Eleven counted codings on seven segments: five in Metro, six in Kotabumi; and a rejected one."""
    uncoded.code(lead, "Kotabumi 01", "Jawaban satu tentang aturan", "Regulation", "Monitoring", memo="Rules first.")
    uncoded.code(coder, "Kotabumi 01", "satu tentang aturan, pelatihan", "Coercive", "Monitoring")
    uncoded.code(lead, "Kotabumi 01", "Jawaban dua", "Training and education", "Innovation")
    uncoded.code(lead, "Metro 01", "Jawaban satu", "Regulation")
    uncoded.code(coder, "Metro 01", "Jawaban dua", "Normative", "Innovation")
    uncoded.code(coder, "Metro 02", "Jawaban tiga", "Professional values")
    uncoded.code(lead, "Metro 02", "Apa penyebabnya", "Monitoring")
    rejected = uncoded.code(lead, "Metro 02", "Jawaban dua", "Mimetic")
    Coding.objects.filter(segment=rejected).update(state=Coding.State.RETURNED)
    return uncoded
