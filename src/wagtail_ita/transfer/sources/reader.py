"""One door for every kind of file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from django.utils.translation import gettext as _

from wagtail_ita.conf import get_settings
from wagtail_ita.transfer.sources.delimited import read_delimited
from wagtail_ita.transfer.sources.document import Document, SourceKind
from wagtail_ita.transfer.sources.excel import read_excel
from wagtail_ita.transfer.sources.files import check_size
from wagtail_ita.transfer.sources.progress import Progress, silent
from wagtail_ita.transfer.sources.refusals import without_extra
from wagtail_ita.transfer.sources.sniffing import recognise
from wagtail_ita.transfer.sources.text import text_document

_ENDINGS = {
    SourceKind.TEXT: frozenset({"txt", "text", "md", "log"}),
    SourceKind.DOCX: frozenset({"docx", "docm", "dotx", "dotm"}),
    SourceKind.PDF: frozenset({"pdf"}),
    SourceKind.JSON: frozenset({"json"}),
    SourceKind.CSV: frozenset({"csv", "tsv", "tab", "txt"}),
    SourceKind.XLSX: frozenset({"xlsx", "xlsm", "xltx", "xltm"}),
}
# Endings of files that are none of ours; anything else behind a dot is part of a name.
_FOREIGN = frozenset(
    {"doc", "xls", "odt", "ods", "rtf", "zip", "png", "jpg", "jpeg", "gif", "tif", "tiff", "htm"}
)
_KNOWN = _FOREIGN.union(*_ENDINGS.values())
_JSON_LINES = 20
_TITLES = {
    SourceKind.DOCX: "Word (.docx)",
    SourceKind.PDF: "PDF",
    SourceKind.JSON: "JSON",
    SourceKind.CSV: "CSV",
    SourceKind.XLSX: "Excel (.xlsx)",
}


def read_document(data: bytes, *, name: str, progress: Progress | None = None) -> Document:
    """Read a file of any kind into paragraphs and tables.

    Args:
        data: What the file holds.
        name: The file as the editor knows it; what it is, only its content tells.
        progress: Called now and then with what is done and what there is in all.

    Raises:
        SourceError: It cannot be read; the sentence says why and what to do.
    """
    settings = get_settings()
    check_size(len(data), settings.MAX_IMPORT_BYTES, name=name)
    found = recognise(data, name=name)
    tell = progress or silent
    match found.kind:
        case SourceKind.DOCX | SourceKind.PDF:
            document = _with_extra(found.kind, name)(data, name, tell)
        case SourceKind.XLSX:
            document = read_excel(
                data,
                name=name,
                max_bytes=settings.MAX_IMPORT_EXPANDED_BYTES,
                max_rows=settings.MAX_IMPORT_ROWS,
                progress=tell,
            )
        case SourceKind.CSV:
            document = read_delimited(
                found.text,
                name=name,
                delimiter=found.delimiter,
                max_rows=settings.MAX_IMPORT_ROWS,
                progress=tell,
            )
        case _:
            # A file of ours may have each word of a report on a line of its own.
            more = _JSON_LINES if found.kind is SourceKind.JSON else 1
            limit = settings.MAX_IMPORT_ROWS * more
            document = text_document(found.text, name=name, max_lines=limit, kind=found.kind)
    remarks = (*_ending_remark(document), *document.remarks)
    return replace(document, remarks=remarks)


def _with_extra(kind: SourceKind, name: str) -> Callable[[bytes, str, Progress], Document]:
    """The reader of a kind whose packages a site may not have."""
    settings = get_settings()
    limit = settings.MAX_IMPORT_EXPANDED_BYTES
    try:
        if kind is SourceKind.PDF:
            from wagtail_ita.transfer.sources.pdf import read_pdf

            return lambda data, name, progress: read_pdf(
                data,
                name=name,
                max_bytes=limit,
                max_pages=settings.MAX_IMPORT_PAGES,
                progress=progress,
            )
        from wagtail_ita.transfer.sources.word import read_word
    except ImportError as error:
        raise without_extra(name, _TITLES[kind]) from error
    return lambda data, name, progress: read_word(
        data,
        name=name,
        max_bytes=limit,
        max_rows=settings.MAX_IMPORT_ROWS,
        progress=progress,
    )


def _ending_remark(document: Document) -> Iterator[str]:
    ending = document.name.lower().rpartition(".")[2] if "." in document.name else ""
    if ending not in _KNOWN or ending in _ENDINGS[document.kind]:
        return
    yield _("The name ends in .%(ending)s, but the file is %(kind)s, and was read as that.") % {
        "ending": ending,
        "kind": _TITLES.get(document.kind, _("plain text")),
    }
