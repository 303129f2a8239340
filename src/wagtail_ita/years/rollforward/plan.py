"""What would go over from one year's pages into the drafts of another year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Site

from wagtail_ita.domain.catalogue_items import CatalogueItem, ItemKind, LinkKind
from wagtail_ita.domain.certainty import Certainty
from wagtail_ita.domain.completeness.mentions import names_a_date
from wagtail_ita.domain.completeness.passages import Numbered, measure_passages
from wagtail_ita.domain.records import MeasureRecord
from wagtail_ita.domain.succession import Predecessor, find_predecessors
from wagtail_ita.models import ITAReportMixin
from wagtail_ita.selectors import find_index, index_items
from wagtail_ita.transfer.pages import report_to_record
from wagtail_ita.years.rollforward.remarks import about_items
from wagtail_ita.years.skeleton import (
    PlannedPage,
    SkeletonError,
    SkeletonPlan,
    Step,
    plan_skeleton,
)

KEPT: Final = (
    gettext_lazy("Of each measure: title, indicator, what it is for, steps, responsible units."),
    gettext_lazy("The owners of the items."),
    gettext_lazy("Where the index page is, and whether it shows what is not published yet."),
)
EMPTIED: Final = (
    gettext_lazy("Of each measure: period, output, outcome, evidence."),
    gettext_lazy("Scores, total and level; introduction, conclusion and attachments."),
    gettext_lazy("The memo with its opinions and orders, and correction notes."),
    gettext_lazy("Of the items: text, tables, evidence, “nothing to report”."),
    gettext_lazy("Due dates, explanations for the assessor, and what was confirmed of a page."),
    gettext_lazy("Introduction of the index page, texts for search engines."),
    gettext_lazy("Fields that the site itself has added to the pages."),
)


class RollforwardError(Exception):
    """The next year cannot be started; the message is a sentence.

    Attributes:
        is_wrong_use: Whether what was asked for makes no sense, whatever the pages are.
    """

    def __init__(self, message: str, *, is_wrong_use: bool = False) -> None:
        super().__init__(message)
        self.is_wrong_use = is_wrong_use


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A page of the old year that an item of the new one continues.

    Attributes:
        page: The page as the database has it.
        version: Its latest version, published or not: what goes over is taken from it.
        item: What the old list calls it.
    """

    page: Any
    version: Any
    item: CatalogueItem
    kind: LinkKind
    certainty: Certainty


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedItem:
    """A page of the new year, and what it starts with.

    Attributes:
        planned: The page, made now or there already.
        predecessors: Codes of what the old list asked for in its place; none for a new item.
        sources: The pages of the old year that it continues.
        owner: Who sees to it; ``None`` where nobody did.
        measures: Measures of a report as they start into the year.
        reported_year: Fiscal year (B.E.) that a report is about.
    """

    planned: PlannedPage
    predecessors: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    owner: Any = None
    measures: tuple[MeasureRecord, ...] = ()
    reported_year: int | None = None

    @property
    def is_made(self) -> bool:
        return self.planned.step is Step.CREATE

    @property
    def origin(self) -> str:
        """Where the item comes from, in words."""
        found = dict.fromkeys(source.item.code for source in self.sources)
        if found:
            return _("from %(codes)s") % {"codes": ", ".join(found)}
        if self.predecessors:
            return _("%(codes)s had no page") % {"codes": ", ".join(self.predecessors)}
        return _("new in the list")


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedText:
    """A text that goes over and names a date or a year: only a person knows whether it stays."""

    code: str
    place: str
    text: str


@dataclass(frozen=True, kw_only=True)
class RollforwardPlan:
    """What ``apply_rollforward`` will do.

    Attributes:
        source: Index page of the old year.
        skeleton: The pages of the new year.
        items: The same pages in the order of the list, with what they start with.
        left: Pages of the old year that nothing continues. They stay where they are.
        remarks: What is not sure, in sentences.
        dated: Texts that go over and name a date.
    """

    source: Any
    site: Site
    skeleton: SkeletonPlan
    items: tuple[CarriedItem, ...]
    left: tuple[Any, ...]
    remarks: tuple[str, ...]
    dated: tuple[DatedText, ...]

    @property
    def made(self) -> tuple[CarriedItem, ...]:
        """The items whose pages are made."""
        return tuple(each for each in self.items if each.is_made)


