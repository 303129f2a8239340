"""How the site's own pages are opened: inside this process, or over HTTP.

Both see what an anonymous visitor sees. The first needs no running server and is the default; the
second looks at the site as it is deployed, with its web server, certificates and caches.
"""

from __future__ import annotations

import logging
import mimetypes
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from email.message import Message
from typing import IO, Any, Final, Protocol
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.exceptions import ImproperlyConfigured, SuspiciousOperation
from django.core.files.storage import default_storage
from django.core.handlers.base import BaseHandler
from django.core.signals import request_finished
from django.db import close_old_connections
from django.test import RequestFactory
from django.utils import timezone, translation

from wagtail_ita.checks.public.addresses import DEFAULT_PORTS, Address, RefusedError, parse_address
from wagtail_ita.checks.public.fetching import USER_AGENT, Fetcher
from wagtail_ita.checks.public.visits import (
    HEAD_BYTES,
    PAGE_BYTES,
    FetchError,
    Reply,
    Trouble,
    Visit,
    follow,
    trouble_of,
)

logger = logging.getLogger(__name__)

HTML_TYPES: Final = ("text/html", "application/xhtml+xml")


def is_html(content_type: str) -> bool:
    """Tell whether a content type is that of a web page."""
    return content_type.strip().lower().startswith(HTML_TYPES)


def read_limit(content_type: str) -> int:
    """Read pages of the site in full, as far as is sensible, and the head of files."""
    return PAGE_BYTES if is_html(content_type) else HEAD_BYTES


class Visitor(Protocol):
    """Opens addresses of the site as somebody who is not logged in."""

    @property
    def origin(self) -> str:
        """Scheme and host of the site, without a slash at the end."""

    def owns(self, address: Address) -> bool:
        """Tell whether an address is one of this site."""

    def visit(self, url: str) -> Visit:
        """Open an address of the site and go where it leads. Never raises."""


class HttpVisitor:
    """Visits a deployed site.

    Attributes:
        origin: Scheme and host. The fetcher's guard has to allow it where it is private.
        fetcher: Opens the addresses.
        leaves: Whether redirects to other hosts are followed.
    """

    def __init__(self, origin: Address, fetcher: Fetcher, *, leaves: bool = True) -> None:
        self.origin = f"{origin.scheme}://{origin.netloc}"
        self._home = origin
        self._fetcher = fetcher
        self._leaves = leaves

    def owns(self, address: Address) -> bool:
        # http and https of one host are one site.
        same_port = address.port == self._home.port or {address.port, self._home.port} <= {80, 443}
        return address.host == self._home.host and same_port

    def visit(self, url: str) -> Visit:
        return follow(url, self._open)

    def _open(self, url: str) -> Reply:
        if not self.owns(_parse(url)) and not self._leaves:
            raise FetchError(Trouble.NOT_TRIED)
        return self._fetcher.open(url, read_limit=read_limit)


class ClientVisitor:
    """Visits the site inside this process, with requests as Django's test client makes them.

    The test client itself would not do: it cannot leave a stream before its end without
    closing the database connection, and a linked film or an endless stream is left early.

    Attributes:
        origin: Scheme and host as the site's record in Wagtail names them.
        fetcher: Follows redirects to other hosts; without one they are not followed.
    """

    def __init__(self, origin: Address, fetcher: Fetcher | None = None) -> None:
        self.origin = f"{origin.scheme}://{origin.netloc}"
        self._home = origin
        self._fetcher = fetcher
        self._requests = RequestFactory(headers={"user-agent": USER_AGENT, "accept": "text/html"})
        self._handler = BaseHandler()
        self._handler.load_middleware()

    def owns(self, address: Address) -> bool:
        ports = {self._home.port, *DEFAULT_PORTS.values()}
        return address.host == self._home.host and address.port in ports

    def visit(self, url: str) -> Visit:
        return follow(url, self._open)

    def _open(self, url: str) -> Reply:
        address = _parse(url)
        if not self.owns(address):
            if self._fetcher is None:
                raise FetchError(Trouble.NOT_TRIED)
            return self._fetcher.open(url)
        try:
            return _stored_file(address.target) or self._get(address)
        except Exception:
            # A page that fails is a finding, whatever it is that it raises.
            logger.exception("%s failed while the public check looked at it.", url)
            raise FetchError(Trouble.BROKEN) from None

    def _get(self, address: Address) -> Reply:
        request = self._requests.get(
            address.url,
            secure=address.scheme == "https",
            headers={"host": address.netloc},
            SERVER_NAME=address.host,
            SERVER_PORT=str(address.port),
        )
        with (
            _own_language(),
            _own_connections(),
            closing(self._handler.get_response(request)) as response,
        ):
            return _reply(response)


@contextmanager
def _own_language() -> Iterator[None]:
    """Keep what a request activates for its visitor away from the command that made it."""
    with translation.override(translation.get_language()), timezone.override(None):
        yield


@contextmanager
def _own_connections() -> Iterator[None]:
    """Keep the end of a request from closing the connections that the command works with."""
    request_finished.disconnect(close_old_connections)
    try:
        yield
    finally:
        request_finished.connect(close_old_connections)


def _parse(url: str) -> Address:
    try:
        return parse_address(url)
    except RefusedError as error:
        raise FetchError(trouble_of(error.refusal)) from None


def _reply(response: Any) -> Reply:
    content_type = response.headers.get("Content-Type", "")
    limit = read_limit(content_type)
    chunks: Iterable[bytes] = response if response.streaming else (response.content,)
    body = bytearray()
    for chunk in chunks:
        body += chunk
        if len(body) > limit:
            break
    return Reply(
        status=response.status_code,
        content_type=content_type,
        location=response.headers.get("Location", ""),
        filename=_filename(response.headers.get("Content-Disposition", "")),
        body=bytes(body[:limit]),
        cut=len(body) > limit,
    )


def _filename(disposition: str) -> str:
    message = Message()
    message["Content-Disposition"] = disposition
    return message.get_filename() or ""


# --------------------------------------------------------------------------------- stored files


def _stored_file(target: str) -> Reply | None:
    """Open an upload or a static file, which a web server delivers without asking Django.

    ``None`` where the address is neither.
    """
    path = unquote(target.partition("?")[0])
    for prefix, open_file in (
        (settings.MEDIA_URL, _open_upload),
        (settings.STATIC_URL, _open_static),
    ):
        below = _path_below(prefix, path)
        if below:
            return _read_file(path, open_file, below)
    return None


def _path_below(prefix: str | None, path: str) -> str:
    parts = urlsplit(prefix or "")
    if parts.netloc or not parts.path.strip("/") or not path.startswith(parts.path):
        return ""
    return path.removeprefix(parts.path)


def _open_upload(name: str) -> IO[bytes]:
    opened: IO[bytes] = default_storage.open(name)
    return opened


def _open_static(name: str) -> IO[bytes]:
    found = finders.find(name)
    if isinstance(found, str):
        return open(found, "rb")
    opened: IO[bytes] = staticfiles_storage.open(name)
    return opened


def _read_file(path: str, open_file: Any, name: str) -> Reply:
    try:
        with closing(open_file(name)) as file:
            body = file.read(HEAD_BYTES + 1)
    except (OSError, ValueError, SuspiciousOperation, ImproperlyConfigured):
        # ImproperlyConfigured: static files are not collected anywhere.
        return Reply(status=404)
    return Reply(
        status=200,
        content_type=mimetypes.guess_type(path)[0] or "application/octet-stream",
        body=body[:HEAD_BYTES],
        cut=len(body) > HEAD_BYTES,
    )
