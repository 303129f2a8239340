"""Of two who write to a page at once, the second one waits for the first."""

from __future__ import annotations

from typing import Any

from django.db import connections, router

from wagtail_ita.blocks.preloading import base_page_model


def can_lock() -> bool:
    """Tell whether the database has rows to lock; with others one writes at a time.

    There a transaction that begins with reading, as somebody does who waits, would not wait to
    write: SQLite refuses it at once.
    """
    return bool(connections[_database()].features.has_select_for_update)


def lock_pages(*keys: Any) -> None:
    """Let others who write to these pages wait until the end of the transaction.

    What is read after it is what they have left. The row of Wagtail's page comes first, as in each
    save of a page, and of several the one with the lowest key: so two never wait for each other.
    """
    if can_lock():
        rows = base_page_model()._base_manager.using(_database()).filter(pk__in=keys)
        list(rows.order_by("pk").select_for_update().values_list("pk"))


def _database() -> str:
    return router.db_for_write(base_page_model())
