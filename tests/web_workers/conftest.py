"""Web workers as a site has them: processes of their own on one database."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from django.db import connection

from tests.web_workers.people import Terminal, Workers

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
REDIS = os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379/9")

StartWorker = Callable[[str], str]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The workers see only what has been committed."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.django_db(transaction=True, serialized_rollback=True))


class Worker:
    """A process of Gunicorn, with a cache: the address of a Redis, or empty for one of its own."""

    def __init__(self, cache: str, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{self.port}"]
        command += ["--workers", "1", "--threads", "2", "tests.web_workers.wsgi:application"]
        self.log = folder / f"worker-{self.port}.log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=environment(cache), stdout=log, stderr=subprocess.STDOUT
            )
        self.address = f"http://127.0.0.1:{self.port}"

    def wait(self) -> None:
        """Wait until it answers."""
        until = time.monotonic() + 120
        while time.monotonic() < until and self.process.poll() is None:
            try:
                urlopen(f"{self.address}/nothing/", timeout=60).close()
            except HTTPError as answer:
                answer.close()
                return
            except OSError:
                time.sleep(0.2)
        pytest.fail(f"The worker did not start:\n{self.log.read_text(errors='replace')}")

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()


def environment(cache: str = "") -> dict[str, str]:
    """What a process needs to work on the database of the tests."""
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.settings_web_workers",
        "ITA_TEST_CACHE": cache,
        "ITA_TEST_DATABASE": str(connection.settings_dict["NAME"]),
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
    }


def _skip_without_server() -> None:
    if connection.vendor == "sqlite":
        pytest.skip("The workers need a database server: run it with DATABASE_URL.")


@pytest.fixture
def start_worker(transactional_db: None, tmp_path: Path) -> Iterator[StartWorker]:
    """Start a worker with a cache, and return its address."""
    _skip_without_server()
    running: list[Worker] = []

    def start(cache: str) -> str:
        running.append(Worker(cache, tmp_path))
        running[-1].wait()
        return running[-1].address

    yield start
    for worker in running:
        worker.stop()


@pytest.fixture(scope="module")
def workers(django_db_setup: None, tmp_path_factory: Any) -> Iterator[Workers]:
    """Two workers with a cache each, for all tests of a file."""
    _skip_without_server()
    folder = tmp_path_factory.mktemp("workers")
    running = [Worker("", folder) for _number in range(2)]
    try:
        for worker in running:
            worker.wait()
        yield Workers([each.address for each in running], [each.log for each in running])
    finally:
        for worker in running:
            worker.stop()


@pytest.fixture(scope="module")
def terminals(django_db_setup: None) -> Iterator[list[Terminal]]:
    """Two processes that run commands, for all tests of a file."""
    _skip_without_server()
    running = [Terminal(environment()) for _number in range(2)]
    yield running
    for terminal in running:
        terminal.close()
