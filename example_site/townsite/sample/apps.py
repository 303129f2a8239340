"""Configuration of the sample content."""

from __future__ import annotations

from django.apps import AppConfig


class SampleConfig(AppConfig):
    """Sample content of an invented municipality; a real site has no such app."""

    name = "townsite.sample"
    label = "sample"
