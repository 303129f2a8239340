"""What a page costs a citizen on an old phone: bytes, requests, parts, and nothing that jumps."""

from __future__ import annotations

import gzip
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Page, Response, expect
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from tests.browser.public import long_measures, make_public_pages
from tests.sample import RECORD, make_report
from wagtail_ita.domain.records import EvidenceKind, EvidenceRecord
from wagtail_ita.models import ITASettings

TEXT_BUDGET = 60 * 1024  # bytes of HTML and CSS, compressed
MOST_PARTS = 1_500  # elements; Lighthouse warns from 800 in the body on, and calls 1,400 too many
MOST_REQUESTS = 2  # the page and its style sheet

SHIFTS = """() => new Promise((done) => {
    let sum = 0;
    new PerformanceObserver((list) => list.getEntries().forEach((each) => { sum += each.value; }))
        .observe({ type: 'layout-shift', buffered: true });
    requestAnimationFrame(() => setTimeout(() => done(sum), 100));
    // Without a frame nothing shifts; Playwright would wait for one for ever.
    setTimeout(() => done(sum), 5000);
})"""


def responses_of(page: Page, address: str) -> list[Response]:
    """Open a page as a new visitor; return all that came for it, without the pictures."""
    came: list[Response] = []
    page.on("response", lambda each: came.append(each))
    page.goto(address, wait_until="networkidle")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    return [each for each in came if each.request.resource_type in {"document", "stylesheet"}]


def compressed(response: Response) -> int:
    return len(gzip.compress(response.body(), 6))


@pytest.mark.parametrize("kind", ["index", "item", "report", "version"])
def test_a_page_is_light_and_does_not_jump(open_page, index, kind):
    page = open_page(viewport={"width": 360, "height": 640})
    others: list[str] = []
    light = {"document", "stylesheet", "image"}
    page.on("request", lambda each: each.resource_type in light or others.append(each.url))
    came = responses_of(page, make_public_pages(index)[kind])
    assert len(came) <= MOST_REQUESTS
    assert sum(map(compressed, came)) < TEXT_BUDGET
    assert [each for each in others if not each.endswith("/favicon.ico")] == []
    assert page.locator("script:not([type='application/ld+json'])").count() == 0
    assert page.evaluate("document.querySelectorAll('*').length") < MOST_PARTS
    assert page.evaluate(SHIFTS) == 0


@pytest.fixture
def illustrated(index: Any) -> Any:
    """A report with an emblem, and a picture as evidence of each measure."""
    ITASettings.objects.create(site=index.get_site(), emblem=picture("ตรา", (300, 300)))
    evidence = EvidenceRecord(
        id="0b6c7a52-0000-4000-8000-0000000000a1",
        kind=EvidenceKind.IMAGE,
        title="ภาพกิจกรรม",
        key=str(picture("ภาพกิจกรรม", (1600, 900)).pk),
        alt_text="เจ้าหน้าที่ตรวจนับพัสดุ",
    )
    measures = tuple(replace(each, evidence=(evidence,)) for each in long_measures(3))
    return make_report(index, replace(RECORD, measures=measures))


def picture(title: str, size: tuple[int, int]) -> Any:
    file = get_test_image_file(f"{size[0]}.png", size=size)
    return get_image_model().objects.create(title=title, file=file)


# Wagtail leaves the file of a new rendition open (7.4.4 and 8.0.1, seen 2026-11-29).
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_pictures_keep_their_place_before_they_arrive(open_page, illustrated):
    page = open_page(viewport={"width": 360, "height": 640})
    page.goto(illustrated.get_url())
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    pictures = page.locator("img").all()
    assert pictures
    for each in pictures:
        assert int(each.get_attribute("width")) > 0
        assert int(each.get_attribute("height")) > 0
    assert page.evaluate(SHIFTS) == 0
