"""Settings of a site in a process of its own, before and after the plugin was taken out."""

from __future__ import annotations

import os

from tests.settings import *  # noqa: F403
from tests.settings import INSTALLED_APPS as _APPS

MEDIA_ROOT = os.environ["ITA_TEST_MEDIA"]
if os.environ.get("ITA_TEST_TAKEN_OUT"):
    INSTALLED_APPS = [app for app in _APPS if app.partition(".")[0] != "wagtail_ita"]
