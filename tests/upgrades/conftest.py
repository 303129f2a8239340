"""A site as an earlier version left it, on the code of today."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command

from tests.upgrades.storing import Dump, load_database, read, stored_versions
from tests.upgrades.swapping import own_database


@pytest.fixture(scope="module", params=stored_versions(), ids=lambda path: path.stem)
def upgraded(
    request: Any, django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any
) -> Iterator[Dump]:
    """Load what a version stored, migrate it, and return what was kept of it."""
    dump = read(request.param)
    with django_db_blocker.unblock(), own_database(tmp_path_factory.mktemp("upgraded")):
        load_database(dump)
        call_command("migrate", verbosity=0)
        call_command("rebuild_references_index", verbosity=0)
        call_command("update_index", verbosity=0)
        yield dump
    for name in dump["files"]:
        Path(settings.MEDIA_ROOT, name).unlink(missing_ok=True)
