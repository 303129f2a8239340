"""The opt-in app with the concrete pages."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WagtailITAPagesConfig(AppConfig):
    """Has a label of its own, since its migrations are a site's choice."""

    name = "wagtail_ita.pages"
    label = "wagtail_ita_pages"
    verbose_name = _("ITA pages")
    default_auto_field = "django.db.models.BigAutoField"
