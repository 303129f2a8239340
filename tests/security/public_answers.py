"""Everything that an anonymous visitor can get of a year, as text."""

from __future__ import annotations

import html
import io
import json
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from typing import Any
from urllib.parse import unquote

import pypdfium2
from django.test import Client

from wagtail_ita.models import ITAReportMixin

LANGUAGES = ("th", "en")


def public_addresses(index: Any, *pages: Any) -> list[str]:
    """Return every address of ours that a visitor could know of a year and its pages."""
    found = [
        *(f"{index.url}{query}" for query in ("?q=มาตรการ", "?q=O9", "?year=all", "?item=O26")),
        *(f"{index.url}?q=เอกสาร&year=all", f"{index.url}?q=มาตรการ&item=O12"),
        "/sitemap.xml",
    ]
    for page in (index, *pages):
        found += [page.url, *(f"{page.url}{name}" for name in page.download_names)]
        if isinstance(page, ITAReportMixin):
            found += [f"{page.url}versions/{number}/" for number in range(4)]
    return found


def text_of(response: Any) -> str:
    """Return what stands in an answer: its head, and all that is packed in it."""
    head = "\n".join(f"{name}: {unquote(value)}" for name, value in response.items())
    return f"{head}\n{text_in(response.getvalue())}"


def text_in(data: bytes) -> str:
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "\n".join(
                f"{name}\n{text_in(archive.read(name))}" for name in archive.namelist()
            )
    if data.startswith(b"%PDF"):
        # Evidence of the tests only begins like one.
        with suppress(pypdfium2.PdfiumError):
            return "\n".join(_pdf_texts(data))
    text = data.decode("utf-8", "replace")
    if text.lstrip().startswith("{"):
        # Whatever JSON spells with a backslash.
        text += json.dumps(json.loads(text), ensure_ascii=False)
    return f"{text}\n{unquote(text)}\n{html.unescape(text)}"


def _pdf_texts(data: bytes) -> Iterator[str]:
    with pypdfium2.PdfDocument(data) as document:
        for page in document:
            yield page.get_textpage().get_text_bounded()
        yield json.dumps(document.get_metadata_dict(), ensure_ascii=False)


def answers(addresses: list[str]) -> dict[str, tuple[int, str]]:
    """Return status and text of each address as a fresh visitor gets it."""
    found = {}
    for address in addresses:
        response = Client().get(address)
        found[address] = response.status_code, text_of(response)
    return found
