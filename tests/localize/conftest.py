"""These tests import wagtail-localize's models, which a site without the app cannot."""

from __future__ import annotations

import os

if os.environ.get("ITA_TEST_LOCALIZE", "1") == "0":
    collect_ignore_glob = ["*.py"]
