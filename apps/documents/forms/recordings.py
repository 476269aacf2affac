"""What people say about a recording: the file, and where its transcript begins in it."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

CLOCK = re.compile(r"(-)?(?:(?:(\d{1,2}):)?(\d{1,3}):)?(\d{1,5})(?:[.,](\d{1,3}))?", re.ASCII)


class ClockField(forms.CharField):
    """A time in a recording, typed as 0:37, 1:02:04 or 37.5 and kept in milliseconds; may be negative."""

    def prepare_value(self, value: Any) -> Any:
        return clock(value) if isinstance(value, int) else value

    def to_python(self, value: Any) -> Any:
        typed = (super().to_python(value) or "").replace("\u2212", "-")
        found = CLOCK.fullmatch(typed)
        if not found:
            raise forms.ValidationError(_("Write minutes and seconds, such as 0:37 or 1:02:04."))
        sign, hours, minutes, seconds, fraction = found.groups()
        whole = (int(hours or 0) * 60 + int(minutes or 0)) * 60 + int(seconds)
        milliseconds = whole * 1000 + int((fraction or "").ljust(3, "0"))
        return -milliseconds if sign else milliseconds


class RecordingForm(forms.Form):
    """The file alone; what it holds is judged by the service."""

    file = forms.FileField(label=_("Audio or video"), allow_empty_file=True)


class OffsetForm(forms.Form):
    """Where 0:00 of the transcript's timestamps lies in the recording."""

    offset = ClockField(
        label=_("The transcript’s 0:00 is at"),
        help_text=_(
            "of the recording: 0:37 when the interview begins 37 seconds into it. While listening, the player sets it "
            "with one press."
        ),
    )


def clock(milliseconds: int) -> str:
    """37500 -> "0:37.5", 3724000 -> "1:02:04"."""
    seconds, fraction = divmod(abs(milliseconds), 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    whole = f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
    tail = f".{fraction:03}".rstrip("0") if fraction else ""
    return f"{'-' if milliseconds < 0 else ''}{whole}{tail}"
