"""Formats out: each a module that turns a :class:`~wagtail_ita.transfer.publication.Publication`
into the bytes of a file.
"""

from __future__ import annotations
