"""Settings of a site that has its own base page model, which Wagtail 8.0 made possible.

The site's page types then inherit from that model, so ``wagtail_ita.pages`` cannot be installed;
the mixins of ``wagtail_ita`` have to be enough.
"""

from __future__ import annotations

import atexit as _atexit
import shutil as _shutil
import sys as _sys
import tempfile as _tempfile
from pathlib import Path as _Path

from tests.settings import *  # noqa: F403
from tests.settings import INSTALLED_APPS as _APPS

_LEFT_OUT = {"wagtail_ita.pages", "wagtail_localize", "wagtail_localize.locales"}
INSTALLED_APPS = [
    "tests.basepage.agency",
    "wagtail.test.basepage",
    "wagtail.locales",
    *(app for app in _APPS if app not in _LEFT_OUT and app != "wagtail.locales"),
]
WAGTAIL_PAGE_MODEL = "basepage.BasePage"

# Made afresh for each run, in tests/basepage/conftest.py, as the site's own `makemigrations` would.
_folder = _Path(_tempfile.mkdtemp(prefix="wagtail-ita-migrations-"))
_atexit.register(_shutil.rmtree, _folder, ignore_errors=True)
(_folder / "agency_migrations").mkdir()
(_folder / "agency_migrations" / "__init__.py").touch()
_sys.path.append(str(_folder))
MIGRATION_MODULES = {"agency": "agency_migrations"}

WAGTAIL_ITA = {
    "INDEX_PAGE": "agency.YearPage",
    "ITEM_PAGE": "agency.ItemPage",
    "REPORT_PAGE": "agency.ReportPage",
}
