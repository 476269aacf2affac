"""One of everything a URL can name, so that the matrix asks about things that exist."""

from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from apps.accounts.models import User
from apps.analysis.services import save_query
from apps.codebook.services import apply_template
from apps.coding.models import Coding, Doubt
from apps.coding.services import NewSegment, correct_transcript, create_memo, put_segment
from apps.documents.models import Upload
from apps.documents.services import (
    attach_recording,
    bin_transcript,
    create_attribute,
    create_office,
    create_participant,
    create_transcript,
    keep_table,
    list_name,
    read_upload,
)
from apps.exchange.codebooks.importing import import_codebook, keep_codebook, kept_codebook
from apps.exchange.codebooks.judging import Choice
from apps.exchange.models import Export
from apps.jobs.models import Job
from apps.projects.models import Project
from apps.review.services import comment

# A WAV file of no sound at all.
SILENCE = b"RIFF\x24\0\0\0WAVEfmt \x10\0\0\0\1\0\1\0\x40\x1f\0\0\x40\x1f\0\0\1\0\x08\0data\0\0\0\0"
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
    attach_recording(**me, transcript=transcript, file=ContentFile(SILENCE, name="metro.wav"))
    binned = create_transcript(**me, title="Metro 02", office=office, text=TEXT, language="id")
    bin_transcript(**me, transcript=binned)
    code = codes["Normative"]
    assert transcript.current_id is not None
    start = TEXT.index("kami")
    segment = NewSegment(uuid4(), transcript.pk, transcript.current_id, start, start + 20, (code.pk,))
    put_segment(**me, wanted=segment)
    corrected = TEXT.replace("rutin", "kerap")
    correct_transcript(**me, transcript=transcript, expected=transcript.version_id, text=corrected, original=original)
    doubt = Doubt.objects.get(segment=segment.id)
    transcript.refresh_from_db()
    judged = NewSegment(uuid4(), transcript.pk, transcript.version_id, start + 21, start + 30, (code.pk,))
    put_segment(**me, wanted=judged)
    coding = Coding.objects.get(segment=judged.id)
    written = comment(**me, coding=coding.pk, text="Is that a norm?")
    name = list_name(**me, name="Budi Santoso", pseudonym="Informan 1", participant=participant)
    job = Job.objects.create(project=project, started_by=lead, kind="documents.read_uploads", state=Job.State.DONE)
    upload = Upload.objects.create(
        project=project, job=job, uploaded_by=lead, office=office, filename="metro.txt", size=len(TEXT),
        file=ContentFile(TEXT.encode(), name="metro.txt"),
    )  # fmt: skip
    read_upload(upload=upload)
    export = Export.objects.create(
        project=project, asked_by=lead, format="csv", file=ContentFile(b"project\n", name="passages.csv")
    )
    table = ContentFile(b"name,age\nInforman 1,41\n")
    import_id = keep_table(project=project, file=table, size=table.size)
    default_storage.save(f"imports/{project.pk}/{import_id}-left-out.csv", ContentFile(b"row,reason\n2,unknown\n"))
    listing_id = keep_codebook(project=project, file=ContentFile(b"dimension,code\nLuck,Chance\n"), name="luck.csv")
    imported = import_codebook(**me, kept=kept_codebook(project, listing_id), choice=Choice())
    attribute = create_attribute(**me, subject="participant", name="age", kind="number")
    memo = create_memo(**me, kind="code", about=code.pk, title="Norms", text="Where do they come from?")
    query = save_query(**me, name="Norms", text="Normative", shared=True)
    membership = project.memberships.get(user=lead)
    return World(
        {
            "project_id": project.pk,
            "office_id": office.pk,
            "participant_id": participant.pk,
            "transcript_id": transcript.pk,
            "binned_id": binned.pk,
            "upload_id": upload.pk,
            "name_id": name.pk,
            "attribute_id": attribute.pk,
            "import_id": import_id,
            "listing_id": listing_id,
            "imported_id": imported.activity.pk,
            "activity_id": project.activities.earliest("pk").pk,
            "job_id": job.pk,
            "dimension_id": code.dimension_id,
            "code_id": code.pk,
            "number": 1,
            "name": "frequencies",
            "format": "csv",
            "segment_id": segment.id,
            "doubt_id": doubt.pk,
            "coding_id": coding.pk,
            "comment_id": written.pk,
            "memo_id": memo.pk,
            "query_id": query.pk,
            "turn_index": 0,
            "export_id": export.pk,
            "membership_id": membership.pk,
        }
    )
