"""Plain text in the encodings that Thai offices use."""

from __future__ import annotations

import codecs
import itertools
import re

from django.utils.translation import gettext as _

from wagtail_ita.transfer.errors import SourceError
from wagtail_ita.transfer.sources.document import Document, Paragraph, SourceKind
from wagtail_ita.transfer.sources.refusals import empty, refusal, too_many_paragraphs

_THAI_CODEPAGE = "cp874"
_BYTE_ORDER_MARKS = (
    # The longer mark first: that of UTF-32 begins with that of UTF-16.
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (codecs.BOM_UTF8, "utf-8-sig"),
)
_THAI_CONSONANT = re.compile("[ก-ฮ]")
# Without digits: a table may have more of them than letters.
_THAI = re.compile("[\u0e01-\u0e3a\u0e3f-\u0e4f\u0e5a\u0e5b]")
_LETTER = re.compile("[A-Za-z\u0e01-\u0e3a\u0e40-\u0e4e]")
_MARK = re.compile("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]")
_MARK_IN_PLACE = re.compile(
    "(?<=[ก-ฮ\u0e31\u0e34-\u0e3a\u0e47-\u0e4e])[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]"
)
_HIGH_BYTE = re.compile(rb"[\x80-\xff]")
_UTF8_THAI = re.compile(rb"\xe0[\xb8\xb9]")
# As in the text reader: a form feed is a space there, so that line numbers stay right.
_LINE_BREAK = re.compile("\r\n|[\n\r\v\x85\u2028\u2029]")
# Enough to judge an encoding by; a longer look makes it no surer, only slower.
_SAMPLE = 200_000


def text_document(
    text: str, *, name: str, max_lines: int, kind: SourceKind = SourceKind.TEXT
) -> Document:
    """A document of one paragraph for each line of a text.

    Raises:
        SourceError: It has too many lines.
    """
    breaks = sum(1 for _break in itertools.islice(_LINE_BREAK.finditer(text), max_lines + 1))
    if breaks > max_lines:
        raise too_many_paragraphs(name, max_lines)
    lines = _LINE_BREAK.split(text.removeprefix("\ufeff"))
    if not lines[-1]:
        lines.pop()
    return Document(kind=kind, name=name, parts=tuple(Paragraph(text=line) for line in lines))


def decode_text(data: bytes, *, name: str) -> str:
    """Text of a plain text file in UTF-8, UTF-16 or Thai Windows-874.

    Args:
        data: What the file holds.
        name: The file as the editor knows it, for the sentence of an error.

    Raises:
        SourceError: The file is empty, is no text file, or its characters cannot be read.
    """
    if not data:
        raise empty(name)
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _with_words(_strict(data, encoding, name), name)
    if b"\x00" in data:
        raise refusal(
            "binary",
            _(
                "%(name)s is not a kind of file that can be read. Save the report as Word (.docx), "
                "PDF, Excel (.xlsx), CSV or plain text (.txt), and choose that file."
            ),
            name=name,
        )
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = _thai_codepage(data, name)
    return _with_words(text, name)


def _thai_codepage(data: bytes, name: str) -> str:
    """Text in Windows-874. It has a letter for nearly every byte, so the text must look Thai."""
    sample = data[:_SAMPLE]
    high = len(_HIGH_BYTE.findall(sample))
    if 6 * len(_UTF8_THAI.findall(sample)) > high > 0:
        raise refusal(
            "damaged",
            _(
                "%(name)s is UTF-8 text, but some of it is damaged. "
                "Open the original, save it again as plain text in UTF-8, and choose that file."
            ),
            name=name,
        )
    text = _strict(data, _THAI_CODEPAGE, name)
    if not _looks_thai(text[:_SAMPLE]):
        raise _undecodable(name)
    return text


def _looks_thai(sample: str) -> bool:
    letters = len(_LETTER.findall(sample))
    thai = len(_THAI.findall(sample))
    consonants = len(_THAI_CONSONANT.findall(sample))
    marks = len(_MARK.findall(sample))
    in_place = len(_MARK_IN_PLACE.findall(sample))
    is_thai = bool(consonants) and thai * 5 >= letters and consonants * 5 >= thai * 2
    return is_thai and in_place * 10 >= marks * 9


def _strict(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _undecodable(name) from error


def _with_words(text: str, name: str) -> str:
    if not text.strip("\ufeff \t\r\n\x0b\x0c\xa0"):
        raise empty(name)
    if "\x00" in text:
        raise _undecodable(name)
    return text


def _undecodable(name: str) -> SourceError:
    return refusal(
        "encoding",
        _(
            "The characters of %(name)s cannot be read: it is neither UTF-8, UTF-16 nor Thai "
            "Windows-874 text. Save the report as plain text in UTF-8 and choose that file."
        ),
        name=name,
    )
