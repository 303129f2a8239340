"""The words in which a page is told of elsewhere, in its own language."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any, Final
from urllib.parse import urlsplit

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override, pgettext

from wagtail_ita.domain.digits import in_digits
from wagtail_ita.domain.fiscal import explained_year
from wagtail_ita.domain.languages import is_thai
from wagtail_ita.domain.richtext import to_text
from wagtail_ita.domain.years import FiscalYear
from wagtail_ita.models import (
    ITAIndexMixin,
    ITAReportMixin,
    ITASettings,
    in_words_of,
    shown_title,
)
from wagtail_ita.transfer.sharing.card import Card
from wagtail_ita.transfer.sharing.facts import PageKind
from wagtail_ita.transfer.sharing.titles import names_year, title_alone
from wagtail_ita.transfer.sharing.words import shortened

_TITLE_LENGTH: Final = 150
_TEXT_LENGTH: Final = 200


class PageWords:
    """Title, description and the words of the picture of one page.

    Args:
        page: Any of our pages.
        agency: Settings of its site, where there are any.
        language: Of the page.
    """

    def __init__(self, page: Any, *, agency: ITASettings | None, language: str) -> None:
        self.page = page
        self.language = language
        self.agency = agency
        self._digits = agency.digits_for(language) if agency else "arabic"

    @cached_property
    def url(self) -> str:
        """The address under which the page is known, without what was asked of it."""
        return self.page.full_url or ""

    @cached_property
    def title(self) -> str:
        """The title with code and year, or the one that was written for search engines."""
        # A site's own base page may be without Wagtail's fields for search engines.
        if written := getattr(self.page, "seo_title", ""):
            return f"{self.code} {written}".strip()
        return title_alone(
            self.own_title, code=self.code, year=self._assessment_year, digits=self._digits
        )

    @cached_property
    def description(self) -> str:
        """The description that was written, or one that is made of what the page holds."""
        return getattr(self.page, "search_description", "") or self.made_description

    @cached_property
    def made_description(self) -> str:
        """Whose page it is, what it is about, and how much it holds."""
        with in_words_of(self.language):
            sentences = [text for text in self._sentences() if text]
            # Thai has no full stop.
            between, end = (" ", "") if is_thai(self.language) else (". ", ".")
            return between.join(each.rstrip(".") for each in sentences) + end

    @property
    def kind(self) -> PageKind:
        if isinstance(self.page, ITAIndexMixin):
            return PageKind.INDEX
        return PageKind.REPORT if isinstance(self.page, ITAReportMixin) else PageKind.ITEM

    @cached_property
    def card(self) -> Card:
        with in_words_of(self.language):
            return self._card()

    def _sentences(self) -> Iterator[str]:
        title = shortened(self.own_title, _TITLE_LENGTH)
        yield f"{self.agency_name}: {title}" if self.agency_name else title
        page = self.page
        if self.kind is PageKind.INDEX:
            yield from self._about_index()
            return
        if self.kind is PageKind.REPORT:
            yield self._reported
            yield from self._about_report()
        elif page.nothing_to_report:
            yield shortened(" ".join(page.nothing_to_report.split()), _TEXT_LENGTH)
        yield self._about_item()

    def _about_index(self) -> Iterator[str]:
        yield self._new_occasion
        introduction = " ".join(to_text(self.page.introduction).split())
        if introduction:
            yield shortened(introduction, _TEXT_LENGTH)
        elif catalogue := self.page.catalogue:
            count = len(catalogue.items)
            yield ngettext(
                "Public information in %(count)s item",
                "Public information in %(count)s items",
                count,
            ) % {"count": self._number(count)}

    def _about_report(self) -> Iterator[str]:
        count = len(self.page.measures)
        if count:
            yield ngettext("%(count)s measure", "%(count)s measures", count) % {
                "count": self._number(count)
            }
        card = self.card
        if card.score:
            level = f" ({card.level})" if card.level else ""
            yield f"{card.score_label} {card.score}{level}"

    def _about_item(self) -> str:
        year = self._assessment_year
        if not self.code or year is None:
            return self.occasion
        named = {"code": self.code, "year": self._number(year)}
        text: str = _("Item %(code)s of the ITA assessment, fiscal year %(year)s") % named
        return text

    def _card(self) -> Card:
        page = self.page
        score = getattr(page, "overall_score", None)
        level = getattr(page, "rating_level", None)
        emblem: Any = self.agency.emblem if self.agency else None
        return Card(
            language="th" if is_thai(self.language) else self.language,
            agency=self.agency_name,
            code=self.code,
            occasion=self._new_occasion,
            title=self.own_title,
            subtitle=self._reported,
            score=self._number(f"{score:.2f}") if score is not None else "",
            score_label=_("Total score"),
            level=level.label(self.language) if level else "",
            level_label=pgettext("assessment", "Level"),
            host=_website(self.url),
            emblem=emblem.file.name if emblem else "",
        )

    @property
    def occasion(self) -> str:
        """Which assessment it is, in the language that is active."""
        if self._assessment_year is None:
            return ""
        year = explained_year(self._assessment_year, language=self.language)
        text: str = _("ITA assessment, fiscal year %(year)s") % {"year": self._number(year)}
        return text

    @property
    def _new_occasion(self) -> str:
        """The same, where the list of a year does not bear its name."""
        is_known = self.kind is PageKind.INDEX and names_year(self.own_title, self._assessment_year)
        return "" if is_known else self.occasion

    @property
    def _reported(self) -> str:
        """The year of a report, where the title does not name it."""
        year = getattr(self.page, "reported_fiscal_year", None)
        if year is None or names_year(self.own_title, year):
            return ""
        shown = explained_year(year, language=self.language)
        text: str = _("For fiscal year %(year)s") % {"year": self._number(shown)}
        return text

    def _number(self, value: object) -> str:
        return in_digits(value, self._digits)

    @property
    def code(self) -> str:
        code: str = getattr(self.page, "code", "")
        return code

    @cached_property
    def own_title(self) -> str:
        item = getattr(self.page, "catalogue_item", None)
        return shown_title(self.page, item, self.language)

    @cached_property
    def index(self) -> Any:
        is_index = isinstance(self.page, ITAIndexMixin)
        return self.page if is_index else self.page.index_page

    @property
    def _assessment_year(self) -> FiscalYear | None:
        year: FiscalYear | None = self.index.fiscal_year if self.index else None
        return year

    @property
    def covered(self) -> FiscalYear | None:
        year: FiscalYear | None = getattr(self.page, "reported_fiscal_year", None)
        return year or (self._assessment_year if self.kind is PageKind.INDEX else None)

    @cached_property
    def agency_name(self) -> str:
        if self.agency is None:
            return ""
        with override(self.language):
            name: str = self.agency.agency_name
        return name


def _website(url: str) -> str:
    """Return the name of a website; a machine of one's own has none worth showing."""
    host = urlsplit(url).hostname or ""
    return host if "." in host else ""
