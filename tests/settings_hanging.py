"""Settings of a worker whose work never ends, on the database of a test."""

from __future__ import annotations

import os

from tests.settings_worker import *  # noqa: F403
from tests.settings_worker import CACHES, DATABASES, INSTALLED_APPS, MIDDLEWARE

DATABASES["default"]["NAME"] = os.environ["ITA_TEST_DATABASE"]
CACHES["default"]["LOCATION"] = os.environ["ITA_TEST_CACHE_FOLDER"]
MEDIA_ROOT = os.environ["ITA_TEST_MEDIA"]
INSTALLED_APPS = ["tests.faults.hanging.HangingConfig", *INSTALLED_APPS]
MIDDLEWARE = ["tests.faults.hanging.hanging_site", *MIDDLEWARE]
