"""What tests of the search share."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.db import connection

# InnoDB shows its full-text index what is committed only, so that a test in a transaction finds
# nothing on MariaDB. What is about the index is tested with real transactions there.
ON_MARIADB = settings.DATABASES["default"]["ENGINE"].endswith("mysql")
WITH_INDEX = pytest.mark.django_db(transaction=ON_MARIADB, serialized_rollback=ON_MARIADB)
FALLBACK = "wagtail.search.backends.database.fallback"


def without_index(given: Any) -> None:
    """Let a test whose subject is not the index do without it where it would see none."""
    if connection.vendor == "mysql":
        given.WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": FALLBACK}}
