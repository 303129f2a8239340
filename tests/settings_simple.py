"""Settings of a site that translates with Wagtail's own simple_translation."""

from __future__ import annotations

from tests.settings import *  # noqa: F403
from tests.settings import INSTALLED_APPS as _APPS

_LEFT_OUT = {"wagtail_localize", "wagtail_localize.locales", "wagtail.locales"}
INSTALLED_APPS = [
    "wagtail.contrib.simple_translation",
    "wagtail.locales",
    *(app for app in _APPS if app not in _LEFT_OUT),
]
