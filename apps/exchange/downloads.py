"""The answer that carries an export's file, for the page and the API alike."""

from django.http import FileResponse
from django.utils.translation import gettext as _

from apps.exchange.models import Export
from apps.exchange.services import file_name
from apps.web.errors import DomainError


def file_answer(export: Export) -> FileResponse:
    """The file as an attachment. Raises DomainError "not_ready" while there is none."""
    if not export.file:
        raise DomainError("not_ready", _("This export is not written yet. Try again when its job is done."))
    return FileResponse(export.file.open("rb"), as_attachment=True, filename=file_name(export))
