"""Something that a site stands on is taken away, for real, in the middle of its work.

The tests need a database server and Redis; they are run with the settings of a worker
(``--ds=tests.settings_worker``), so that what a process of its own sees is what a test sees.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from tests.sample import make_index, make_report, make_site

HERE = Path(__file__).resolve().parent
# Other connections, and other processes, see only what has been committed.
COMMITTED = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give each test the database; the slower kind only where a test asks for it."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.slow)
            if item.get_closest_marker("django_db") is None:
                item.add_marker(pytest.mark.django_db)


@pytest.fixture(autouse=True)
def _english(db: None) -> Iterator[None]:
    with translation.override("en"):
        make_site()
        yield


@pytest.fixture
def index() -> Any:
    return make_index()


@pytest.fixture
def report(index: Any) -> Any:
    """A live report."""
    return make_report(index)


def free_port() -> int:
    """Return a port at which nobody answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port
