"""A small project to code in: one office, one transcript, the isomorphism codebook in English."""

import pytest

from apps.accounts.models import User
from apps.codebook.models import Code
from apps.codebook.services import apply_template
from apps.documents.models import Office, Transcript
from apps.documents.services import create_office, create_transcript
from apps.projects.models import Project

# Emoji (with a skin tone and a family joined by ZWJ), combining marks, right-to-left text.
TEXT = (
    "Pewawancara: Apa yang membedakan kantor ini? 👩🏽‍💻\n\n"
    "Informan 1: Kami rutin mengadakan bimbingan teknis 👨‍👩‍👧 untuk satker, hampir setiap bulan.\n\n"
    "Pewawancara: Karena target?\n\n"
    "Informan 1: Re\u0301sume\u0301 saya: נתונים לפי כללים והנחיות. Memang ada target dari Kanwil."
)


@pytest.fixture
def english_project(project: Project) -> Project:
    project.language = "en"
    project.save(update_fields=["language"])
    return project


@pytest.fixture
def codes(english_project: Project, lead: User) -> dict[str, Code]:
    return apply_template(project=english_project, user=lead, template="isomorphism")


@pytest.fixture
def office(project: Project, lead: User) -> Office:
    return create_office(project=project, user=lead, name="KPPN Metro", parent=None)


@pytest.fixture
def transcript(project: Project, lead: User, office: Office) -> Transcript:
    return create_transcript(project=project, user=lead, title="Metro 01", office=office, text=TEXT, language="id")
