"""Images that are evidence, and the emblem, as visitors see them."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image
from wagtail.images import get_image_model
from wagtail.models import Collection, CollectionViewRestriction

from tests.sample import FULL_MEASURE, RECORD, make_index, make_report, make_site
from wagtail_ita.domain.records import EvidenceKind, EvidenceRecord
from wagtail_ita.models import ITASettings

pytestmark = pytest.mark.django_db

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="960" height="540"><rect/></svg>'


def drawn(kind: str = "JPEG", size: tuple[int, int] = (960, 540)) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", size, "#0c7584").save(stream, kind)
    return stream.getvalue()


def make_image(
    title: str = "ภาพ", name: str = "photo.jpg", content: bytes | None = None, **fields: Any
) -> Any:
    file = ContentFile(drawn() if content is None else content, name=name)
    return get_image_model().objects.create(title=title, file=file, **fields)


@pytest.fixture(autouse=True)
def _no_renditions_kept() -> None:
    """Wagtail keeps them in a cache, by the number of the image, which the next test has again."""
    cache.clear()


def make_report_of(
    images: list[Any], *, measures: int = 1, index: Any = None, **fields: Any
) -> Any:
    pieces = [
        EvidenceRecord(kind=EvidenceKind.IMAGE, key=str(each.pk), alt_text=f"คำบรรยาย {each.title}")
        for each in images
    ]
    share = len(pieces) // measures
    record = replace(
        RECORD,
        **fields,
        measures=tuple(
            replace(FULL_MEASURE, id="", evidence=tuple(pieces[n * share : (n + 1) * share]))
            for n in range(measures)
        ),
    )
    return make_report(index or make_index(), record)


def evidence(client: Client, page: Any) -> Any:
    response = client.get(page.url)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser").select_one(".ita-measure__evidence li")


def test_a_photograph_is_small_modern_and_leads_to_the_whole(client: Client) -> None:
    photo = make_image("พิธีมอบรางวัล")
    shown = evidence(client, make_report_of([photo]))
    link, image = shown.select_one("a"), shown.select_one("a picture img")
    assert link["href"] == photo.file.url
    assert image["alt"] == "คำบรรยาย พิธีมอบรางวัล"
    assert (image["width"], image["height"]) == ("480", "270")
    assert (image["loading"], image["decoding"]) == ("lazy", "async")
    assert image["src"].endswith(".jpg")
    (source,) = shown.select("source")
    assert source["type"] == "image/webp"
    assert source["srcset"].endswith(".webp")
    assert photo.renditions.count() == 2


def test_a_site_may_ask_for_avif(client: Client, settings: Any) -> None:
    settings.WAGTAIL_ITA = {"PICTURE_FORMATS": ["avif", "webp"]}
    shown = evidence(client, make_report_of([make_image()]))
    assert [each["type"] for each in shown.select("source")] == ["image/avif", "image/webp"]


def test_a_drawing_stays_a_drawing(client: Client, settings: Any) -> None:
    settings.WAGTAILIMAGES_EXTENSIONS = ["jpg", "png", "svg"]
    shown = evidence(client, make_report_of([make_image(name="chart.svg", content=SVG)]))
    assert not shown.select("source")
    assert shown.select_one("img")["src"].endswith(".svg")


@pytest.mark.parametrize("how", ["missing", "broken"])
def test_an_image_that_cannot_be_read_is_a_link_only(client: Client, how: str) -> None:
    photo = make_image("พิธีมอบรางวัล")
    page = make_report_of([photo])
    path = Path(photo.file.path)
    path.unlink() if how == "missing" else path.write_bytes(b"\xff\xd8not a picture")
    shown = evidence(client, page)
    assert not shown.select("img")
    assert shown.select_one("a")["href"] == photo.file.url
    assert "พิธีมอบรางวัล" in shown.get_text()


def test_of_a_private_image_there_is_neither_picture_nor_title(client: Client) -> None:
    private = Collection.get_first_root_node().add_child(name="ลับ")
    CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
    page = make_report_of([make_image("ภาพลับ", collection=private)])
    html = client.get(page.url).content.decode()
    assert "ภาพลับ" not in html
    assert "<picture" not in html
    assert not get_image_model().get_rendition_model().objects.exists()


def test_pictures_take_one_query_however_many_there_are(client: Client) -> None:
    def count(page: Any) -> int:
        client.get(page.url)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(page.url).status_code == 200
        return len(queries)

    images = [make_image(f"ภาพ {n}", content=drawn(size=(48, 32))) for n in range(8)]
    index = make_index()
    none = count(make_report_of([], index=index))
    few = count(make_report_of(images[:2], index=index, code="O27"))
    many = count(make_report_of(images, measures=4, index=index, code="O28"))
    assert few == many
    # One for the images, one for their thumbnails, one for what is private.
    assert many <= none + 3


@pytest.mark.parametrize("kind", ["png", "svg"])
def test_the_emblem_has_its_size_and_costs_no_query_once_it_was_shown(
    client: Client, kind: str
) -> None:
    page = make_report(make_index())
    content = SVG if kind == "svg" else drawn("PNG", (300, 300))
    agency = ITASettings.for_site(make_site())
    agency.agency_name_th = "เทศบาลตัวอย่าง"
    agency.save()
    client.get(page.url)
    with CaptureQueriesContext(connection) as without:
        client.get(page.url)
    agency.emblem = make_image(name=f"emblem.{kind}", content=content)
    agency.save()
    client.get(page.url)
    with CaptureQueriesContext(connection) as queries:
        response = client.get(page.url)
    assert len(queries) == len(without)
    emblems = BeautifulSoup(response.content, "html.parser").select("[class$=__emblem]")
    assert [each["height"] for each in emblems] == ["120", "120"]
    assert [each["alt"] for each in emblems] == ["", ""]
