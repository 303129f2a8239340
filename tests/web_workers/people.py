"""People who use a site at the same moment, each through a worker, or a terminal, of his own."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.db import connections
from django.test import Client

from tests.admin.roles import speak

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60
_TOKEN = "a" * 32


@dataclass(frozen=True, slots=True)
class Workers:
    """The workers of a site, and what they have written about it."""

    addresses: Sequence[str]
    logs: Sequence[Path]

    def said(self) -> str:
        """Return the end of what each worker has written."""
        return "\n".join(log.read_text(errors="replace")[-5000:] for log in self.logs)


class Person:
    """Somebody who is logged in, and whose requests go to one worker."""

    def __init__(self, user: Any, address: str) -> None:
        self.user = user
        self.address = address
        client = Client()
        client.force_login(user)
        self.browser = requests.Session()
        for name, morsel in client.cookies.items():
            self.browser.cookies.set(name, morsel.value)
        self.browser.cookies.set("csrftoken", _TOKEN)

    def get(self, path: str) -> requests.Response:
        return self.browser.get(self.address + path, timeout=PATIENCE)

    def post(self, path: str, data: Any, **more: Any) -> requests.Response:
        """Send a form; where it leads is left to the caller."""
        return self.browser.post(
            self.address + path,
            data=data,
            headers={"X-CSRFToken": _TOKEN},
            timeout=PATIENCE,
            allow_redirects=False,
            **more,
        )

    def follow(self, answer: requests.Response) -> requests.Response:
        """Return the screen that an answer leads to, which may be itself."""
        return self.get(answer.headers["Location"]) if answer.status_code == 302 else answer

    def told(self, answer: requests.Response) -> str:
        """Return the messages on the screen that an answer leads to."""
        answer = self.follow(answer)
        soup = BeautifulSoup(answer.content, "html.parser")
        return " ".join(each.get_text(" ", strip=True) for each in soup.select(".messages li"))


def superuser(name: str) -> Any:
    user = get_user_model().objects.create_superuser(name, f"{name}@example.go.th", "x")
    speak(user, "en")
    return user


class Terminal:
    """Somebody at a terminal; see ``terminal.py``."""

    def __init__(self, environ: dict[str, str]) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.web_workers.terminal"],
            cwd=ROOT,
            env=environ,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._is_ready = False

    def wait(self) -> None:
        """Wait until it takes commands."""
        if not self._is_ready:
            self._is_ready = bool(self._answer())

    def run(self, *command: str) -> dict[str, str]:
        """Run a command; return what it ``said``, why it ``refused`` and how it ``broke``."""
        assert self.process.stdin is not None
        print(json.dumps(command), file=self.process.stdin, flush=True)
        return self._answer()

    def close(self) -> None:
        self.process.kill()
        self.process.communicate()

    def _answer(self) -> Any:
        assert self.process.stdout is not None
        return json.loads(self.process.stdout.readline())


def at_once(*acts: Callable[[], Any], apart: float = 0) -> list[Any]:
    """Do things at the same moment, and return what came of each.

    Args:
        acts: What to do.
        apart: By how many seconds each begins later than the one before it.
    """
    barrier = threading.Barrier(len(acts))

    def start(number: int) -> Any:
        barrier.wait(timeout=30)
        time.sleep(apart * number)
        try:
            return acts[number]()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(start, range(len(acts))))
