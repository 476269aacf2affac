"""Real files of other people's tools through the API: a transcript, or a refusal with a sentence, never a crash."""

from pathlib import Path

import pytest
from django.test import Client

from apps.documents.models import Office
from apps.projects.models import Project

SAMPLES = Path(__file__).resolve().parents[2] / ".." / "shared" / "samples"
FOLDERS = [
    *(f"transcripts/{kind}" for kind in ("txt", "md", "office", "pdf", "subtitles")),
    *(f"odd/{tool}" for tool in ("pandoc", "python_docx", "pypdf", "striprtf")),
]
FILES = sorted(path for folder in FOLDERS for path in (SAMPLES / folder).glob("*"))

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not SAMPLES.is_dir(), reason="the shared samples are not here"),
]


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_sample_file(path: Path, api: Client, project: Project, office: Office):
    at = f"/api/v1/projects/{project.pk}/transcripts"
    with path.open("rb") as file:
        answer = api.post(at, {"file": file, "office": "KPPN Metro"})
    body = answer.json()
    if answer.status_code != 201:
        assert answer.status_code in {413, 415, 422}
        assert body["message"].endswith(".")
        return
    back = api.get(f"{at}/{body['id']}").json()
    quotes = [back["text"][turn["start"] : turn["end"]] for turn in back["turns"]]
    assert len(quotes) == body["turns"] > 0
    assert all(quote and quote == quote.strip() for quote in quotes)


def test_the_plain_ones_are_all_read(api: Client, project: Project, office: Office):
    at = f"/api/v1/projects/{project.pk}/transcripts"
    for path in (path for path in FILES if path.suffix in {".md", ".txt"}):
        with path.open("rb") as file:
            assert api.post(at, {"file": file, "office": "KPPN Metro"}).status_code == 201, path.name
