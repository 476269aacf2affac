"""Reads about the versions of a transcript. `get_version` is how an old text is read."""

from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from apps.documents.models import Transcript, Turn, Version
from apps.projects.models import Project
from apps.web.errors import NotThere


def versions_of(project: Project, transcript: Transcript) -> QuerySet[Version]:
    """The versions of a transcript without their texts, newest first; `passages` counts those that stand on each."""
    versions = Version.objects.filter(transcript=transcript, transcript__project=project).select_related("made_by")
    return versions.defer("text", "formatting").annotate(passages=Count("segments")).order_by("-number")


def get_version(project: Project, transcript: Transcript, number: int) -> Version:
    """One version of a transcript with its text. Raises NotThere."""
    version = Version.objects.filter(transcript=transcript, transcript__project=project, number=number).first()
    if version is None:
        raise NotThere("no_such_version", _("This transcript has no such version."))
    return version


def holds_names(project: Project, version: UUID) -> bool:
    """Whether names stand in a version that were replaced by pseudonyms in a later one."""
    return Version.objects.filter(pk=version, transcript__project=project, named=True).exists()


def turns_of(version: Version) -> QuerySet[Turn]:
    return Turn.objects.filter(version=version).order_by("index")
