"""Who uses the site: each in a thread, until told to stop."""

from __future__ import annotations

import abc
import datetime as dt
import itertools
import random
import re
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from typing import Any

import requests

from tests.load.diary import Diary
from tests.load.site import EXAMPLE, WORKER, DemoSite, Report

NUMBER = re.compile(r"ฉบับที่ (\d+) จบ")
DRAFT = "ร่างที่"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
# Longer than any answer should take, so that one that never comes is a problem.
PATIENCE = 110


class Person(threading.Thread, abc.ABC):
    """Somebody with a browser, which opens a connection for each request: any worker answers."""

    def __init__(self, site: DemoSite, diary: Diary, stop: threading.Event) -> None:
        super().__init__(daemon=True)
        self.site = site
        self.diary = diary
        self.stop = stop
        self.browser = requests.Session()
        self.browser.headers["Connection"] = "close"

    def run(self) -> None:
        while not self.stop.is_set():
            try:
                self.act()
            # The others go on, and the table says it.
            except Exception as error:  # noqa: BLE001
                self.diary.complain(f"{type(self).__name__}: {error!r}")
                time.sleep(1)

    @abc.abstractmethod
    def act(self) -> None:
        """Do one thing."""

    def ask(self, kind: str, method: str, path: str, status: int, **options: Any) -> Any:
        """Ask the site for something; note the answer, or complain of it."""
        began = time.perf_counter()
        answer = self.browser.request(
            method, self.site.address + path, timeout=PATIENCE, allow_redirects=False, **options
        )
        seconds = time.perf_counter() - began
        self.diary.note_worker(answer.headers.get(WORKER, ""))
        if answer.status_code == status:
            self.diary.note(kind, seconds)
        else:
            self.diary.complain(f"{method} {path}: {answer.status_code} instead of {status}")
        return answer

    def look(self, report: Report) -> tuple[Any, int]:
        """Open a report; return the answer, and the number that it shows."""
        asked = time.monotonic()
        answer = self.ask("page", "GET", report.path, 200)
        return answer, self.check(report, report.path, answer.text, asked)

    def check(self, report: Report, path: str, text: str, asked: float) -> int:
        """Complain of a text that cannot be what is public; return its number."""
        found = NUMBER.search(text)
        shown = int(found[1]) if found else 0
        wrong = report.history.why_wrong(shown, asked)
        if wrong:
            self.diary.complain(f"{path}: {wrong}")
        if DRAFT in text:
            self.diary.complain(f"{path}: a draft was shown")
        return shown


class Visitor(Person):
    """Opens pages, comes back to them, searches and downloads."""

    def __init__(self, site: DemoSite, diary: Diary, stop: threading.Event, seed: int) -> None:
        super().__init__(site, diary, stop)
        self.dice = random.Random(seed)

    def act(self) -> None:
        chance = self.dice.random()
        report = self.dice.choice(self.site.reports)
        if chance < 0.4:
            self.come_back(report)
        elif chance < 0.8:
            self.ask("page", "GET", self.dice.choice(self.site.paths), 200)
        elif chance < 0.9:
            index = report.path.rsplit("/", 2)[0] + "/"
            self.ask("search", "GET", index, 200, params={"q": "พัสดุ"})
        else:
            path, asked = f"{report.path}report.json", time.monotonic()
            data = self.ask("download", "GET", path, 200).json()
            self.check(report, path, data["report"]["conclusion"], asked)

    def come_back(self, report: Report) -> None:
        """Read a report that is being written in, and come back at once, to whichever worker."""
        answer, shown = self.look(report)
        etag = answer.headers.get("ETag")
        if etag is None:
            self.diary.complain(f"{report.path}: there is no ETag")
            return
        asked = time.monotonic()
        again = self.browser.get(
            self.site.address + report.path, headers={"If-None-Match": etag}, timeout=PATIENCE
        )
        self.diary.note_worker(again.headers.get(WORKER, ""))
        if again.status_code == 304:
            self.diary.note("not modified", again.elapsed.total_seconds())
            wrong = report.history.why_wrong(shown, asked)
            if wrong:
                self.diary.complain(f"{report.path}: 304, but {wrong}")
        elif again.status_code == 200:
            self.check(report, report.path, again.text, asked)
        else:
            self.diary.complain(f"{report.path}: {again.status_code} for a conditional request")


class Editor(Person):
    """Saves a draft, then publishes, in one report after the other; with the form of the admin."""

    def __init__(
        self,
        site: DemoSite,
        diary: Diary,
        stop: threading.Event,
        reports: Sequence[Report],
        session: dict[str, str],
    ) -> None:
        super().__init__(site, diary, stop)
        self.reports = itertools.cycle(reports)
        self.browser.cookies.update(session)

    def act(self) -> None:
        report = next(self.reports)
        number = report.history.next_number()
        self.send("draft saved", report, f"{DRAFT} {number} จบ")
        report.history.begin(number)
        self.send("published", report, f"ฉบับที่ {number} จบ", **{"action-publish": "1"})
        report.history.end(number)
        # His own at least, or what a colleague has published meanwhile.
        self.look(report)
        self.stop.wait(1)

    def send(self, kind: str, report: Report, conclusion: str, **more: str) -> None:
        """Open the form, change it and send it."""
        from wagtail.test.utils.form_data import rich_text

        path = f"/admin/pages/{report.pk}/edit/"
        opened = self.ask("form opened", "GET", path, 200)
        token = TOKEN.search(opened.text)
        data = {
            **report.form,
            "conclusion": rich_text(f"<p>{conclusion}</p>"),
            "correction_note": f"แก้บทสรุป: {conclusion}",
            **more,
            "csrfmiddlewaretoken": token[1] if token else "",
        }
        self.ask(kind, "POST", path, 302, data=data, headers={"Referer": self.site.address + path})


class Scheduler(Editor):
    """Plans the next version for the next minute, and then runs what a site's timer runs."""

    def act(self) -> None:
        report = next(self.reports)
        number = report.history.next_number()
        # The box of the form knows whole minutes only.
        due = dt.datetime.now(self.site.zone) + dt.timedelta(seconds=70)
        due = due.replace(second=0, microsecond=0)
        moment = f"{due:%Y-%m-%d %H:%M}"
        self.send(
            "planned",
            report,
            f"ฉบับที่ {number} จบ",
            **{"action-publish": "1", "go_live_at": moment},
        )
        # The run may end meanwhile: what is due is published all the same.
        while (wait := (due - dt.datetime.now(self.site.zone)).total_seconds()) > 0:
            time.sleep(min(wait + 0.1, 5))
            self.look(report)
        report.history.begin(number)
        began = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "manage.py", "publish_scheduled"],
            cwd=EXAMPLE,
            env=self.site.environ,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            self.diary.complain(f"publish_scheduled: {done.stderr[-300:]}")
            return
        report.history.end(number)
        self.diary.note("scheduled", time.perf_counter() - began)
        self.look(report)
