"""What a site says about its agency."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.images import get_image_model_string

from wagtail_ita.models.open_data import OpenDataSettings, open_data_panel

ITAS_ADDRESS = "https://itas.nacc.go.th/go"


class AgencyKind(models.TextChoices):
    """Kinds of bodies that are assessed."""

    SUBDISTRICT = "subdistrict", _("Subdistrict administrative organisation")
    MUNICIPALITY = "municipality", _("Municipality")
    PROVINCIAL = "provincial", _("Provincial administrative organisation")
    SPECIAL = "special", _("Special local government")
    PROVINCE = "province", _("Province")
    DEPARTMENT = "department", pgettext_lazy("agency", "Department")
    STATE_ENTERPRISE = "state_enterprise", _("State enterprise")
    PUBLIC_ORGANISATION = "public_organisation", _("Public organisation")
    UNIVERSITY = "university", _("University")
    COLLEGE = "college", _("Vocational college")
    OTHER = "other", pgettext_lazy("agency", "Other")


def agency_kinds() -> list[tuple[str, str]]:
    """Return the choices; a function, so that a changed label makes no migration."""
    return list(AgencyKind.choices)


@register_setting(icon="clipboard-list")
class ITASettings(OpenDataSettings, BaseSiteSetting):
    """Name, kind, emblem and contact of the agency whose site this is."""

    select_related = ["emblem"]

    agency_name_th = models.CharField(_("name in Thai"), max_length=255, blank=True)
    agency_name_en = models.CharField(_("name in English"), max_length=255, blank=True)
    kind = models.CharField(
        pgettext_lazy("agency", "kind"), max_length=30, blank=True, choices=agency_kinds
    )
    emblem = models.ForeignKey(
        get_image_model_string(),
        verbose_name=_("emblem"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Printed at the upper left of the memo."),
    )
    address_th = models.TextField(_("address in Thai"), blank=True)
    address_en = models.TextField(_("address in English"), blank=True)
    phone = models.CharField(_("telephone"), max_length=100, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    itas_code = models.CharField(
        _("ITAS code"),
        max_length=50,
        blank=True,
        validators=[
            RegexValidator(
                r"^[0-9A-Za-z_-]+\Z",
                _("The code has letters, digits, - and _ only: the part after the last “/”."),
            )
        ],
        help_text=_("The agency's code in the links to the IIT and EIT questionnaires."),
    )
    memo_unit = models.CharField(
        _("government unit on the memo"),
        max_length=500,
        blank=True,
        help_text=_("With the telephone number, as on the agency's letters."),
    )
    memo_addressee = models.CharField(
        _("addressee of the memo"),
        max_length=500,
        blank=True,
        help_text=_("The chief executive's position, for example “Mayor of Example Town”."),
    )
    show_versions = models.BooleanField(
        _("earlier versions are public"),
        default=False,
        help_text=_(
            "Visitors may open what a report said before it was corrected, marked as superseded."
        ),
    )
    thai_digits = models.BooleanField(
        _("Thai digits"),
        default=True,
        help_text=_("Show ๐–๙ on Thai pages and in print."),
    )

    panels = [
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("agency_name_th"), FieldPanel("agency_name_en")]),
                FieldRowPanel([FieldPanel("kind"), FieldPanel("itas_code")]),
                FieldPanel("emblem"),
            ],
            heading=_("Agency"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("address_th"), FieldPanel("address_en")]),
                FieldRowPanel([FieldPanel("phone"), FieldPanel("email")]),
            ],
            heading=pgettext_lazy("agency", "Contact"),
        ),
        MultiFieldPanel(
            [FieldPanel("memo_unit"), FieldPanel("memo_addressee")],
            heading=_("Official memo"),
        ),
        open_data_panel(),
        FieldPanel("show_versions"),
        FieldPanel("thai_digits"),
    ]

    class Meta:
        verbose_name = _("ITA: agency")
        permissions = (("close_year", "Can close and reopen an ITA year"),)

    @classmethod
    def find(cls, request: HttpRequest) -> ITASettings | None:
        """Return the settings of the site that is visited; ``None`` where there is no site."""
        try:
            found: ITASettings = cls.for_request(request)
        except cls.DoesNotExist:
            return None
        return found

    @property
    def agency_name(self) -> str:
        return self._in_language(self.agency_name_th, self.agency_name_en)

    @property
    def address(self) -> str:
        return self._in_language(self.address_th, self.address_en)

    @property
    def iit_url(self) -> str:
        return f"{ITAS_ADDRESS}/iit/{self.itas_code}" if self.itas_code else ""

    @property
    def eit_url(self) -> str:
        return f"{ITAS_ADDRESS}/eit/{self.itas_code}" if self.itas_code else ""

    def digits_for(self, language: str) -> str:
        """Return ``thai`` or ``arabic``: which digits a page in a language shows."""
        return "thai" if self.thai_digits and language.startswith("th") else "arabic"

    @staticmethod
    def _in_language(thai: str, english: str) -> str:
        if (get_language() or "th").startswith("th"):
            return thai or english
        return english or thai
