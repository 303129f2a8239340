"""The search form of a year, and the page that answers it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from tests.pages.searching import without_index
from tests.sample import (
    FULL_MEASURE,
    RECORD,
    make_index,
    make_item,
    make_report,
    make_site,
    translate,
)
from wagtail_ita.models import ITASettings

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _index_or_none(settings: Any) -> None:
    without_index(settings)


@pytest.fixture
def index() -> Any:
    return make_index()


def ask(client: Client, index: Any, **question: str) -> BeautifulSoup:
    response = client.get(index.get_url(), question)
    assert response.status_code == 200, (response.status_code, response.headers)
    return BeautifulSoup(response.content, "html.parser")


def text(soup: Any) -> str:
    return re.sub(r"\s+", " ", soup.get_text("", strip=False)).strip()


def hits(soup: BeautifulSoup) -> list[str]:
    return [tag.get_text() for tag in soup.select(".ita-hit__title .ita-code")]


def chosen(soup: BeautifulSoup, name: str) -> list[str]:
    return [tag["value"] for tag in soup.select(f"select[name={name}] option[selected]")]


class TestTheForm:
    @pytest.mark.parametrize("language", ["th", "en"])
    def test_it_asks_for_words_item_and_year_by_labels(
        self, client: Client, index: Any, language: str
    ) -> None:
        make_index(2568)
        page = index if language == "th" else translate(index, language)
        if language != "th":
            translate(make_index(2567), language)
        soup = BeautifulSoup(client.get(page.get_url()).content, "html.parser")
        form = soup.select_one("form[role=search]")
        assert (form["method"], form["action"]) == ("get", page.get_url())
        for name in ("q", "item", "year"):
            control = form.select_one(f"[name={name}]")
            assert text(form.select_one(f"label[for={control['id']}]"))
        assert form.select_one("button[type=submit]")
        items = [option["value"] for option in form.select("[name=item] option")]
        assert items[0] == "" and items[1:] == [f"O{number}" for number in range(1, 27)]

    def test_it_does_not_offer_a_year_that_is_not_public(self, client: Client, index: Any) -> None:
        make_index(2568)
        make_index(2567, live=False)
        private = make_index(2566)
        PageViewRestriction.objects.create(page=private, restriction_type="login")
        make_index(2565, scheme="ovec")
        soup = BeautifulSoup(client.get(index.get_url()).content, "html.parser")
        years = [option["value"] for option in soup.select("[name=year] option")]
        assert years == ["2569", "2568", "all"]

    def test_it_asks_for_no_year_where_there_is_one_only(self, client: Client, index: Any) -> None:
        soup = BeautifulSoup(client.get(index.get_url()).content, "html.parser")
        assert soup.select_one("form[role=search]") and not soup.select("[name=year]")

    def test_the_answer_has_the_question_in_its_form(self, client: Client, index: Any) -> None:
        make_index(2568)
        soup = ask(client, index, q="ทุจริต", item="๐๒๔", year="2569")
        assert soup.select_one("[name=q]")["value"] == "ทุจริต"
        assert (chosen(soup, "item"), chosen(soup, "year")) == (["O24"], ["2569"])


class TestTheAnswer:
    def test_it_shows_the_passage_with_the_word_marked_and_leads_to_the_measure(
        self, client: Client, index: Any
    ) -> None:
        make_report(index)
        soup = ask(client, index, q="สูญหาย")
        passage = soup.select_one(".ita-hit__passages li")
        assert [mark.get_text() for mark in passage.select("mark")] == ["สูญหาย"]
        assert text(passage.select_one(".ita-hit__text")) == "ไม่พบพัสดุสูญหายในการตรวจนับประจำปี"
        address, anchor = passage.a["href"].split("#")
        assert anchor == f"m-{FULL_MEASURE.id}"
        assert FULL_MEASURE.title in text(passage.a)
        there = BeautifulSoup(client.get(address).content, "html.parser")
        assert "สูญหาย" in there.find(id=anchor).get_text()

    @pytest.mark.parametrize(
        ("words", "anchor"),
        [
            ("พัฒนาต่อไป", "ita-conclusion"),
            ("โปรดพิจารณา", "ita-memo"),
            ("99.95", "ita-scores"),
            ("หน้ารวมข่าวสั้น", "m-6f1b0d3e-0000-4000-8000-000000000002"),
        ],
    )
    def test_each_part_is_where_the_link_leads(
        self, client: Client, index: Any, words: str, anchor: str
    ) -> None:
        make_report(index)
        links = ask(client, index, q=words).select(".ita-hit__part a")
        assert [link["href"].split("#")[1] for link in links] == [anchor]
        there = BeautifulSoup(client.get(links[0]["href"]).content, "html.parser")
        assert there.find(id=anchor)

    def test_it_says_what_was_asked_and_how_much_was_found(
        self, client: Client, index: Any
    ) -> None:
        for code in ("O9", "O10", "O11"):
            make_item(index, code, title="แผนพัฒนา")
        soup = ask(client, index, q="พัฒนา")
        assert "“พัฒนา”" in text(soup.h1)
        assert "“พัฒนา”" in text(soup.title) and "๓" in text(soup.title)
        count = soup.select_one("[role=status]")
        assert "๓" in text(count)
        assert hits(soup) == ["O9", "O10", "O11"]

    def test_search_engines_leave_it_out_and_nobody_keeps_it(
        self, client: Client, index: Any
    ) -> None:
        response = client.get(index.get_url(), {"q": "แผน"})
        assert response["X-Robots-Tag"] == "noindex"
        assert response["Cache-Control"] == "no-cache"
        soup = BeautifulSoup(response.content, "html.parser")
        assert soup.select_one("meta[name=robots]")["content"] == "noindex"
        assert not soup.select("link[rel=canonical]")
        plain = BeautifulSoup(client.get(index.get_url()).content, "html.parser")
        assert not plain.select("meta[name=robots]")

    def test_dates_and_scores_are_in_the_digits_of_the_page(
        self, client: Client, index: Any
    ) -> None:
        make_report(index)
        assert "กันยายน ๒๕๖๘" in text(ask(client, index, q="กันยายน").select_one(".ita-hit"))
        agency = ITASettings.for_site(make_site())
        agency.thai_digits = False
        agency.save()
        assert "กันยายน 2568" in text(ask(client, index, q="กันยายน").select_one(".ita-hit"))

    def test_markup_in_a_title_or_a_question_stays_text(self, client: Client, index: Any) -> None:
        make_item(index, "O9", title="แผน <script>alert(1)</script>", nothing_to_report="<b>ไม่</b>")
        response = client.get(index.get_url(), {"q": "<script>alert</script> ไม่"})
        soup = BeautifulSoup(response.content, "html.parser")
        assert not soup.select("script") and not soup.select(".ita-hit b")
        assert "“<script>alert</script> ไม่”" in text(soup.h1)
        empty = client.get(
            index.get_url(), {"q": '"><script>x</script>', "item": "<i>", "year": "<u>"}
        )
        soup = BeautifulSoup(empty.content, "html.parser")
        assert not soup.select("script") and not soup.select("main i, main u, .ita i, .ita u")
        make_item(index, "O10", title="แผน <script>alert(1)</script>")
        soup = ask(client, index, q="script alert")
        assert len(soup.select(".ita-hit mark")) == 6

    def test_a_report_in_parts_shows_three_and_counts_the_rest(
        self, client: Client, index: Any
    ) -> None:
        make_report(index)
        soup = ask(client, index, q="การ")
        assert len(soup.select(".ita-hit__passages li")) == 3
        assert soup.select_one(".ita-hit__more")

    def test_nothing_found_says_what_to_try(self, client: Client, index: Any) -> None:
        make_item(index, "O9")
        soup = ask(client, index, q="ไดโนเสาร์")
        assert "“ไดโนเสาร์”" in text(soup.select_one("[role=status]"))
        assert len(soup.select(".ita-found__tips li")) == 3
        assert soup.select(f'.ita-found__tips a[href="{index.get_url()}"]')
        assert not soup.select(".ita-hits")

    @pytest.mark.parametrize("language", ["th", "en"])
    def test_headings_skip_no_level_and_nothing_is_empty(
        self, client: Client, index: Any, language: str
    ) -> None:
        report = make_report(index)
        if language != "th":
            index = translate(report, language).get_parent().specific
        soup = ask(client, index, q="กองคลัง")
        assert [tag.name for tag in soup.find_all(re.compile(r"^h[1-6]$"))][:2] == ["h1", "h2"]
        assert all(text(tag) for tag in soup.find_all(re.compile(r"^(h[1-6]|a|label|li)$")))
        assert soup.html["lang"] == language

    def test_drafts_and_private_pages_are_in_no_answer(self, client: Client, index: Any) -> None:
        make_item(index, "O9", title="แผนพัฒนา", live=False)
        private = make_item(index, "O10", title="แผนพัฒนา")
        PageViewRestriction.objects.create(page=private, restriction_type="login")
        assert hits(ask(client, index, q="พัฒนา")) == []
        assert hits(ask(client, index, item="O10")) == []

    def test_who_may_see_more_finds_no_more(self, admin_client: Client, index: Any) -> None:
        private = make_item(index, "O10", title="แผนพัฒนา")
        PageViewRestriction.objects.create(page=private, restriction_type="login")
        assert hits(ask(admin_client, index, q="พัฒนา")) == []


class TestItemAndYear:
    def test_an_item_alone_leads_to_its_page(self, client: Client, index: Any) -> None:
        report = make_report(index)
        for typed in ("O26", "o๒๖", "26", "๐๒๖", "ข้อ O26"):
            response = client.get(index.get_url(), {"item": typed, "q": ""})
            assert (response.status_code, response["Location"]) == (302, report.get_url())
            assert response["Cache-Control"] == "no-cache"

    def test_an_item_of_two_pages_shows_both(self, client: Client, index: Any) -> None:
        make_item(index, "O9", title="แผน ก", slug="o9-a")
        make_item(index, "O9", title="แผน ข", slug="o9-b")
        assert hits(ask(client, index, item="O9")) == ["O9", "O9"]

    def test_an_item_that_is_not_published_says_so(self, client: Client, index: Any) -> None:
        make_item(index, "O9", live=False)
        assert "O9" in text(ask(client, index, item="O9").select_one("[role=status]"))

    def test_words_in_one_item(self, client: Client, index: Any) -> None:
        make_item(index, "O9", title="แผนพัฒนา")
        make_item(index, "O10", title="แผนพัฒนา")
        assert hits(ask(client, index, q="พัฒนา", item="O10")) == ["O10"]

    def test_words_in_another_year_and_in_all_of_them(self, client: Client, index: Any) -> None:
        older = make_index(2568)
        make_item(index, "O9", title="แผนพัฒนา")
        make_item(older, "O14", title="แผนพัฒนา")
        assert hits(ask(client, index, q="พัฒนา")) == ["O9"]
        assert hits(ask(client, index, q="พัฒนา", year="๒๕๖๘")) == ["O14"]
        every = ask(client, index, q="พัฒนา", year="all")
        assert hits(every) == ["O9", "O14"]
        assert [text(year)[-4:] for year in every.select(".ita-hit__year")] == ["๒๕๖๙", "๒๕๖๘"]

    def test_a_year_that_is_not_public_is_not_searched(self, client: Client, index: Any) -> None:
        make_item(make_index(2568, live=False), "O9", title="แผนพัฒนา")
        private = make_index(2567)
        make_item(private, "O9", title="แผนพัฒนา")
        PageViewRestriction.objects.create(page=private, restriction_type="login")
        for year in ("2568", "2567", "all"):
            assert hits(ask(client, index, q="พัฒนา", year=year)) == []

    def test_a_year_alone_leads_to_its_page(self, client: Client, index: Any) -> None:
        older = make_index(2568)
        response = client.get(index.get_url(), {"q": "", "item": "", "year": "2568"})
        assert (response.status_code, response["Location"]) == (302, older.get_url())

    def test_an_item_of_another_year(self, client: Client, index: Any) -> None:
        item = make_item(make_index(2568), "O14")
        response = client.get(index.get_url(), {"item": "O14", "year": "2568"})
        assert (response.status_code, response["Location"]) == (302, item.get_url())


QUESTIONS: list[dict[str, str]] = [
    {"q": ""},
    {"q": "   "},
    {"q": "่ิ์"},
    {"q": "!@#$%^&*()'\"\\/;--"},
    {"q": "\x00\x01\u202e\ufffe"},
    {"q": "ก" * 20_000},
    {"q": "แผน " * 5_000},
    {"q": '"""“”"'},
    {"q": "{body} : (NEAR(a b)) AND * OR +x -y ~z @9"},
    {"q": "%s %(q)s {{ q }} {% now %}"},
    {"q": "😀🇹🇭 ๏๚๛ ฿"},
    {"q": "แผน", "p": "0"},
    {"q": "แผน", "p": "-1"},
    {"q": "แผน", "p": "9999999999999999999999"},
    {"q": "แผน", "p": "สาม"},
    {"item": "O999"},
    {"item": "zzz"},
    {"item": "ข้อ" * 500},
    {"item": "0", "q": "แผน"},
    {"item": "\x00"},
    {"year": "abc"},
    {"year": "99999999999999999999"},
    {"year": "-1", "q": "แผน"},
    {"year": "2570", "q": "แผน"},
    {"year": "2570", "item": "O1"},
    {"year": "๒๕๖๙"},
    {"year": "2569"},
    {"year": "all"},
    {"year": "\x00", "item": "\x00", "q": "\x00"},
]


