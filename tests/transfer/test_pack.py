"""The zip file of a report and of a year, opened again by other programs."""

from __future__ import annotations

import csv
import hashlib
import io
import os
import shutil
import subprocess
import tracemalloc
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from hypothesis import given
from hypothesis import strategies as st
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from tests.sample import (
    FULL_MEASURE,
    RECORD,
    make_document,
    make_index,
    make_item,
    make_report,
    without_publish_rule,
)
from wagtail_ita.domain.records import EvidenceKind, EvidenceRecord, ReportRecord
from wagtail_ita.transfer.pack import Pack, item_pack, report_pack, year_pack
from wagtail_ita.transfer.pack.names import UniqueNames, ascii_name, safe_name

THAI_NAME = "คำสั่งแต่งตั้งคณะทำงาน ที่ ๑/๒๕๖๘"


def fresh(page: Any) -> Any:
    return type(page).objects.get(pk=page.pk)


def opened(pack: Pack) -> zipfile.ZipFile:
    found = zipfile.ZipFile(io.BytesIO(b"".join(pack.stream())))
    assert found.testzip() is None
    return found


def table(pack: zipfile.ZipFile, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(pack.read(name).decode("utf-8-sig"), newline="")))


def piece(target: Any, kind: EvidenceKind = EvidenceKind.DOCUMENT, **more: Any) -> EvidenceRecord:
    return EvidenceRecord(kind=kind, key=str(target.pk), **more)


def with_evidence(*pieces: EvidenceRecord) -> ReportRecord:
    return replace(RECORD, measures=(replace(FULL_MEASURE, evidence=pieces),))


def publish(page: Any) -> Any:
    with without_publish_rule():
        page.save_revision().publish()
    return page


