"""The demo, with the worker that answered in the head of each answer."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import Any

from townsite.wsgi import application as site

from tests.load.site import WORKER


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer as the site does."""

    def start(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
        return start_response(status, [*headers, (WORKER, str(os.getpid()))], *error)

    return site(environ, start)
