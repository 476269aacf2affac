"""Property: a codebook of any words, written and imported, is the codebook that was written; undone, it is gone."""

import io
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings

from apps.codebook.models import Code, Dimension
from apps.codebook.queries import snapshot_of
from apps.coding.undo import redo, undo
from apps.exchange.codebooks.importing import import_codebook, take_file
from apps.exchange.codebooks.judging import Choice
from apps.exchange.codebooks.material import Material
from apps.exchange.codebooks.written import as_csv, as_qdc, as_xlsx
from apps.projects.services import create_project
from core.codebooks.entries import entries_of
from tests.core.codebooks.strategies import snapshots

WRITERS: dict[str, Any] = {"csv": lambda made: as_csv(made, ","), "excel csv": lambda made: as_csv(made, ";")}
WRITERS |= {"xlsx": as_xlsx, "qdc": as_qdc}


@pytest.mark.parametrize("kind", WRITERS)
def test_import_after_export_is_identity(kind, lead):
    @settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
    @given(snapshots().filter(lambda snapshot: snapshot["dimensions"]))
    def there_and_back(snapshot):
        entries = tuple(entries_of(snapshot))
        data = WRITERS[kind](Material("Study", "id", 0, timezone.now(), entries))
        with transaction.atomic():
            project = create_project(user=lead, name="Empty")
            me: dict[str, Any] = {"project": project, "user": lead}
            done = import_codebook(**me, kept=take_file(io.BytesIO(data), "codes"), choice=Choice())
            assert snapshot_of(project) == snapshot
            undo(**me, activity_id=done.activity.pk, transcript=None)
            assert not Dimension.objects.filter(project=project).exists()
            assert not Code.objects.filter(project=project).exists()
            redo(**me, transcript=None)
            assert snapshot_of(project) == snapshot
            transaction.set_rollback(True)

    there_and_back()
