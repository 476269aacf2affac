"""How far taking back reaches: which changes it finds by itself, which permission each needs, and what stays for ever.

`undo.RESTORERS` says how; a test sees to it that every verb is there or among `FOR_GOOD`.
"""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.projects.models import Verb
from apps.projects.permissions import Permission

# What people do at their desk: undo finds the latest of these by itself. Everything else is named to be taken back,
# lest a key pressed over a text changes an office or a member. Apps above add theirs by undo.register.
DESK: set[str] = {
    Verb.SEGMENT_CREATED,
    Verb.SEGMENT_CHANGED,
    Verb.SEGMENT_DELETED,
    Verb.SEGMENTS_CREATED,
    Verb.DOUBT_DECIDED,
    Verb.TRANSCRIPT_CORRECTED,
    Verb.MEMO_CREATED,
    Verb.MEMO_CHANGED,
    Verb.MEMO_DELETED,
    Verb.CODE_CREATED,
    Verb.CODE_CHANGED,
    Verb.CODE_DELETED,
    Verb.CODES_MERGED,
    Verb.CODE_SPLIT,
    Verb.CODE_MOVED,
    Verb.CODE_REMOVED,
    Verb.CODEBOOK_IMPORTED,
    Verb.CODEBOOK_RESTORED,
    Verb.DIMENSION_CREATED,
    Verb.DIMENSION_CHANGED,
    Verb.DIMENSION_DELETED,
    Verb.WENT_BACK,
}

_ITSELF = _("It is no change of its own: what was taken back is made again, and the other way round.")
_VALUES = _("The values of all rows are fitted to it, and the log does not keep them as they were.")
_FILES = _("Its file is deleted at once, because it holds a voice.")

# Never taken back, and why.
FOR_GOOD: Mapping[str, Promise] = {
    Verb.PROJECT_CREATED: _("A project leaves by the bin."),
    Verb.PROJECT_BINNED: _("A project is taken back from the bin itself; nobody can open its pages meanwhile."),
    Verb.PROJECT_RESTORED: _("A project is moved to the bin again in its settings."),
    Verb.TRANSCRIPT_DELETED: _("Its thirty days in the bin were over."),
    Verb.NAMES_LISTED: _("The log never holds a name that is to be hidden."),
    Verb.NAMES_HIDDEN: _("What was hidden to protect people is not brought back by a key."),
    Verb.PARTICIPANT_ERASED: _("Erasing somebody's words is a promise to them."),
    Verb.ATTRIBUTE_CREATED: _VALUES,
    Verb.ATTRIBUTE_CHANGED: _VALUES,
    Verb.ATTRIBUTE_DELETED: _VALUES,
    Verb.RECORDING_ADDED: _FILES,
    Verb.RECORDING_REMOVED: _FILES,
    Verb.CODEBOOK_FROZEN: _("A frozen version changes nothing, and results may cite it."),
    Verb.EXPORTED: _("What left the project cannot be called back."),
    Verb.UNDONE: _ITSELF,
    Verb.REDONE: _ITSELF,
}

_EDITS_CODEBOOK = ("code_", "codes_", "codebook_", "dimension_")
_EDITS_DOCUMENTS = ("office_", "participant_", "transcript_", "transcripts_", "attribute_", "attributes_", "recording_")


# The permission that changes of apps above need.
NEEDS: dict[str, Permission] = {}


def permission_for(verb: str) -> Permission:
    """What one must be allowed to do to take such a change back, or to make it again."""
    if verb in NEEDS:
        return NEEDS[verb]
    if verb == Verb.WENT_BACK:
        return Permission.TAKE_BACK
    if verb.startswith(_EDITS_CODEBOOK):
        return Permission.EDIT_CODEBOOK
    if verb.startswith(_EDITS_DOCUMENTS) or verb == Verb.DOUBT_DECIDED:
        return Permission.EDIT_DOCUMENTS
    if verb.startswith("memo_"):
        return Permission.WRITE_MEMOS
    if verb.startswith(("member_", "project_")):
        return Permission.MANAGE
    return Permission.CODE
