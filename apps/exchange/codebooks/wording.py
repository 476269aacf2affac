"""Sentences about what becomes of a row, and the names of the fields."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from apps.documents.services.imports import OTHERWISE
from apps.documents.services.imports import REFUSALS as OF_TABLES
from apps.exchange.codebooks.judging import Change, Fate, Row
from apps.web.errors import DomainError
from core.text.errors import ReadError

REASONS = {
    "no_dimension": gettext_lazy("The file names no dimension for it. Choose one, or name a new one."),
    "bad_name": gettext_lazy("A name has between 1 and 120 characters."),
    "no_parent": gettext_lazy("The code it stands under is neither in the file nor in the codebook."),
    "many_parents": gettext_lazy("Several codes have the name of the one it stands under. Write the whole path."),
    "twice": gettext_lazy("An earlier row is about the same code."),
    "too_deep": gettext_lazy("It stands more than 64 codes deep."),
    "circle": gettext_lazy("Not moved: it would stand below itself."),
    "name_taken": gettext_lazy("The name stays, or the place: another code or dimension there has that name."),
    "move_by_hand": gettext_lazy(
        "Not moved: the dimension is exclusive and the code is in use. Move it in the codebook, where overlaps are "
        "decided."
    ),
    "not_exclusive": gettext_lazy("Not made exclusive: passages carry two of its codes."),
    "in_use": gettext_lazy("Not made a heading: the code is on passages."),
    "key_taken": gettext_lazy("Without its key: another code has it."),
    "bad_key": gettext_lazy("Without its key: it cannot be the key of a code."),
    "duplicate_name": gettext_lazy("The name stands twice in one place; it got a number."),
    "long_name": gettext_lazy("The name was shortened; the definition begins with the whole of it."),
    "no_name": gettext_lazy("It has no name in the file; it got its number."),
}
FATES = {
    Fate.NEW: gettext_lazy("new"),
    Fate.CHANGED: gettext_lazy("changed"),
    Fate.SAME: gettext_lazy("the same"),
    Fate.KEPT: gettext_lazy("differs, stays as it is"),
    Fate.LEFT_OUT: gettext_lazy("not imported"),
}
FIELD_NAMES = {
    "name": gettext_lazy("Name"),
    "color": gettext_lazy("Colour"),
    "definition": gettext_lazy("Definition"),
    "include": gettext_lazy("When to use"),
    "exclude": gettext_lazy("When not to use"),
    "example": gettext_lazy("Example"),
    "counter_example": gettext_lazy("Counter-example"),
    "shortcut": gettext_lazy("Shortcut key"),
    "codable": gettext_lazy("Can be put on passages"),
    "exclusive": gettext_lazy("Exclusive"),
    "place": gettext_lazy("Place"),
}
REFUSALS = {
    **OF_TABLES,
    "hostile": gettext_lazy(
        "The file holds a document type or entities, which no codebook needs. Nothing was read; export it anew."
    ),
    "too_deep": gettext_lazy("The codes are nested more than %(limit)s deep. Nothing was read; flatten the tree."),
    "too_many_codes": gettext_lazy("The file holds more than %(limit)s codes. Nothing was read; split it."),
    "no_codebook": gettext_lazy("The file holds no codebook. Export it as a codebook (.qdc) or a project (.qdpx)."),
    "no_codes": gettext_lazy("The codebook in the file is empty. Nothing was changed."),
    "no_names": gettext_lazy(
        "No column holds the names of codes. Call it “code” or “kode”, and the others as an export of Benang does."
    ),
}
NOT_READ = "sets"


def refusal(error: ReadError) -> DomainError:
    """A file that cannot be read, as what the person who sent it is told."""
    message = str(REFUSALS.get(error.code, OTHERWISE)) % {"limit": error.detail.get("limit", "")}
    return DomainError(error.code, message, status=413 if error.code == "too_large" else 422)


def reasons(row: Row) -> list[str]:
    return [str(REASONS[key]) for key in (*([row.reason] if row.reason else []), *row.notes)]


def shown_value(value: Any) -> str:
    """A value as the pages and the report show it."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value) or "–"


def shown_changes(changes: Sequence[Change]) -> list[dict[str, str]]:
    return [
        {"field": str(FIELD_NAMES[each.field]), "old": shown_value(each.old), "new": shown_value(each.new)}
        for each in changes
    ]


def not_read_sentences(counts: Any) -> list[str]:
    """What Benang has no place for, in words."""
    sets = counts.get(NOT_READ, 0)
    if not sets:
        return []
    message = ngettext(
        "%(count)s set of codes was not read: Benang has dimensions in place of sets.",
        "%(count)s sets of codes were not read: Benang has dimensions in place of sets.",
        sets,
    )
    return [message % {"count": sets}]
