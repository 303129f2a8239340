"""Opens web addresses for the check: guarded, in limited time, and never much of them.

Not built on ``urllib.request``: that looks a name up again after the guard has seen it, follows
redirects on its own, and lets a server that sends one byte a second go on for ever.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
import zlib
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from email.message import Message
from functools import cached_property
from typing import Final

from wagtail_ita.checks.public.addresses import Endpoint, Guard, RefusedError
from wagtail_ita.checks.public.visits import HEAD_BYTES, FetchError, Reply, Trouble, trouble_of

SECONDS: Final = 10.0
AT_ONCE_PER_HOST: Final = 2
TIMEOUTS_PER_HOST: Final = 3
"""After so many a host is not waited for again: three hundred links to it would take an hour."""

USER_AGENT: Final = "Mozilla/5.0 (compatible; wagtail-ita link check)"
_HEADERS: Final = {
    "User-Agent": USER_AGENT,
    "Accept": "text/html,application/xhtml+xml,*/*;q=0.8",
    "Accept-Language": "th,en;q=0.5",
    "Accept-Encoding": "identity",
    "Connection": "close",
}

ReadLimit = Callable[[str], int]
"""How many bytes to read of a content type."""


def only_the_head(content_type: str) -> int:
    """Read as much of anything as shows what it is."""
    return HEAD_BYTES


class Fetcher:
    """Opens one address at a time per thread, two at once per host.

    Attributes:
        guard: Says which addresses are opened.
        seconds: How long one request may take, from the look-up of the name to the last byte.
    """

    def __init__(self, guard: Guard, *, seconds: float = SECONDS) -> None:
        self.guard = guard
        self.seconds = seconds
        self._lock = threading.Lock()
        self._turns: dict[str, threading.Semaphore] = defaultdict(
            lambda: threading.Semaphore(AT_ONCE_PER_HOST)
        )
        self._timeouts: dict[str, int] = defaultdict(int)

    def open(
        self, url: str, *, method: str = "GET", read_limit: ReadLimit = only_the_head
    ) -> Reply:
        """Open an address, without following where it leads.

        Raises:
            FetchError: There is no answer.
        """
        try:
            host = self.guard.precheck(url).host
        except RefusedError as error:
            raise FetchError(trouble_of(error.refusal)) from None
        with self._lock:
            turn = self._turns[host]
        with turn:
            if self._timeouts[host] >= TIMEOUTS_PER_HOST:
                raise FetchError(Trouble.TIMEOUT)
            try:
                reply = self._open(url, method, read_limit)
            except FetchError as error:
                self._count(host, timed_out=error.trouble is Trouble.TIMEOUT)
                raise
            self._count(host, timed_out=False)
            return reply

    def _count(self, host: str, *, timed_out: bool) -> None:
        with self._lock:
            self._timeouts[host] = self._timeouts[host] + 1 if timed_out else 0

    def _open(self, url: str, method: str, read_limit: ReadLimit) -> Reply:
        deadline = _Deadline(self.seconds)
        try:
            endpoint = self.guard.admit(url, seconds=deadline.left)
            with deadline:
                return _exchange(endpoint, method, read_limit, deadline, self._tls)
        except RefusedError as error:
            raise FetchError(trouble_of(error.refusal)) from None
        except Exception as error:
            # A server may send anything, and http.client has no one exception for it.
            raise FetchError(_trouble(error, deadline)) from error

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        return ssl.create_default_context()


def _trouble(error: Exception, deadline: _Deadline) -> Trouble:
    if deadline.passed or isinstance(error, TimeoutError):
        return Trouble.TIMEOUT
    if isinstance(error, ssl.SSLError):
        return Trouble.CERTIFICATE
    if isinstance(error, OSError) and not isinstance(error, http.client.HTTPException):
        return Trouble.UNREACHABLE
    return Trouble.BROKEN


class _Deadline:
    """Ends a request when its time is up, whatever the server does to keep it going.

    A socket's own time-out starts anew with each byte, so a timer shuts the socket down.
    """

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds
        self._socket: socket.socket | None = None
        self._timer: threading.Timer | None = None

    @property
    def left(self) -> float:
        """Seconds until the end, never quite none: 0 would mean a socket that does not block."""
        return max(self._end - time.monotonic(), 0.001)

    @property
    def passed(self) -> bool:
        return time.monotonic() >= self._end

    def watch(self, connection: socket.socket) -> None:
        self._socket = connection

    def __enter__(self) -> None:
        self._timer = threading.Timer(self.left, self._shut)
        self._timer.daemon = True
        self._timer.start()

    def __exit__(self, *error: object) -> None:
        if self._timer:
            self._timer.cancel()

    def _shut(self) -> None:
        if self._socket is not None:
            with suppress(OSError):
                # Not SSLSocket.shutdown, which takes the TLS layer away under the reader.
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)


def _connect(endpoint: Endpoint, deadline: _Deadline) -> socket.socket:
    """Connect to one of the addresses that the guard has seen, and to nothing else."""
    failure: OSError | None = None
    for ip in endpoint.ips:
        try:
            return socket.create_connection((ip, endpoint.address.port), timeout=deadline.left)
        except OSError as error:
            failure = error
    raise failure or OSError("There is no address to connect to.")


def _exchange(
    endpoint: Endpoint,
    method: str,
    read_limit: ReadLimit,
    deadline: _Deadline,
    tls: ssl.SSLContext,
) -> Reply:
    address = endpoint.address
    connection = http.client.HTTPConnection(address.host, address.port)
    raw = _connect(endpoint, deadline)
    try:
        deadline.watch(raw)
        if address.scheme == "https":
            raw = tls.wrap_socket(raw, server_hostname=address.host, do_handshake_on_connect=False)
            deadline.watch(raw)
            raw.do_handshake()
        connection.sock = raw
        connection.putrequest(method, address.target, skip_host=True, skip_accept_encoding=True)
        connection.putheader("Host", address.netloc)
        for name, value in _HEADERS.items():
            connection.putheader(name, value)
        connection.endheaders()
        with connection.getresponse() as response:
            reply = _read(response, read_limit)
    finally:
        connection.close()
        raw.close()
    if deadline.passed:
        # What was shut down reads like the end of the content.
        raise TimeoutError
    return reply


def _read(response: http.client.HTTPResponse, read_limit: ReadLimit) -> Reply:
    headers = response.headers
    content_type = _text(headers.get("Content-Type", ""))
    limit = read_limit(content_type)
    encoding = headers.get("Content-Encoding", "").strip().lower()
    # To see that there is more, one byte more is read.
    body, cut = _read_body(response, limit + 1)
    if encoding in {"gzip", "x-gzip", "deflate"}:
        body = _inflate(body, limit + 1)
    return Reply(
        status=response.status,
        content_type=content_type,
        location=_text(headers.get("Location", "")),
        filename=_filename(headers),
        body=body[:limit],
        cut=cut or len(body) > limit,
    )


def _read_body(response: http.client.HTTPResponse, limit: int) -> tuple[bytes, bool]:
    parts: list[bytes] = []
    size = 0
    try:
        while size < limit and (part := response.read(min(limit - size, HEAD_BYTES))):
            parts.append(part)
            size += len(part)
    except http.client.IncompleteRead as error:
        # Less came than was promised; what came is looked at.
        parts.append(error.partial)
    return b"".join(parts), size >= limit


def _inflate(body: bytes, limit: int) -> bytes:
    """Undo a compression that was not asked for, as far as ``limit``: it may hide a bomb."""
    try:
        return zlib.decompressobj(wbits=47).decompress(body, limit)
    except zlib.error:
        return body


def _text(header: str) -> str:
    """Return a header in which a server wrote Thai as it is, although it may not."""
    try:
        return header.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return header


def _filename(headers: Message) -> str:
    name = headers.get_filename()
    return _text(name) if name else ""
