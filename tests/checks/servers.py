"""Real web servers on 127.0.0.1 that behave as a test tells them to."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = Callable[[BaseHTTPRequestHandler], None]
HTML = "text/html; charset=utf-8"


def page(html: str, *, status: int = 200, **headers: str) -> Answer:
    return content(html.encode(), HTML, status=status, **headers)


def content(body: bytes, content_type: str, *, status: int = 200, **headers: str) -> Answer:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        handler.send_header("Content-Type", content_type)
        handler.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        if handler.command != "HEAD":
            handler.wfile.write(body)

    return answer


def redirect(to: str, status: int = 302) -> Answer:
    return page("", status=status, Location=to)


def only_for(method: str, answer: Answer, otherwise: int) -> Answer:
    """Answer one method, and the others with a status."""

    def choose(handler: BaseHTTPRequestHandler) -> None:
        (answer if handler.command == method else page("", status=otherwise))(handler)

    return choose


def slowly(seconds: float, answer: Answer) -> Answer:
    def wait(handler: Any) -> None:
        # Counted here, not until the answer is sent: the check may be on to the next by then.
        with handler.server.record.counting():
            time.sleep(seconds)
        answer(handler)

    return wait


def drop_by_drop(handler: BaseHTTPRequestHandler) -> None:
    """Send a header that never ends, one byte at a time, each before a socket's time-out."""
    for byte in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"x" * 10_000:
        handler.wfile.write(bytes([byte]))
        handler.wfile.flush()
        time.sleep(0.02)


def body_drop_by_drop(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", HTML)
    handler.end_headers()
    for _count in range(10_000):
        handler.wfile.write(b"x")
        handler.wfile.flush()
        time.sleep(0.02)


def endless(content_type: str) -> Answer:
    """Promise a gigabyte, and send until nobody listens any more."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", content_type)
        handler.send_header("Content-Length", str(1 << 30))
        handler.end_headers()
        block = b"%PDF-1.7 " + b"x" * 65_527
        for _count in range(1 << 14):
            handler.wfile.write(block)

    return answer


def raw(data: bytes) -> Answer:
    """Send bytes that need not be HTTP."""
    return lambda handler: handler.wfile.write(data) and None


@dataclass
class Server:
    """A running server and what it was asked."""

    port: int
    answers: dict[str, Answer]
    requests: list[tuple[str, str]] = field(default_factory=list)
    busy: int = 0
    busiest: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def url(self, path: str = "/") -> str:
        return f"http://{self.host}{path}"

    @contextmanager
    def counting(self) -> Iterator[None]:
        with self.lock:
            self.busy += 1
            self.busiest = max(self.busiest, self.busy)
        try:
            yield
        finally:
            with self.lock:
                self.busy -= 1


@contextmanager
def serving(answers: Mapping[str, Answer] | None = None) -> Iterator[Server]:
    """Run a server for the length of a ``with`` block; unknown paths answer 404."""

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            server.requests.append((self.command, self.path))
            try:
                known = server.answers.get(self.path.partition("?")[0])
                (known or page("not here", status=404))(self)
            except OSError:
                self.close_connection = True  # The check has hung up, as it should.

        do_GET = do_HEAD = answer

        def log_message(self, *arguments: Any) -> None:
            pass

    class Quiet(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 64
        record: Server

        def handle_error(self, *arguments: Any) -> None:
            pass

    listening = Quiet(("127.0.0.1", 0), Handler)
    server = Server(port=listening.server_address[1], answers=dict(answers or {}))
    listening.record = server
    thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        listening.shutdown()
        thread.join()
        # Not to wait for handlers that are slow on purpose.
        listening.block_on_close = False
        listening.server_close()
