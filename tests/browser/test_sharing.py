"""What a page says to machines, and what leads from the print back to it."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.sample import make_item, make_report, translate


@pytest.mark.skipif(not shutil.which("zbarimg"), reason="zbarimg (zbar-tools) is not here.")
@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize("kind", ["index", "item", "report"])
def test_the_code_on_the_print_leads_to_the_page(
    open_page: Any, index: Any, tmp_path: Path, kind: str, language: str
) -> None:
    index.save_revision().publish()
    item = make_item(index, "O18", nothing_to_report="ไม่มีเรื่องร้องเรียน")
    item.save_revision().publish()
    shown = {"index": index, "item": item, "report": make_report(index)}[kind]
    shown = shown if language == "th" else translate(shown)
    # Paper is finer than a screen.
    page = open_page(device_scale_factor=2)
    page.goto(shown.get_url())
    code = page.locator(".ita-qr")
    expect(code).to_be_hidden()
    page.emulate_media(media="print")
    expect(code).to_be_visible()
    dates = page.locator(".ita-dates")
    expect(dates.get_by_text(shown.full_url)).to_be_visible()
    # Only this part: Chromium cannot take a picture of a whole report at this scale.
    picture = tmp_path / "print.png"
    dates.screenshot(path=picture)
    read = subprocess.run(["zbarimg", "-q", "--raw", picture], capture_output=True, text=True)
    assert read.stdout.strip() == shown.full_url


def test_a_hostile_title_runs_nothing_and_is_data(page: Any, index: Any) -> None:
    title = "</script><script>document.title = 'x'</script>"
    page.goto(make_item(index, "O2", title=title).get_url())
    [found] = [
        node
        for node in json.loads(page.locator("script[type='application/ld+json']").text_content())[
            "@graph"
        ]
        if node["@type"] == "WebPage"
    ]
    assert found["name"] == title
    assert page.title().startswith("O2 ")
    assert page.locator("script").count() == 1
