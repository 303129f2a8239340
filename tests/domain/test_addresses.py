"""Which addresses a link may lead to."""

from __future__ import annotations

import pytest

from wagtail_ita.domain.addresses import is_followed


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://example.go.th/a", True),
        ("HTTP://example.go.th", True),
        ("ftp://example.go.th/a.pdf", True),
        ("mailto:saraban@example.go.th", True),
        ("tel:021234567", True),
        ("/รายงาน/", True),
        ("รายงาน.pdf", True),
        ("#measure-1", True),
        ("", True),
        ("/a?b=javascript:c", True),
        ("javascript:alert(1)", False),
        ("JavaScript:alert(1)", False),
        (" javascript:alert(1)", False),
        ("java\tscript:alert(1)", False),
        ("java\x00\nscript:alert(1)", False),
        ("\xa0javascript:alert(1)", False),
        ("data:text/html,<script>", False),
        ("vbscript:x", False),
        ("file:///etc/passwd", False),
        ("x-own+scheme.1:y", False),
    ],
)
def test_a_link_opens_something_and_runs_nothing(address: str, expected: bool) -> None:
    assert is_followed(address) is expected
