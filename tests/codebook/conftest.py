"""A codebook to work on, and passages that carry its codes."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from apps.accounts.models import User
from apps.codebook.models import Code, Dimension
from apps.codebook.services import add_code, add_dimension
from apps.coding.services import NewSegment, put_segment
from apps.documents.models import Transcript
from apps.documents.services import create_office, create_transcript
from apps.projects.models import Project

TEXT = "Pewawancara: Mengapa?\n\nInforman 1: Karena kami rutin mengadakan bimbingan teknis setiap bulan."
Args = dict[str, Any]


@pytest.fixture
def me(project: Project, lead: User) -> Args:
    return {"project": project, "user": lead}


@pytest.fixture
def pressure(me: Args) -> Dimension:
    return add_dimension(**me, name="Pressure", exclusive=False)


@pytest.fixture
def normative(me: Args, pressure: Dimension) -> Code:
    return add_code(**me, name="Normative", dimension=pressure, shortcut="3")


@pytest.fixture
def training(me: Args, pressure: Dimension, normative: Code) -> Code:
    return add_code(**me, name="Training", dimension=pressure, parent=normative)


@pytest.fixture
def transcript(me: Args) -> Transcript:
    office = create_office(**me, name="KPPN Metro", parent=None)
    return create_transcript(**me, title="Metro 01", office=office, text=TEXT, language="id")


@pytest.fixture
def put_on_passage(me: Args, transcript: Transcript) -> Callable[..., None]:
    """put_on_passage(code, …): one more passage that carries the codes."""

    def put(*codes: Code) -> None:
        assert transcript.current_id is not None
        start = TEXT.index("kami")
        ids = tuple(code.pk for code in codes)
        put_segment(**me, wanted=NewSegment(uuid4(), transcript.pk, transcript.current_id, start, start + 20, ids))

    return put
