"""Wagtail's backend for OpenSearch, for tests, which do not wait until the server looks again."""

from __future__ import annotations

from typing import Any

from wagtail.search.backends.opensearch3 import OpenSearch3SearchBackend


class SearchBackend(OpenSearch3SearchBackend):  # type: ignore[misc]
    """Has the server show what it was given before each search, not a second later."""

    def search(self, *args: Any, **kwargs: Any) -> Any:
        self.refresh_indexes()
        return super().search(*args, **kwargs)
