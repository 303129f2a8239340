"""Settings of ``make screenshots``: the example site, with nothing that asks other hosts."""

from __future__ import annotations

from townsite.settings import *  # noqa: F403

WAGTAIL_AUTOSAVE_INTERVAL = 0
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
