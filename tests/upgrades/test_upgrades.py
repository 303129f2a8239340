"""What an earlier version stored is all there after the upgrade, revisions included."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import translation
from wagtail.models import Revision

import wagtail_ita
from tests.admin.roles import client_of
from tests.sample import without_publish_rule
from tests.upgrades.exports import exports_of_site, is_still_said, live_pages, records_of_site
from tests.upgrades.storing import STORED, Dump, read, stored_versions
from wagtail_ita.models import (
    ImportUpload,
    ITASettings,
    LinkCheck,
    MemoApprovalState,
    PublishedVersion,
    get_report_page_model,
    item_page_models,
)
from wagtail_ita.views.years import ANSWER_SHEET, BOARD

OURS = ("wagtail_ita", "wagtail_ita_pages")


@pytest.fixture
def admin(upgraded: Dump, db: None) -> Client:
    return client_of(User.objects.get(username="admin"))


@pytest.fixture
def reports(upgraded: Dump, db: None) -> list[Any]:
    return list(get_report_page_model().objects.order_by("path"))


def pages() -> list[Any]:
    return [page for model in item_page_models() for page in model.objects.order_by("path")]


def measures_of(page: Any) -> list[str]:
    return [child.value["title"] for child in page.measures]


def count_of(dump: Dump, model: Any) -> int:
    return len(dump["tables"].get(model._meta.db_table, {"rows": []})["rows"])


def test_no_row_is_lost(upgraded: Dump, db: None) -> None:
    for app in OURS:
        for model in apps.get_app_config(app).get_models():
            assert model._base_manager.count() == count_of(upgraded, model), model
    assert Revision.objects.count() == count_of(upgraded, Revision)


def test_every_public_page_opens(upgraded: Dump, db: None) -> None:
    client = Client()
    found = live_pages()
    assert len(found) >= 6
    for page in found:
        response = client.get(page.url)
        assert response.status_code == 200
        assert page.title in response.content.decode()


def test_a_public_report_shows_every_measure(reports: list[Any]) -> None:
    for page in reports:
        html = Client().get(page.url).content.decode()
        assert measures_of(page)
        for title in measures_of(page):
            assert title in html


def test_everything_that_was_handed_out_still_is(upgraded: Dump, db: None) -> None:
    now = exports_of_site()
    assert upgraded["exports"]
    for address, then in upgraded["exports"].items():
        assert is_still_said(then, now[address]), address


def test_every_revision_says_what_it_said(upgraded: Dump, db: None) -> None:
    now = records_of_site()
    assert len(upgraded["records"]) >= 4
    for key, then in upgraded["records"].items():
        assert is_still_said(then, now[key]), key


def test_every_revision_opens_in_the_form(admin: Client) -> None:
    for page in pages():
        assert page.revisions.exists()
        for revision in page.revisions.all():
            address = reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, revision.pk])
            response = admin.get(address)
            assert response.status_code == 200, address
            version = revision.as_object()
            for title in measures_of(version) if hasattr(version, "measures") else [version.title]:
                # The form is data for a script.
                assert json.dumps(title)[1:-1] in response.content.decode() or title in (
                    response.content.decode()
                )


# Of an address in a block, which Wagtail reads as HTML to compare it.
@pytest.mark.filterwarnings("ignore::bs4.MarkupResemblesLocatorWarning")
def test_every_revision_can_be_compared_with_the_one_after_it(admin: Client) -> None:
    for page in pages():
        keys = list(page.revisions.order_by("pk").values_list("pk", flat=True))
        for pair in [*zip(keys, keys[1:], strict=False), ("earliest", "latest")]:
            address = reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, *pair])
            assert admin.get(address).status_code == 200, address


def test_every_revision_can_be_published(upgraded: Dump, db: None) -> None:
    client = Client()
    for page in pages():
        for revision in page.revisions.order_by("pk"):
            version = revision.as_object()
            if version.go_live_at or page.closed_since:
                continue
            with without_publish_rule():
                revision.publish()
            html = client.get(page.get_url()).content.decode()
            for title in measures_of(version) if hasattr(version, "measures") else [version.title]:
                assert title in html


def publish_corrected(page: Any) -> None:
    draft = page.get_latest_revision_as_object()
    draft.correction_note = "แก้ให้ตรงกับแฟ้มที่นำเข้า"
    draft.save_revision().publish()


def test_the_draft_after_an_import_can_be_published(reports: list[Any]) -> None:
    page = next(page for page in reports if page.has_unpublished_changes)
    publish_corrected(page)
    assert "ทางออนไลน์" in Client().get(page.url).content.decode()


def test_the_next_publication_is_the_next_version(reports: list[Any]) -> None:
    page = next(page for page in reports if page.has_unpublished_changes)
    assert list(PublishedVersion.objects.of(page).values_list("number", flat=True)) == [1, 2]
    publish_corrected(page)
    assert PublishedVersion.objects.of(page).latest("number").number == 3


def test_what_officers_wrote_stands_under_the_memo(reports: list[Any]) -> None:
    page = next(page for page in reports if page.closed_since)
    html = Client().get(page.url).content.decode()
    assert MemoApprovalState.objects.exists()
    for state in MemoApprovalState.objects.all():
        assert state.name in html
        assert state.position in html


def test_a_withheld_version_stays_withheld(reports: list[Any], admin: Client) -> None:
    page = next(page for page in reports if page.has_unpublished_changes)
    version = PublishedVersion.objects.of(page).get(number=1)
    assert version.is_withheld
    response = Client().get(f"{page.url}versions/1/")
    assert "๑๒๘ ครั้ง" not in response.content.decode()


def test_settings_are_as_they_were(upgraded: Dump, admin: Client) -> None:
    settings = ITASettings.objects.get()
    assert settings.agency_name_th == "เทศบาลตัวอย่าง"
    assert settings.emblem.file.size
    address = reverse("wagtailsettings:edit", args=["wagtail_ita", "itasettings", settings.site_id])
    assert "เทศบาลตัวอย่าง" in admin.get(address).content.decode()


def test_an_import_that_was_begun_and_a_look_at_the_links_are_there(admin: Client) -> None:
    assert bytes(ImportUpload.objects.get().data)
    check = LinkCheck.objects.get()
    with translation.override("th"):
        html = admin.get(reverse("wagtail_ita_links", args=[check.object_id])).content.decode()
    assert "O2" in html


def test_the_screens_of_a_year_open(admin: Client, reports: list[Any]) -> None:
    for page in reports:
        for name in (BOARD, ANSWER_SHEET):
            assert admin.get(reverse(name, args=[page.index_page.pk])).status_code == 200


def test_search_finds_what_was_stored(reports: list[Any]) -> None:
    page = reports[0]
    response = Client().get(page.index_page.url, {"q": "พัสดุสูญหาย"})
    assert page.title in response.content.decode()


# ------------------------------------------------------------------------- what has to be kept


def test_this_version_has_kept_what_it_stores() -> None:
    assert STORED / f"{wagtail_ita.__version__}.json" in stored_versions(), (
        "Run `python -m tests.upgrades` (see tests/upgrades/__main__.py) and commit what it writes."
    )


@pytest.mark.parametrize("path", stored_versions(), ids=lambda path: path.stem)
def test_what_is_kept_is_small(path: Path) -> None:
    assert path.stat().st_size < 300_000


def test_something_of_every_model_of_ours_is_kept() -> None:
    kept = read(STORED / f"{wagtail_ita.__version__}.json")["tables"]
    ours = {model._meta.db_table for app in OURS for model in apps.get_app_config(app).get_models()}
    assert ours <= kept.keys()


def test_something_of_every_part_of_every_block_is_kept() -> None:
    kept = read(STORED / f"{wagtail_ita.__version__}.json")["tables"]
    for model in item_page_models():
        table = kept[model._meta.db_table]
        for field in model._meta.get_fields():
            block = getattr(field, "stream_block", None)
            if block is not None:
                column = list(table["columns"]).index(field.column)
                values = [row[column] for row in table["rows"]]
                assert not list(unused(block, values, f"{model.__name__}.{field.name}"))


def unused(block: Any, values: list[Any], place: str) -> Any:
    """Yield the parts of a block that none of the stored values has."""
    values = [value for value in values if value not in (None, "", [], {})]
    if not values:
        yield place
    elif hasattr(block, "child_block"):
        entries = [entry["value"] for value in values for entry in value]
        yield from unused(block.child_block, entries, f"{place}/item")
    elif hasattr(block, "child_blocks"):
        for name, child in block.child_blocks.items():
            yield from unused(child, [*_parts(values, name)], f"{place}/{name}")


def _parts(values: list[Any], name: str) -> Any:
    for value in values:
        if isinstance(value, dict):
            yield value.get(name)
        else:
            yield from (entry["value"] for entry in value if entry["type"] == name)
