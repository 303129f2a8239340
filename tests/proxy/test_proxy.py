"""The site behind a real nginx that caches, set up as docs/how-to/proxy.md says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import pytest
from wagtail.models import PageViewRestriction

from tests.proxy import nginx
from tests.sample import make_index, make_report, make_site, without_publish_rule

LACKING = nginx.missing()

# Skipped, which in CI counts as a failure: see tests/conftest.py.
pytestmark = [
    pytest.mark.skipif(bool(LACKING), reason=LACKING or "nginx is there"),
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


class Visitor:
    """Asks nginx, as a browser without cookies does."""

    def __init__(self, address: str) -> None:
        self.address = address

    def get(self, path: str, **headers: str) -> tuple[Any, str]:
        """Return the headers and the text."""
        request = Request(self.address + path, headers={"Host": "localhost", **headers})
        with urlopen(request, timeout=60) as response:
            return response.headers, response.read().decode()


@pytest.fixture
def visitor(settings: Any, live_server: Any, tmp_path: Path) -> Iterator[Visitor]:
    settings.WAGTAIL_ITA = {"PAGE_MAX_AGE": 60}
    origin = urlsplit(live_server.url).netloc
    with nginx.running(tmp_path, origin=origin) as address:
        settings.WAGTAILFRONTENDCACHE = {
            "nginx": {
                "BACKEND": "wagtail.contrib.frontend_cache.backends.HTTPBackend",
                "LOCATION": address,
            }
        }
        yield Visitor(address)


@pytest.fixture
def index(visitor: Visitor) -> Any:
    make_site()
    index = make_index()
    index.save_revision().publish()
    return index


@pytest.fixture
def report(index: Any) -> Any:
    return make_report(index)


def publish(page: Any, **changes: str) -> None:
    for name, value in changes.items():
        setattr(page, name, value)
    with without_publish_rule():
        page.save_revision().publish()


def test_a_page_is_kept_and_a_publication_is_seen_at_once(
    visitor: Visitor, index: Any, report: Any
) -> None:
    for page in (report, index):
        assert visitor.get(page.url)[0]["X-Cache"] == "MISS"
        headers, _ = visitor.get(page.url, **{"Accept-Language": "en", "User-Agent": "another"})
        assert headers["X-Cache"] == "HIT"
    publish(report, conclusion="<p>สรุปใหม่</p>")
    headers, text = visitor.get(report.url)
    assert headers["X-Cache"] == "MISS"
    assert "สรุปใหม่" in text
    assert visitor.get(index.url)[0]["X-Cache"] == "MISS"
    publish(index, title="ชื่อปีใหม่")
    assert "ชื่อปีใหม่" in visitor.get(report.url)[1]


def test_a_page_that_becomes_private_is_gone_at_once(visitor: Visitor, report: Any) -> None:
    visitor.get(report.url)
    PageViewRestriction.objects.create(
        page=report, restriction_type="password", password="only-for-tests"
    )
    for _ in range(2):
        headers, text = visitor.get(report.url)
        assert headers["X-Cache"] != "HIT"
        assert "สรุป" not in text
        assert "มาตรการทะเบียนยืมพัสดุกลาง" not in text


def test_the_files_are_the_new_ones_at_once(visitor: Visitor, report: Any) -> None:
    path = f"{report.url}report.json"
    assert "จะพัฒนาต่อไป" in visitor.get(path)[1]
    publish(report, conclusion="<p>สรุปใหม่</p>")
    assert "สรุปใหม่" in visitor.get(path)[1]


def test_who_searches_or_has_logged_in_is_not_answered_from_the_cache(
    visitor: Visitor, index: Any
) -> None:
    visitor.get(index.url)
    assert visitor.get(f"{index.url}?q=มาตรการ".replace("มาตรการ", "x"))[0]["X-Cache"] == "BYPASS"
    assert visitor.get(index.url, Cookie="sessionid=abc")[0]["X-Cache"] == "BYPASS"
    assert visitor.get(index.url)[0]["X-Cache"] == "HIT"


def test_pages_say_that_they_are_the_same_for_everybody(
    visitor: Visitor, index: Any, report: Any
) -> None:
    for page in (index, report):
        headers, _ = visitor.get(page.url)
        assert "Set-Cookie" not in headers
        assert "cookie" not in headers.get("Vary", "").lower()
        assert {"public", "max-age=0", "s-maxage=60"} <= set(headers["Cache-Control"].split(", "))
        assert headers["ETag"]
