"""Writes many objects in few statements, without a signal and without saving one by one.

Django's ``bulk_create`` refuses models that inherit from a model with a table of its own, as
every page does: here each table gets its rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from django.core.management.color import no_style
from django.db import connection, models

_MOST_ROWS: Final = 1000


def insert(objects: Iterable[models.Model]) -> None:
    """Insert objects that have their primary keys, the tables of their parents first."""
    tables: dict[Any, list[models.Model]] = {}
    for each in objects:
        kind = type(each)
        for model in (*kind._meta.get_parent_list()[::-1], kind):
            tables.setdefault(model, []).append(each)
    for model, rows in tables.items():
        _insert_into(model, rows)


def _insert_into(model: Any, objects: Sequence[models.Model]) -> None:
    fields = model._meta.local_concrete_fields
    if connection.vendor == "postgresql":
        _copy_into(model, fields, objects)
        return
    most = min(_MOST_ROWS, connection.ops.bulk_batch_size(fields, objects))
    for start in range(0, len(objects), most):
        model._base_manager._insert(
            objects[start : start + most], fields=fields, using=connection.alias, raw=True
        )


def _copy_into(model: Any, fields: Sequence[Any], objects: Sequence[models.Model]) -> None:
    """Write the rows as PostgreSQL takes them fastest: it has no statement to read."""
    quote = connection.ops.quote_name
    columns = ", ".join(quote(each.column) for each in fields)
    with connection.cursor() as cursor:
        statement = f"COPY {quote(model._meta.db_table)} ({columns}) FROM STDIN"
        with cursor.cursor.copy(statement) as copy:
            for each in objects:
                copy.write_row(
                    [
                        field.get_db_prep_save(getattr(each, field.attname), connection)
                        for field in fields
                    ]
                )


def next_key(model: Any) -> int:
    """Return the first primary key that is free at the end of a table."""
    return int(model._base_manager.aggregate(last=models.Max("pk"))["last"] or 0) + 1


def catch_up(*tables: Any) -> None:
    """Let the database count on from the primary keys that were given, where it counts apart."""
    statements = connection.ops.sequence_reset_sql(no_style(), list(tables))
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
