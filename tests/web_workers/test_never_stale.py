"""Several workers, with one cache or with one each: none shows what is no longer so."""

from __future__ import annotations

import re
import threading
import time
from typing import Any
from urllib.request import Request, urlopen

import pytest
from django.db import connection

from tests.sample import make_index, make_report, without_publish_rule
from tests.web_workers.conftest import REDIS, StartWorker

NUMBER = re.compile(r"ฉบับที่ (\d+) จบ")
CACHES = pytest.mark.parametrize("cache", [REDIS, ""], ids=["one cache", "a cache each"])


def publish(report: Any, number: int) -> None:
    report.conclusion = f"<p>ฉบับที่ {number} จบ</p>"
    with without_publish_rule():
        report.save_revision().publish()


def shown(address: str, **headers: str) -> int:
    request = Request(address, headers=headers)
    with urlopen(request, timeout=60) as answer:
        return int(NUMBER.search(answer.read().decode())[1])


@CACHES
def test_nobody_sees_an_older_version_than_was_public_when_he_asked(
    start_worker: StartWorker, cache: str
) -> None:
    """Visitors ask all the time while somebody publishes again and again."""
    report = make_report(make_index())
    publish(report, 0)
    workers = [start_worker(cache), start_worker(cache)]
    public, stale, seen = [0], [], []
    stop = threading.Event()

    def visit(address: str) -> None:
        while not stop.is_set():
            at_least = public[0]
            found = shown(address)
            seen.append(found)
            if found < at_least:
                stale.append((found, at_least))

    visitors = [
        threading.Thread(target=visit, args=(f"{worker}{report.get_url()}",))
        for worker in workers
        for _ in range(2)
    ]
    for visitor in visitors:
        visitor.start()
    try:
        for number in range(1, 13):
            publish(report, number)
            public[0] = number
            time.sleep(0.1)
    finally:
        stop.set()
        for visitor in visitors:
            visitor.join()
        connection.close()
    assert not stale
    assert len(set(seen)) > 3
    assert [shown(f"{worker}{report.get_url()}") for worker in workers] == [12, 12]
