"""One site of the scale benchmark, in a process of its own: does what it is told, and times it.

Usage: ``python -m tests.bench.scale_site AGENCIES`` with ``DATABASE_URL``; each line of standard
input names something to do, each line of standard output says what it took.
"""

from __future__ import annotations

import contextlib
import json
import sys
import time
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import django


def prepare(agencies: int) -> None:
    """Make the database and its agencies, as far as they are missing."""
    from django.core.management import call_command
    from django.db import connection

    with contextlib.redirect_stdout(sys.stderr):
        if connection.vendor == "postgresql":
            _create_database()
        call_command("migrate", verbosity=0)
        call_command("load_scale_data", agencies=agencies, revisions=True)


def _create_database() -> None:
    from django.db import connection

    with connection._nodb_cursor() as cursor:
        name = connection.settings_dict["NAME"]
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if cursor.fetchone() is None:
            cursor.execute(f"CREATE DATABASE {connection.ops.quote_name(name)}")


def jobs(agencies: int) -> dict[str, Callable[[], Any]]:
    """Return what can be asked for, by name; all about the agency in the middle."""
    from django.contrib.auth import get_user_model
    from django.contrib.auth.models import Group, Permission
    from django.test import Client, RequestFactory
    from django.urls import reverse
    from wagtail.models import GroupPagePermission

    from wagtail_ita.checks.year import check_year
    from wagtail_ita.pages.models import ITAIndexPage
    from wagtail_ita.selectors import default_site, find_index
    from wagtail_ita.views.board import BoardView
    from wagtail_ita.views.board_panel import BoardPanel

    index = ITAIndexPage.objects.get(
        url_path__contains=f"/scale-{(agencies + 1) // 2:04}/", assessment_year=2569
    )
    report = index.get_children().get(slug="o26")
    user_model = get_user_model()
    superuser, _ = user_model.objects.get_or_create(username="bench-all", is_superuser=True)
    editor, _ = user_model.objects.get_or_create(username="bench-editor")
    group, _ = Group.objects.get_or_create(name="bench")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    change = Permission.objects.get(codename="change_page", content_type__app_label="wagtailcore")
    GroupPagePermission.objects.get_or_create(
        group=group, page=index.get_parent(), permission=change
    )
    editor.groups.add(group)
    public, own = Client(), Client()
    own.force_login(editor)

    def get(client: Client, url: str) -> Callable[[], None]:
        def call() -> None:
            response = client.get(url)
            assert response.status_code == 200, (url, response.status_code)
            if response.streaming:
                b"".join(response.streaming_content)

        return call

    board = reverse("wagtail_ita_board", args=[index.pk])

    def board_of(user: Any) -> None:
        request = RequestFactory().get(board)
        request.user = user
        view = BoardView()
        view.setup(request, index=index.pk)
        assert view.get_context_data()["board"] is not None

    return {
        "index": get(public, index.url),
        "report": get(public, report.url),
        "search in the index": get(public, f"{index.url}?q=งบประมาณ"),
        "report.json": get(public, f"{report.url}report.json"),
        "items.json": get(public, f"{index.url}items.json"),
        "board of the agency's editor": get(own, board),
        # Of two screens our part. Around each screen of a superuser Wagtail puts its menu, which
        # looks for the root among all pages; its home screen counts them.
        "board of the superuser": lambda: board_of(superuser),
        "the board's panel, for the superuser": lambda: BoardPanel().get_context_data(
            {"request": SimpleNamespace(user=superuser)}
        ),
        "ita_check of the year": lambda: check_year(index),
        "finding the year of a command": lambda: find_index(
            year=2569, scheme="nacc", site=default_site()
        ),
    }


def main() -> None:
    """Answer until standard input ends."""
    django.setup()
    from django.db import connection
    from django.test.utils import CaptureQueriesContext, setup_test_environment

    agencies = int(sys.argv[1])
    prepare(agencies)
    setup_test_environment()
    known = jobs(agencies)
    print(json.dumps(list(known)), flush=True)
    for line in sys.stdin:
        name, counts = json.loads(line)
        start = time.perf_counter()
        if counts:
            with CaptureQueriesContext(connection) as captured:
                known[name]()
            print(len(captured), flush=True)
        else:
            known[name]()
            print((time.perf_counter() - start) * 1000, flush=True)


if __name__ == "__main__":
    main()
