"""``dcat.jsonld``: a year as a catalogue of data sets, in the terms of DCAT (W3C), as JSON-LD.

It says what the site knows and nothing else: where the agency states no licence or area, there
is none here. The keys of the government data catalogue come besides, under the names that its
change logs use; docs/reference/dcat.md tells how sure each of them is.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from typing import Any, Final
from urllib.parse import quote, urljoin

from django.utils.translation import gettext as _
from django.utils.translation import override

from wagtail_ita.clock import in_zone, local_day
from wagtail_ita.domain.fiscal import explained_year
from wagtail_ita.domain.years import FiscalYear
from wagtail_ita.transfer.formats.dcat_terms import (
    CONTEXT,
    DCAT_NAME,
    DCAT_TYPE,
    DCAT_VERSION,
    FILES,
    GOVERNMENT,
    PUBLIC,
    YEARLY,
)
from wagtail_ita.transfer.formats.json_reading import SCHEMA_ID
from wagtail_ita.transfer.open_year import OpenReport, OpenYear, Texts

__all__ = ["DCAT_NAME", "DCAT_TYPE", "DCAT_VERSION", "render_dcat"]

Data = dict[str, Any]
_LANGUAGES: Final = ("th", "en")


def render_dcat(year: OpenYear) -> bytes:
    """Write a year as JSON-LD in UTF-8."""
    data = {"@context": CONTEXT, **_Writer(year).catalogue()}
    return f"{json.dumps(data, ensure_ascii=False, indent=2)}\n".encode()


class _Writer:
    """Writes one year. A key whose value is not known is left out."""

    def __init__(self, year: OpenYear) -> None:
        self.year = year
        self.url = year.items.url
        self.publisher_id = f"{urljoin(self.url, '/')}#agency"

    def catalogue(self) -> Data:
        items = self.year.items
        return _known(
            {
                "@id": f"{self.url}{DCAT_NAME}",
                "@type": "dcat:Catalog",
                **self._worded(items.assessment_year, self._catalogue_words),
                "identifier": self._identifier(),
                "publisher": self._publisher(),
                **self._common(items.assessment_year),
                "homepage": self.url,
                "issued": _moment(self.year.first_published),
                "modified": _moment(items.last_published),
                "dataset": [self._list(), *map(self._report, self.year.reports)],
            }
        )

    # ------------------------------------------------------------------------------ data sets

    def _list(self) -> Data:
        items = self.year.items
        return self._dataset(
            f"{self.url}#items",
            identifier=self._identifier(),
            words=self._worded(items.assessment_year, self._list_words),
            covered=items.assessment_year,
            issued=self.year.first_published,
            modified=items.last_published,
            page=self.url,
            files=self.year.files,
        )

    def _report(self, report: OpenReport) -> Data:
        item = report.item

        def words(year: str, language: str) -> tuple[str, str]:
            title = f"{item.code} {_in(item.title_th, item.title_en, language)}"
            named = _("%(title)s, fiscal year %(year)s") % {"title": title, "year": year}
            return named if year else title, _(
                "The agency's measures for integrity and transparency, each with its steps, "
                "period, responsible party, output, outcome and evidence, and the scores of the "
                "assessment that the report quotes."
            )

        return self._dataset(
            f"{item.url}#report",
            identifier=self._identifier(item.code),
            words=self._worded(report.reported_year, words),
            covered=report.reported_year,
            issued=report.first_published,
            modified=item.last_published,
            page=item.url,
            files=report.files,
        )

    def _dataset(
        self,
        id_: str,
        *,
        identifier: str,
        words: Data,
        covered: int | None,
        issued: dt.datetime | None,
        modified: dt.datetime | None,
        page: str,
        files: Iterable[str],
    ) -> Data:
        distributions = list(self._distributions(page, files))
        return _known(
            {
                "@id": id_,
                "@type": "dcat:Dataset",
                **words,
                "identifier": identifier,
                "publisher": self.publisher_id,
                "contactPoint": self._contact(),
                **self._common(covered),
                "keyword": {"th": _keywords("th"), "en": _keywords("en")},
                "theme": GOVERNMENT,
                "accrualPeriodicity": YEARLY,
                "issued": _moment(issued),
                "modified": _moment(modified),
                "landingPage": page,
                "distribution": distributions,
                **self._catalogue_keys(issued, distributions),
            }
        )

    def _distributions(self, page: str, files: Iterable[str]) -> Iterator[Data]:
        for name in files:
            media_type, format_ = FILES.get(name.rpartition(".")[2], ("", ""))
            if media_type:
                yield _known(
                    {
                        "@id": f"{page}{name}",
                        "@type": "dcat:Distribution",
                        "title": {"en": name, "th": name},
                        "accessURL": page,
                        "downloadURL": f"{page}{name}",
                        "mediaType": f"https://www.iana.org/assignments/media-types/{media_type}",
                        "format": format_,
                        "conformsTo": SCHEMA_ID if name == "report.json" else "",
                        "license": _address(self.year.agency.licence),
                        "accessRights": PUBLIC,
                    }
                )

    # ---------------------------------------------------------------------------------- parts

    def _common(self, covered: int | None) -> Data:
        agency = self.year.agency
        return {
            "language": f"http://id.loc.gov/vocabulary/iso639-1/{self._language}",
            "license": _address(agency.licence),
            "accessRights": PUBLIC,
            "spatial": _known({"@type": "dct:Location", "label": _texts(agency.area)})
            if _texts(agency.area)
            else None,
            "temporal": _period(covered),
        }

    @property
    def _language(self) -> str:
        return self.year.items.language.split("-")[0].lower()

    def _publisher(self) -> Data:
        return {
            "@id": self.publisher_id,
            "@type": "foaf:Organization",
            "name": self._agency_name(),
            **({"identifier": name} if (name := self.year.agency.organisation) else {}),
        }

    def _agency_name(self) -> Data:
        # Atom and DCAT want a publisher with a name, as in the feed.
        return _texts(self.year.agency.name) or {self._language: self.year.items.title}

    def _contact(self) -> Data | None:
        agency = self.year.agency
        if not agency.email and not agency.phone:
            return None
        digits = "".join(each for each in agency.phone if each in "+0123456789")
        return _known(
            {
                "@type": "vcard:Organization",
                "fn": self._agency_name(),
                "hasEmail": f"mailto:{quote(agency.email, safe='@')}" if agency.email else "",
                "hasTelephone": f"tel:{digits}" if digits else "",
            }
        )

    def _catalogue_keys(self, issued: dt.datetime | None, distributions: list[Data]) -> Data:
        """Return the keys that the government data catalogue adds to those of CKAN."""
        agency = self.year.agency
        known = {
            "accessible_condition": _address(agency.licence),
            "allow_harvest": "True" if agency.allows_harvest else "",
            "created_date": local_day(issued).isoformat() if issued else "",
            "data_format": [each["format"] for each in distributions],
            "data_language": self._language,
            "data_source": agency.name.th or agency.name.en,
            "geo_coverage": agency.area.th or agency.area.en,
            "update_frequency_unit": "ปี",
            **dict(self.year.catalogue_values),
        }
        return {f"ckan:{key}": value for key, value in known.items()}

    def _identifier(self, code: str = "") -> str:
        items = self.year.items
        parts = (self.year.agency.organisation, items.scheme, items.assessment_year, code)
        return "-".join(str(part) for part in parts if part)

    # ---------------------------------------------------------------------------------- words

    def _worded(self, year: int | None, words: Any) -> Data:
        """Return title and description in Thai and English."""
        titles, descriptions = {}, {}
        for language in _LANGUAGES:
            with override(language):
                shown = explained_year(FiscalYear(year), language=language) if year else ""
                titles[language], descriptions[language] = words(shown, language)
        return {"title": titles, "description": descriptions}

    def _catalogue_words(self, year: str, language: str) -> tuple[str, str]:
        agency = _in(self.year.agency.name.th, self.year.agency.name.en, language)
        title = _(
            "Public disclosure for the Integrity and Transparency Assessment (ITA), fiscal year "
            "%(year)s"
        )
        return _joined(title % {"year": year}, agency), _(
            "The list of the items that the agency discloses, and its reports on measures for "
            "integrity and transparency, as data."
        )

    def _list_words(self, year: str, language: str) -> tuple[str, str]:
        agency = _in(self.year.agency.name.th, self.year.agency.name.en, language)
        title = _("List of the items of public disclosure (OIT), fiscal year %(year)s")
        return _joined(title % {"year": year}, agency), _(
            "Code, indicator, official title, whether it is published, address and date of each "
            "item."
        )


def _keywords(language: str) -> list[str]:
    with override(language):
        return ["ITA", "OIT", _("integrity"), _("transparency"), _("public disclosure")]


def _joined(title: str, agency: str) -> str:
    return f"{title}: {agency}" if agency else title


def _in(thai: str, english: str, language: str) -> str:
    return (thai or english) if language == "th" else (english or thai)


def _texts(texts: Texts) -> Data:
    return {key: text for key, text in (("th", texts.th), ("en", texts.en)) if text}


def _period(year: int | None) -> Data | None:
    if not year:
        return None
    covered = FiscalYear(year)
    return {
        "@type": "dct:PeriodOfTime",
        "startDate": covered.start.isoformat(),
        "endDate": covered.end.isoformat(),
    }


def _address(text: str) -> str:
    """Return an address with what no IRI may hold written out."""
    return quote(text, safe=":/?#[]@!$&'()*+,;=%~-._")


def _moment(moment: dt.datetime | None) -> str | None:
    return in_zone(moment).isoformat(timespec="seconds") if moment else None


def _known(data: Data) -> Data:
    return {key: value for key, value in data.items() if value not in (None, "", [], {})}
