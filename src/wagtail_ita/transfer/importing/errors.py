"""What an import raises when it would do harm."""

from __future__ import annotations


class ImportRefused(Exception):
    """The import would do harm or has nowhere to go; the sentence says why and what to do."""
