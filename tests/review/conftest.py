"""The small project of the coding tests, with a coder and a supervisor."""

import pytest

from apps.accounts.models import User
from apps.codebook.models import Code
from apps.documents.models import Transcript
from apps.projects.models import Project
from tests.coding.conftest import codes, english_project, office, transcript
from tests.review.scene import Scene

__all__ = ["codes", "english_project", "office", "scene", "transcript"]


@pytest.fixture
def scene(
    project: Project, coder: User, supervisor: User, transcript: Transcript, codes: dict[str, Code]
) -> Scene:  # fmt: skip
    return Scene(project, coder, supervisor, transcript, codes)
