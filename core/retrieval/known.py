"""What the values behind a field may be, and how they are written canonically."""

from core.retrieval.errors import QueryError
from core.retrieval.keywords import INDONESIAN
from core.retrieval.query import VALUES, Field, period


def known(field: Field, value: str, at: int) -> str:
    """A value as it is written canonically. Raises QueryError when the field cannot have it."""
    own = INDONESIAN.get(field, {}).get(value.lower(), value)
    if field in VALUES:
        own = own.lower()
        if own not in VALUES[field]:
            raise QueryError("bad_value", at, field=field, value=value, allowed=VALUES[field])
    elif field in (Field.DATED, Field.SINCE, Field.UNTIL):
        try:
            period(own)
        except ValueError:
            raise QueryError("bad_value", at, field=field, value=value, allowed=()) from None
        if field != Field.DATED and ".." in own:
            raise QueryError("bad_value", at, field=field, value=value, allowed=())
    elif not own.strip():
        raise QueryError("expected", at, what="value")
    return own
