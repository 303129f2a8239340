"""Settings of a web worker that runs beside others, on the database of a test.

``ITA_TEST_CACHE`` names its cache: the address of a Redis, or nothing for one of its own.
"""

from __future__ import annotations

import os

from tests.settings import *  # noqa: F403
from tests.settings import DATABASES

# The tests have made it, and are in it already.
DATABASES["default"]["NAME"] = os.environ["ITA_TEST_DATABASE"]
ALLOWED_HOSTS = ["127.0.0.1"]

if _place := os.environ.get("ITA_TEST_CACHE"):
    CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": _place}
    }

# A test that fails shows what a worker has written.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
