"""Settings of ``make bench ARGS=--scale``: the example site in our own clothes.

Its header has a menu of the pages below the home page, which reads all pages of a site that has
thousands there. How a site makes its menu is its own affair, and is not measured.
"""

from __future__ import annotations

from townsite.settings import *  # noqa: F403
from townsite.settings import TEMPLATES as _TEMPLATES

TEMPLATES = [{**_TEMPLATES[0], "DIRS": []}]
