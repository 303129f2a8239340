"""The site's migrations, made before its database is."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import call_command


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_blocker: Any) -> None:
    """Do what a site does once it has written its page types."""
    with django_db_blocker.unblock():
        call_command("makemigrations", "agency", verbosity=0)
