"""Reading pages and files: what counts as a link, as content, and as what it says."""

from __future__ import annotations

import io
import time
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wagtail_ita.checks.public.files import FileFault, find_fault
from wagtail_ita.checks.public.markup import Link, LinkKind, ParsedPage, parse_page
from wagtail_ita.checks.public.targets import TargetKind, is_drive, is_same_agency, kind_of
from wagtail_ita.checks.public.visits import Reply

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HTML_PAGE = b"<!DOCTYPE html><title>Not found</title>"


def parse(html: str | bytes, content_type: str = "text/html") -> ParsedPage:
    body = html if isinstance(html, bytes) else html.encode()
    return parse_page(Reply(status=200, content_type=content_type, body=body))


# ------------------------------------------------------------------------------------ pages


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<a href=/a>O1 <b>โครงสร้าง</b>\n หน้าที่</a>", Link(href="/a", text="O1 โครงสร้าง หน้าที่")),
        ("<a href=/a>ข้อมูล<span>ผู้บริหาร</span></a>", Link(href="/a", text="ข้อมูลผู้บริหาร")),
        ("<a href=/a><div>O1</div><div>แผน</div></a>", Link(href="/a", text="O1 แผน")),
        ("<a href=/a><img src='data:,' alt='คู่มือ'></a>", Link(href="/a", text="คู่มือ")),
        ("<a href=/a aria-label=ติดต่อ><i></i></a>", Link(href="/a", text="ติดต่อ")),
        ("<a href=/a><svg><title>ค้นหา</title></svg></a>", Link(href="/a", text="ค้นหา")),
        ("<a href='&#106;avascript:x()'>x</a>", Link(href="javascript:x()", text="x")),
        ("<a href>รอใส่ลิงก์</a>", Link(href="", text="รอใส่ลิงก์")),
        ("<a>รอใส่ลิงก์</a>", Link(href=None, text="รอใส่ลิงก์")),
        ("<area href=/a alt=แผนที่>", Link(href="/a", text="แผนที่")),
        ("<iframe src=/v title=ดู></iframe>", Link(href="/v", text="ดู", kind=LinkKind.EMBEDDED)),
        ("<img src=/i.png alt=ภาพ>", Link(href="/i.png", text="ภาพ", kind=LinkKind.IMAGE)),
        ("<a href=/a>never closed", Link(href="/a", text="never closed")),
        ("<a href=/a href=/b>twice</a>", Link(href="/a", text="twice")),
        ("<nav><a href=/a>menu</a></nav><p>x", Link(href="/a", text="menu", in_content=False)),
        ("<a href=/a>out</a><main>x</main>", Link(href="/a", text="out", in_content=False)),
        ("<main><nav><a href=/a>in</a></nav></main>", Link(href="/a", text="in")),
        ("<header><a href=/a>all there is", Link(href="/a", text="all there is")),
    ],
)
def test_a_link_is_read_with_its_text(html: str, expected: Link) -> None:
    assert parse(html).links == (expected,)


@pytest.mark.parametrize("html", ["<a id=x></a>", "<a name=x>place</a>", "<a></a>", "<img alt=x>"])
def test_what_is_no_link_is_not_taken_for_one(html: str) -> None:
    assert parse(html).links == ()


def test_a_link_ends_where_the_next_one_begins() -> None:
    assert [link.text for link in parse("<a href=/a>one<a href=/b>two</a>").links] == ["one", "two"]


def test_the_content_is_the_main_part_with_the_title_and_without_dates() -> None:
    html = (
        "<title>ITA</title><style>2560</style><header>2561</header>"
        "<main>ปี ๒๕๖๙ <time>2562</time><script>2563</script></main><footer>2564</footer>"
    )
    assert parse(html).content == "ITA ปี ๒๕๖๙"


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("ปี ๒๕๖๙".encode("cp874"), "text/html; charset=tis-620"),
        ("ปี ๒๕๖๙".encode("cp874"), 'text/html; charset="Windows-874"'),
        (b"<meta charset=tis-620>" + "ปี ๒๕๖๙".encode("cp874"), "text/html"),
        ("ปี ๒๕๖๙".encode(), "text/html"),
        ("ปี ๒๕๖๙".encode(), "text/html; charset=made-up"),
        ("ปี ๒๕๖๙".encode(), "text/html; charset=hex"),
        ("ปี ๒๕๖๙".encode("utf-8-sig"), "text/html; charset=tis-620"),
    ],
)
def test_thai_is_read_in_the_encoding_that_the_page_has(body: bytes, content_type: str) -> None:
    assert parse(body, content_type).content == "ปี ๒๕๖๙"


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 100_000 + "<a href=/a>deep</a>",
        "<a href=/a>deep</a>" + "</div>" * 100_000,
        "<![if broken]><a href=/a>deep</a>",
        "<!x><?php ?><a href=/a>deep</a>",
        "<a href=/a>deep</a><!-- never closed",
        "\x00<a href=/a>deep</a>&#xFFFFFFFF;&#0;",
    ],
)
def test_broken_html_is_read_as_far_as_it_goes(html: str) -> None:
    start = time.monotonic()
    assert [link.text for link in parse(html).links] == ["deep"]
    assert time.monotonic() - start < 30


@given(st.text(alphabet="<>/=\"'!-[]a hrefmin &#;\x00ก๙", max_size=200))
def test_no_markup_makes_the_reader_fail(html: str) -> None:
    assert isinstance(parse(html), ParsedPage)


# ------------------------------------------------------------------------------------ targets


