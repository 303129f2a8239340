"""A server that speaks OpenSearch's protocol, with an empty index for each test.

OpenSearch itself wants a Java machine and an archive that no package registry has. osmem is
another program for the same requests, over HTTP like the real one, and comes as a wheel.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import override_settings
from modelsearch.index import get_indexed_models
from wagtail.search.backends import get_search_backend


def backends(url: str) -> dict[str, Any]:
    """Return what a site with such a server has in its settings."""
    return {
        "default": {
            "BACKEND": "tests.search_server.backend",
            "URLS": [url],
            "INDEX_PREFIX": "wagtail_",
            "TIMEOUT": 5,
            "OPTIONS": {"max_retries": 0},
        }
    }


@pytest.fixture(scope="session")
def search_server() -> Iterator[Any]:
    """Start the server, with an index that knows our models and has nothing in it."""
    osmem = pytest.importorskip("osmem_server", reason="osmem has no wheel for this machine")
    with osmem.OsmemServer.start() as server:
        with override_settings(WAGTAILSEARCH_BACKENDS=backends(server.url)):
            backend = get_search_backend()
            backend.reset_indexes()
            for model in get_indexed_models():
                backend.get_index_for_model(model).add_model(model)
        yield server
    if server.process.stdout:
        server.process.stdout.close()


@pytest.fixture(autouse=True)
def _empty_index(search_server: Any, settings: Any) -> Iterator[None]:
    with search_server.clone() as clone:
        settings.WAGTAILSEARCH_BACKENDS = backends(clone.url)
        yield
