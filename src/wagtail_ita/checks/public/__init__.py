"""The look from outside: the site as an assessor sees it who has no account.

Submodules depend on each other downwards only: ``addresses`` knows none of the others and
``visits`` only that; ``fetching`` opens one address, ``visitors`` one of the site; ``markup`` and
``files`` read what came; ``site`` remembers it, ``crawl`` walks it; ``outside`` opens the links
that leave it; ``items`` and ``links`` judge, with the words of ``kinds``; ``inspection`` puts them
in order. Outside code imports from here.
"""

from __future__ import annotations

from wagtail_ita.checks.public.crawl import Click, ClickPath
from wagtail_ita.checks.public.inspection import (
    Inspection,
    Progress,
    Stage,
    check_public,
    inspect_public,
)
from wagtail_ita.checks.public.items import ItemPlace, PublicItem

__all__ = [
    "Click",
    "ClickPath",
    "Inspection",
    "ItemPlace",
    "Progress",
    "PublicItem",
    "Stage",
    "check_public",
    "inspect_public",
]
