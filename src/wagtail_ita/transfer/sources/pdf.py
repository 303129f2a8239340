"""PDF files with a text layer, read by PDFium."""

from __future__ import annotations

import ctypes
import math
import re
import threading
import zlib
from collections.abc import Iterator
from dataclasses import replace

import pypdfium2
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from pypdfium2 import raw

from wagtail_ita.transfer.errors import SourceError
from wagtail_ita.transfer.sources.document import Document, Paragraph, SourceKind
from wagtail_ita.transfer.sources.pdf_lines import Letter, PageLine, lines_of
from wagtail_ita.transfer.sources.pdf_paragraphs import Page, paragraphs_of
from wagtail_ita.transfer.sources.pdf_text import count_letters, from_latin, normalise
from wagtail_ita.transfer.sources.progress import Progress
from wagtail_ita.transfer.sources.refusals import (
    damaged,
    encrypted,
    expands,
    guarded,
    no_text,
    refusal,
)

# PDFium is not safe to be used by two threads at once.
_LOCK = threading.Lock()
_LOCKED = frozenset({raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY})
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_IMAGE = re.compile(rb"/Subtype\s*/Image")
_DICTIONARY = 400
_CHUNK = 1 << 16
# A page of text is some kilobytes, a map of lines some megabytes; each drawn letter becomes an
# object of hundreds of bytes in PDFium.
_LARGEST_STREAM_SHARE = 20
# A page in small print has less than ten thousand letters, and a report less than a million.
_MOST_LETTERS_OF_A_PAGE = 50_000
_MOST_LETTERS = 2_000_000
# Page numbers and stamps on a scan are not its text.
_FEW_LETTERS = 20
_NAMED = 10
# PDFium calls a hyphen that may be one of a broken word so.
_HYPHENS = {0x2: "-", 0xFFFE: "-"}
_LAST_CODE = 0x110000
_ANGLES = 20
_STRAIGHT = 0.3


def read_pdf(
    data: bytes, *, name: str, max_bytes: int, max_pages: int, progress: Progress
) -> Document:
    """Read the text layer of a PDF.

    Raises:
        SourceError: It is damaged, encrypted, too long, or has no text.
    """
    _check_streams(data, name, max_bytes)
    with guarded(name), _LOCK:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            raise _unopened(error, name) from error
        try:
            if len(document) > max_pages:
                raise _too_many_pages(name, max_pages)
            reader = _Pages(document, name=name)
            pages = len(document)
            paragraphs = reader.read(progress)
        finally:
            document.close()
    letters = sum(map(count_letters, paragraphs))
    if letters <= (_FEW_LETTERS * pages if reader.pictures else 0):
        raise no_text(name)
    return Document(
        kind=SourceKind.PDF,
        name=name,
        parts=tuple(Paragraph(text=" ".join(text.split())) for text in paragraphs),
        remarks=tuple(reader.remarks()),
    )


class _Pages:
    """Reads one open document.

    Attributes:
        pictures: Whether a page without text has a picture.
    """

    def __init__(self, document: pypdfium2.PdfDocument, *, name: str) -> None:
        self.pictures = False
        self._document = document
        self._name = name
        self._letters = 0
        self._copies = 0
        self._latin = False
        self._blank: list[int] = []

    def read(self, progress: Progress) -> list[str]:
        """The paragraphs of all pages."""
        total = len(self._document)
        pages: list[Page] = []
        for number in range(total):
            pages.append(self._page(number))
            progress(number + 1, total)
        self._blank = [number for number, page in enumerate(pages, start=1) if not page.lines]
        return [normalise(text) for text in paragraphs_of(self._in_thai(pages))]

    def _in_thai(self, pages: list[Page]) -> list[Page]:
        """The pages with their letters guessed where they are in an old font.

        Before lines become paragraphs: that goes by the numbers of entries, and by Thai letters.
        """
        guessed = from_latin("\n".join(line.text for page in pages for line in page.lines))
        if guessed is None:
            return pages
        self._latin = True
        texts = iter(guessed.split("\n"))
        return [
            replace(page, lines=[replace(line, text=next(texts)) for line in page.lines])
            for page in pages
        ]

    def remarks(self) -> Iterator[str]:
        """What the editor should know of the reading."""
        blank = self._blank
        if blank:
            numbers = ", ".join(map(str, blank[:_NAMED])) + (" …" if blank[_NAMED:] else "")
            yield _("Pages without text were left out: %(pages)s.") % {"pages": numbers}
        if self._copies:
            yield ngettext(
                "The PDF has letters twice, and %(count)d copy was taken out. "
                "Please check the words; the Word file would be read without such faults.",
                "The PDF has letters twice, and %(count)d copies were taken out. "
                "Please check the words; the Word file would be read without such faults.",
                self._copies,
            ) % {"count": self._copies}
        if self._latin:
            yield _(
                "The PDF has an old Thai font, and its letters were guessed. "
                "Please check the words; the Word file would be read without such faults."
            )

    def _page(self, number: int) -> Page:
        page = self._document[number]
        try:
            layer = page.get_textpage()
            try:
                lines = self._lines(layer, number + 1)
            finally:
                layer.close()
            letters = sum(count_letters(line.text) for line in lines)
            if letters <= _FEW_LETTERS and not self.pictures:
                found = page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3)
                self.pictures = next(iter(found), None) is not None
            return Page(lines=lines, width=page.get_width())
        finally:
            page.close()

    def _lines(self, layer: pypdfium2.PdfTextPage, number: int) -> list[PageLine]:
        count = layer.count_chars()
        if count < 1:
            return []
        self._letters += count
        if count > _MOST_LETTERS_OF_A_PAGE or self._letters > _MOST_LETTERS:
            raise _too_many_letters(self._name, number)
        if _is_turned(layer, count):
            return [
                PageLine(text=text, left=0, right=0, baseline=0, size=1)
                for text in layer.get_text_range().splitlines()
                if text.strip()
            ]
        lines, copies = lines_of(_letters(layer, count))
        self._copies += copies
        return lines