def test_whatever_is_asked_is_answered(client: Client, index: Any) -> None:
    make_item(index, "O9", title="แผนพัฒนา")
    for question in QUESTIONS:
        soup = ask(client, index, **question)
        assert text(soup.select_one("[role=status]")), question
        assert soup.select_one("form[role=search]"), question


def test_other_parameters_are_no_question(client: Client, index: Any) -> None:
    soup = ask(client, index, utm_source="line", p="2")
    assert soup.select(".ita-counts")


def test_only_reading_is_answered(client: Client, index: Any) -> None:
    assert client.head(index.get_url(), {"q": "แผน"}).status_code == 200
    assert client.post(f"{index.get_url()}?q=x").status_code == 405


def test_a_page_that_is_not_live_answers_nothing(client: Client) -> None:
    assert client.get("/ita-2569/", {"q": "x"}).status_code == 404
    make_index(live=False)
    assert client.get("/ita-2569/", {"q": "x"}).status_code == 404


def test_a_private_year_asks_for_the_login_first(client: Client, index: Any) -> None:
    PageViewRestriction.objects.create(page=index, restriction_type="login")
    response = client.get(index.get_url(), {"q": "แผน"})
    assert response.status_code == 302 and "login" in response["Location"]


def test_many_hits_come_in_pages_that_plain_links_lead_through(client: Client, index: Any) -> None:
    for number in range(1, 24):
        make_item(index, f"O{number}", title="แผนพัฒนา")
    seen: list[str] = []
    address = f"{index.get_url()}?q=พัฒนา&item=&year="
    for _page in range(2):
        soup = BeautifulSoup(client.get(address).content, "html.parser")
        seen += hits(soup)
        following = soup.select_one("a[rel=next]")
        address = following["href"] if following else ""
    assert seen == [f"O{number}" for number in range(1, 24)]
    assert address == "" and soup.select_one("a[rel=prev]")


def test_the_number_of_queries_does_not_grow_with_what_is_found(client: Client, index: Any) -> None:
    older = make_index(2568)

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            ask(client, index, q="แผน", year="all")
        return len(queries)

    make_item(index, "O1", title="แผน", evidence=[("link", {"url": "https://example.go.th"})])
    make_report(older)
    count()
    few = count()
    for number in range(2, 7):
        make_item(index, f"O{number}", title="แผน", evidence=[("link", {"title": "แผน"})])
        make_report(older, replace(RECORD, code=f"O{number}"))
    assert count() == few
    assert few <= 16
