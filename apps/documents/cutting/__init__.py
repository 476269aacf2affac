"""The part of a page on which people correct who speaks where: of an upload, and of a transcript that is there.

Its forms, what its fragments are made of (templates/documents/_upload_structure.html and those inside it), and what
its buttons say.
"""

from apps.documents.cutting.parts import (
    APPLY,
    CONFIRM,
    LOOK,
    READ_AGAIN,
    asked_for,
    found_context,
    fragment_for,
    other_labels,
    rules_form,
    speakers_form,
)
from apps.documents.cutting.rules import RulesForm
from apps.documents.cutting.table import ASKS, NEW, SpeakersForm, TypedTable

__all__ = [
    "APPLY",
    "ASKS",
    "CONFIRM",
    "LOOK",
    "NEW",
    "READ_AGAIN",
    "RulesForm",
    "SpeakersForm",
    "TypedTable",
    "asked_for",
    "found_context",
    "fragment_for",
    "other_labels",
    "rules_form",
    "speakers_form",
]
