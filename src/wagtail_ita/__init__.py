"""Wagtail apps with which a Thai public body publishes its ITA disclosure items."""

__version__ = "0.1.0"
