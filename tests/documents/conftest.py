"""An office with two participants, and the means to make files of every kind."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from apps.accounts.models import User
from apps.documents.models import Office, Participant, Transcript, Upload
from apps.documents.services import create_office, create_participant, create_transcript, store_uploads
from apps.jobs.models import Job
from apps.jobs.services import run_job
from apps.projects.models import Project

# An emoji of two code points, one of three, and combining marks: offsets are code points.
TALK = (
    "Pewawancara: Apa yang membedakan kantor ini? 👩🏽\n\n"
    "Informan 1: Kami rutin mengadakan bimbingan teknis 👨‍👧 untuk satker, hampir setiap bulan.\n\n"
    "Pewawancara: Karena target?\n\n"
    "Informan 1: Re\u0301sume\u0301 saya: memang ada target dari Kanwil, tetapi itu bukan yang utama bagi kami.\n"
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(64)


def docx(*paragraphs: str) -> bytes:
    """The smallest Word document that holds these paragraphs."""
    body = "".join(f"<w:p><w:r><w:t>{each}</w:t></w:r></w:p>" for each in paragraphs)
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    link = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{kind}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="r1" Type="{link}" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{word}"><w:body>{body}</w:body></w:document>',
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, xml in parts.items():
            archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{xml}')
    return file.getvalue()


def sent(name: str, data: bytes | str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data.encode() if isinstance(data, str) else data)


@pytest.fixture
def me(project: Project, lead: User) -> dict[str, Any]:
    return {"project": project, "user": lead}


@pytest.fixture
def office(me: dict[str, Any]) -> Office:
    return create_office(**me, name="KPPN Metro")


@pytest.fixture
def informant(me: dict[str, Any], office: Office) -> Participant:
    return create_participant(**me, pseudonym="Informan 1", office=office, real_name="Budi Santoso")


@pytest.fixture
def transcript(me: dict[str, Any], office: Office, informant: Participant) -> Transcript:
    return create_transcript(**me, title="Metro 01", office=office, text=TALK, participants=[informant])


@pytest.fixture
def uploaded(me: dict[str, Any], office: Office) -> Callable[..., list[Upload]]:
    """uploaded(("a.txt", "…"), …): the rows of a batch after its job has run."""

    def upload(*files: tuple[str, bytes | str], asked: dict[str, Any] | None = None) -> list[Upload]:
        job = store_uploads(**me, office=office, files=[sent(*file) for file in files], asked=asked)
        run_job(job_id=job.pk)
        job.refresh_from_db()
        assert job.state == Job.State.DONE, job.error
        return list(Upload.objects.filter(job=job).order_by("created", "filename"))

    return upload
