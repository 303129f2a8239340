"""A page in the words of schema.org, and its address as a QR code."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from PIL import Image, ImageDraw

from wagtail_ita.domain.years import FiscalYear
from wagtail_ita.transfer.sharing.facts import AgencyFacts, FileFacts, PageFacts, PageKind, Place
from wagtail_ita.transfer.sharing.qr import QUIET_ZONE, qr_code
from wagtail_ita.transfer.sharing.structured import structured_data
from wagtail_ita.transfer.sharing.titles import title_alone

URL = "https://www.example.go.th/ita-2569/o26/"
FACTS = PageFacts(
    kind=PageKind.REPORT,
    url=URL,
    home=Place("เทศบาลตัวอย่าง", "https://www.example.go.th/"),
    title="รายงานผลการดำเนินการ",
    language="th",
    code="O26",
    description="เทศบาลตัวอย่าง: รายงานผลการดำเนินการ",
    subject="การประเมิน ITA ปีงบประมาณ พ.ศ. ๒๕๖๙",
    agency=AgencyFacts(
        name="เทศบาลตัวอย่าง",
        other_name="Example Municipality",
        address="๙๙ ถนนตัวอย่าง\nอำเภอเมือง",
        phone="0 2000 0000",
        email="office@example.go.th",
        logo="https://www.example.go.th/media/emblem.png",
    ),
    index=Place("ITA 2569", "https://www.example.go.th/ita-2569/"),
    published=dt.datetime(2026, 3, 20, 2, 0, tzinfo=dt.UTC),
    modified=dt.datetime(2026, 4, 1, 2, 0, tzinfo=dt.UTC),
    covers=(FiscalYear(2568).start, FiscalYear(2568).end),
    picture=f"{URL}share.png?v=1",
    files=(FileFacts("ข้อมูล (JSON)", f"{URL}report.json", "application/json; charset=utf-8"),),
)


def graph(facts: PageFacts) -> list[dict[str, Any]]:
    data = json.loads(structured_data(facts))
    assert data["@context"] == "https://schema.org"
    found: list[dict[str, Any]] = data["@graph"]
    return found


def nodes(facts: PageFacts) -> dict[str, dict[str, Any]]:
    return {node["@type"]: node for node in graph(facts)}


class TestStructuredData:
    def test_a_report_names_its_agency_year_and_dates(self) -> None:
        found = nodes(FACTS)
        report, agency = found["Report"], found["GovernmentOrganization"]
        assert report["url"] == URL
        assert report["identifier"] == "O26"
        assert report["inLanguage"] == "th"
        assert report["temporalCoverage"] == "2024-10-01/2025-09-30"
        assert report["dateModified"] == "2026-04-01T09:00:00+07:00"
        assert report["about"]["name"] == FACTS.subject
        assert report["author"] == report["publisher"] == {"@id": agency["@id"]}
        assert (agency["name"], agency["alternateName"]) == ("เทศบาลตัวอย่าง", "Example Municipality")
        assert agency["address"] == "๙๙ ถนนตัวอย่าง อำเภอเมือง"

    def test_a_report_is_told_whole(self) -> None:
        assert graph(replace(FACTS, licence="https://example.org/licence")) == [
            {
                "@type": "Report",
                "@id": URL,
                "url": URL,
                "mainEntityOfPage": URL,
                "name": "รายงานผลการดำเนินการ",
                "identifier": "O26",
                "description": "เทศบาลตัวอย่าง: รายงานผลการดำเนินการ",
                "about": {"@type": "Thing", "name": "การประเมิน ITA ปีงบประมาณ พ.ศ. ๒๕๖๙"},
                "inLanguage": "th",
                "datePublished": "2026-03-20T09:00:00+07:00",
                "dateModified": "2026-04-01T09:00:00+07:00",
                "temporalCoverage": "2024-10-01/2025-09-30",
                "author": {"@id": "https://www.example.go.th/#agency"},
                "publisher": {"@id": "https://www.example.go.th/#agency"},
                "image": f"{URL}share.png?v=1",
                "isPartOf": {"@id": "https://www.example.go.th/ita-2569/"},
                "license": "https://example.org/licence",
                "isAccessibleForFree": True,
            },
            {
                "@type": "BreadcrumbList",
                "itemListElement": [
                    {
                        "@type": "ListItem",
                        "position": 1,
                        "name": "เทศบาลตัวอย่าง",
                        "item": "https://www.example.go.th/",
                    },
                    {
                        "@type": "ListItem",
                        "position": 2,
                        "name": "ITA 2569",
                        "item": "https://www.example.go.th/ita-2569/",
                    },
                    {
                        "@type": "ListItem",
                        "position": 3,
                        "name": "รายงานผลการดำเนินการ",
                        "item": URL,
                    },
                ],
            },
            {
                "@type": "Dataset",
                "@id": f"{URL}#data",
                "url": URL,
                "name": "รายงานผลการดำเนินการ",
                "identifier": "O26",
                "description": "เทศบาลตัวอย่าง: รายงานผลการดำเนินการ",
                "inLanguage": "th",
                "datePublished": "2026-03-20T09:00:00+07:00",
                "dateModified": "2026-04-01T09:00:00+07:00",
                "temporalCoverage": "2024-10-01/2025-09-30",
                "creator": {"@id": "https://www.example.go.th/#agency"},
                "publisher": {"@id": "https://www.example.go.th/#agency"},
                "license": "https://example.org/licence",
                "isAccessibleForFree": True,
                "distribution": [
                    {
                        "@type": "DataDownload",
                        "name": "ข้อมูล (JSON)",
                        "contentUrl": f"{URL}report.json",
                        "encodingFormat": "application/json",
                    }
                ],
            },
            {
                "@type": "GovernmentOrganization",
                "@id": "https://www.example.go.th/#agency",
                "name": "เทศบาลตัวอย่าง",
                "alternateName": "Example Municipality",
                "url": "https://www.example.go.th/",
                "address": "๙๙ ถนนตัวอย่าง อำเภอเมือง",
                "telephone": "0 2000 0000",
                "email": "office@example.go.th",
                "logo": "https://www.example.go.th/media/emblem.png",
            },
        ]

    def test_only_a_report_is_about_a_time_and_the_subject_of_its_address(self) -> None:
        [page, *_others] = graph(replace(FACTS, kind=PageKind.ITEM))
        assert page["@type"] == "WebPage"
        assert not {"temporalCoverage", "mainEntityOfPage", "mainEntity"} & page.keys()

    def test_the_way_leads_from_the_front_page_over_the_year(self) -> None:
        trail = nodes(FACTS)["BreadcrumbList"]["itemListElement"]
        assert [step["position"] for step in trail] == [1, 2, 3]
        assert [step["item"] for step in trail] == [FACTS.home.url, FACTS.index.url, URL]

    def test_the_files_are_a_dataset(self) -> None:
        [file] = nodes(FACTS)["Dataset"]["distribution"]
        assert file["contentUrl"] == f"{URL}report.json"
        assert file["encodingFormat"] == "application/json"
        assert "license" not in nodes(FACTS)["Dataset"]
        licensed = replace(FACTS, licence="https://example.org/licence")
        assert nodes(licensed)["Dataset"]["license"] == "https://example.org/licence"

    def test_the_list_of_a_year_is_a_collection_of_its_pages(self) -> None:
        entries = (Place("O1 โครงสร้าง", f"{URL}o1/"), Place("O26 รายงาน", f"{URL}o26/"))
        index = nodes(replace(FACTS, kind=PageKind.INDEX, index=None, entries=entries))
        assert index["CollectionPage"]["mainEntity"] == {
            "@type": "ItemList",
            "numberOfItems": 2,
            "itemListElement": [
                {
                    "@type": "ListItem",
                    "position": 1,
                    "name": "O1 โครงสร้าง",
                    "url": f"{URL}o1/",
                },
                {"@type": "ListItem", "position": 2, "name": "O26 รายงาน", "url": f"{URL}o26/"},
            ],
        }

    def test_what_is_not_known_is_not_said(self) -> None:
        bare = nodes(
            PageFacts(kind=PageKind.ITEM, url=URL, home=FACTS.home, title="ข้อ", language="th")
        )
        assert set(bare) == {"WebPage", "BreadcrumbList"}
        assert all(value not in ("", None, []) for value in bare["WebPage"].values())

    @pytest.mark.parametrize(
        "hostile",
        ["</script><script>alert(1)</script>", "<!--<script>", "a & b \u2028 c", "\\u003c"],
    )
    def test_no_text_can_close_the_element(self, hostile: str) -> None:
        written = structured_data(replace(FACTS, title=hostile, description=hostile))
        soup = BeautifulSoup(f'<script type="x">{written}</script><p>after</p>', "html.parser")
        assert len(soup.find_all("script")) == 1
        assert soup.p.text == "after"
        assert not set("<>&\u2028") & set(written)
        assert nodes(replace(FACTS, title=hostile))["Report"]["name"] == hostile


@pytest.mark.parametrize(
    ("title", "digits", "shown"),
    [
        ("โครงสร้าง", "thai", "O1 โครงสร้าง – ITA ๒๕๖๙"),
        ("Structure", "arabic", "O1 Structure – ITA 2569"),
        ("โครงสร้าง ปี ๒๕๖๙", "thai", "O1 โครงสร้าง ปี ๒๕๖๙"),
    ],
)
def test_a_title_that_stands_alone_has_code_and_year(title: str, digits: str, shown: str) -> None:
    assert title_alone(title, code="O1", year=FiscalYear(2569), digits=digits) == shown


def test_a_title_without_code_or_year_stands_as_it_is() -> None:
    assert title_alone("ปี ๒๕๖๙", code="", year=None, digits="thai") == "ปี ๒๕๖๙"
    year = FiscalYear(2569)
    assert title_alone("รายการ", code="", year=year, digits="thai") == "รายการ – ITA ๒๕๖๙"


class TestQRCode:
    def test_it_is_a_square_with_white_around_it(self) -> None:
        code = qr_code(URL)
        starts = [part.partition("h")[0].split() for part in code.path.split("M")[1:]]
        columns, rows = ([int(each[place]) for each in starts] for place in (0, 1))
        assert min(columns) == min(rows) == QUIET_ZONE
        assert max(rows) == code.size - QUIET_ZONE - 1

    @pytest.mark.skipif(not shutil.which("zbarimg"), reason="zbarimg (zbar-tools) is not here.")
    @pytest.mark.parametrize("address", [URL, f"{URL}{'%E0%B8%81' * 30}/"])
    def test_a_reader_finds_the_address(self, address: str, tmp_path: Path) -> None:
        code, scale = qr_code(address), 6
        image = Image.new("L", (code.size * scale,) * 2, 255)
        pen = ImageDraw.Draw(image)
        for part in code.path.split("M")[1:]:
            place, _h, rest = part.partition("h")
            x, y = (int(each) * scale for each in place.split())
            width = int(rest.partition("v")[0]) * scale
            pen.rectangle((x, y, x + width - 1, y + scale - 1), fill=0)
        image.save(tmp_path / "code.png")
        read = subprocess.run(
            ["zbarimg", "-q", "--raw", tmp_path / "code.png"], capture_output=True, text=True
        )
        assert read.stdout.strip() == address
