"""The pages of one agency, made in memory with their places in the tree."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.contrib.contenttypes.models import ContentType
from modelcluster.models import get_serializable_data_for_fields
from wagtail.documents import get_document_model
from wagtail.models import COMMENTS_RELATION_NAME as COMMENTS
from wagtail.models import Collection, Page, Revision

from townsite.home.models import NewsIndexPage, NewsPage, StandardPage
from townsite.sample.scale.writing import DOCUMENTS, Writer
from wagtail_ita.catalogues import all_catalogues, get_catalogue
from wagtail_ita.domain.catalogue import Catalogue, reported_year_for
from wagtail_ita.domain.catalogue_items import ItemKind
from wagtail_ita.domain.digits import to_thai
from wagtail_ita.pages.models import ITAIndexPage, ITAItemPage, ITAReportPage
from wagtail_ita.transfer.pages import apply_report

#: What the addresses of the agencies begin with, and how they are known again.
PREFIX: Final = "scale-"
SCHEME: Final = "nacc"


def catalogue_for(year: int) -> Catalogue:
    """Return the list that a year follows: its own, or the next younger one."""
    own = get_catalogue(SCHEME, year)
    later = [each for each in all_catalogues() if each.scheme == SCHEME and each.year > year]
    known = own or min(later, key=lambda each: each.year, default=None)
    if known is None:
        raise LookupError(year)
    return known


def needed_pages(years: Sequence[int]) -> int:
    """Return how many pages an agency has without any news: its own, and those of the years."""
    return 1 + sum(1 + len(catalogue_for(year).items) for year in years)


@dataclass(kw_only=True)
class Grower:
    """Gives new pages what the database and Wagtail would give them."""

    keys: Iterator[int]
    revision_keys: Iterator[int]
    locale_id: int
    pages: list[Any] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._kinds: dict[Any, int] = {}

    def add(
        self, parent: Any, model: Any, writer: Writer, moment: dt.datetime, **fields: Any
    ) -> Any:
        """Make a live page the next child of another."""
        parent.numchild += 1
        key = next(self.keys)
        page = model(
            **dict.fromkeys((each.attname for each in model._meta.parents.values()), key),
            id=key,
            path=model._get_path(parent.path, parent.depth + 1, parent.numchild),
            depth=parent.depth + 1,
            url_path=f"{parent.url_path}{fields['slug']}/",
            draft_title=fields["title"],
            content_type_id=self.kind_of(model),
            translation_key=writer.key(),
            locale_id=self.locale_id,
            first_published_at=moment,
            last_published_at=moment,
            live=True,
            **fields,
        )
        self.pages.append(page)
        return page

    def kind_of(self, model: Any) -> int:
        if model not in self._kinds:
            self._kinds[model] = ContentType.objects.get_for_model(model).pk
        return self._kinds[model]

    def revisions(self) -> Iterator[Revision]:
        """Make the revision that each page was published from."""
        for page in self.pages:
            page.live_revision_id = page.latest_revision_id = next(self.revision_keys)
            page.latest_revision_created_at = page.first_published_at
            yield Revision(
                pk=page.live_revision_id,
                content_type_id=page.content_type_id,
                base_content_type_id=self.kind_of(Page),
                object_id=str(page.pk),
                created_at=page.first_published_at,
                object_str=page.title,
                content={**get_serializable_data_for_fields(page), COMMENTS: []},
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """What every agency has.

    Attributes:
        pages: So many pages in all; what the years do not need are news.
        years: Assessment years, B.E.
    """

    pages: int
    years: tuple[int, ...]


def grow_agency(
    grower: Grower, home: Page, writer: Writer, shape: Shape, documents: dict[int, str]
) -> None:
    """Make all pages of an agency, its own page the first."""
    first = writer.day(min(shape.years))
    agency = grower.add(
        home,
        StandardPage,
        writer,
        first,
        title=writer.agency,
        slug=f"{PREFIX}{writer.number:04}",
        introduction=writer.paragraph(),
        body=f"<p>{writer.paragraph()}</p>",
    )
    for year in shape.years:
        _grow_year(grower, agency, writer, year, documents)
    _grow_news(grower, agency, writer, shape)


def _grow_year(
    grower: Grower, agency: Page, writer: Writer, year: int, documents: dict[int, str]
) -> None:
    catalogue = catalogue_for(year)
    index = grower.add(
        agency,
        ITAIndexPage,
        writer,
        writer.day(year),
        title=f"การประเมินคุณธรรมและความโปร่งใส (ITA) ปีงบประมาณ พ.ศ. {to_thai(str(year))}",
        slug=f"ita-{year}",
        assessment_year=year,
        scheme=SCHEME,
        list_year=catalogue.year if catalogue.year != year else None,
        introduction=f"<p>{writer.paragraph()}</p>",
    )
    for item in catalogue.items:
        common = {
            "title": item.title("th"),
            "slug": item.code.lower(),
            "code": item.code,
            "explanation": f"หน้าแรก > {writer.agency} > ITA {year} > {item.code}",
        }
        if item.kind is ItemKind.MEASURES_REPORT:
            reported = reported_year_for(item, year) or year - 1
            page = grower.add(index, ITAReportPage, writer, writer.day(year), **common)
            apply_report(
                page,
                writer.report(code=item.code, title=page.title, year=reported, documents=documents),
            )
        else:
            page = grower.add(index, ITAItemPage, writer, writer.day(year), **common)
            page.body = writer.body(page.title)
            page.evidence = [
                {
                    "type": piece.kind.value,
                    "id": piece.id,
                    "value": {
                        "document": int(piece.key),
                        "title": piece.title,
                        "note": piece.note,
                    },
                }
                for piece in writer.evidence(documents, 2)
            ]


def _grow_news(grower: Grower, agency: Page, writer: Writer, shape: Shape) -> None:
    left = shape.pages - needed_pages(shape.years)
    if not left:
        return
    year = max(shape.years)
    news = grower.add(
        agency, NewsIndexPage, writer, writer.day(year), title="ข่าวประชาสัมพันธ์", slug="news"
    )
    for number in range(1, left):
        moment = writer.day(year)
        grower.add(
            news,
            NewsPage,
            writer,
            moment,
            title=writer.news(),
            slug=f"news-{number}",
            date=moment.date(),
            introduction=writer.paragraph(),
            body=f"<p>{writer.paragraph()}</p>",
        )


def grow_library(
    root: Collection, writer: Writer, keys: tuple[Iterator[int], Iterator[int]], file: str
) -> tuple[Collection, list[Any]]:
    """Make the collection of an agency and its documents, all of one file."""
    root.numchild += 1
    collection = Collection(
        pk=next(keys[0]),
        name=writer.agency,
        path=Collection._get_path(root.path, root.depth + 1, root.numchild),
        depth=root.depth + 1,
    )
    documents = [
        get_document_model()(
            pk=next(keys[1]),
            title=f"{title} {writer.agency}",
            file=file,
            file_size=len(file),
            collection_id=collection.pk,
            created_at=writer.day(2568),
        )
        for title in DOCUMENTS
    ]
    return collection, documents
