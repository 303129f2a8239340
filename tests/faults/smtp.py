"""A mail server of a test's own."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import django
from django.test import override_settings

from tests.faults.conftest import free_port


class MailServer(socketserver.ThreadingTCPServer):
    """Takes letters, until it is told to break off.

    Attributes:
        letters: What has been taken, whole.
        breaks_after: After how many letters it breaks off in the middle of the next one.
    """

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, port: int, *, breaks_after: int | None = None) -> None:
        self.letters: list[str] = []
        self.breaks_after = breaks_after
        super().__init__(("127.0.0.1", port), _Conversation)


class _Conversation(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self._say("220 here")
        while line := self.rfile.readline():
            match line[:4].upper():
                case b"DATA":
                    self._say("354 go on")
                    letter = self._letter()
                    if len(self.server.letters) == self.server.breaks_after:
                        return
                    self.server.letters.append(letter)
                    self._say("250 taken")
                case b"QUIT":
                    self._say("221 bye")
                    return
                case _:
                    self._say("250 ok")

    def _letter(self) -> str:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        return b"".join(lines).decode()

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


def mailing_to(port: int) -> Any:
    """Let the site send its mail to a port of this machine."""
    backend = "django.core.mail.backends.smtp.EmailBackend"
    if django.VERSION >= (6, 1):
        options = {"host": "127.0.0.1", "port": port, "timeout": 30}
        return override_settings(MAILERS={"default": {"BACKEND": backend, "OPTIONS": options}})
    return override_settings(
        EMAIL_BACKEND=backend, EMAIL_HOST="127.0.0.1", EMAIL_PORT=port, EMAIL_TIMEOUT=30
    )


@contextmanager
def mail_server(*, breaks_after: int | None = None) -> Iterator[MailServer]:
    """Run a mail server that the site sends its mail to."""
    with MailServer(free_port(), breaks_after=breaks_after) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            with mailing_to(server.server_address[1]):
                yield server
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def no_mail_server() -> Iterator[None]:
    """Let the site send its mail to where nobody answers."""
    with mailing_to(free_port()):
        yield
