"""Wagtail apps with which a Thai public body publishes its ITA disclosure items."""

from __future__ import annotations

__version__ = "0.1.0"
