"""One of everything a URL can name, so that the matrix asks about things that exist."""

from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from django.core.files.base import ContentFile

from apps.accounts.models import User
from apps.codebook.services import apply_template
from apps.coding.services import NewSegment, put_segment
from apps.documents.models import Upload
from apps.documents.services import (
    bin_transcript,
    create_office,
    create_participant,
    create_transcript,
    read_upload,
)
from apps.exchange.models import Export
from apps.jobs.models import Job
from apps.projects.models import Project

TEXT = "Pewawancara: Mengapa berbeda?\n\nInforman 1: Karena kami rutin mengadakan bimbingan teknis."


@dataclass
class World:
    """What stands behind each parameter name of an address."""

    things: dict[str, Any] = field(default_factory=dict)

    def parameter(self, name: str) -> Any:
        if name not in self.things:
            raise LookupError(f"tests/permissions/world.py has nothing for <{name}>")
        return self.things[name]


def build_world(project: Project, lead: User) -> World:
    me: dict[str, Any] = {"project": project, "user": lead}
    codes = apply_template(**me, template="isomorphism")
    office = create_office(**me, name="KPPN Metro", parent=None)
    participant = create_participant(**me, office=office, pseudonym="Informan 1")
    original = ContentFile(TEXT.encode(), name="metro.txt")
    transcript = create_transcript(
        **me,
        title="Metro 01",
        office=office,
        text=TEXT,
        language="id",
        participants=[participant],
        original=original,
    )
    binned = create_transcript(**me, title="Metro 02", office=office, text=TEXT, language="id")
    bin_transcript(**me, transcript=binned)
    code = codes["Normative"]
    assert transcript.current_id is not None
    start = TEXT.index("kami")
    segment = NewSegment(uuid4(), transcript.pk, transcript.current_id, start, start + 20, (code.pk,))
    put_segment(**me, wanted=segment)
    job = Job.objects.create(project=project, started_by=lead, kind="documents.read_uploads", state=Job.State.DONE)
    upload = Upload.objects.create(
        project=project, job=job, uploaded_by=lead, office=office, filename="metro.txt", size=len(TEXT),
        file=ContentFile(TEXT.encode(), name="metro.txt"),
    )  # fmt: skip
    read_upload(upload=upload)
    export = Export.objects.create(
        project=project, asked_by=lead, format="csv", file=ContentFile(b"project\n", name="passages.csv")
    )
    membership = project.memberships.get(user=lead)
    return World(
        {
            "project_id": project.pk,
            "office_id": office.pk,
            "participant_id": participant.pk,
            "transcript_id": transcript.pk,
            "binned_id": binned.pk,
            "upload_id": upload.pk,
            "job_id": job.pk,
            "dimension_id": code.dimension_id,
            "code_id": code.pk,
            "number": 1,
            "name": "frequencies",
            "format": "csv",
            "segment_id": segment.id,
            "export_id": export.pk,
            "membership_id": membership.pk,
        }
    )