@pytest.mark.django_db
class TestReport:
    def test_it_holds_the_report_the_evidence_and_the_papers(self) -> None:
        document = make_document(THAI_NAME, "order.PDF", b"%PDF-1.4\nhello\n")
        image = get_image_model().objects.create(title="ภาพ", file=get_test_image_file("a.png"))
        record = replace(
            with_evidence(piece(document, note="ลงนาม"), piece(image, EvidenceKind.IMAGE)),
            attachments=(piece(document),),
        )
        page = fresh(make_report(make_index(), record))
        pack = opened(report_pack(page))
        names = pack.namelist()
        order = "evidence/01-01 คำสั่งแต่งตั้งคณะทำงาน ที่ ๑ ๒๕๖๘.PDF"
        assert {"report.json", "report.csv", "report.xlsx", "README.txt", "SHA256SUMS"} < set(names)
        assert [name for name in names if name.startswith("evidence/")] == [
            order,
            "evidence/01-02 ภาพ.png",
        ]
        assert pack.read(order) == b"%PDF-1.4\nhello\n"
        rows = table(pack, "evidence.csv")
        assert [(row["measure"], row["file"]) for row in rows] == [
            ("1", order),
            ("1", "evidence/01-02 ภาพ.png"),
            ("", order),
        ]
        assert rows[0]["note"] == "ลงนาม"
        assert rows[0]["sha256"] == hashlib.sha256(b"%PDF-1.4\nhello\n").hexdigest()
        assert page.full_url in pack.read("README.txt").decode("utf-8-sig")

    def test_the_sums_are_right(self) -> None:
        pack = opened(report_pack(fresh(make_report(make_index()))))
        lines = pack.read("SHA256SUMS").decode().splitlines()
        sums = dict(reversed(line.split("  ", 1)) for line in lines)
        assert set(sums) == set(pack.namelist()) - {"SHA256SUMS"}
        for name, digest in sums.items():
            assert hashlib.sha256(pack.read(name)).hexdigest() == digest

    def test_the_log_has_days_and_actions_and_no_names(self, admin_user: Any) -> None:
        page = make_report(make_index())
        page.unpublish(user=admin_user)
        with without_publish_rule():
            page.save_revision(user=admin_user).publish(user=admin_user)
        pack = opened(report_pack(fresh(page)))
        log = table(pack, "publications.csv")
        assert [row["action"] for row in log] == ["publish", "unpublish", "publish"]
        assert {row["item"] for row in log} == {"O26"}
        for name in pack.namelist():
            assert admin_user.get_username().encode() not in pack.read(name) or "pdf" in name

    def test_nothing_private_is_in_it(self) -> None:
        index = make_index()
        collection = Collection.get_first_root_node().add_child(name="Private")
        CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")
        secret = make_document("ความลับ", "s.txt", b"TOP-SECRET", collection=collection)
        page = make_report(index, with_evidence(piece(secret)))
        page.conclusion = "<p>TOP-SECRET</p>"
        page.save_revision()
        pack = opened(report_pack(fresh(page)))
        assert not [name for name in pack.namelist() if name.startswith("evidence/")]
        for name in pack.namelist():
            content = pack.read(name)
            assert b"TOP-SECRET" not in content
            assert "ความลับ".encode() not in content

    def test_a_file_that_is_gone_from_the_storage_is_named_and_stops_nothing(self) -> None:
        gone, there = make_document("หาย", "gone.pdf"), make_document("อยู่", "there.pdf")
        gone.file.storage.delete(gone.file.name)
        pack = opened(
            report_pack(fresh(make_report(make_index(), with_evidence(piece(gone), piece(there)))))
        )
        first, second = table(pack, "evidence.csv")
        assert (first["file"], first["sha256"]) == ("", "")
        assert first["remark"]
        assert second["file"] in pack.namelist()

    def test_two_files_of_one_name_are_both_there(self) -> None:
        pieces = [piece(make_document("คำสั่ง", "a.pdf", bytes([n]))) for n in range(2)]
        record = replace(
            RECORD,
            measures=(),
            attachments=(pieces[0], replace(pieces[1], title="คำสั่ง")),
        )
        pack = opened(report_pack(fresh(make_report(make_index(), record))))
        files = [name for name in pack.namelist() if name.startswith("evidence/")]
        assert sorted(pack.read(name) for name in files) == [b"\0", b"\1"]

    def test_the_fingerprint_stays_until_something_changes(self) -> None:
        page = make_report(make_index(), with_evidence(piece(make_document("ก"))))
        first = report_pack(fresh(page)).fingerprint
        assert report_pack(fresh(page)).fingerprint == first
        document = get_document_model().objects.get(title="ก")
        document.file.save("new.pdf", ContentFile(b"new"))
        document.file.close()
        assert report_pack(fresh(page)).fingerprint != first

    def test_memory_is_bounded_by_a_chunk_not_by_a_file(self) -> None:
        content = os.urandom(24 * 1024 * 1024)
        page = fresh(
            make_report(make_index(), with_evidence(piece(make_document("ใหญ่", "a.bin", content))))
        )
        pack = report_pack(page)
        for made in pack.made:
            made.read()
        del content
        tracemalloc.start()
        total = sum(len(chunk) for chunk in pack.stream())
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert total > 24 * 1024 * 1024
        assert peak < 4 * 1024 * 1024

    @pytest.mark.skipif(shutil.which("unzip") is None, reason="unzip is not installed")
    def test_unzip_and_sha256sum_agree(self, tmp_path: Path) -> None:
        page = fresh(make_report(make_index(), with_evidence(piece(make_document(THAI_NAME)))))
        (tmp_path / "pack.zip").write_bytes(b"".join(report_pack(page).stream()))
        environment = {**os.environ, "LC_ALL": "C.UTF-8"}
        for command in (["unzip", "-q", "pack.zip", "-d", "out"], ["unzip", "-t", "pack.zip"]):
            subprocess.run(command, cwd=tmp_path, env=environment, check=True, capture_output=True)
        [file] = (tmp_path / "out/evidence").iterdir()
        assert file.name.startswith("01-01 คำสั่งแต่งตั้งคณะทำงาน")
        subprocess.run(
            ["sha256sum", "-c", "--quiet", "SHA256SUMS"],
            cwd=tmp_path / "out",
            check=True,
            capture_output=True,
        )

    def test_names_carry_the_flag_that_windows_needs_for_thai(self) -> None:
        pack = opened(
            report_pack(
                fresh(make_report(make_index(), with_evidence(piece(make_document(THAI_NAME)))))
            )
        )
        thai = [info for info in pack.infolist() if not info.filename.isascii()]
        assert thai
        assert all(info.flag_bits & 0x800 for info in thai)


