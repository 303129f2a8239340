"""A database of a test's own in the place of the default one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connections
from django.utils import timezone
from wagtail.models import Site


@contextmanager
def own_database(folder: Path) -> Iterator[None]:
    """Put an empty database on the same server in the place of the default one.

    Args:
        folder: For SQLite, whose databases are files.
    """
    main = connections["default"]
    own = main.copy()
    if own.vendor == "sqlite":
        own.settings_dict["NAME"] = str(folder / "own.sqlite3")
    else:
        own.settings_dict["TEST"]["NAME"] = f"{main.settings_dict['NAME']}_own"
        name = own.creation._create_test_db(verbosity=0, autoclobber=True)
        own.close()
        own.settings_dict["NAME"] = name
    connections["default"] = own
    try:
        _forget()
        yield
    finally:
        own.close()
        connections["default"] = main
        _forget()
        if own.vendor != "sqlite":
            own.creation._destroy_test_db(own.settings_dict["NAME"], verbosity=0)


def _forget() -> None:
    ContentType.objects.clear_cache()
    Site.clear_site_root_paths_cache()
    cache.clear()


def today() -> set[str]:
    """Return the days that it is now, here and in UTC, as they are written."""
    now = timezone.now()
    return {f"{now.astimezone(dt.UTC):%Y-%m-%d}", f"{timezone.localtime(now):%Y-%m-%d}"}
