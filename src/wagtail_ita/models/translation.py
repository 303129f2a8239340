"""What wagtail-localize takes over as it is into a translation, where a site has that app.

It finds by itself what is text and offers that for translation. To it a code, a number of a
memo and an address are text, too: those are named here, so that they stay the same in every
language. A site that adds fields of its own to ``override_translatable_fields`` starts with the
list of the class above: ``[*AbstractITAReportPage.override_translatable_fields, …]``.
"""

from __future__ import annotations

from typing import Any

try:
    from wagtail_localize.fields import SynchronizedField
except ImportError:
    SynchronizedField = None


def synchronised(*names: str) -> list[Any]:
    """Return declarations for fields that are the same in every language.

    A translator is not even offered them: what is handed in is the Thai page, and the English
    one beside it has the same code, the same address and the same memo.
    """
    if SynchronizedField is None:
        return []
    return [SynchronizedField(name, overridable=False) for name in names]
