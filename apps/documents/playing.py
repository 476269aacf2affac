"""A recording on its way to a player: pages and API send it alike."""

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from apps.documents.models import Recording
from apps.web.errors import NotThere
from apps.web.ranges import send_ranged


def send_recording(request: HttpRequest, recording: Recording, *, as_attachment: bool) -> HttpResponseBase:
    """The file, or the range that is asked for. Its type is one of our own list: never what the sender said."""
    try:
        file = recording.file.open("rb")
    except FileNotFoundError:
        message = _("The file of this recording is no longer on the server. The transcript is as it was; add it again.")
        raise NotThere("recording_lost", message) from None
    return send_ranged(
        request,
        file,
        size=recording.size,
        etag=f'"{recording.pk}"',
        modified=recording.created,
        content_type=recording.content_type,
        filename=recording.filename,
        as_attachment=as_attachment,
    )
