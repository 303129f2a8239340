"""Settings of ``make bench``: those of the tests, with the pages that ours are measured against."""

from __future__ import annotations

from tests.settings import *  # noqa: F403
from tests.settings import INSTALLED_APPS as _APPS

INSTALLED_APPS = [*_APPS, "tests.bench"]
WAGTAIL_ITA = {"PAGE_MAX_AGE": 600}
