"""Work that never ends, in a process that is going to be killed."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.http import HttpRequest


class HangingConfig(AppConfig):
    """Stands before our app, so that its preparation is the first."""

    name = "tests.faults.hanging"
    label = "hanging"

    def ready(self) -> None:
        from wagtail_ita.models import ITAReportMixin
        from wagtail_ita.tasks.downloads import add_preparation

        if os.environ.get("ITA_TEST_HANG") == "preparation":
            add_preparation(ITAReportMixin, hang)


def hang(page: Any = None) -> None:
    """Say that it has begun, and go on for ever."""
    Path(os.environ["ITA_TEST_SIGN"]).touch()
    while True:
        time.sleep(60)


def hanging_site(get_response: Callable[[HttpRequest], Any]) -> Callable[[HttpRequest], Any]:
    """Let a page of the site take for ever."""

    def answer(request: HttpRequest) -> Any:
        if os.environ.get("ITA_TEST_HANG") == "page" and request.path.endswith("/o1/"):
            hang()
        return get_response(request)

    return answer