def plan_rollforward(*, from_year: int, to_year: int, scheme: str, site: Site) -> RollforwardPlan:
    """Look what would be made of a year's pages for another year; nothing is changed.

    Raises:
        RollforwardError: There is no such year, or its pages cannot be made.
    """
    source = find_index(year=from_year, scheme=scheme, site=site)
    if source is None:
        raise RollforwardError(
            _(
                "There is no index page for %(year)s to start from. "
                "Make the new year with: manage.py ita_setup --year %(next)s"
            )
            % {"year": from_year, "next": to_year}
        )
    return plan_next_year(source, to_year, site=site)


def plan_next_year(source: Any, to_year: int, *, site: Site) -> RollforwardPlan:
    """Do the same for an index page; of its translations, the one in the site's language.

    Raises:
        RollforwardError: As with ``plan_rollforward``.
    """
    locale = site.root_page.locale
    if source.locale_id != locale.pk:
        source = source.get_translation_or_none(locale) or source
    from_year = source.assessment_year
    if to_year <= from_year:
        raise RollforwardError(
            _("%(next)s does not come after %(year)s. Name the old year first, then the new one.")
            % {"year": from_year, "next": to_year},
            is_wrong_use=True,
        )
    try:
        skeleton = plan_skeleton(year=to_year, scheme=source.scheme, site=site, model=source)
    except SkeletonError as error:
        raise RollforwardError(str(error)) from error
    pages = index_items(source)
    items = tuple(_carried(source, skeleton, pages))
    continued = {each.page.pk for item in items for each in item.sources}
    return RollforwardPlan(
        source=source,
        site=site,
        skeleton=skeleton,
        items=items,
        left=tuple(page for page in pages if page.pk not in continued),
        remarks=(*skeleton.remarks, *about_items(items, from_year)),
        dated=tuple(_dated(items)),
    )


def _carried(source: Any, skeleton: SkeletonPlan, pages: list[Any]) -> Iterator[CarriedItem]:
    old = source.catalogue or skeleton.catalogue
    by_code: dict[str, list[Any]] = {}
    for page in pages:
        by_code.setdefault(page.code, []).append(page)
    for planned in skeleton.items:
        if planned.item is None:
            continue
        predecessors = find_predecessors(planned.item, new=skeleton.catalogue, old=old)
        sources = tuple(_sources(predecessors, by_code))
        owners = [each.version.item_owner for each in sources if each.version.item_owner]
        is_report = planned.item.kind is ItemKind.MEASURES_REPORT
        report = next(
            (each for each in sources if is_report and isinstance(each.version, ITAReportMixin)),
            None,
        )
        shift = skeleton.year - source.assessment_year
        reported = report.version.reported_year if report else None
        yield CarriedItem(
            planned=planned,
            predecessors=tuple(each.item.code for each in predecessors),
            sources=sources,
            owner=owners[0] if owners else None,
            measures=_measures_of(report.version) if report else (),
            reported_year=reported + shift if reported else None,
        )


def _sources(
    predecessors: Iterable[Predecessor], by_code: Mapping[str, list[Any]]
) -> Iterator[Source]:
    for predecessor in predecessors:
        for page in by_code.get(predecessor.item.code, ()):
            yield Source(
                page=page,
                version=page.get_latest_revision_as_object(),
                item=predecessor.item,
                kind=predecessor.kind,
                certainty=predecessor.certainty,
            )


def _measures_of(report: Any) -> tuple[MeasureRecord, ...]:
    """Return the measures of a report without what they came to.

    They get new ids: an id names one measure of one page, and what compares versions or
    translations by id must not take two years of a measure for one.
    """
    return tuple(
        MeasureRecord(
            indicator=measure.indicator,
            title=measure.title,
            description=measure.description,
            steps=measure.steps,
            responsible=measure.responsible,
        )
        for measure in report_to_record(report).measures
    )


def _dated(items: tuple[CarriedItem, ...]) -> Iterator[DatedText]:
    for item in items:
        for number, measure in enumerate(item.measures if item.is_made else (), start=1):
            for passage in measure_passages(Numbered(number=number, measure=measure)):
                for line in passage.text.splitlines():
                    if names_a_date(line):
                        yield DatedText(
                            code=item.planned.code, place=passage.place.label, text=line
                        )
