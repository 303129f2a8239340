"""What a browser complains about while a test uses it."""

from __future__ import annotations

import re

from playwright.sync_api import ConsoleMessage, Page

# Messages that are no fault of ours: pattern and reason.
ALLOWED: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"/favicon\.ico:"), "A site's icon is the site's own; the test site has none."),
)


class Watch:
    """Collects the errors that a page, and every page opened from it, writes to the console."""

    def __init__(self, page: Page) -> None:
        self.problems: list[str] = []
        page.context.on("console", self._note_message)
        page.context.on("weberror", lambda error: self._note(f"exception: {error.error}"))

    def _note_message(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            where = message.location
            self._note(f"{message.text} ({where['url']}:{where['lineNumber']})")

    def _note(self, text: str) -> None:
        if not any(pattern.search(text) for pattern, _reason in ALLOWED):
            self.problems.append(text)
