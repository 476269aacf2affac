"""Many rows written at once, for tables where one model object a row would take longer than all else together."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Field, Model

# Eight columns of so many rows stay below the parameters that the smallest database takes in one statement.
ROWS_AT_ONCE = 100
CHANGES_AT_ONCE = 1000

Some = TypeVar("Some")


def insert_rows(model: type[Model], fields: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """INSERT the rows, whose values the database's driver must take as they are (see `key_value`)."""
    quote = connection.ops.quote_name
    column_of = {field.name: str(field.column) for field in model._meta.concrete_fields}
    columns = ", ".join(quote(column_of[name]) for name in fields)
    one = f"({', '.join(['%s'] * len(fields))})"
    with connection.cursor() as cursor:
        for some in chunks(rows, ROWS_AT_ONCE):
            values = ", ".join([one] * len(some))
            statement = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES {values}"  # noqa: S608 - our names
            cursor.execute(statement, [value for row in some for value in row])


def update_rows(model: type[Model], field: str, values: Mapping[Any, Any]) -> None:
    """UPDATE one field of any kind of many rows, each to its own value: {primary key: value}.

    A statement a row, where the column says what a value is: among the VALUES of `change_rows` JSON would be text.
    """
    quote = connection.ops.quote_name
    meta, key = model._meta, model._meta.pk
    column: Field[Any, Any] = next(each for each in meta.concrete_fields if each.name == field)
    statement = (
        f"UPDATE {quote(meta.db_table)} SET {quote(str(column.column))} = %s WHERE {quote(str(key.column))} = %s"  # noqa: S608
    )
    rows = [
        (column.get_db_prep_save(value, connection), key.get_db_prep_value(pk, connection))
        for pk, value in values.items()
    ]
    with connection.cursor() as cursor:
        cursor.executemany(statement, rows)


def change_rows(model: type[Model], fields: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """UPDATE many rows, each (primary key, value of each field), with one statement for a thousand of them."""
    quote = connection.ops.quote_name
    column_of = {field.name: str(field.column) for field in model._meta.concrete_fields}
    table, key = quote(model._meta.db_table), quote(str(model._meta.pk.column))
    # Both databases call the columns of VALUES column1, column2, …
    wanted = ", ".join(f"{quote(column_of[name])} = new.column{n}" for n, name in enumerate(fields, start=2))
    one = f"({', '.join(['%s'] * (len(fields) + 1))})"
    with connection.cursor() as cursor:
        for some in chunks(rows, CHANGES_AT_ONCE):
            values = ", ".join([one] * len(some))
            statement = f"UPDATE {table} SET {wanted} FROM (VALUES {values}) AS new WHERE {table}.{key} = new.column1"  # noqa: S608 - our names
            cursor.execute(statement, [value for row in some for value in row])


def key_value(row: Model) -> Any:
    """The primary key of a row as the database's driver takes it."""
    return row._meta.pk.get_db_prep_value(row.pk, connection)


def chunks(rows: Sequence[Some], size: int) -> Iterator[Sequence[Some]]:
    """The rows in pieces of at most `size`."""
    for start in range(0, len(rows), size):
        yield rows[start : start + size]
