"""What only the agency can say of its open data: licence, area, its name in the catalogue.

None of it has to be answered. What is left empty is not stated, and never guessed.
"""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

OTHER_LICENCE = "other"
_CREATIVE_COMMONS = "https://creativecommons.org"
LICENCE_ADDRESSES = {
    "cc-by-4.0": f"{_CREATIVE_COMMONS}/licenses/by/4.0/",
    "cc-by-sa-4.0": f"{_CREATIVE_COMMONS}/licenses/by-sa/4.0/",
    "cc0-1.0": f"{_CREATIVE_COMMONS}/publicdomain/zero/1.0/",
}


class DataLicence(models.TextChoices):
    """Licences that need no address to be typed."""

    BY = "cc-by-4.0", _("Creative Commons Attribution 4.0 (CC BY)")
    BY_SA = "cc-by-sa-4.0", _("Creative Commons Attribution-ShareAlike 4.0 (CC BY-SA)")
    ZERO = "cc0-1.0", _("Creative Commons Zero 1.0 (CC0)")
    OTHER = OTHER_LICENCE, _("Another licence, at the address below")


def data_licences() -> list[tuple[str, str]]:
    """Return the choices; a function, so that a changed label makes no migration."""
    return list(DataLicence.choices)


class OpenDataSettings(models.Model):
    """The part of a site's settings that is about its open data."""

    data_licence = models.CharField(
        _("licence of the data"),
        max_length=30,
        blank=True,
        choices=data_licences,
        help_text=_("Of the lists and reports as data. Empty: no licence is stated."),
    )
    data_licence_url = models.URLField(
        _("address of another licence"),
        blank=True,
        help_text=_("For example the terms of use of the agency's own website."),
    )
    catalogue_organisation = models.CharField(
        _("name in the data catalogue"),
        max_length=100,
        blank=True,
        validators=[
            RegexValidator(
                r"^[0-9a-z_-]+\Z",
                _("It has small letters, digits, - and _ only, as in the catalogue's address."),
            )
        ],
        help_text=_(
            "The last part of the address of the agency's own page in the government data "
            "catalogue."
        ),
    )
    geo_coverage_th = models.CharField(
        _("area of the data in Thai"),
        max_length=255,
        blank=True,
        help_text=_("For example the subdistrict, district and province."),
    )
    geo_coverage_en = models.CharField(_("area of the data in English"), max_length=255, blank=True)
    allow_harvest = models.BooleanField(
        _("data catalogues may copy the description"),
        default=False,
        help_text=_("Says so in the description of the data; visitors see no difference."),
    )

    class Meta:
        abstract = True

    @property
    def licence_address(self) -> str:
        """Address of the licence; empty where none is stated."""
        if self.data_licence == OTHER_LICENCE:
            return self.data_licence_url
        return LICENCE_ADDRESSES.get(self.data_licence, "")


def open_data_panel() -> MultiFieldPanel:
    """Return the panel of these settings."""
    return MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("data_licence"), FieldPanel("data_licence_url")]),
            FieldRowPanel([FieldPanel("geo_coverage_th"), FieldPanel("geo_coverage_en")]),
            FieldPanel("catalogue_organisation"),
            FieldPanel("allow_harvest"),
        ],
        heading=_("Open data"),
    )
