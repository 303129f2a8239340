"""The database of a site as plain data, and back into a fresh database as it was.

A dump has every row as the database has it, not as today's models read it: blocks that a later
version no longer knows have to be in it. It is made on SQLite and loaded into any database.
"""

from __future__ import annotations

import base64
import datetime as dt
import json
import re
import uuid
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils.dateparse import parse_date, parse_datetime

Dump = dict[str, Any]

STORED = Path(__file__).resolve().parent / "stored"
# What can be made anew of the rest.
_DERIVED = (
    "django_session",
    "django_tasks",
    "wagtailcore_referenceindex",
    "wagtailsearch_",
)
_KINDS = {
    "BinaryField": "bytes",
    "BooleanField": "bool",
    "DateField": "date",
    "DateTimeField": "moment",
    "DecimalField": "decimal",
    "JSONField": "json",
    "UUIDField": "uuid",
}
# The morning on which the sample report was approved.
_FIRST = dt.datetime(2026, 3, 20, 2, tzinfo=dt.UTC)
_MOMENT = re.compile(
    r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(\.\d{1,6})?(Z|[+-]\d\d:?\d\d)?", re.ASCII
)


def stored_versions() -> list[Path]:
    """Return the dumps that are kept, one for each version."""
    return sorted(STORED.glob("*.json"))


def read(path: Path) -> Dump:
    """Return a dump that is kept."""
    dump: Dump = json.loads(path.read_text(encoding="utf-8"))
    return dump


def write(path: Path, dump: Dump) -> None:
    """Keep a dump, a row a line."""
    lines = ["{"]
    for key, value in dump.items():
        if key != "tables":
            lines.append(f"{_line(key)}: {_line(value)},")
    lines.append('"tables": {')
    for name, table in dump["tables"].items():
        lines.append(f'{_line(name)}: {{"columns": {_line(table["columns"])}, "rows": [')
        lines += [f"{_line(row)}," for row in table["rows"]]
        lines[-1] = lines[-1][:-1]
        lines.append("]},")
    lines[-1] = lines[-1][:-1]
    path.write_text("\n".join([*lines, "}}", ""]), encoding="utf-8")


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


# ---------------------------------------------------------------------------- out of a database


def dump_database() -> Dump:
    """Return the rows and the files of the default database, which has to be SQLite."""
    assert connection.vendor == "sqlite"
    executor = MigrationExecutor(connection)
    return {
        "migrations": dict(sorted(executor.loader.graph.leaf_nodes())),
        "files": dict(_files()),
        "tables": {
            model._meta.db_table: table
            for model in sorted(_models(), key=lambda each: each._meta.db_table)
            if (table := _table(model))["rows"]
        },
    }


def _models() -> Iterator[Any]:
    for model in apps.get_models(include_auto_created=True):
        meta = model._meta
        if meta.managed and not meta.proxy and not meta.db_table.startswith(_DERIVED):
            yield model


def _table(model: Any) -> dict[str, Any]:
    fields = model._meta.local_concrete_fields
    columns = {field.column: _kind(field) for field in fields}
    names = ", ".join(connection.ops.quote_name(name) for name in columns)
    key = connection.ops.quote_name(model._meta.pk.column)
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {names} FROM {table} ORDER BY {key}")
        found = cursor.fetchall()
    kinds = list(columns.values())
    rows = [[_plain(*pair) for pair in zip(kinds, row, strict=True)] for row in found]
    return {"columns": columns, "rows": rows}


def _kind(field: Any) -> str:
    while field.remote_field is not None:
        field = field.target_field
    return _KINDS.get(field.get_internal_type(), "")


def _plain(kind: str, value: Any) -> Any:
    if value is None:
        return None
    match kind:
        case "bytes":
            return base64.b64encode(value).decode()
        case "json":
            return json.loads(value)
        case "decimal" | "uuid":
            return str(value)
    return str(value) if isinstance(value, dt.date) else value


def _files() -> Iterator[tuple[str, str]]:
    root = Path(settings.MEDIA_ROOT)
    for path in sorted(root.rglob("*")):
        if path.is_file():
            name = path.relative_to(root).as_posix()
            yield name, base64.b64encode(path.read_bytes()).decode()


