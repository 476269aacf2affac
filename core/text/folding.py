"""Words as search compares them: without case and without accents."""

import unicodedata


def fold(text: str) -> str:
    """ "Résumé" and "RESUME" become "resume"; what has no other form stays."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return unicodedata.normalize("NFC", "".join(mark for mark in apart if not unicodedata.combining(mark)))
