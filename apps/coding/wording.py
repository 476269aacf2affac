"""Sentences that say what a correction did, and what was taken back."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.coding.services.corrections import Correction
from apps.documents.models import Transcript
from apps.projects.models import Activity


def correction_sentence(done: Correction) -> str:
    """ "Version 2 is made: 12 passages kept, 1 to decide." """
    return _("Version %(number)s is made: %(passages)s.") % {
        "number": done.version.number,
        "passages": passages_phrase(done),
    }


def turn_sentence(done: Correction, words: int) -> str:
    """ "1 word corrected: 12 passages kept, 1 to decide." """
    what = ngettext("%(n)s word corrected", "%(n)s words corrected", words) if words else _("Speaker corrected")
    return f"{what % {'n': words} if words else what}: {passages_phrase(done)}."


def passages_phrase(done: Correction) -> str:
    """How the passages fared; what happened to none is left out."""
    kept = done.carried
    phrases = [ngettext("%(n)s passage kept", "%(n)s passages kept", kept) % {"n": kept}]
    counted = [
        (done.moved, ngettext("%(n)s moved", "%(n)s moved", done.moved)),
        (done.queue, ngettext("%(n)s to decide", "%(n)s to decide", done.queue)),
        (done.gone, ngettext("%(n)s left behind", "%(n)s left behind", done.gone)),
        (done.rescued, ngettext("%(n)s found back", "%(n)s found back", done.rescued)),
    ]
    return ", ".join(phrases + [said % {"n": n} for n, said in counted if n])


def taken_back_sentence(activity: Activity, transcript: Transcript | None, *, is_undo: bool) -> str:
    """ "Taken back in “Metro 01”: coded a passage (target dari Kanwil)." """
    what = activity.get_verb_display()
    if activity.label:
        what = _("%(what)s (%(label)s)") % {"what": what, "label": activity.label}
    words = {"what": what, "transcript": transcript.title if transcript else ""}
    if transcript:
        said = (
            _("Taken back in “%(transcript)s”: %(what)s.")
            if is_undo
            else _("Made again in “%(transcript)s”: %(what)s.")
        )
    else:
        said = _("Taken back: %(what)s.") if is_undo else _("Made again: %(what)s.")
    return said % words