def at_fixed_times(dump: Dump, days: set[str]) -> Dump:
    """Return the same dump, whenever it is made: its moments one second after the other.

    Args:
        dump: As it was made.
        days: The days on which that was, as they are written.
    """
    text = _line(dump)
    moments = sorted({_moment(found) for found in _MOMENT.finditer(text) if found[1] in days})
    fixed = {moment: _FIRST + dt.timedelta(seconds=number) for number, moment in enumerate(moments)}

    def replace(found: re.Match[str]) -> str:
        if found[1] not in days:
            return found[0]
        moment = fixed[_moment(found)]
        zone = "" if found[4] is None else "Z"
        separator = found[0][10]
        return f"{moment:%Y-%m-%d}{separator}{moment:%H:%M:%S}{zone}"

    text = _MOMENT.sub(replace, text)
    for day in days:
        text = text.replace(day, f"{_FIRST:%Y-%m-%d}")
    result: Dump = json.loads(text)
    return result


def _moment(found: re.Match[str]) -> dt.datetime:
    # Columns have microseconds, JSON has milliseconds.
    fraction = (found[3] or ".")[1:4].ljust(3, "0")
    zone = (found[4] or "Z").replace("Z", "+00:00")
    moment = dt.datetime.fromisoformat(f"{found[1]}T{found[2]}.{fraction}{zone}")
    return moment.astimezone(dt.UTC)


# ----------------------------------------------------------------------------- into a database


def load_database(dump: Dump) -> None:
    """Bring an empty default database to the state of a dump, and put its rows in."""
    executor = MigrationExecutor(connection)
    nodes = executor.loader.graph.nodes
    executor.migrate([pair for pair in dump["migrations"].items() if pair in nodes])
    tables = {
        name: table
        for name, table in dump["tables"].items()
        if name in connection.introspection.table_names()
    }
    _empty()
    with connection.constraint_checks_disabled(), transaction.atomic():
        for name, table in tables.items():
            _insert(name, table)
        _count_on(tables)
    for name, content in dump["files"].items():
        path = Path(settings.MEDIA_ROOT, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(base64.b64decode(content))


def _empty() -> None:
    """Delete what the migrations made, but for what says which of them have been run."""
    names = [name for name in connection.introspection.table_names() if not _is_internal(name)]
    connection.ops.execute_sql_flush(connection.ops.sql_flush(no_style(), names))


def _is_internal(name: str) -> bool:
    return name == "django_migrations" or name.startswith("sqlite_") or "_fts" in name


def _insert(name: str, table: dict[str, Any]) -> None:
    quote = connection.ops.quote_name
    columns = ", ".join(map(quote, table["columns"]))
    places = ", ".join(["%s"] * len(table["columns"]))
    kinds = list(table["columns"].values())
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {quote(name)} ({columns}) VALUES ({places})",
            [
                [_of_database(*pair) for pair in zip(kinds, row, strict=True)]
                for row in table["rows"]
            ],
        )


def _of_database(kind: str, value: Any) -> Any:
    if value is None:
        return None
    match kind:
        case "bool":
            return bool(value)
        case "bytes":
            return base64.b64decode(value)
        case "date":
            return connection.ops.adapt_datefield_value(parse_date(value))
        case "decimal":
            return str(Decimal(value))
        case "json":
            return models.JSONField().get_db_prep_value(value, connection)
        case "moment":
            moment = parse_datetime(value)
            assert moment is not None
            moment = moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
            return connection.ops.adapt_datetimefield_value(moment)
        case "uuid":
            return models.UUIDField().get_db_prep_value(uuid.UUID(value), connection)
    return value


def _count_on(tables: dict[str, Any]) -> None:
    """Let new rows come after those that were put in with their keys."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for name, table in tables.items():
            if "id" in table["columns"]:
                cursor.execute(
                    "SELECT setval(pg_get_serial_sequence(%s, 'id'), max(id)) "
                    f"FROM {connection.ops.quote_name(name)}",
                    [connection.ops.quote_name(name)],
                )
