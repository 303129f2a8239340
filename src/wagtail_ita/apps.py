"""The main app: everything but the concrete pages."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WagtailITAConfig(AppConfig):
    """Registers the system checks when the site starts."""

    name = "wagtail_ita"
    label = "wagtail_ita"
    verbose_name = _("ITA disclosure")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wagtail_ita import urls
        from wagtail_ita.checks import publishing, system
        from wagtail_ita.views import downloads

        system.register()
        publishing.register()
        downloads.register()
        urls.register()
