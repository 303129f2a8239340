"""Answers for the files beside a page.

Wagtail has asked already whether the visitor may see the page. What is in a file is what an
anonymous visitor may see, whoever asks for it: files are passed on.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.utils.translation import override

from wagtail_ita.models import ITAReportMixin, Visibility, set_download_view
from wagtail_ita.transfer.feed import (
    FEED_NAME,
    FEED_TYPE,
    FEED_VERSION,
    feed_of,
    render_feed,
)
from wagtail_ita.transfer.formats.base import FormatUnavailableError
from wagtail_ita.transfer.formats.dcat import DCAT_NAME, DCAT_TYPE, DCAT_VERSION, render_dcat
from wagtail_ita.transfer.formats.items import ITEMS_FORMATS
from wagtail_ita.transfer.formats.registry import format_at
from wagtail_ita.transfer.keeping import (
    file_key,
    kept_content,
    page_group,
    report_content,
    report_key,
)
from wagtail_ita.transfer.open_year import open_year_of
from wagtail_ita.transfer.pack import PACK_NAME, pack_content, pack_key, page_pack
from wagtail_ita.transfer.pack.names import ascii_name, safe_name
from wagtail_ita.transfer.published import published
from wagtail_ita.transfer.sharing.about import Shared
from wagtail_ita.transfer.sharing.picture import PICTURE_NAME, PICTURE_TYPE
from wagtail_ita.transfer.shelf import Stored
from wagtail_ita.transfer.year_items import year_items_of

logger = logging.getLogger(__name__)

_OPEN_DATA = ("application/json", "text/csv", DCAT_TYPE, FEED_TYPE)
_SHOWN_BY_BROWSERS = ("application/pdf", "application/json", DCAT_TYPE, FEED_TYPE, PICTURE_TYPE)


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    """A file before it is made.

    Attributes:
        key: What changes whenever its content does.
        names: Its name in plain letters, and as a person would call it; without extension.
        make: Makes the content, or the stream of it, or finds it in the storage.
    """

    key: str
    names: tuple[str, str]
    extension: str
    content_type: str
    moment: dt.datetime | None
    make: Callable[[], bytes | Stored | Iterator[bytes]]


def download(page: Any, request: HttpRequest, name: str) -> HttpResponseBase:
    """Answer for one file beside a live page."""
    if name == PICTURE_NAME:
        return _respond(request, _picture_file(page))
    visibility = Visibility()
    find = _report_file if isinstance(page, ITAReportMixin) else _items_file
    if name == PACK_NAME:
        file = _pack_file(page, visibility)
    elif name in _BESIDE_INDEX:
        file = _BESIDE_INDEX[name](page, visibility)
    else:
        found = find(page, name, visibility)
        if found is None:
            return _not_offered(page, request)
        file = found
    response = _respond(request, file)
    is_data = file.content_type.partition(";")[0] in _OPEN_DATA
    if is_data and visibility.allows_page(page):
        response["Access-Control-Allow-Origin"] = "*"
    return response


def register() -> None:
    """Give the pages their files; called once, when the app is ready."""
    set_download_view(download)


# ------------------------------------------------------------------------------------- files


def _report_file(page: Any, name: str, visibility: Visibility) -> _File | None:
    form = format_at(name)
    if form is None or not form.is_available:
        return None
    report = published(page, visibility=visibility)
    year = report.publication.record.reported_year
    return _File(
        key=report_key(form, report),
        names=(_dashed("report", year, page.code), f"{page.code} {page.title}"),
        extension=form.extension,
        content_type=form.content_type,
        moment=page.last_published_at,
        make=lambda: report_content(form, report),
    )


def _items_file(page: Any, name: str, visibility: Visibility) -> _File | None:
    form = next((each for each in ITEMS_FORMATS.values() if each.filename == name), None)
    if form is None:
        return None
    year = year_items_of(page, visibility=visibility)
    key = file_key(f"items.{form.name}", form.version, repr(year))
    return _File(
        key=key,
        names=(_dashed("items", page.scheme, page.assessment_year), page.title),
        extension=form.name,
        content_type=form.content_type,
        moment=year.last_published,
        make=lambda: kept_content(
            key, lambda: form.render(year), group=page_group(page.pk, form.filename)
        ),
    )


def _pack_file(page: Any, visibility: Visibility) -> _File:
    pack = page_pack(page, visibility=visibility)
    is_report = isinstance(page, ITAReportMixin)
    plain = (page.reported_year, page.code) if is_report else (page.scheme, page.assessment_year)
    with override(pack.paper.language):
        title = _("Evidence of %(title)s") % {"title": page.title}
    return _File(
        key=pack_key(pack),
        names=(_dashed("evidence", *plain), title),
        extension="zip",
        content_type="application/zip",
        moment=pack.paper.moment,
        make=lambda: pack_content(page, pack),
    )


def _feed_file(page: Any, visibility: Visibility) -> _File:
    year = feed_of(page, visibility=visibility)
    return _File(
        key=file_key("feed", FEED_VERSION, repr(year)),
        names=(_dashed("feed", page.scheme, page.assessment_year), page.title),
        extension="xml",
        content_type=f"{FEED_TYPE}; charset=utf-8",
        moment=year.updated,
        make=lambda: render_feed(year),
    )


def _dcat_file(page: Any, visibility: Visibility) -> _File:
    year = open_year_of(page, visibility=visibility)
    key = file_key("dcat", DCAT_VERSION, repr(year))
    return _File(
        key=key,
        names=(_dashed("dcat", page.scheme, page.assessment_year), page.title),
        extension="jsonld",
        content_type=DCAT_TYPE,
        moment=year.items.last_published,
        make=lambda: kept_content(
            key, lambda: render_dcat(year), group=page_group(page.pk, DCAT_NAME)
        ),
    )


_BESIDE_INDEX = {FEED_NAME: _feed_file, DCAT_NAME: _dcat_file}


def _picture_file(page: Any) -> _File:
    """Return the picture that a chat shows of the page.

    Raises:
        Http404: None can be drawn here.
    """
    shared = Shared.of(page)
    if shared.picture is None:
        raise Http404
    return _File(
        key=shared.picture_key,
        names=(_dashed("share", getattr(page, "code", ""), page.slug), shared.title),
        extension="png",
        content_type=PICTURE_TYPE,
        moment=page.last_published_at,
        make=shared.picture_file,
    )


def _dashed(*parts: object) -> str:
    return "-".join(str(part) for part in parts if part)


# ---------------------------------------------------------------------------------- responses


def _not_offered(page: Any, request: HttpRequest) -> HttpResponse:
    with override(page.locale.language_code):
        sentence = _(
            "This website does not offer the report in this format. Open %(url)s: it can be "
            "printed or saved as PDF with the browser, and lists the formats that there are."
        ) % {"url": page.get_full_url(request)}
    return HttpResponse(
        f"{sentence}\n",
        status=404,
        content_type="text/plain; charset=utf-8",
        headers={"X-Content-Type-Options": "nosniff"},
    )


def _content(file: _File) -> bytes | Stored | Iterator[bytes]:
    try:
        return file.make()
    except FormatUnavailableError as error:
        # Its extra went while the site was running.
        raise Http404 from error


def _not_made() -> HttpResponse:
    sentence = _(
        "This file cannot be made at the moment. Try again later; until then the page itself has "
        "the same content."
    )
    return HttpResponse(
        f"{sentence}\n",
        status=503,
        content_type="text/plain; charset=utf-8",
        headers={"Retry-After": "600", "X-Content-Type-Options": "nosniff"},
    )


def _respond(request: HttpRequest, file: _File) -> HttpResponseBase:
    if request.method not in ("GET", "HEAD"):
        return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
    etag = f'"{file.key}"'
    moment = int(file.moment.timestamp()) if file.moment else None
    headers = _headers(file, etag, moment)
    unchanged = get_conditional_response(request, etag=etag, last_modified=moment)
    if unchanged is not None:
        for name in ("ETag", "Last-Modified", "Cache-Control"):
            if name in headers:
                unchanged[name] = headers[name]
        return unchanged
    try:
        content = _content(file)
    except OSError:
        logger.exception("%s could not be made.", request.path)
        return _not_made()
    if isinstance(content, bytes):
        response = HttpResponse(content, headers=headers)
        response["Content-Length"] = str(len(content))
        return response
    if isinstance(content, Stored):
        headers["Content-Length"] = str(content.size)
    if request.method == "HEAD":
        if isinstance(content, Stored):
            content.close()
        return HttpResponse(headers=headers)
    # A file of the storage is closed by the response, also when the visitor breaks off.
    chunks = _in_threads(iter(content)) if isinstance(request, ASGIRequest) else content
    return StreamingHttpResponse(chunks, headers=headers)


def _headers(file: _File, etag: str, moment: int | None) -> dict[str, str]:
    headers = {
        "Content-Type": file.content_type,
        "Content-Disposition": _disposition(file),
        "ETag": etag,
        # Kept by the browser and asked for again each time, which costs a 304.
        "Cache-Control": "no-cache",
        "X-Content-Type-Options": "nosniff",
    }
    if moment is not None:
        headers["Last-Modified"] = http_date(moment)
    return headers


def _disposition(file: _File) -> str:
    """Name the file in Thai (RFC 6266), and in plain letters for those who cannot read that."""
    plain, title = file.names
    extension = f".{file.extension}"
    shown = file.content_type.partition(";")[0] in _SHOWN_BY_BROWSERS
    return (
        f'{"inline" if shown else "attachment"}; filename="{ascii_name(plain)}{extension}"; '
        f"filename*=UTF-8''{quote(safe_name(title, extension), safe='')}"
    )


async def _in_threads(chunks: Iterator[bytes]) -> AsyncIterator[bytes]:
    """Read a stream step by step: an ASGI server would else gather all of it first."""
    step = sync_to_async(lambda: next(chunks, None))
    while (chunk := await step()) is not None:
        yield chunk
