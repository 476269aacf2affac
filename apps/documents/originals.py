"""The file a version was made from, on its way out: the pages of documents and of versions send it alike."""

from pathlib import PurePath

from django.http import FileResponse
from django.utils.translation import gettext as _

from apps.documents.models import Version
from apps.web.errors import NotThere


def send_original(version: Version | None) -> FileResponse:
    """The file as it was sent, as an attachment. Raises NotThere for a version that was made from none."""
    if version is None or not version.original:
        raise NotThere("no_original", _("This version was not made from a file."))
    answer = FileResponse(
        version.original.open("rb"),
        as_attachment=True,
        filename=PurePath(version.original.name or "").name,
        content_type="application/octet-stream",
    )
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
