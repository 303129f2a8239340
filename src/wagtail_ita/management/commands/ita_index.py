"""Fills the search index, and tells SQLite what is in it."""

from __future__ import annotations

from typing import Any

from django.core.management import call_command
from django.db import connection

from wagtail_ita.management.base import ITACommand


class Command(ITACommand):
    """``update_index`` of Wagtail, and what SQLite needs afterwards."""

    help = (
        "Fills the search index (update_index of Wagtail). On SQLite it also counts what is in "
        "it (ANALYZE), without which each search there takes a second and more."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("update_index", stdout=self.stdout, verbosity=options["verbosity"])
        # The one that Wagtail's own search backends look at.
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
