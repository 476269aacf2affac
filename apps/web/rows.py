"""Many rows written at once, for tables where one model object a row would take longer than all else together."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import connection
from django.db.models import Model

# Eight columns of so many rows stay below the parameters that the smallest database takes in one statement.
ROWS_AT_ONCE = 100


def insert_rows(model: type[Model], fields: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """INSERT the rows, whose values the database's driver must take as they are (see `key_value`)."""
    quote = connection.ops.quote_name
    column_of = {field.name: str(field.column) for field in model._meta.concrete_fields}
    columns = ", ".join(quote(column_of[name]) for name in fields)
    one = f"({', '.join(['%s'] * len(fields))})"
    with connection.cursor() as cursor:
        for some in _chunks(rows):
            values = ", ".join([one] * len(some))
            statement = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES {values}"  # noqa: S608 - our names
            cursor.execute(statement, [value for row in some for value in row])


def key_value(row: Model) -> Any:
    """The primary key of a row as the database's driver takes it."""
    return row._meta.pk.get_db_prep_value(row.pk, connection)


def _chunks(rows: Sequence[tuple[Any, ...]]) -> Iterator[Sequence[tuple[Any, ...]]]:
    for start in range(0, len(rows), ROWS_AT_ONCE):
        yield rows[start : start + ROWS_AT_ONCE]
