"""A report with a chain of approval, and the people who use it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation

from tests.sample import make_index, make_report
from tests.workflow import chains


@pytest.fixture
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def index() -> Any:
    return make_index()


@pytest.fixture
def page(index: Any) -> Any:
    """A complete draft."""
    page = make_report(index, publish=False)
    chains.make_chain_for(page)
    return page


@pytest.fixture
def reporter(index: Any) -> Any:
    return chains.make_reporter(index)


@pytest.fixture
def clerk(page: Any) -> Any:
    return chains.make_clerk()


@pytest.fixture
def mayor(page: Any) -> Any:
    return chains.make_mayor()


@pytest.fixture
def approved(page: Any, reporter: Any, clerk: Any, mayor: Any) -> Any:
    """The page, public by order of the mayor."""
    chains.go_through(page, clerk, mayor, reporter)
    return chains.fresh(page)
