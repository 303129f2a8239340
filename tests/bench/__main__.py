"""Print the figures of the budgets, each as a ratio of two things measured in one run.

Usage: ``make bench``; ``make bench ARGS=--scale`` for those of a very large site, which
``tests.bench.scale`` explains. A ratio over its budget is marked; nothing here is a test, because
a busy machine is no bug.
"""

from __future__ import annotations

import gzip
import os
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import django

from tests.bench.editor import editor_figures
from tests.bench.measuring import Figure, milliseconds, queries


def main() -> None:
    """Build the pages in a database of its own and print the table."""
    if "--scale" in sys.argv:
        from tests.bench.scale import scale_figures

        for figure in scale_figures():
            print(figure)
        return
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings_bench")
    django.setup()
    from django.db import connection
    from django.test.utils import setup_test_environment, teardown_test_environment

    setup_test_environment()
    name = connection.creation.create_test_db(verbosity=0)
    try:
        for figures in (
            public_figures,
            index_figures,
            editor_figures,
            import_figures,
            pdf_figures,
            proxy_figures,
        ):
            for figure in figures():
                print(figure)
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)
        teardown_test_environment()


def report_with(index: Any, code: str, *, measures: int, evidence: int) -> Any:
    """Return a live report of so many measures, with so many documents in all."""
    from tests.sample import FULL_MEASURE, RECORD, make_document, make_report
    from wagtail_ita.domain.records import EvidenceKind, EvidenceRecord

    pieces = [
        EvidenceRecord(kind=EvidenceKind.DOCUMENT, key=str(make_document(f"หลักฐาน {n}").pk))
        for n in range(evidence)
    ]
    share = evidence // measures
    record = replace(
        RECORD,
        code=code,
        measures=tuple(
            replace(FULL_MEASURE, id="", evidence=tuple(pieces[n * share : (n + 1) * share]))
            for n in range(measures)
        ),
    )
    return make_report(index, record)


def public_figures() -> list[Figure]:
    """The public report against a bare page that prints the same HTML."""
    from django.contrib.staticfiles import finders
    from django.test import Client

    from tests.bench.models import BarePage
    from tests.sample import make_index, without_page_cache

    client = Client()
    index = make_index()
    report = report_with(index, "O26", measures=10, evidence=30)
    large = report_with(index, "O27", measures=100, evidence=300)
    html = client.get(report.get_url()).content.decode()
    # At the same depth: finding a page is most of the work of a bare one.
    bare = index.add_child(instance=BarePage(title="bare", slug="bare", html=html))
    ours, theirs = milliseconds(
        lambda: client.get(report.get_url()), lambda: client.get(bare.get_url())
    )
    etag = client.get(report.get_url())["ETag"]
    unchanged, full = milliseconds(
        lambda: client.get(report.get_url(), headers={"If-None-Match": etag}),
        lambda: client.get(report.get_url()),
    )
    with without_page_cache():
        made, _bare = milliseconds(
            lambda: client.get(report.get_url()), lambda: client.get(bare.get_url())
        )
    ours_q = queries(lambda: client.get(report.get_url()))
    bare_q = queries(lambda: client.get(bare.get_url()))
    large_q = queries(lambda: client.get(large.get_url()))
    css = Path(finders.find("wagtail_ita/css/ita.css")).read_bytes()
    compressed = len(gzip.compress(html.encode())) + len(gzip.compress(css))
    return [
        Figure(
            what="report of 10 measures / bare page, time",
            value=ours / theirs,
            unit="x",
            budget=1.5,
        ),
        Figure(
            what=f"the same, made anew ({made / theirs:.1f} x a bare page): what keeping it saves",
            value=ours / made,
            unit="x",
            budget=0.5,
        ),
        Figure(
            what=f"304 of an unchanged page ({unchanged:.1f} ms) / full page",
            value=unchanged / full,
            unit="x",
            budget=0.5,
        ),
        Figure(what="report, queries beyond a bare page", value=ours_q - bare_q, unit="", budget=6),
        Figure(
            what="report of 100 measures and 300 files, queries more",
            value=large_q - ours_q,
            unit="",
            budget=0,
        ),
        Figure(
            what="report: HTML and CSS, compressed", value=compressed / 1024, unit=" KB", budget=60
        ),
    ]


def index_figures() -> list[Figure]:
    """The index of 26 items and of 260."""
    from django.test import Client

    from tests.sample import make_index, make_item

    client = Client()
    index = make_index(2568)
    for number in range(1, 29):
        make_item(index, f"O{number}")
    few = queries(lambda: client.get(index.get_url()))
    for number in range(29, 261):
        make_item(index, f"O{number}")
    many = queries(lambda: client.get(index.get_url()))
    return [
        Figure(what="index, queries", value=few, unit="", budget=12),
        Figure(what="index of 260 items, queries more", value=many - few, unit="", budget=0),
    ]


def real_report() -> Path | None:
    """Return the real report; say so where it is not at hand."""
    shared = Path(os.environ.get("ITA_SHARED") or Path(__file__).resolve().parents[3] / "shared")
    seed = shared / "seed" / "o26_report_2568.txt"
    if seed.exists():
        return seed
    print(f"     the real report is not at {seed}: it is not measured", file=sys.stderr)
    return None


def import_figures() -> list[Figure]:
    """The real report, parsed and imported; left out, in words, where it is not at hand."""
    from wagtail.models import Site

    from tests.sample import make_index
    from wagtail_ita.transfer.importing import apply_import, make_plan, year_target
    from wagtail_ita.transfer.text import parse_report

    seed = real_report()
    if seed is None:
        return []
    text = seed.read_text(encoding="utf-8")
    make_index(2570)
    start = time.perf_counter()
    report = parse_report(text)
    parsed = time.perf_counter()
    site = Site.objects.get(is_default_site=True)
    target = year_target(report.record, year=2570, scheme="nacc", site=site, code="O26")
    apply_import(make_plan(report, target))
    stored = time.perf_counter()
    return [
        Figure(what="real report: parse", value=parsed - start, unit=" s", budget=0.1),
        Figure(what="real report: import to a draft", value=stored - start, unit=" s", budget=1),
    ]


def pdf_figures() -> list[Figure]:
    """The real report as PDF, as it is and with its measures thirty times over."""
    from tests.bench.pdf import printed

    seed = real_report()
    if seed is None:
        return []
    figures = []
    for copies, budget in ((1, 2), (30, 10)):
        made = printed(seed, copies)
        what = f"real report: PDF of {made.pages} pages, peak memory {made.megabytes:.0f} MB"
        figures.append(Figure(what=what, value=made.seconds, unit=" s", budget=budget))
    return figures


def proxy_figures() -> list[Figure]:
    """A report behind nginx with its cache; left out, in words, where that is not at hand."""
    from tests.bench.proxy import missing, static_over_proxied

    if lacking := missing():
        print(f"     {lacking}: the site behind nginx is not measured", file=sys.stderr)
        return []
    what = "the same bytes as a static file / report behind nginx, requests a second"
    return [Figure(what=what, value=static_over_proxied(), unit="x", budget=2)]


if __name__ == "__main__":
    main()