@pytest.mark.parametrize(
    ("href", "kind"),
    [
        (None, TargetKind.NOTHING),
        ("", TargetKind.NOTHING),
        ("  ", TargetKind.NOTHING),
        ("#", TargetKind.NOTHING),
        (" # ", TargetKind.NOTHING),
        ("#!", TargetKind.NOTHING),
        ("javascript:void(0)", TargetKind.NOTHING),
        (" JavaScript:;", TargetKind.NOTHING),
        ("java\nscript:x()", TargetKind.NOTHING),
        ("\x01javascript:x()", TargetKind.NOTHING),
        ("vbscript:x", TargetKind.NOTHING),
        ("about:blank", TargetKind.NOTHING),
        ("#m-1", TargetKind.ANCHOR),
        ("mailto:a@example.go.th", TargetKind.CONTACT),
        ("tel:+6621234567", TargetKind.CONTACT),
        ("file:///C:/Users/x/report.docx", TargetKind.UNUSABLE),
        ("C:\\report.docx", TargetKind.UNUSABLE),
        ("data:text/html,x", TargetKind.UNUSABLE),
        ("ms-word:ofe|u|https://x", TargetKind.UNUSABLE),
        ("ftp://example.go.th/", TargetKind.UNUSABLE),
        ("/a#b", TargetKind.WEB),
        ("?page=2", TargetKind.WEB),
        ("//example.go.th/", TargetKind.WEB),
        ("HTTPS://example.go.th", TargetKind.WEB),
        ("รายงาน.pdf", TargetKind.WEB),
    ],
)
def test_the_kind_of_a_target_is_known_by_its_address(href: str | None, kind: TargetKind) -> None:
    assert kind_of(href) is kind


@pytest.mark.parametrize(
    ("host", "drive"),
    [
        ("drive.google.com", True),
        ("onedrive.live.com", True),
        ("1drv.ms", True),
        ("town-my.sharepoint.com", True),
        ("www.dropbox.com", True),
        ("web.facebook.com", True),
        ("m.me", True),
        ("x.com", True),
        ("notdropbox.com", False),
        ("www.google.com", False),
        ("example.go.th", False),
        ("dropbox.com.example.go.th", False),
        ("", False),
    ],
)
def test_drives_and_social_networks_are_known(host: str, drive: bool) -> None:
    assert is_drive(host) is drive


@pytest.mark.parametrize(
    ("host", "same"),
    [
        ("www.town.go.th", True),
        ("town.go.th", True),
        ("eservice.town.go.th", True),
        ("downtown.go.th", False),
        ("go.th", False),
    ],
)
def test_what_is_below_the_domain_of_the_site_is_of_the_agency(host: str, same: bool) -> None:
    assert is_same_agency(host, "www.town.go.th") is same


# ------------------------------------------------------------------------------------ files


def office(folder: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(f"{folder}/main.xml", "<x/>")
    return stream.getvalue()


def open_document(kind: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "body", "fault"),
    [
        ("a.pdf", b"%PDF-1.4\n", None),
        ("a.PDF", b"\n\n%PDF-1.4\n", None),
        ("a.pdf", HTML_PAGE, FileFault.OTHER),
        ("a.pdf", office("word"), FileFault.OTHER),
        ("a.pdf", b"", FileFault.EMPTY),
        ("a.docx", office("word"), None),
        ("a.docx", office("xl"), FileFault.OTHER),
        ("a.docx", b"%PDF-1.4\n", FileFault.OTHER),
        ("a.docx", OLE + b"..." + "EncryptedPackage".encode("utf-16-le"), FileFault.LOCKED),
        ("a.docx", OLE + b"an old document", FileFault.OTHER),
        ("a.xlsx", office("xl"), None),
        ("a.pptx", office("ppt"), None),
        ("a.doc", OLE, None),
        ("a.doc", b"{\\rtf1", None),
        ("a.xls", HTML_PAGE, FileFault.OTHER),
        ("a.odt", open_document("text"), None),
        ("a.odt", open_document("spreadsheet"), FileFault.OTHER),
        ("a.docx", open_document("text"), FileFault.OTHER),
        ("a.csv", "รหัส,ชื่อ\n".encode(), None),
        ("a.csv", "รหัส,ชื่อ\n".encode("utf-16"), None),
        ("a.csv", "รหัส,ชื่อ\n".encode("cp874"), None),
        ("a.csv", office("xl"), FileFault.OTHER),
        ("a.csv", b"\n <!-- x --><html>", FileFault.OTHER),
        ("a.png", b"\x89PNG\r\n\x1a\n", None),
        ("a.png", b"\xff\xd8\xff\xe0", FileFault.OTHER),
        ("a.jpg", b"\xff\xd8\xff\xe0", None),
        ("a.webp", b"RIFF\x00\x00\x00\x00WEBP", None),
        ("a.mp4", b"\x00\x00\x00\x18ftypmp42", None),
        ("a.zip", office("word"), None),
        ("a.unknown", b"anything", None),
        ("page/", HTML_PAGE, None),
    ],
)
def test_a_file_is_what_its_name_says(name: str, body: bytes, fault: FileFault | None) -> None:
    assert find_fault(Reply(status=200, body=body), f"https://www.example.go.th/{name}") is fault


def test_the_name_that_the_server_gives_counts_before_the_address() -> None:
    reply = Reply(status=200, filename="รายงาน.pdf", body=HTML_PAGE)
    assert find_fault(reply, "https://www.example.go.th/download?id=3") is FileFault.OTHER
