"""Downloads are made once, and kept where nobody but the site reaches them."""

from __future__ import annotations

import asyncio
import errno
import os
import shutil
import stat
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import FileSystemStorage
from django.core.management import call_command
from django.test import AsyncRequestFactory, Client, RequestFactory, override_settings

from tests.sample import make_index, make_item, make_report, without_publish_rule
from wagtail_ita.checks.system import check_installation
from wagtail_ita.transfer import shelf
from wagtail_ita.transfer.formats.registry import FORMATS
from wagtail_ita.transfer.keeping import kept
from wagtail_ita.views.downloads import download

LARGE = b"x" * (shelf.LARGE + 1)


class FullDisk(FileSystemStorage):
    """Takes the first half of a file."""

    def _save(self, name: str, content: Any) -> str:
        path = Path(self.path(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        data = content.read()
        path.write_bytes(data[: len(data) // 2])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    """The folder of a storage that the site has named."""
    settings.STORAGES = {
        **settings.STORAGES,
        "files": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path / "files")},
        },
    }
    settings.WAGTAIL_ITA = {"DOWNLOADS_STORAGE": "files"}
    return tmp_path / "files"


def files(folder: Path) -> list[str]:
    """Where files are, without their names."""
    return sorted(
        str(path.parent.relative_to(folder)) for path in folder.rglob("*") if path.is_file()
    )


def only_file(folder: Path) -> Path:
    (found,) = [path for path in folder.rglob("*") if path.is_file()]
    return found


def maker(content: bytes = b"file") -> tuple[list[int], Callable[[], bytes]]:
    made: list[int] = []

    def make() -> bytes:
        made.append(1)
        return content

    return made, make


class TestOnce:
    @pytest.mark.parametrize("content", [b"", b"file", LARGE])
    def test_a_file_is_made_once(self, folder: Path, content: bytes) -> None:
        made, make = maker(content)
        assert [kept("key", make, group="1/a.pdf") for _ in range(3)] == [content] * 3
        assert len(made) == 1

    def test_many_who_ask_at_once_wait_for_one(self, folder: Path) -> None:
        made: list[int] = []
        started = threading.Event()

        def make() -> bytes:
            made.append(1)
            started.wait(1)
            return b"file"

        results: list[bytes] = []
        threads = [
            threading.Thread(target=lambda: results.append(kept("key", make, group="1/a.pdf")))
            for _ in range(5)
        ]
        for thread in threads:
            thread.start()
        started.set()
        for thread in threads:
            thread.join(10)
        assert results == [b"file"] * 5
        assert len(made) == 1

    def test_whoever_waits_makes_it_when_the_first_one_fails(self, folder: Path) -> None:
        def fail() -> bytes:
            raise OSError

        with pytest.raises(OSError):
            kept("key", fail, group="1/a.pdf")
        assert kept("key", lambda: b"file", group="1/a.pdf") == b"file"

    def test_it_outlives_the_process_and_its_cache(self, folder: Path) -> None:
        from django.core.cache import cache

        made, make = maker()
        kept("key", make, group="1/a.pdf")
        cache.clear()
        assert kept("key", make, group="1/a.pdf") == b"file"
        assert len(made) == 1


class TestBroken:
    @pytest.mark.parametrize("left", [0, 3, 16, 18])
    def test_half_a_file_is_made_again(self, folder: Path, left: int) -> None:
        made, make = maker(b"1234")
        kept("key", make, group="1/a.pdf")
        path = only_file(folder)
        path.write_bytes(path.read_bytes()[:left])
        assert kept("key", make, group="1/a.pdf") == b"1234"
        assert kept("key", make, group="1/a.pdf") == b"1234"
        assert len(made) == 2

    def test_half_a_large_file_is_made_again(self, folder: Path) -> None:
        made, make = maker(LARGE)
        kept("key", make, group="1/a.pdf")
        path = only_file(folder)
        os.truncate(path, path.stat().st_size - 1)
        assert kept("key", make, group="1/a.pdf") == LARGE
        assert len(made) == 2

    def test_a_file_that_is_gone_is_made_again(self, folder: Path) -> None:
        made, make = maker()
        kept("key", make, group="1/a.pdf")
        shutil.rmtree(folder)
        assert kept("key", make, group="1/a.pdf") == b"file"
        assert len(made) == 2

    def test_a_full_disk_is_logged_and_the_visitor_has_his_file(
        self, folder: Path, settings: Any, caplog: pytest.LogCaptureFixture
    ) -> None:
        settings.STORAGES = {
            **settings.STORAGES,
            "files": {
                "BACKEND": f"{__name__}.FullDisk",
                "OPTIONS": {"location": str(folder)},
            },
        }
        made, make = maker(b"1234" * 100)
        assert kept("key", make, group="1/a.pdf") == b"1234" * 100
        assert kept("key", make, group="1/a.pdf") == b"1234" * 100
        assert len(made) == 2
        assert files(folder) == []
        assert "No space left" in caplog.text


class TestPlace:
    def test_without_a_setting_it_is_a_folder_of_this_user_alone(self, settings: Any) -> None:
        kept("key", lambda: b"file", group="1/a.pdf")
        folder = shelf.own_folder()
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert not folder.is_relative_to(settings.MEDIA_ROOT)
        settings.MEDIA_ROOT = "/srv/another-site/media"
        assert shelf.own_folder() != folder

    @pytest.mark.parametrize("kind", ["readable", "link"])
    def test_a_folder_that_somebody_else_made_is_not_used(
        self, settings: Any, tmp_path: Path, kind: str, caplog: pytest.LogCaptureFixture
    ) -> None:
        settings.MEDIA_ROOT = str(tmp_path)
        folder = shelf.own_folder()
        if kind == "link":
            (tmp_path / "elsewhere").mkdir(mode=0o700)
            folder.symlink_to(tmp_path / "elsewhere")
        else:
            folder.mkdir()
            folder.chmod(0o755)
        try:
            assert kept("key", lambda: b"file", group="1/a.pdf") == b"file"
            assert not [path for path in folder.rglob("*") if path.is_file()]
        finally:
            folder.unlink() if kind == "link" else folder.rmdir()
        assert "not a folder of this user alone" in caplog.text

    @pytest.mark.django_db
    def test_who_had_the_file_does_not_know_its_name(self, folder: Path, client: Client) -> None:
        page = make_report(make_index())
        etag = client.get(f"{page.url}report.json")["ETag"].strip('"')
        assert etag not in str(only_file(folder))

    @pytest.mark.django_db
    def test_a_storage_that_is_not_there_or_not_private_is_an_error(
        self, folder: Path, settings: Any
    ) -> None:
        def errors(alias: str) -> set[str]:
            with override_settings(WAGTAIL_ITA={"DOWNLOADS_STORAGE": alias}):
                return {message.id for message in check_installation() if message.id[12] == "E"}

        settings.STORAGES = {
            **settings.STORAGES,
            "public": {
                "BACKEND": "django.core.files.storage.FileSystemStorage",
                "OPTIONS": {"location": f"{settings.MEDIA_ROOT}/downloads"},
            },
        }
        assert errors("nowhere") == {"wagtail_ita.E004"}
        assert errors("default") == errors("public") == {"wagtail_ita.E005"}
        assert errors("files") == errors("") == set()


@pytest.mark.django_db
class TestOldFiles:
    def test_a_new_publication_takes_the_place_of_the_last(
        self, folder: Path, client: Client
    ) -> None:
        page = make_report(make_index())
        url = f"{page.url}report.csv"
        for conclusion in ("<p>หนึ่ง</p>", "<p>สอง</p>"):
            page.conclusion = conclusion
            with without_publish_rule():
                page.save_revision().publish()
            for name in ("report.csv", "report.json"):
                client.get(page.url + name)
        assert client.get(url).status_code == 200
        assert files(folder) == [f"{page.pk}/report.csv", f"{page.pk}/report.json"]

    def test_the_command_deletes_what_is_not_live_and_what_a_crash_left(
        self, folder: Path, client: Client, capsys: pytest.CaptureFixture[str]
    ) -> None:
        index = make_index()
        page, gone = make_report(index), make_item(index, "O1")
        client.get(f"{page.url}report.csv")
        client.get(f"{index.url}items.csv")
        stray = only_file(folder / str(page.pk)).with_name("stray")
        stray.write_bytes(b"x")
        os.utime(stray, (0, 0))
        kept("of-a-draft", lambda: b"x", group=f"{gone.pk}/report.csv")
        gone.unpublish()
        call_command("ita_prune", "--dry-run")
        assert "2" in capsys.readouterr().out
        call_command("ita_prune")
        assert "2" in capsys.readouterr().out
        assert files(folder) == sorted([f"{page.pk}/report.csv", f"{index.pk}/items.csv"])
        assert not (folder / str(gone.pk)).exists()
        call_command("ita_prune", "--all")
        assert files(folder) == []

    def test_there_may_be_nothing_to_delete(
        self, folder: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        call_command("ita_prune")
        assert "0" in capsys.readouterr().out


@pytest.mark.django_db
class TestLargeFiles:
    @pytest.fixture
    def page(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
        form = replace(FORMATS["csv"], render=lambda publication: LARGE)
        monkeypatch.setitem(FORMATS, "csv", form)
        return make_report(make_index())

    def test_they_are_sent_from_the_storage_piece_by_piece(self, client: Client, page: Any) -> None:
        url = f"{page.url}report.csv"
        assert client.get(url).content == LARGE
        response = client.get(url)
        assert response.streaming
        assert response["Content-Length"] == str(len(LARGE))
        chunks = list(response.streaming_content)
        assert max(map(len, chunks)) <= shelf.CHUNK_SIZE
        assert b"".join(chunks) == LARGE

    def test_head_and_conditional_requests_read_nothing(self, client: Client, page: Any) -> None:
        url = f"{page.url}report.csv"
        etag = client.get(url)["ETag"]
        head = client.head(url)
        assert head["Content-Length"] == str(len(LARGE))
        assert not head.content
        assert client.get(url, headers={"if-none-match": etag}).status_code == 304

    def test_a_visitor_who_breaks_off_leaves_no_open_file(self, client: Client, page: Any) -> None:
        client.get(f"{page.url}report.csv")
        found = download(page, RequestFactory().get(f"{page.url}report.csv"), "report.csv")
        next(iter(found.streaming_content))
        file = found._resource_closers[0].__self__.file
        found.close()
        assert file.closed

    def test_under_asgi_they_are_streamed_too(self, client: Client, page: Any) -> None:
        client.get(f"{page.url}report.csv")
        request = AsyncRequestFactory().get(f"{page.url}report.csv")
        response = download(page, request, "report.csv")
        assert response.is_async

        async def fetch() -> bytes:
            return b"".join([chunk async for chunk in response.streaming_content])

        assert asyncio.run(fetch()) == LARGE
