"""A page as it is shown elsewhere: its title, description, picture, and its facts for machines.

All of it is taken from what a public page has at hand already: nothing here asks the database
once the index page, the settings and the site are known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.utils.translation import override
from wagtail.models import Site

from wagtail_ita.domain.grouping import Grouped
from wagtail_ita.models import ITASettings, in_words_of, language_of, root_path_of
from wagtail_ita.transfer.keeping import file_key, kept, page_group
from wagtail_ita.transfer.published import agency_of, emblem_bytes
from wagtail_ita.transfer.sharing.facts import AgencyFacts, FileFacts, PageFacts, PageKind, Place
from wagtail_ita.transfer.sharing.files import data_files
from wagtail_ita.transfer.sharing.layout import can_shape
from wagtail_ita.transfer.sharing.picture import (
    HEIGHT,
    PICTURE_NAME,
    PICTURE_VERSION,
    WIDTH,
    draw,
)
from wagtail_ita.transfer.sharing.wording import PageWords
from wagtail_ita.transfer.sharing.words import has_word_list

_KEY_LENGTH: Final = 12
# What Facebook calls a language; others it knows by the code of their country.
_LOCALES: Final = {"th": "th_TH", "en": "en_US"}


@dataclass(frozen=True, slots=True)
class SharedPicture:
    """The picture of a page, as its head names it."""

    url: str
    alternative: str
    width: int = WIDTH
    height: int = HEIGHT


class Shared(PageWords):
    """What is said about one page elsewhere.

    Args:
        request: Of the visitor, for the name of the site; the rest is that of ``PageWords``.
    """

    def __init__(
        self, page: Any, *, agency: ITASettings | None, language: str, request: Any = None
    ) -> None:
        super().__init__(page, agency=agency, language=language)
        self._request = request

    @classmethod
    def of(cls, page: Any) -> Shared:
        """Return what is said about a page that nobody visits just now."""
        # Where a site has one language, the visitor's has no say in the picture.
        with override(settings.LANGUAGE_CODE):
            language = language_of(page)
        return cls(page, agency=agency_of(page), language=language)

    @cached_property
    def site_name(self) -> str:
        """The agency, or what the site is called."""
        return self.agency_name or (self._site.site_name if self._site else "")

    @property
    def is_article(self) -> bool:
        """Whether it was published once and says something, as a list of links does not."""
        return self.kind is not PageKind.INDEX

    @property
    def locale(self) -> str:
        return locale_name(self.language)

    # ------------------------------------------------------------------------------ its picture

    @cached_property
    def picture_key(self) -> str:
        """What changes whenever the picture does."""
        return file_key("share", PICTURE_VERSION, repr((self.card, has_word_list())))

    @cached_property
    def picture(self) -> SharedPicture | None:
        """The picture; ``None`` while the page is not live, and where none can be drawn.

        Its address changes with it: chats keep a picture for weeks, and a report that was
        corrected must not be shown with the score of before.
        """
        if not self._is_offered:
            return None
        return SharedPicture(
            url=f"{self.url}{PICTURE_NAME}?v={self.picture_key[:_KEY_LENGTH]}",
            alternative=self.card.alternative,
        )

    def picture_file(self) -> bytes:
        """Return the picture, made now or kept from before; only where there is one."""
        return kept(
            self.picture_key,
            lambda: draw(self.card, emblem_bytes(self.agency)),
            group=page_group(self.page.pk, PICTURE_NAME),
        )

    @property
    def _is_offered(self) -> bool:
        page = self.page
        return bool(page.live and self.url and PICTURE_NAME in page.download_names and can_shape())

    # ------------------------------------------------------------------------ facts for machines

    def facts(self, pages: Iterable[tuple[Any, Any]] = ()) -> PageFacts:
        """Return the page as plain data.

        Args:
            pages: Of an index: what it leads to, each as its row of the catalogue and its page.
        """
        page = self.page
        with in_words_of(self.language):
            files = tuple(
                FileFacts(name, f"{self.url}{filename}", content_type)
                for filename, name, content_type in data_files(page)
            )
            subject = self.occasion
        return PageFacts(
            kind=self.kind,
            url=self.url,
            home=self._home,
            title=self.own_title,
            language=self.language,
            code=self.code,
            description=self.description,
            subject=subject,
            agency=self._agency_facts(),
            index=self._index_place(),
            published=page.first_published_at,
            modified=page.last_published_at,
            covers=(self.covered.start, self.covered.end) if self.covered else None,
            picture=self.picture.url if self.picture else "",
            files=files,
            licence=self.agency.licence_address if self.agency else "",
            entries=tuple(self._entries(pages)),
        )

    def _entries(self, pages: Iterable[tuple[Any, Any]]) -> Iterator[Place]:
        for row, page in pages:
            title = row.title(self.language) if row else page.title
            url = urljoin(self.url, page.get_url(self._request) or "")
            yield Place(f"{page.code} {title}".strip(), url)

    def _agency_facts(self) -> AgencyFacts | None:
        agency, name = self.agency, self.agency_name
        if agency is None or not name:
            return None
        names = {agency.agency_name_th, agency.agency_name_en} - {name, ""}
        emblem: Any = agency.emblem
        with override(self.language):
            address = agency.address
        return AgencyFacts(
            name=name,
            other_name=names.pop() if names else "",
            address=address,
            phone=agency.phone,
            email=agency.email,
            logo=urljoin(self._home.url, emblem.file.url) if emblem else "",
        )

    def _index_place(self) -> Place | None:
        index = self.index
        if index is None or index is self.page or not index.live or not index.full_url:
            return None
        return Place(index.title, index.full_url)

    @cached_property
    def _home(self) -> Place:
        """The front page in the language of the page: the address without the way from there."""
        below = self.page.url_path.removeprefix(root_path_of(self.page))
        url = self.url.removesuffix(below) if below else urljoin(self.url, "/")
        return Place(self.site_name or urlsplit(url).netloc, url)

    @cached_property
    def _site(self) -> Any:
        return Site.find_for_request(self._request) if self._request is not None else None


def listed_pages(grouped: Grouped[Any] | None) -> Iterator[tuple[Any, Any]]:
    """Yield what an index leads to, in its order: the row of the catalogue, and the page."""
    if grouped is None:
        return
    named: set[str] = set()
    for entry in grouped.entries:
        if entry.page is not None:
            # As on the page: a second page of the same code goes by its own title.
            yield None if entry.item.code in named else entry.item, entry.page
        named.add(entry.item.code)
    yield from ((None, page) for page in grouped.others)


def locale_name(language: str) -> str:
    """Return a language as Open Graph names it; empty where the country is not known."""
    base, _dash, country = language.partition("-")
    if country and len(country) == 2:
        return f"{base.lower()}_{country.upper()}"
    return _LOCALES.get(base.lower(), "")
