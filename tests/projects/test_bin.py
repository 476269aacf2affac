"""Projects in the bin: who finds them, how they come back, and that nothing stays of those that are deleted."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import User
from apps.accounts.tickets import SAMPLE_LEAD
from apps.coding.models import Coding
from apps.documents.models import Upload
from apps.documents.search import forget_unused_words
from apps.documents.services import create_transcript, store_uploads
from apps.exchange.models import Export
from apps.exchange.sample_study import load_sample_study
from apps.exchange.services import export_passages
from apps.jobs.services import run_job
from apps.projects import queries, services
from apps.projects.models import TIME_IN_BIN, Project
from apps.projects.services import Verb
from config.celery import app as celery
from tests.documents.conftest import sent

# What belongs to people and to Django, not to a project.
KEPT_APPS = {"accounts", "account", "auth", "contenttypes", "mfa", "sessions"}


def age(project: Project, days: int) -> None:
    Project.objects.filter(pk=project.pk).update(binned=timezone.now() - timedelta(days=days))


def rows_left() -> dict[str, int]:
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.app_label not in KEPT_APPS]
    return {model._meta.label: count for model in models if (count := model._default_manager.count())}


@pytest.fixture
def storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def study(db, storage, django_capture_on_commit_callbacks) -> Project:
    """The sample study with everything that leaves a file: an original, an unread upload, an export."""
    project = load_sample_study()
    lead = User.objects.get(email=SAMPLE_LEAD)
    office = project.offices.earliest("name")
    original = ContentFile(b"Pewawancara: Ya?", name="asli.txt")
    create_transcript(
        project=project, user=lead, title="Lagi", office=office, text="Pewawancara: Ya?", original=original
    )
    store_uploads(project=project, user=lead, office=office, files=[sent("b.txt", "Tanya: a?\n\nJawab: b.")])
    export = export_passages(project=project, user=lead, format="csv", options={})
    run_job(job_id=export.job_id)
    services.bin_project(project=project, user=lead)
    return project


def test_what_was_binned_lately_stays(study):
    age(study, days=29)
    assert services.empty_bin() == 0
    assert Coding.objects.exists()


def test_nothing_stays_of_a_project_that_is_deleted(study, storage, django_capture_on_commit_callbacks):
    assert Upload.objects.exists() and Export.objects.get().file and Coding.objects.exists()
    assert [path for path in storage.rglob("*") if path.is_file()]
    age(study, days=31)
    with django_capture_on_commit_callbacks(execute=True):
        assert services.empty_bin() == 1
    # What a worker is asked for.
    forget_unused_words()
    assert rows_left() == {}
    assert [path for path in storage.rglob("*") if path.is_file()] == []
    assert User.objects.filter(email=SAMPLE_LEAD).exists()


def test_other_projects_keep_all_they_have(study, project, lead, storage, django_capture_on_commit_callbacks):
    other = load_sample_study()
    codings = Coding.objects.filter(segment__project=other).count()
    original = default_storage.save("originals/other.txt", ContentFile(b"other"))
    age(study, days=31)
    with django_capture_on_commit_callbacks(execute=True):
        services.empty_bin()
    assert set(Project.objects.all()) == {other, project}
    assert Coding.objects.filter(segment__project=other).count() == codings == Coding.objects.count()
    assert default_storage.exists(original)


def test_the_clock_empties_every_bin():
    celery.loader.import_default_modules()
    scheduled = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert {"apps.documents.tasks.empty_bin", "apps.projects.tasks.empty_bin"} <= scheduled <= set(celery.tasks)


def test_a_lead_takes_a_project_back(page, project, lead):
    services.bin_project(project=project, user=lead)
    assert page.get(reverse("analysis:dashboard", args=[project.pk])).status_code == 404
    listed = page.get(reverse("projects:project_list")).content.decode()
    assert reverse("projects:bin") in listed and "1 project in the bin" in listed
    assert "Two treasury offices" in page.get(reverse("projects:bin")).content.decode()
    page.post(reverse("projects:project_restore", args=[project.pk]))
    assert page.get(reverse("analysis:dashboard", args=[project.pk])).status_code == 200
    assert queries.activity_of(project)[0].verb == Verb.PROJECT_RESTORED
    assert "No project of yours" in page.get(reverse("projects:bin")).content.decode()


def test_only_leads_find_a_project_in_the_bin(client_of, project, lead, coder, supervisor, viewer, stranger):
    services.bin_project(project=project, user=lead)
    for person in (coder, supervisor, viewer, stranger):
        client = client_of(person)
        assert "Two treasury offices" not in client.get(reverse("projects:bin")).content.decode()
        assert client.post(reverse("projects:project_restore", args=[project.pk])).status_code == 404
    project.refresh_from_db()
    assert project.binned


def test_what_is_about_to_be_deleted_is_not_given_back(page, project, lead):
    services.bin_project(project=project, user=lead)
    age(project, days=TIME_IN_BIN.days + 1)
    assert page.post(reverse("projects:project_restore", args=[project.pk])).status_code == 404


def test_a_project_that_is_not_in_the_bin_cannot_be_taken_back(page, project):
    assert page.post(reverse("projects:project_restore", args=[project.pk])).status_code == 404
