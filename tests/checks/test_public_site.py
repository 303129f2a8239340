"""The look from outside at pages of this process: the way to an item, and its page."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from django.test import override_settings
from django.utils import translation
from wagtail.models import Page, PageViewRestriction

from tests.checks.outside_view import (
    HOME,
    HOME_NAME,
    INDEX_NAME,
    body,
    found,
    item_template,
    link,
    look,
    use_templates,
)
from tests.sample import make_document, make_index, make_item, make_report, make_site, translate
from wagtail_ita.checks.public import Inspection, Progress, Stage, check_public, inspection
from wagtail_ita.domain.findings import CODES, Severity

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _home(settings: Any) -> None:
    use_templates(settings)


@pytest.fixture
def index() -> Any:
    return make_index()


# ------------------------------------------------------------------------------------ in order


@pytest.mark.parametrize("language", ["th", "en"])
def test_a_site_that_is_in_order_has_no_findings(index: Any, language: str) -> None:
    for number in range(1, 26):
        make_item(index, f"O{number}", nothing_to_report="ไม่มี")
    document = make_document("คำสั่งแต่งตั้ง")
    make_item(
        index,
        "O9",
        title="คู่มือเล่มที่สอง",
        slug="o9-2",
        evidence=[("document", {"document": document, "title": "", "note": ""})],
    )
    make_report(index)
    # The sample's report has one link, to a website that does not exist.
    inspection = look(index, fetch_outside=False)
    assert [each.code for each in inspection.findings] == ["link-outside"]
    assert len(inspection.items) == 27
    with translation.override(language):
        assert all(str(each.message) and str(each.remedy) for each in inspection.findings)


def test_the_clicks_from_the_home_page_are_told(index: Any) -> None:
    make_item(index, "O2")
    [item] = look(index).items
    assert item.click_path is not None
    assert [click.text for click in item.click_path] == ["ITA 2569", "O2 ข้อมูลผู้บริหาร"]
    assert item.click_path[-1].url == item.url == "http://localhost/ita-2569/o2/"


def test_a_translated_index_is_looked_at_from_its_own_home_page(index: Any) -> None:
    item = make_item(index, "O2")
    translated = translate(item).get_parent().specific
    [seen] = look(translated).items
    assert found(translated) == []
    assert seen.url == "http://localhost/en/ita-2569/o2/"
    assert seen.click_path is not None and seen.click_path[-1].text.startswith("O2 ")


def test_drafts_are_not_looked_for(index: Any) -> None:
    make_item(index, "O2", live=False)
    assert look(index) == Inspection()


def test_the_language_of_the_command_is_left_alone(index: Any) -> None:
    make_item(index, "O2")
    with translation.override("en"):
        check_public(index)
        assert translation.get_language() == "en"


def test_progress_is_told_at_every_stage(index: Any) -> None:
    make_item(index, "O2", body=body(link("https://www.example.invalid/")))
    told: list[Progress] = []
    check_public(index, progress=told.append)
    assert [stage for stage in Stage if stage in {each.stage for each in told}] == list(Stage)
    assert told[-1].done == told[-1].total == 1


# ------------------------------------------------------------------------------------ pages


def test_a_page_behind_a_login_is_found(index: Any) -> None:
    restricted = make_item(index, "O2")
    PageViewRestriction.objects.create(page=restricted, restriction_type="login")
    assert found(index) == [("O2", "public-page-login")]


def test_a_page_behind_a_password_is_found(index: Any) -> None:
    restricted = make_item(index, "O2")
    PageViewRestriction.objects.create(page=restricted, restriction_type="password", password="x")
    assert found(index) == [("O2", "public-page-login")]


def test_an_index_behind_a_login_is_found_with_its_items(index: Any) -> None:
    make_item(index, "O2")
    PageViewRestriction.objects.create(page=index, restriction_type="login")
    assert found(index) == [("ITA 2569", "public-page-login"), ("O2", "public-page-login")]


def test_a_page_that_fails_is_found(index: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    item = make_item(index, "O2")
    monkeypatch.setattr(type(item), "get_context", lambda *arguments, **options: 1 / 0)
    [finding] = look(index).findings
    assert (finding.code, finding.params["status"]) == ("public-page-closed", 500)
    with translation.override("en"):
        assert "status 500" in str(finding.message)
        assert str(finding.message).startswith("O2: ")


def test_a_page_whose_stored_content_is_broken_is_found(index: Any) -> None:
    item = make_item(index, "O2")
    type(item).objects.filter(pk=item.pk).update(body="[{]")
    codes = {code for _item, code in found(index)}
    assert codes <= {"public-page-closed"}


def test_a_host_that_the_site_refuses_is_found(index: Any) -> None:
    make_item(index, "O2")
    with override_settings(ALLOWED_HOSTS=["other.example.go.th"]):
        assert ("O2", "public-page-closed") in found(index)


def test_an_index_without_an_address_is_found(index: Any) -> None:
    draft = make_index(2570, live=False)
    outside = (
        Page.objects.filter(depth=1)
        .get()
        .add_child(
            instance=type(index)(
                title="Elsewhere", slug="elsewhere", assessment_year=2571, locale=index.locale
            )
        )
    )
    for each in (draft, outside):
        assert [finding.code for finding in check_public(each)] == ["public-no-address"]


def test_a_redirect_to_https_is_no_finding(index: Any, settings: Any) -> None:
    make_item(index, "O2")
    settings.SECURE_SSL_REDIRECT = True
    assert found(index) == []


@pytest.mark.parametrize(
    ("title", "severity"),
    # The list says which year O7 is about; O1 may be of any.
    [("O7", Severity.WARNING), ("O1", Severity.NOTE)],
)
def test_a_page_that_names_another_year_is_found(
    index: Any, settings: Any, title: str, severity: Severity
) -> None:
    make_item(index, title, body=body("<p>แผนปี ๒๕๖๕ รหัส 12569 และ 25690</p>"))
    use_templates(settings, item_template("{{ page.title }} {% include_block page.body %}"))
    [finding] = look(index).findings
    assert (finding.code, finding.severity) == ("public-year", severity)


@pytest.mark.parametrize("text", ["๒๕๖๙", "2569", "2026", "๒๐๒๖", "พ.ศ.๒๕๖๘", "FY2025"])
def test_the_year_may_be_written_in_any_digits_and_either_era(
    index: Any, settings: Any, text: str
) -> None:
    make_item(index, "O7", body=body(f"<p>{text}</p>"))
    use_templates(settings, item_template("{% include_block page.body %}"))
    assert found(index) == []


# ------------------------------------------------------------------------------------ the way


def test_a_page_that_no_menu_leads_to_is_found(index: Any, settings: Any) -> None:
    make_item(index, "O2")
    use_templates(settings, {HOME_NAME: "<title>home</title>"})
    assert found(index) == [("O2", "public-not-reachable")]
    assert look(index).items[0].click_path is None


@pytest.mark.parametrize(("between", "codes"), [(2, []), (3, ["public-not-reachable"])])
def test_four_clicks_are_the_most(between: int, codes: list[str]) -> None:
    index = make_index()
    make_item(index, "O2")
    above: Any = make_site().root_page
    for number in range(between):
        above = above.add_child(instance=Page(title=f"Level {number}", slug=f"level-{number}"))
    index.move(above, pos="last-child")
    index.refresh_from_db()
    assert [code for _item, code in found(index)] == codes


def test_a_site_without_an_end_is_not_walked_for_ever(
    index: Any, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_item(index, "O2")
    links = "".join(link(f"/?page={number}") for number in range(60))
    use_templates(settings, {HOME_NAME: links})
    monkeypatch.setattr(inspection, "walk", partial(inspection.walk, most_pages=20))
    assert found(index) == [("O2", "public-not-found-yet")]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("O2 ข้อมูลผู้บริหาร", []),
        ("O๒ ข้อมูลผู้บริหาร", []),
        ("ข้อ ๐๒: ข้อมูล ผู้บริหาร (ปรับปรุงใหม่)", []),
        ("o2 ข้อมูล\u200bผู้บริหาร", []),
        ("เปิดข้อมูล", ["public-link-text"]),
        ("O2", ["public-link-text"]),
        ("ข้อมูลผู้บริหาร", ["public-link-text"]),
        ("O20 ข้อมูลผู้บริหาร", ["public-link-text"]),
        ("O12 ข้อมูลผู้บริหาร", ["public-link-text"]),
        ("O2 ข้อมูลการติดต่อ", ["public-link-text"]),
    ],
)
def test_the_link_has_to_show_code_and_official_title(
    index: Any, settings: Any, text: str, codes: list[str]
) -> None:
    make_item(index, "O2")
    use_templates(settings, {INDEX_NAME: link("/ita-2569/o2/", text)})
    assert [code for _item, code in found(index)] == codes


def test_one_official_link_is_enough(index: Any, settings: Any) -> None:
    make_item(index, "O2")
    use_templates(settings, {HOME_NAME: HOME + link("/ita-2569/o2/", "ใหม่!")})
    seen = look(index)
    assert seen.findings == ()
    [click] = seen.items[0].click_path or ()
    assert click.text == "ใหม่!"


# ------------------------------------------------------------------------------------ never raises


def test_a_check_that_fails_in_one_item_goes_on_with_the_next(
    index: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_item(index, "O2")
    make_item(index, "O3")
    usual = inspection.check_item

    def fail_once(target: Any, *rest: Any) -> Any:
        monkeypatch.setattr(inspection, "check_item", usual)
        raise RuntimeError

    monkeypatch.setattr(inspection, "check_item", fail_once)
    assert found(index) == [("O2", "public-check-failed")]


def test_a_check_that_cannot_begin_says_so(index: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(index), "catalogue", property(lambda page: 1 / 0))
    assert [code for _item, code in found(index)] == ["public-check-failed"]


def test_a_year_without_a_catalogue_is_looked_at_by_its_titles() -> None:
    index = make_index(2575)
    make_item(index, "O1", title="โครงสร้าง")
    assert found(index) == []


def test_every_kind_of_finding_is_complete() -> None:
    ours = [kind for code, kind in CODES.items() if code.startswith(("public-", "link-", "file-"))]
    assert len(ours) == 30
    for kind in ours:
        assert all(map(str, (kind.title, kind.explanation, kind.statement, kind.remedy)))
