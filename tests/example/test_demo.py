"""The demo as a visitor meets it: a real server, real files, and the scheduler running."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

SITE = Path(__file__).resolve().parents[2] / "example_site"
SECONDS = 90  # how long a busy machine may take to start

pytestmark = pytest.mark.slow

# Prints the id of each child of a stream, and of each entry of a list of a measure.
LIST_IDS = """
from wagtail_ita.models import item_page_models
for model in item_page_models():
    for page in model.objects.all():
        for name in ("measures", "memo_approvals", "attachments", "evidence", "body"):
            for raw in getattr(page, name, None) and getattr(page, name).raw_data or ():
                print(raw.get("id"))
                value = raw["value"]
                for each in value.values() if isinstance(value, dict) else ():
                    for entry in each if isinstance(each, list) else ():
                        print(entry.get("id") if isinstance(entry, dict) else None)
"""


class Demo:
    """The example site in a folder of its own, with its database and its server."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.environment = {
            **os.environ,
            "DATABASE_URL": f"sqlite:///{folder / 'demo.sqlite3'}",
            "DEMO_PASSWORD": "only-for-tests",
            "DJANGO_SETTINGS_MODULE": "townsite.settings",
            "PYTHONPATH": os.pathsep.join(sys.path),
            "MEDIA_ROOT": str(folder / "media"),
        }

    def manage(self, *args: str, codes: tuple[int, ...] = (0,)) -> str:
        done = subprocess.run(
            [sys.executable, "manage.py", *args],
            cwd=SITE,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode in codes, done.stderr
        return done.stdout

    def get(self, path: str) -> tuple[int, str, dict[str, str]]:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}") as answer:
                return answer.status, answer.read().decode(), dict(answer.headers)
        except urllib.error.HTTPError as refusal:
            with refusal:
                return refusal.code, "", {}

    def wait_for(self, path: str, seconds: float) -> int:
        end = time.monotonic() + seconds
        status = 0
        while time.monotonic() < end and status != 200:
            try:
                status, _, _ = self.get(path)
            except urllib.error.URLError:
                status = 0
            time.sleep(0.5)
        return status


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    demo = Demo(tmp_path_factory.mktemp("demo"))
    demo.manage("migrate", "--verbosity", "0")
    demo.manage("load_sample")
    server = subprocess.Popen(
        [sys.executable, "manage.py", "serve_demo", str(demo.port)],
        cwd=SITE,
        env=demo.environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        assert demo.wait_for("/ita-2569/", SECONDS) == 200
        yield demo
    finally:
        server.terminate()
        server.wait(timeout=20)


def test_loading_twice_is_harmless(demo: Demo) -> None:
    assert "Nothing was changed" in demo.manage("load_sample")


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/", "เทศบาลตำบลธารตัวอย่าง"),
        ("/ita-2569/", "ยังไม่เผยแพร่"),
        ("/ita-2569/o26/", "๙๙.๙๘"),
        ("/ita-2569/o18/", "ไม่มีเรื่องร้องเรียน"),
        ("/ita-2568/o28/", "O28"),
        ("/en/ita-2569/o26/", "99.98"),
    ],
)
def test_the_sample_year_is_there_in_the_sites_own_clothes(
    demo: Demo, path: str, expected: str
) -> None:
    status, body, headers = demo.get(path)
    assert status == 200
    assert expected in re.sub(r"\s+", "", body) or expected in body
    assert "townsite/site.css" in body
    assert "default-src 'self'" in headers["Content-Security-Policy"]


def test_the_examples_are_not_taken_for_copies_where_they_belong(demo: Demo) -> None:
    for year in ("2568", "2569"):
        listing = demo.manage("ita_check", "--year", year, "--format", "json", codes=(0, 1))
        checked = json.loads(listing)
        found = {finding["code"] for item in checked["items"] for finding in item["findings"]}
        assert checked["summary"]["items"] > 20
        assert found
        assert "copied-from-sample" not in found


def test_every_entry_has_an_id_that_a_translation_can_hold_on_to(demo: Demo) -> None:
    found = demo.manage("shell", "--verbosity", "0", "-c", LIST_IDS).split()
    assert len(found) > 100
    assert "None" not in found


def test_the_newest_report_has_a_chain_with_an_officer_at_each_stage(demo: Demo) -> None:
    listing = demo.manage(
        "shell",
        "--no-imports",
        "-c",
        "from wagtail_ita.pages.models import ITAReportPage; "
        "page = ITAReportPage.objects.get(url_path__endswith='/ita-2569/o26/', "
        "locale__language_code='th'); "
        "print([user.username for task in page.get_workflow().tasks "
        "for group in task.specific.groups.all() for user in group.user_set.all()])",
    )
    assert listing.strip() == "['approver', 'clerk', 'mayor']"


def test_what_is_a_draft_is_not_there(demo: Demo) -> None:
    assert demo.get("/ita-2569/o6/")[0] == 404


def test_a_scheduled_page_appears_by_itself(demo: Demo) -> None:
    assert demo.get("/ita-2569/o17/")[0] == 404
    demo.manage(
        "shell",
        "-c",
        "from datetime import timedelta; from django.utils import timezone; "
        "from wagtail_ita.pages.models import ITAItemPage; "
        "page = ITAItemPage.objects.get(url_path__endswith='/ita-2569/o17/', "
        "locale__language_code='th'); "
        "page = page.get_latest_revision_as_object(); "
        "page.go_live_at = timezone.now() + timedelta(seconds=2); "
        "page.save_revision().publish()",
    )
    assert demo.wait_for("/ita-2569/o17/", SECONDS) == 200
