"""The sample's two assessment years, made with the plugin's own tools."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from wagtail.models import Locale, Site

from townsite.sample.content import Json, evidence_records, read, report_record, stable_id
from townsite.sample.library import Library
from townsite.sample.tally import Tally
from wagtail_ita.domain.records import EvidenceKind, EvidenceRecord
from wagtail_ita.models import ITASettings, get_index_page_model, get_report_page_model
from wagtail_ita.selectors import find_index, index_items
from wagtail_ita.transfer.pages import apply_report
from wagtail_ita.years.skeleton import Step, apply_skeleton, plan_skeleton

SCHEME = "nacc"
#: Assessment year -> the fiscal year that its measures report is about.
YEARS = {2569: 2568, 2568: 2567}
#: Of an older year only the report is there, so that its scores are in the charts.
OLD_YEAR = 2566
DAYS_TO_SCHEDULED_PAGE = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Loader:
    """What the loading of every year needs."""

    tally: Tally
    library: Library
    locales: Mapping[str, Locale]
    users: Mapping[str, Any]
    site: Site

    def load(self) -> None:
        self._load_agency()
        is_new = find_index(year=max(YEARS), scheme=SCHEME, site=self.site) is None
        for year in YEARS:
            self._load_year(year)
        # Later the reports of this site go through their chain.
        if is_new:
            self._load_old_year()

    def _load_agency(self) -> None:
        agency = ITASettings.for_site(self.site)
        if agency.agency_name_th:
            return
        for name, value in read("agency.json").items():
            setattr(agency, name, value)
        agency.emblem = self.library.emblem
        agency.save()
        self.tally.add("settings")

    def _load_year(self, year: int) -> None:
        """Make a year's skeleton, and fill the pages that this made; others stay as they are."""
        plan = plan_skeleton(year=year, scheme=SCHEME, site=self.site)
        made = {
            planned.code for planned in (plan.index, *plan.items) if planned.step is Step.CREATE
        }
        if not made:
            return
        index = apply_skeleton(plan, user=self.users["editor"])
        self.tally.add("pages", plan.created)
        pages = {page.code: page for page in index_items(index) if page.code in made}
        content = {language: read(f"items_{year}.{language}.json") for language in self.locales}
        english = None
        if "" in made:
            index = self._publish(_filled(index, content["th"]["index"]))
            english = self._translate(index)
            self._publish(_filled(english, content["en"]["index"]))
        for thai_item, english_item in zip(
            content["th"]["items"], content["en"]["items"], strict=True
        ):
            page = pages.get(thai_item["code"])
            if page is not None:
                self._load_item(page, thai_item, english_item, year, translated=english is not None)
        data = {
            language: read(f"report_{YEARS[year]}.{language}.json") for language in self.locales
        }
        self._load_report(pages, data, translated=english is not None)

    def _load_old_year(self) -> None:
        texts = {language: read(f"index_{OLD_YEAR}.{language}.json") for language in self.locales}
        index = get_index_page_model()(
            assessment_year=OLD_YEAR, scheme=SCHEME, live=False, title=texts["th"]["title"]
        )
        self.site.root_page.add_child(instance=_filled(index, texts["th"]))
        index = self._publish(index)
        self._publish(_filled(self._translate(index), texts["en"]))
        data = {language: read(f"report_{OLD_YEAR}.{language}.json") for language in self.locales}
        report = get_report_page_model()(live=False, code=data["th"]["code"])
        report.title = data["th"]["title"]
        index.add_child(instance=report)
        self.tally.add("pages", 2)
        self._load_report({report.code: report}, data, translated=True)

    def _load_item(
        self, page: Any, thai: Json, english: Json, year: int, *, translated: bool
    ) -> None:
        self._fill_item(page, thai, year, "th")
        state = thai["state"]
        if state == "published":
            page = self._publish(page)
        elif state == "scheduled":
            page.go_live_at = _next_week()
            self._publish(page)
        else:
            page.save_revision(user=self.users["editor"])
            if state == "moderation":
                page.get_workflow().start(page, self.users["editor"])
        if translated and state == "published":
            copy = self._translate(page)
            copy.title = page.catalogue_item.title("en")
            self._fill_item(copy, english, year, "en")
            self._publish(copy)

    def _load_report(
        self, pages: Mapping[str, Any], data: Mapping[str, Json], *, translated: bool
    ) -> None:
        page = pages.get(data["th"]["code"])
        if page is None:
            return
        apply_report(page, report_record(data["th"], self.library.in_language("th")))
        page = self._publish(page)
        if translated:
            copy = self._translate(page)
            apply_report(copy, report_record(data["en"], self.library.in_language("en")))
            self._publish(copy)

    def _fill_item(self, page: Any, data: Json, year: int, language: str) -> None:
        place = (year, data["code"])
        evidence = evidence_records(data["evidence"], place, self.library.in_language(language))
        page.explanation = data["explanation"]
        page.nothing_to_report = data.get("nothing_to_report", "")
        page.item_owner = self.users["editor"]
        page.evidence = _stream(page, "evidence", [_evidence_raw(piece) for piece in evidence])
        page.body = _stream(
            page,
            "body",
            [
                {**block, "id": stable_id(*place, "body", number)}
                for number, block in enumerate(data["body"], start=1)
            ],
        )

    def _publish(self, page: Any) -> Any:
        """Publish as the approver what the editor wrote."""
        page.draft_title = page.title
        revision = page.save_revision(user=self.users["editor"])
        revision.publish(user=self.users["approver"])
        page.refresh_from_db()
        return page

    def _translate(self, page: Any) -> Any:
        self.tally.add("pages")
        return page.copy_for_translation(self.locales["en"])


def _filled(index: Any, data: Json) -> Any:
    index.title = data["title"]
    index.introduction = data["introduction"]
    index.search_description = data["description"]
    index.show_unpublished = data["show_unpublished"]
    return index


def _stream(page: Any, name: str, raw: list[Json]) -> Any:
    return page._meta.get_field(name).stream_block.to_python(raw)


def _evidence_raw(piece: EvidenceRecord) -> Json:
    value: Json = {"title": piece.title, "note": piece.note, piece.kind.value: int(piece.key)}
    if piece.kind is EvidenceKind.IMAGE:
        value["alt_text"] = piece.alt_text
    return {"type": piece.kind.value, "value": value, "id": piece.id}


def _next_week() -> dt.datetime:
    """Half past eight, a week from today: the demo always has a page that waits for its day."""
    day = timezone.localdate() + dt.timedelta(days=DAYS_TO_SCHEDULED_PAGE)
    return timezone.make_aware(dt.datetime.combine(day, dt.time(8, 30)))
