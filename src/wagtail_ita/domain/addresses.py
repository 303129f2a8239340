"""Which addresses a link may lead to.

Forms ask for web addresses only. What comes past them, from a file, a translation or an API, is
asked here before a visitor gets it.
"""

from __future__ import annotations

import re
from typing import Final

# A page with `javascript:` runs what follows, one with `data:` is whatever somebody put there.
_FOLLOWED: Final = frozenset({"http", "https", "ftp", "ftps", "mailto", "tel"})
# What browsers pass over at the beginning of an address, and within its scheme.
_PASSED_OVER: Final = re.compile(r"[\x00-\x20\x7f-\xa0]+")
_SCHEME: Final = re.compile(r"(?P<scheme>[a-z][a-z0-9+.-]*):", re.IGNORECASE)


def is_followed(address: str) -> bool:
    """Tell whether a link may lead to an address: it opens something, and runs nothing.

    An address without a scheme is one of the site itself.
    """
    found = _SCHEME.match(_PASSED_OVER.sub("", address))
    return found is None or found["scheme"].lower() in _FOLLOWED
