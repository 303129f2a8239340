"""What transfer raises when a source cannot be used at all."""

from __future__ import annotations


class SourceError(ValueError):
    """A file or text that cannot be read as a report; its message is a sentence for the editor.

    Attributes:
        code: Stable name of the reason, for callers and tests.
    """

    def __init__(self, message: str, *, code: str = "unreadable") -> None:
        super().__init__(message)
        self.code = code
