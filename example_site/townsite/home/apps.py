"""Configuration of the municipality's own pages."""

from __future__ import annotations

from django.apps import AppConfig


class HomeConfig(AppConfig):
    """The site's own page types."""

    name = "townsite.home"
    label = "home"
    default_auto_field = "django.db.models.BigAutoField"
