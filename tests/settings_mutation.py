"""Settings of ``make mutation`` for what only a site reaches: a database that is made once.

A mutant is tried in a process of its own, so one in memory would be made anew for each.
"""

from __future__ import annotations

import os
from pathlib import Path

from tests.settings import *  # noqa: F403

# The folder in which mutmut works, where the mutants are.
_FOLDER = Path(os.environ.get("ITA_MUTATION_FOLDER") or ".")

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": _FOLDER / "site.sqlite3",
        "TEST": {"NAME": _FOLDER / "test.sqlite3"},
        "OPTIONS": {"init_command": "PRAGMA journal_mode=MEMORY; PRAGMA synchronous=OFF;"},
    }
}
