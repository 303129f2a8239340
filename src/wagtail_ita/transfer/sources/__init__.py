"""Files in: bytes of an unknown kind to paragraphs and tables, or a sentence that says why not.

``sniffing`` finds what a file is, and one module reads each kind.
"""

from __future__ import annotations

from wagtail_ita.transfer.sources.document import (
    Cell,
    Document,
    Paragraph,
    Part,
    SourceKind,
    Table,
)
from wagtail_ita.transfer.sources.files import read_source
from wagtail_ita.transfer.sources.progress import Progress
from wagtail_ita.transfer.sources.reader import read_document
from wagtail_ita.transfer.sources.text import decode_text

__all__ = [
    "Cell",
    "Document",
    "Paragraph",
    "Part",
    "Progress",
    "SourceKind",
    "Table",
    "decode_text",
    "read_document",
    "read_source",
]
