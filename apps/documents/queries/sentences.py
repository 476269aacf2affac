"""Where the sentences of a version lie."""

from uuid import UUID

from django.utils.translation import gettext as _

from apps.documents.models import Sentences, Transcript
from apps.web.errors import NotThere


def steps_of(transcript: Transcript, version: UUID) -> list[int] | None:
    """[gap, length, gap, length, …] of a version's sentences in code points; None while nobody has cut them."""
    wanted = {"version": version, "version__transcript": transcript, "language": transcript.language}
    return Sentences.objects.filter(**wanted).values_list("steps", flat=True).first()


def check_version(transcript: Transcript, version: UUID) -> None:
    """Raise NotThere unless the transcript has such a version."""
    if not transcript.versions.filter(pk=version).exists():
        raise NotThere("no_such_version", _("This transcript has no such version."))