def _is_turned(layer: pypdfium2.PdfTextPage, count: int) -> bool:
    """Whether the lines of a page run upwards; PDFium reads such a page well enough."""
    looked_at = range(0, count, max(1, count // _ANGLES))
    turned = sum(abs(raw.FPDFText_GetCharAngle(layer.raw, at)) > _STRAIGHT for at in looked_at)
    return bool(turned * 2 > len(looked_at))


def _letters(layer: pypdfium2.PdfTextPage, count: int) -> Iterator[Letter]:
    box = raw.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    matrix = raw.FS_MATRIX()
    left, right, bottom, top = (ctypes.c_double() for _side in range(4))
    for at in range(count):
        code = raw.FPDFText_GetUnicode(layer.raw, at)
        # A line end, or a space that is only guessed from a gap; the gap is still there.
        if raw.FPDFText_IsGenerated(layer.raw, at) == 1 or not 0 < code < _LAST_CODE:
            continue
        raw.FPDFText_GetLooseCharBox(layer.raw, at, box)
        raw.FPDFText_GetMatrix(layer.raw, at, matrix)
        raw.FPDFText_GetCharOrigin(layer.raw, at, x, y)
        drawn = raw.FPDFText_GetCharBox(layer.raw, at, left, right, bottom, top)
        yield Letter(
            text=_HYPHENS.get(code) or chr(code),
            left=box.left,
            right=box.right,
            baseline=y.value,
            lift=bottom.value - y.value if drawn else 0,
            size=max(raw.FPDFText_GetFontSize(layer.raw, at) * math.hypot(matrix.c, matrix.d), 1.0),
        )


def _check_streams(data: bytes, name: str, max_bytes: int) -> None:
    """Refuse a file whose compressed parts grow without end, before PDFium opens them.

    Pictures may be large, and reading text never opens them.
    """
    left = max_bytes
    for found in _STREAM.finditer(data):
        start = found.end()
        if _IMAGE.search(data, max(0, start - _DICTIONARY), start):
            continue
        size = _expanded(data, start, limit=max_bytes // _LARGEST_STREAM_SHARE)
        left -= size
        if left < 0 or size > max_bytes // _LARGEST_STREAM_SHARE:
            raise expands(name, max_bytes)


def _expanded(data: bytes, start: int, *, limit: int) -> int:
    """How long a compressed stream is when it is opened; told up to a little above the limit."""
    inflate = zlib.decompressobj()
    size = 0
    tail = b""
    try:
        while size <= limit and not inflate.eof:
            piece = tail or data[start : start + _CHUNK]
            start += 0 if tail else _CHUNK
            if not piece:
                break
            size += len(inflate.decompress(piece, _CHUNK * 16))
            tail = inflate.unconsumed_tail
    except zlib.error:
        pass  # It is compressed in another way, or damaged; both are PDFium's to see.
    return size


def _unopened(error: pypdfium2.PdfiumError, name: str) -> SourceError:
    return encrypted(name) if error.err_code in _LOCKED else damaged(name)


def _too_many_letters(name: str, page: int) -> SourceError:
    return refusal(
        "too_many_letters",
        _(
            "%(name)s has more letters on page %(page)d than any report. "
            "Keep only the pages of the report in a new file, and choose that file."
        ),
        name=name,
        page=page,
    )


def _too_many_pages(name: str, limit: int) -> SourceError:
    return refusal(
        "too_many_pages",
        _(
            "%(name)s has more than %(limit)d pages. "
            "Keep only the pages of the report in a new file, and choose that file."
        ),
        name=name,
        limit=limit,
    )
