"""Redis is killed, filled up or made read-only: the site goes on and shows nothing old."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import redis
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client, override_settings
from django.urls import reverse

from tests.admin.roles import client_of
from tests.admin.typed_forms import typed_form
from tests.faults.conftest import free_port
from wagtail_ita.caching import RedisCache

DJANGOS = "django.core.cache.backends.redis.RedisCache"
OURS = "wagtail_ita.caching.RedisCache"


class Redis:
    """A Redis of the test's own, which keeps nothing on the disk."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.client = redis.Redis.from_url(self.url)
        self._folder = folder
        self.start()

    def start(self) -> None:
        command = ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1"]
        command += ["--save", "", "--appendonly", "no", "--dir", str(self._folder)]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        while True:
            try:
                self.client.ping()
                return
            except redis.ConnectionError:
                assert self._process.poll() is None, "redis-server did not start."
                time.sleep(0.02)

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()

    def close(self) -> None:
        self.kill()
        self.client.close()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Redis]:
    server = Redis(tmp_path)
    yield server
    server.close()


@pytest.fixture
def whole_site(server: Redis, monkeypatch: pytest.MonkeyPatch) -> Iterator[Redis]:
    """The cache of the whole site is that Redis, through our backend."""
    monkeypatch.setattr(RedisCache, "pause", 0.0)
    with override_settings(CACHES={"default": {"BACKEND": OURS, "LOCATION": server.url}}):
        yield server
        cache.close()


def kill(server: Redis) -> None:
    server.kill()


def fill(server: Redis) -> None:
    server.client.config_set("maxmemory", 1)


def make_read_only(server: Redis) -> None:
    server.client.replicaof("127.0.0.1", free_port())


FAULTS = pytest.mark.parametrize(
    "fault", [kill, fill, make_read_only], ids=["killed", "full", "read-only"]
)


def publish(report: Any, text: str) -> None:
    report.conclusion = f"<p>{text}</p>"
    report.save_revision().publish()


def shown(page: Any) -> str:
    response = Client().get(page.url)
    assert response.status_code == 200
    return response.content.decode()


@FAULTS
def test_visitors_see_what_is_public(whole_site: Redis, report: Any, fault: Any) -> None:
    publish(report, "ฉบับที่หนึ่ง")
    assert "ฉบับที่หนึ่ง" in shown(report)
    fault(whole_site)
    assert "ฉบับที่หนึ่ง" in shown(report)
    assert report.title in shown(report.index_page)
    publish(report, "ฉบับที่สอง")
    assert "ฉบับที่สอง" in shown(report)
    assert "ฉบับที่หนึ่ง" not in shown(report)


@FAULTS
def test_each_file_can_be_had(whole_site: Redis, report: Any, fault: Any) -> None:
    fault(whole_site)
    for name in ("report.csv", "report.json", "evidence.zip", "share.png"):
        response = Client().get(f"{report.url}{name}")
        assert response.status_code == 200
        assert b"".join(response)


@FAULTS
def test_an_editor_saves_and_publishes(whole_site: Redis, report: Any, fault: Any) -> None:
    client = client_of(User.objects.create_superuser("admin", "admin@example.go.th"))
    fault(whole_site)
    address = reverse("wagtailadmin_pages:edit", args=[report.pk])
    assert client.get(address).status_code == 200
    data = typed_form(report, memo_number="ตย ๙๙๙๙")
    assert client.post(address, {**data, "action-publish": "1"}).status_code == 302
    assert "ตย ๙๙๙๙" in shown(report)
    assert client.get(reverse("wagtail_ita_board")).status_code == 200


def test_it_is_used_again_once_it_is_back(whole_site: Redis, report: Any) -> None:
    whole_site.kill()
    shown(report)
    whole_site.start()
    publish(report, "ฉบับที่สาม")
    assert "ฉบับที่สาม" in shown(report)
    kept = [key.decode() for key in whole_site.client.keys("*wagtail_ita.page.*")]
    assert kept
    whole_site.client.flushdb()
    assert "ฉบับที่สาม" in shown(report)


def test_what_was_kept_before_is_not_shown_once_it_is_back(whole_site: Redis, report: Any) -> None:
    """It was only out of reach, and has all that it had."""
    publish(report, "ฉบับที่หนึ่ง")
    shown(report)
    with override_settings(
        CACHES={"default": {"BACKEND": OURS, "LOCATION": f"redis://127.0.0.1:{free_port()}/0"}}
    ):
        publish(report, "ฉบับที่สอง")
    assert "ฉบับที่สอง" in shown(report)


@FAULTS
def test_our_pages_do_not_depend_on_the_cache_that_keeps_them(
    server: Redis, report: Any, fault: Any
) -> None:
    """Also with Django's own backend, where the rest of the site keeps its things elsewhere."""
    caches = {
        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
        "pages": {"BACKEND": DJANGOS, "LOCATION": server.url},
    }
    with override_settings(CACHES=caches, WAGTAIL_ITA={"PAGE_CACHE": "pages"}):
        assert report.title in shown(report)
        assert server.client.dbsize()
        fault(server)
        assert report.title in shown(report)
        publish(report, "ฉบับที่สอง")
        assert "ฉบับที่สอง" in shown(report)


def test_a_cache_that_is_gone_is_like_an_empty_one(whole_site: Redis) -> None:
    cache.set("here", 1)
    assert cache.get("here") == 1
    whole_site.kill()
    assert cache.get("here", "nothing") == "nothing"
    assert cache.get_many(["here", "there"]) == {}
    assert cache.add("there", 1)
    assert cache.set_many({"there": 1}) == ["there"]
    assert "here" not in cache
    assert not cache.touch("here")
    assert not cache.delete("here")
    assert cache.delete_many(["here"]) is None
    assert cache.get_or_set("there", "made") == "made"
    assert not cache.clear()
    with pytest.raises(ValueError, match="here"):
        cache.incr("here")


def test_a_server_that_does_not_answer_is_left_alone_for_a_while(
    whole_site: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(RedisCache, "pause", 3600.0)
    cache.set("here", 1)
    whole_site.kill()
    assert cache.get("here") is None
    whole_site.start()
    whole_site.client.set(cache.make_key("here"), 2)
    assert cache.get("here") is None
