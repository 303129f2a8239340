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
        from wagtail_ita.checks import publishing, system, translating
        from wagtail_ita.delivery import changes
        from wagtail_ita.models import public_changes
        from wagtail_ita.tasks import downloads as preparing
        from wagtail_ita.transfer import public_pages
        from wagtail_ita.views import downloads, public_versions, searching
        from wagtail_ita.workflow import corrections, enforcing, notices, recording
        from wagtail_ita.years import closing

        public_changes.register()
        system.register()
        publishing.register()
        translating.register()
        enforcing.register()
        notices.register()
        closing.register()
        corrections.add_rule()
        recording.register()
        downloads.register()
        preparing.register()
        public_versions.register()
        public_pages.register()
        searching.register()
        changes.register()
        urls.register()