@pytest.mark.django_db
class TestYear:
    def test_it_has_a_folder_for_each_public_item_and_the_list(self) -> None:
        index = make_index()
        publish(index)
        document = make_document("คู่มือ")
        evidence = [("document", {"document": document, "title": "", "note": ""})]
        publish(make_item(index, "O7", evidence=evidence, nothing_to_report="ไม่มีเรื่อง"))
        make_report(index)
        make_item(index, "O8", live=False, title="ร่างลับ")
        private = make_item(index, "O9", title="หน้าลับ", evidence=evidence)
        PageViewRestriction.objects.create(page=private, restriction_type="login")
        pack = opened(year_pack(fresh(index)))
        names = set(pack.namelist())
        assert {"O7/evidence/01 คู่มือ.pdf", "O7/item.txt", "O26/report.json", "items.csv"} <= names
        assert not [name for name in names if name.startswith(("O8", "O9"))]
        assert "ไม่มีเรื่อง" in pack.read("O7/item.txt").decode("utf-8-sig")
        for name in names:
            content = pack.read(name)
            assert "ร่างลับ".encode() not in content
            assert "หน้าลับ".encode() not in content
        assert {row["item"] for row in table(pack, "publications.csv")} == {"", "O7", "O26"}

    def test_the_number_of_queries_does_not_grow_with_the_items(
        self, django_assert_max_num_queries: Any
    ) -> None:
        index = make_index()
        document = make_document("คู่มือ")
        evidence = [("document", {"document": document, "title": "", "note": ""})]
        for number in range(1, 21):
            make_item(index, f"O{number}", evidence=evidence)
        stored = fresh(index)
        with django_assert_max_num_queries(20):
            year_pack(stored)

    def test_an_item_alone_can_be_packed_too(self) -> None:
        page = make_item(make_index(), "O7", nothing_to_report="ไม่มีเรื่อง")
        assert "item.txt" in opened(item_pack(fresh(page))).namelist()


class TestNames:
    @pytest.mark.parametrize(
        ("name", "safe"),
        [
            ("คำสั่ง ที่ ๑/๒๕๖๘", "คำสั่ง ที่ ๑ ๒๕๖๘"),
            ("../../etc/passwd", "etc passwd"),
            ("C:\\x", "C x"),
            ("CON", "_CON"),
            ("aux.old", "_aux.old"),
            ("com¹", "_com¹"),
            ("a\0b\u202ec", "a b c"),
            (" . ", "file"),
            ("", "file"),
            ("จบ. ", "จบ"),
        ],
    )
    def test_a_name_may_stand_on_any_disk(self, name: str, safe: str) -> None:
        assert safe_name(name) == safe

    def test_a_long_name_is_cut_between_letters(self) -> None:
        name = safe_name("ที่" * 200, ".pdf")
        assert len(name.encode()) <= 150
        assert name.endswith("ที่.pdf")

    def test_an_extension_that_is_none_is_left_out(self) -> None:
        assert safe_name("a", "./../x") == "a"

    def test_names_differ_on_disks_that_ignore_case(self) -> None:
        names = UniqueNames()
        assert names.take("e/", "A.pdf") == "e/A.pdf"
        assert names.take("e/", "a.PDF") == "e/a (2).PDF"
        assert names.take("e/", "a.pdf") == "e/a (3).pdf"
        assert names.take("", "O7") == "O7"
        assert names.take("", "o7") == "o7 (2)"
        assert names.take("", "2.1 a.pdf") == "2.1 a.pdf"
        assert names.take("", "2.1 a.pdf") == "2.1 a (2).pdf"

    def test_plain_letters_for_programs_that_know_nothing_else(self) -> None:
        assert ascii_name("report-๒๕๖๘-O26") == "report-O26"
        assert ascii_name("รายงาน") == "file"
        assert ascii_name('a"\r\nb') == "a-b"
        assert ascii_name("ก X-ray.") == "X-ray"


# No method: Hypothesis refuses one that two runs in a process call, as those of mutmut do.
@given(st.text(max_size=80))
def test_every_name_is_safe(text: str) -> None:
    name = safe_name(text, ".pdf")
    assert 1 < len(name.encode()) <= 160
    assert not set(name) & set('<>:"/\\|?*\0\n\r')
    assert name == name.strip(" ") and not name.startswith(".")
