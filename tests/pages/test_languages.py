"""The English page, what search engines are told of it, and a third language."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import polib
import pytest
from bs4 import BeautifulSoup
from bs4.element import Script
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import path
from django.utils import translation
from wagtail.models import PageViewRestriction, Site
from wagtail.views import serve

from tests.sample import (
    FULL_MEASURE,
    PLAIN_MEASURE,
    RECORD,
    make_index,
    make_item,
    make_report,
    make_site,
    translate,
    without_publish_rule,
)
from wagtail_ita.catalogues import get_catalogue
from wagtail_ita.domain.digits import THAI_DIGITS
from wagtail_ita.models import ITASettings, interface_language
from wagtail_ita.transfer.pages import apply_report

pytestmark = pytest.mark.django_db

ROOT = "http://localhost"
OFFICIAL = get_catalogue("nacc", 2569).get("O26").title_en
TRANSLATED = replace(
    RECORD,
    title="Report on integrity measures",
    introduction="<p>The municipality reports the measures of the year.</p>",
    measures=(
        replace(
            FULL_MEASURE,
            title="One register of borrowed supplies",
            description="So that each loan can be traced",
            steps=("Circulate the manual", "Register each loan"),
            responsible=("Finance Division",),
            output="<p>128 loans, all of them registered</p>",
            outcome="<p>Nothing was lost in the year</p>",
        ),
    ),
    conclusion="<p>Next year goes on from here.</p>",
)


@pytest.fixture(autouse=True)
def _fresh_cache() -> None:
    cache.clear()


@pytest.fixture
def index() -> Any:
    return make_index()


@pytest.fixture
def report(index: Any) -> Any:
    return make_report(index)


def in_english(page: Any, record: Any = TRANSLATED, copy: Any = None) -> Any:
    """Return the English copy of a report, with the texts that a translator has typed."""
    copy = type(page).objects.get(pk=(copy or translate(page)).pk)
    apply_report(copy, record)
    with without_publish_rule():
        copy.save_revision().publish()
    return type(page).objects.get(pk=copy.pk)


def get(client: Client, page: Any) -> BeautifulSoup:
    response = client.get(page.get_url())
    assert response.status_code == 200
    soup = BeautifulSoup(response.content, "html.parser")
    for joined in soup.select(".ita-nb"):
        joined.unwrap()
    soup.smooth()
    return soup


def text(tag: Any) -> str:
    return re.sub(r"\s+", " ", tag.get_text(" ", strip=True))


def alternates(soup: BeautifulSoup) -> dict[str, str]:
    return {tag["hreflang"]: tag["href"] for tag in soup.select("link[rel=alternate][hreflang]")}


def switch(soup: BeautifulSoup) -> dict[str, str]:
    return {tag["hreflang"]: tag["href"] for tag in soup.select(".ita-languages a")}


class TestAlternates:
    def test_a_translated_report_and_its_source_name_each_other(
        self, client: Client, report: Any
    ) -> None:
        copy = in_english(report)
        expected = {
            "th": f"{ROOT}{report.get_url()}",
            "en": f"{ROOT}{copy.get_url()}",
            "x-default": f"{ROOT}{report.get_url()}",
        }
        assert alternates(get(client, report)) == expected
        assert alternates(get(client, copy)) == expected

    def test_a_copy_that_nobody_has_translated_is_no_alternate(
        self, client: Client, report: Any
    ) -> None:
        copy = translate(report)
        assert alternates(get(client, report)) == {}
        assert alternates(get(client, copy)) == {}

    def test_one_measure_in_thai_is_enough_to_be_no_translation(
        self, client: Client, report: Any
    ) -> None:
        copy = in_english(
            report, replace(TRANSLATED, measures=(*TRANSLATED.measures, PLAIN_MEASURE))
        )
        assert alternates(get(client, report)) == {}
        assert alternates(get(client, copy)) == {}

    def test_a_letter_that_stays_in_thai_does_not_make_the_report_untranslated(
        self, client: Client, report: Any
    ) -> None:
        copy = in_english(report)
        assert copy.memo_subject == RECORD.memo.subject
        assert "en" in alternates(get(client, report))

    def test_a_translation_that_changes_is_looked_at_again(
        self, client: Client, report: Any
    ) -> None:
        copy = in_english(report)
        assert "en" in alternates(get(client, report))
        copy.conclusion = RECORD.conclusion
        with without_publish_rule():
            copy.save_revision().publish()
        assert alternates(get(client, report)) == {}

    @pytest.mark.parametrize("how", ["draft", "private", "below a private page", "alias"])
    def test_what_visitors_cannot_read_in_a_language_is_not_named(
        self, client: Client, report: Any, how: str
    ) -> None:
        copy = in_english(report)
        if how == "draft":
            copy.unpublish()
        elif how == "alias":
            type(copy).objects.filter(pk=copy.pk).update(alias_of=report)
        else:
            page = copy if how == "private" else copy.get_parent()
            PageViewRestriction.objects.create(page=page, restriction_type="login")
        soup = get(client, report)
        assert alternates(soup) == {}
        if how != "alias":
            assert copy.get_url() not in switch(soup).values()

    def test_a_private_page_tells_nothing_of_its_translations(
        self, client: Client, report: Any, admin_user: Any
    ) -> None:
        in_english(report)
        PageViewRestriction.objects.create(page=report, restriction_type="login")
        client.force_login(admin_user)
        assert alternates(get(client, report)) == {}

    def test_an_index_of_another_language_is_one_without_a_word_of_its_own(
        self, client: Client, index: Any
    ) -> None:
        translate(index)
        assert set(alternates(get(client, index))) == {"th", "en", "x-default"}


class TestSwitch:
    def test_it_keeps_the_page(self, client: Client, report: Any) -> None:
        copy = in_english(report)
        soup = get(client, report)
        assert switch(soup) == {"th": report.get_url(), "en": copy.get_url()}
        here, there = soup.select(".ita-languages a")
        assert (here["aria-current"], text(here)) == ("true", "ภาษาไทย")
        assert (there.get("aria-current"), there["lang"], text(there)) == (None, "en", "English")

    def test_a_page_that_is_in_one_language_leads_to_the_list_of_the_year_in_the_other(
        self, client: Client, index: Any, report: Any
    ) -> None:
        english_index = translate(index)
        [there] = get(client, report).select(".ita-languages a[hreflang=en]")
        assert there["href"] == english_index.get_url()
        assert "has not been translated" in text(there)

    def test_there_is_none_where_there_is_one_language(self, client: Client, report: Any) -> None:
        assert not get(client, report).select(".ita-languages")

    def test_there_is_none_where_nothing_is_to_be_read_in_the_other(
        self, client: Client, report: Any
    ) -> None:
        translate(make_site().root_page)
        assert not get(client, report).select(".ita-languages")

    def test_a_site_without_translations_switched_on_has_none(
        self, client: Client, report: Any
    ) -> None:
        in_english(report)
        with override_settings(WAGTAIL_I18N_ENABLED=False):
            Site.clear_site_root_paths_cache()
            assert not get(client, report).select(".ita-languages, link[hreflang]")


class TestQueries:
    def count(self, client: Client, page: Any) -> int:
        client.get(page.get_url())
        with CaptureQueriesContext(connection) as queries:
            client.get(page.get_url())
        return len(queries)

    @pytest.mark.usefixtures("made_anew")
    @pytest.mark.parametrize("kind", ["report", "index"])
    def test_the_languages_of_a_page_are_one_query_and_of_a_site_with_one_none(
        self, client: Client, index: Any, report: Any, kind: str
    ) -> None:
        page = {"report": report, "index": index}[kind]
        alone = self.count(client, page)
        other = in_english(report) if kind == "report" else translate(index)
        assert self.count(client, page) == alone + 1
        other.unpublish()
        assert self.count(client, page) == alone + 1

    @pytest.mark.usefixtures("made_anew")
    def test_it_is_the_same_for_many_measures(self, client: Client, report: Any) -> None:
        few = in_english(report)
        fewer = self.count(client, few)
        measures = tuple(replace(TRANSLATED.measures[0], id="") for _ in range(50))
        many = in_english(report, replace(TRANSLATED, measures=measures), few)
        assert self.count(client, many) == fewer


class TestEnglishPage:
    def test_the_official_title_stands_in_place_of_a_thai_one(
        self, client: Client, index: Any
    ) -> None:
        own = "รายงานผลของเทศบาลตัวอย่าง"
        copy = translate(make_report(index, replace(RECORD, title=own)))
        soup = get(client, copy)
        assert text(soup.h1) == OFFICIAL
        assert "lang" not in soup.h1.attrs
        assert soup.title.string.startswith(f"O26 {OFFICIAL}")
        second = soup.select_one(".ita-head__official")
        assert (text(second), second["lang"]) == (own, "th")

    def test_the_list_of_the_year_is_in_english_with_its_headings(
        self, client: Client, index: Any, report: Any
    ) -> None:
        copy = in_english(report)
        soup = get(client, copy.get_parent())
        shown = text(soup.main)
        assert OFFICIAL in shown
        assert "Prevention of corruption" in shown
        assert not re.search("[ก-๛]", shown)

    def test_each_fiscal_year_is_explained_where_it_is_named(
        self, client: Client, report: Any
    ) -> None:
        copy = in_english(report)
        head = text(get(client, copy).select_one(".ita-head"))
        assert "fiscal year 2569 (1 October 2025 to 30 September 2026)" in head
        assert "fiscal year 2568 (1 October 2024 to 30 September 2025)" in head
        index_head = text(get(client, copy.get_parent()).select_one(".ita-head"))
        assert "fiscal year 2569 (1 October 2025 to 30 September 2026)" in index_head

    def test_a_thai_reader_knows_what_a_fiscal_year_is(self, client: Client, report: Any) -> None:
        assert "2025" not in text(get(client, report).select_one(".ita-head"))

    def test_a_thai_part_says_that_it_is_thai(self, client: Client, report: Any) -> None:
        soup = get(client, in_english(report, replace(TRANSLATED, measures=(PLAIN_MEASURE,))))
        [measure] = soup.select(".ita-measure")
        for thai in (
            PLAIN_MEASURE.title,
            PLAIN_MEASURE.steps[0],
            PLAIN_MEASURE.responsible[0],
            PLAIN_MEASURE.evidence[0].title,
            PLAIN_MEASURE.evidence[0].note,
        ):
            [part] = {id(each): each for each in measure.find_all(string=thai)}.values()
            assert part.find_parent(lang=True)["lang"] == "th", thai
        assert not soup.select_one(".ita-lead .ita-prose").has_attr("lang")
        memo = soup.find(string=RECORD.memo.subject)
        assert memo.find_parent(lang=True)["lang"] == "th"

    def test_no_thai_letter_is_outside_a_part_that_says_so(
        self, client: Client, report: Any
    ) -> None:
        ITASettings.objects.create(site=make_site(), agency_name_th="เทศบาลตัวอย่าง")
        soup = get(client, translate(report))
        loose = [
            str(each)
            for each in soup.body.find_all(string=re.compile("[ก-๛]"))
            if each.find_parent(lang=True)["lang"] != "th" and not isinstance(each, Script)
        ]
        assert loose == []

    def test_an_english_title_on_a_thai_page_says_that_it_is_english(
        self, client: Client, index: Any
    ) -> None:
        measure = replace(FULL_MEASURE, title="Open government data day")
        soup = get(client, make_report(index, replace(RECORD, measures=(measure,))))
        assert soup.select_one(".ita-measure h3")["lang"] == "en"
        assert not soup.h1.has_attr("lang")

    def test_digits_are_arabic_in_everything_that_is_ours(
        self, client: Client, report: Any
    ) -> None:
        soup = get(client, in_english(report))
        soup.select_one(".ita-memo").decompose()
        assert not set(text(soup.main)) & set(THAI_DIGITS)
        assert not soup.select(".ita-thai")


class TestNote:
    def test_it_names_the_parts_that_are_thai_still(self, client: Client, report: Any) -> None:
        record = replace(TRANSLATED, measures=(*TRANSLATED.measures, PLAIN_MEASURE))
        note = text(get(client, in_english(report, record)).select_one(".ita-untranslated"))
        for part in ("Measure 2", "Memorandum", "Documents and evidence"):
            assert part in note
        for part in ("Measure 1", "Introduction", "Conclusion", "Title"):
            assert part not in note

    def test_all_measures_have_one_name(self, client: Client, report: Any) -> None:
        record = replace(TRANSLATED, measures=RECORD.measures)
        note = text(get(client, in_english(report, record)).select_one(".ita-untranslated"))
        assert "Measures and results" in note
        assert "Measure 1" not in note

    def test_a_mere_copy_says_so_in_one_sentence(self, client: Client, report: Any) -> None:
        note = text(get(client, translate(report)).select_one(".ita-untranslated"))
        assert note == "This page has not been translated yet: its text is in Thai."

    def test_nothing_is_said_where_nothing_is_left(self, client: Client, report: Any) -> None:
        from wagtail_ita.domain.records import MemoRecord

        assert not get(client, report).select(".ita-untranslated")
        copy = in_english(report, replace(TRANSLATED, memo=MemoRecord()))
        assert not get(client, copy).select(".ita-untranslated")

    def test_an_item_with_words_and_a_table_in_thai_names_its_text(
        self, client: Client, index: Any
    ) -> None:
        item = make_item(
            index, "O9", body=[("table", {"caption": "รายไตรมาส", "cells": "ไตรมาส\tจำนวน\n๑\t๐"})]
        )
        soup = get(client, translate(item))
        assert soup.select_one(".ita-untranslated")
        assert soup.select_one(".ita-scroll")["lang"] == "th"


class TestFiles:
    def test_the_workbook_and_the_paper_of_an_english_page_are_in_english(
        self, client: Client, index: Any
    ) -> None:
        docx = pytest.importorskip("docx")
        import io

        copy = translate(make_report(index, replace(RECORD, title="รายงานผลของเทศบาล")))
        content = client.get(f"{copy.get_url()}report.docx").content
        document = docx.Document(io.BytesIO(content))
        shown = "\n".join(each.text for each in document.paragraphs)
        assert document.core_properties.title == OFFICIAL
        assert "fiscal year 2568 (1 October 2024 to 30 September 2025)" in shown
        assert "(1) Measure, project or activity" in shown

    def test_the_data_keep_the_title_as_it_was_typed(self, client: Client, index: Any) -> None:
        copy = translate(make_report(index))
        data = json.loads(client.get(f"{copy.get_url()}report.json").content)
        assert RECORD.title in json.dumps(data, ensure_ascii=False)


urlpatterns = [path("", serve, {"path": ""}), path("<path:path>", serve, name="wagtail_serve")]


class TestVisitorsLanguage:
    @pytest.mark.parametrize(("asked", "word"), [("th", "คะแนนรวม"), ("en", "Total score")])
    def test_an_address_without_a_language_gives_the_page_that_the_browser_asks_for(
        self, client: Client, report: Any, asked: str, word: str
    ) -> None:
        in_english(report)
        with override_settings(ROOT_URLCONF=__name__):
            response = client.get("/ita-2569/o26/", headers={"accept-language": asked})
        soup = BeautifulSoup(response.content, "html.parser")
        assert soup.html["lang"] == asked
        assert word in text(soup)

    @pytest.mark.parametrize("active", ["th", "en"])
    def test_a_preview_is_in_the_language_of_the_page_and_not_of_the_editor(
        self, report: Any, active: str
    ) -> None:
        with translation.override(active):
            response = report.make_preview_request(preview_mode=report.default_preview_mode)
            soup = BeautifulSoup(response.content, "html.parser")
        assert soup.html["lang"] == "th"
        assert "คะแนนรวม" in text(soup)
        assert "๒๕๖๘" in text(soup)


class TestThirdLanguage:
    """Lao, for which nobody has a word, and Burmese, for which Django and Wagtail have some."""

    @pytest.fixture(params=["lo", "my"])
    def language(self, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
        code: str = request.param
        self.write(tmp_path, code, {"Bank holiday": "ວັນພັກ"})
        with self.added(code, tmp_path):
            yield code

    @staticmethod
    def write(folder: Path, code: str, words: dict[str, str]) -> None:
        """Write a catalogue as a site has it in its ``LOCALE_PATHS``."""
        catalogue = polib.POFile()
        catalogue.metadata = {"Content-Type": "text/plain; charset=utf-8", "Language": code}
        catalogue.extend(polib.POEntry(msgid=key, msgstr=value) for key, value in words.items())
        place = folder / code / "LC_MESSAGES"
        place.mkdir(parents=True, exist_ok=True)
        catalogue.save_as_mofile(str(place / "django.mo"))

    @staticmethod
    def added(code: str, folder: Path) -> Any:
        languages = [*settings.LANGUAGES, (code, "ພາສາລາວ")]
        return override_settings(
            LANGUAGE_CODE="th",
            LANGUAGES=languages,
            WAGTAIL_CONTENT_LANGUAGES=languages,
            LOCALE_PATHS=[str(folder)],
        )

    def test_our_words_and_the_official_titles_are_in_english(
        self, client: Client, report: Any, language: str
    ) -> None:
        copy = translate(report, language)
        soup = get(client, copy)
        shown = text(soup)
        assert copy.get_url() == f"/{language}/ita-2569/o26/"
        assert soup.html["lang"] == language
        for english in ("Total score", "Measures and results", OFFICIAL, "18 March 2026", "99.98"):
            assert english in shown
        assert not re.search("คะแนนรวม|ตัวชี้วัด|หลักฐาน", shown)
        assert soup.select_one(".ita-page")["lang"] == "en"
        assert soup.select_one(".ita-measure h3")["lang"] == "th"
        index_page = get(client, copy.get_parent())
        assert OFFICIAL in text(index_page)
        assert not re.search("[ก-๛]", text(index_page.select_one(".ita-page")))

    def test_what_is_translated_is_marked_as_what_it_is(
        self, client: Client, report: Any, language: str
    ) -> None:
        copy = type(report).objects.get(pk=translate(report, language).pk)
        copy.introduction = "<p>ເທດສະບານລາຍງານມາດຕະການຂອງປີ</p>"
        with without_publish_rule():
            copy.save_revision().publish()
        soup = get(client, copy)
        assert soup.select_one(".ita-lead .ita-prose")["lang"] == language
        assert switch(soup) == {"th": report.get_url(), language: copy.get_url()}

    def test_the_files_have_english_headings(
        self, client: Client, report: Any, language: str
    ) -> None:
        copy = translate(report, language)
        for name in ("report.xlsx", "report.docx", "report.json", "report.csv", "report.pdf"):
            assert client.get(f"{copy.get_url()}{name}").status_code == 200, name
        items = client.get(f"{copy.get_parent().get_url()}items.xlsx")
        openpyxl = pytest.importorskip("openpyxl")
        import io

        cells = [
            cell.value
            for sheet in openpyxl.load_workbook(io.BytesIO(items.content))
            for row in sheet.iter_rows()
            for cell in row
        ]
        assert "Official title" in cells
        assert OFFICIAL in cells

    def test_a_site_that_translates_our_words_gets_its_own(
        self, client: Client, report: Any, tmp_path: Path
    ) -> None:
        self.write(tmp_path, "lo", {"Measures and results": "ມາດຕະການແລະຜົນ"})
        with self.added("lo", tmp_path):
            assert interface_language("lo") == "lo"
            soup = get(client, translate(report, "lo"))
        assert text(soup.select_one("#ita-measures")) == "ມາດຕະການແລະຜົນ"
        assert not soup.select_one(".ita-page").has_attr("lang")
