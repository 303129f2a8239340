"""Loads agencies into a database of its own and prints what is there as JSON.

Run as ``python -m tests.example.scale_site``: the example site has settings of its own.
"""

from __future__ import annotations

import io
import json
import sys
from typing import Any

import django


def manage(*args: str) -> str:
    """Run the command and return what it says, or why it refuses."""
    from django.core.management import CommandError, call_command

    out = io.StringIO()
    try:
        call_command("load_scale_data", *args, stdout=out, stderr=io.StringIO())
    except CommandError as error:
        return str(error)
    return out.getvalue()


def state() -> dict[str, Any]:
    """Return what the tree and the pages of the agencies are like."""
    from django.test import Client
    from wagtail.documents import get_document_model
    from wagtail.models import Collection, Page, Revision, Site

    agencies = Page.objects.filter(slug__startswith="scale-").order_by("path")
    others = [str(page.pk) for page in Page.objects.all() if "/scale-" not in page.url_path]
    client = Client()
    addresses = {}
    for agency in agencies[:1]:
        for page in agency.get_descendants(inclusive=True):
            addresses[page.url] = client.get(page.url).status_code
    return {
        "problems": [Page.find_problems(), Collection.find_problems()],
        "agencies": [agency.title for agency in agencies],
        "pages": [agency.get_descendants(inclusive=True).count() for agency in agencies],
        "all_pages": Page.objects.count(),
        "documents": get_document_model().objects.count(),
        "revisions": Revision.objects.exclude(object_id__in=others).count(),
        "sites": sorted(Site.objects.values_list("hostname", flat=True)),
        "addresses": addresses,
    }


def edited() -> dict[str, Any]:
    """Return what the first report is like after it was published again."""
    from wagtail_ita.pages.models import ITAReportPage

    report = ITAReportPage.objects.order_by("path").first()
    as_revised = report.get_latest_revision_as_object()
    same = as_revised.measures == report.measures
    report.save_revision().publish()
    report.refresh_from_db()
    return {"same": same, "measures": len(report.measures), "live": report.live}


def findings() -> list[str]:
    """Return the errors that the checks find in the first year."""
    from wagtail_ita.checks.year import check_year
    from wagtail_ita.pages.models import ITAIndexPage

    index = ITAIndexPage.objects.order_by("path").first()
    return [str(each.message) for each in check_year(index).all_findings if each.is_error]


def main() -> None:
    """Do what a webmaster would do, and print what came of it."""
    django.setup()
    from django.db import connection
    from django.test.utils import setup_test_environment

    setup_test_environment()
    name = connection.creation.create_test_db(verbosity=0, autoclobber=True)
    two = ("--agencies", "2", "--years", "2569", "--pages", "30", "--revisions")
    try:
        told = [manage(*two), manage(*two)]
        told.append(manage("--agencies", "2", "--years", "2569", "--pages", "31"))
        told.append(manage("--agencies", "2", "--years", "2568,2569", "--pages", "30"))
        loaded = state()
        told.append(manage("--agencies", "3", *two[2:], "--sites", "2"))
        report = {
            "loaded": loaded,
            "edited": edited(),
            "findings": findings(),
            "more": state(),
            "told": [*told, manage("--remove")],
            "removed": state(),
        }
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)
    sys.stdout.write(json.dumps(report))


if __name__ == "__main__":
    main()
