from __future__ import annotations

import base64
import io

import pytest
from django.utils import translation
from docx import Document as WordDocument

from tests.transfer.refused import assert_thai
from tests.transfer.source_files import LINES, docx, docx_body, member, p, rezip, word_bytes
from wagtail_ita.transfer.errors import SourceError
from wagtail_ita.transfer.sources import Document, Paragraph, SourceKind, Table, read_document
from wagtail_ita.transfer.sources.word_lists import format_number

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4z8DwHwAFAAH/iZk9HQAAAABJRU5ErkJggg=="
)


def read(data: bytes, name: str = "o26.docx") -> Document:
    return read_document(data, name=name)


def lines(body: str, **parts: str) -> tuple[str, ...]:
    return read(docx_body(body, **parts)).lines


def cells(table: Table) -> list[list[str]]:
    """Texts of a table, a merged cell's rest as an arrow."""
    return [["→" if cell.continued else cell.text for cell in row] for row in table.rows]


def only_table(body: str) -> Table:
    (table,) = (part for part in read(docx_body(body)).parts if isinstance(part, Table))
    return table


def test_paragraphs_are_read_word_for_word() -> None:
    document = read(docx())
    assert document.kind is SourceKind.DOCX
    assert document.lines == LINES
    assert document.remarks == ()


def test_paragraphs_and_tables_keep_their_order() -> None:
    word = WordDocument()
    word.add_paragraph("ก่อน")
    word.add_table(rows=1, cols=2).rows[0].cells[0].text = "ช่อง"
    word.add_paragraph("หลัง")
    kinds = [type(part) for part in read(word_bytes(word)).parts]
    assert kinds == [Paragraph, Table, Paragraph]


def test_a_line_break_parts_paragraphs_and_a_tab_is_a_space() -> None:
    body = (
        "<w:p><w:r><w:t>ที่</w:t><w:tab/><w:t>๑</w:t><w:br/><w:t>วันที่</w:t>"
        "<w:noBreakHyphen/><w:t>๒</w:t></w:r></w:p>"
    )
    assert lines(body) == ("ที่ ๑", "วันที่-๒")


def test_tracked_insertions_are_kept_and_deletions_are_not() -> None:
    body = (
        "<w:p><w:r><w:t>แผน</w:t></w:r><w:del><w:r><w:delText>เก่า</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>ใหม่</w:t></w:r></w:ins>"
        "<w:moveFrom><w:r><w:t>ย้าย</w:t></w:r></w:moveFrom></w:p>"
    )
    assert lines(body) == ("แผนใหม่",)


def test_a_paragraph_whose_end_is_deleted_goes_on_in_the_next() -> None:
    assert lines(p("ต้น", "<w:rPr><w:del/></w:rPr>") + p("ปลาย")) == ("ต้นปลาย",)
    assert lines(p("ท้ายสุด", "<w:rPr><w:del/></w:rPr>")) == ("ท้ายสุด",)


def test_content_controls_are_read_and_their_prompts_are_not() -> None:
    body = (
        f"<w:sdt><w:sdtContent>{p('ในกรอบ')}<w:sdt><w:sdtContent>{p('ซ้อน')}</w:sdtContent></w:sdt>"
        f"</w:sdtContent></w:sdt><w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>"
        f"{p('คลิกเพื่อพิมพ์')}</w:sdtContent></w:sdt>"
        "<w:p><w:sdt><w:sdtContent><w:r><w:t>ในบรรทัด</w:t></w:r></w:sdtContent></w:sdt></w:p>"
    )
    assert lines(body) == ("ในกรอบ", "ซ้อน", "ในบรรทัด")


def test_a_text_box_comes_once_behind_the_paragraph_that_holds_it() -> None:
    box = f"<w:txbxContent>{p('ในกล่อง')}</w:txbxContent>"
    body = (
        "<w:p><w:r><w:t>นอกกล่อง</w:t></w:r><w:r><mc:AlternateContent><mc:Choice Requires='wps'>"
        f"<w:drawing>{box}</w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox>"
        "</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    assert lines(body) == ("นอกกล่อง", "ในกล่อง")


def test_field_codes_and_hidden_text_are_left_out() -> None:
    body = (
        "<w:p><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>๓</w:t></w:r>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>ลับ</w:t></w:r>"
        "<w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>เห็น</w:t></w:r></w:p>"
    )
    assert lines(body) == ("๓เห็น",)


def test_ticked_boxes_of_symbol_fonts_are_shown() -> None:
    body = "<w:p><w:r><w:sym w:font='Wingdings' w:char='F0FE'/><w:t> เห็นควร</w:t></w:r></w:p>"
    assert lines(body) == ("☑ เห็นควร",)


def test_headings_are_told_by_style_by_its_parent_and_by_outline_level() -> None:
    word = WordDocument()
    word.add_heading("หนึ่ง", level=1)
    word.add_heading("สาม", level=3)
    style = word.styles.add_style("หัวข้อของเรา", 1)
    style.base_style = word.styles["Heading 2"]
    word.add_paragraph("สอง", style=style)
    word.add_paragraph("เนื้อหา")
    parts = read(word_bytes(word)).parts
    assert [part.heading for part in parts if isinstance(part, Paragraph)] == [1, 3, 2, 0]
    document = read(docx_body(p("ห้า", '<w:outlineLvl w:val="4"/>')))
    assert document.parts == (Paragraph(text="ห้า", heading=5),)
    # Word's own sign for text of the body.
    document = read(docx_body(p("เนื้อหา", '<w:outlineLvl w:val="9"/>')))
    assert document.parts == (Paragraph(text="เนื้อหา", heading=0),)


def level(
    depth: int, text: str, *, style: str = "thaiNumbers", start: int = 1, more: str = ""
) -> str:
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{style}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def numbering(*levels: str, nums: str = '<w:num w:numId="7"><w:abstractNumId w:val="3"/></w:num>'):
    return f'<w:abstractNum w:abstractNumId="3">{"".join(levels)}</w:abstractNum>{nums}'


def entry(text: str, depth: int = 0, number: int = 7) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>')


def test_numbers_that_word_generates_are_written_out() -> None:
    body = entry("นับ") + entry("ติดป้าย") + p("คั่น") + entry("ตรวจ")
    shown = lines(body, numbering=numbering(level(0, "%1.")))
    assert shown == ("๑. นับ", "๒. ติดป้าย", "คั่น", "๓. ตรวจ")


def test_levels_count_for_themselves_and_show_those_above() -> None:
    levels = (level(0, "%1.", style="decimal"), level(1, "%1.%2", style="decimal"))
    body = entry("ก") + entry("ข", 1) + entry("ค", 1) + entry("ง") + entry("จ", 1)
    shown = lines(body, numbering=numbering(*levels))
    assert shown == ("1. ก", "1.1 ข", "1.2 ค", "2. ง", "2.1 จ")


def test_a_list_that_starts_anew_does() -> None:
    again = (
        '<w:num w:numId="7"><w:abstractNumId w:val="3"/></w:num><w:num w:numId="8">'
        '<w:abstractNumId w:val="3"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/>'
        "</w:lvlOverride></w:num>"
    )
    body = entry("ก") + entry("ข") + entry("ค", number=8) + entry("ง", number=8)
    shown = lines(body, numbering=numbering(level(0, "(%1)"), nums=again))
    assert shown == ("(๑) ก", "(๒) ข", "(๑) ค", "(๒) ง")


def test_bullets_dashes_and_lists_without_numbers() -> None:
    levels = (
        level(0, "\uf0b7", style="bullet"),
        level(1, "-", style="bullet"),
        level(2, "", style="none"),
        level(3, "ขั้นตอนที่ %4", more='<w:suff w:val="nothing"/>'),
    )
    body = entry("ก") + entry("ข", 1) + entry("ค", 2) + entry(": ง", 3)
    shown = lines(body, numbering=numbering(*levels))
    assert shown == ("• ก", "- ข", "ค", "ขั้นตอนที่ ๑: ง")


def test_an_empty_entry_is_counted_and_shows_nothing() -> None:
    shown = lines(entry("ก") + entry("") + entry("ข"), numbering=numbering(level(0, "%1.")))
    assert shown == ("๑. ก", "", "๓. ข")


def test_a_list_may_come_from_the_style_and_be_switched_off() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="Step"><w:name w:val="ขั้นตอน"/><w:pPr><w:numPr>'
        '<w:numId w:val="7"/></w:numPr></w:pPr></w:style>'
    )
    body = p("นับ", '<w:pStyle w:val="Step"/>') + p(
        "ไม่นับ", '<w:pStyle w:val="Step"/><w:numPr><w:numId w:val="0"/></w:numPr>'
    )
    shown = lines(body, numbering=numbering(level(0, "%1)")), styles=styles)
    assert shown == ("๑) นับ", "ไม่นับ")


def test_a_list_may_be_that_of_a_style_of_lists() -> None:
    nums = (
        '<w:abstractNum w:abstractNumId="4"><w:numStyleLink w:val="Ours"/></w:abstractNum>'
        '<w:num w:numId="7"><w:abstractNumId w:val="4"/></w:num>'
        '<w:num w:numId="9"><w:abstractNumId w:val="3"/></w:num>'
        '<w:num w:numId="10"><w:abstractNumId w:val="77"/></w:num>'
    )
    styles = (
        '<w:style w:type="numbering" w:styleId="Ours"><w:name w:val="ของเรา"/><w:pPr><w:numPr>'
        '<w:numId w:val="9"/></w:numPr></w:pPr></w:style>'
    )
    body = entry("ก") + entry("ข") + entry("ค", number=10)
    shown = lines(body, numbering=numbering(level(0, "%1)"), nums=nums), styles=styles)
    assert shown == ("๑) ก", "๒) ข", "ค")


@pytest.mark.parametrize(
    ("number", "style", "shown"),
    [
        (12, "thaiNumbers", "๑๒"),
        (3, "thaiLetters", "ค"),
        (4, "thaiLetters", "ง"),
        (42, "thaiLetters", "กก"),
        (27, "lowerLetter", "aa"),
        (4, "upperLetter", "D"),
        (1994, "upperRoman", "MCMXCIV"),
        (4, "lowerRoman", "iv"),
        (4, "decimalZero", "04"),
        (4, "chicago", "4"),
        (10**9, "upperRoman", "1000000000"),
    ],
)
def test_numbers_are_written_as_word_writes_them(number: int, style: str, shown: str) -> None:
    assert format_number(number, style) == shown


def test_merged_cells_are_marked_both_ways() -> None:
    word = WordDocument()
    table = word.add_table(rows=3, cols=3)
    for row in range(3):
        for column in range(3):
            table.cell(row, column).text = f"{row}{column}"
    table.cell(0, 0).merge(table.cell(0, 1)).text = "กว้าง"
    table.cell(1, 2).merge(table.cell(2, 2)).text = "สูง"
    (found,) = read(word_bytes(word)).parts
    assert isinstance(found, Table)
    assert cells(found) == [["กว้าง", "→", "02"], ["10", "11", "สูง"], ["20", "21", "→"]]


def test_paragraphs_of_a_cell_are_lines_and_keep_their_numbers() -> None:
    body = f"<w:tbl><w:tr><w:tc>{entry('นับ')}{p('')}{entry('ติดป้าย')}</w:tc></w:tr></w:tbl>"
    document = read(docx_body(body, numbering=numbering(level(0, "%1."))))
    (table,) = document.parts
    assert isinstance(table, Table)
    assert cells(table) == [["๑. นับ\n๒. ติดป้าย"]]


def test_a_table_in_a_cell_is_read_in_its_order() -> None:
    inner = f"<w:tbl><w:tr><w:tc>{p('ก')}</w:tc><w:tc>{p('ข')}</w:tc></w:tr></w:tbl>"
    table = only_table(f"<w:tbl><w:tr><w:tc>{p('ต้น')}{inner}{p('ปลาย')}</w:tc></w:tr></w:tbl>")
    assert cells(table) == [["ต้น\nก\nข\nปลาย"]]


def test_rows_in_content_controls_and_deleted_rows() -> None:
    def row(text: str, properties: str = "") -> str:
        return f"<w:tr><w:trPr>{properties}</w:trPr><w:tc>{p(text)}</w:tc></w:tr>"

    before = '<w:gridBefore w:val="1"/>'
    table = only_table(
        f"<w:tbl>{row('ก')}<w:sdt><w:sdtContent>{row('ข')}</w:sdtContent></w:sdt>"
        f"{row('ค', '<w:del/>')}{row('ง', before)}</w:tbl>"
    )
    assert cells(table) == [["ก"], ["ข"], ["", "ง"]]


def test_an_endless_span_has_an_end() -> None:
    wide = f'<w:tc><w:tcPr><w:gridSpan w:val="999999"/></w:tcPr>{p("ก")}</w:tc>'
    table = only_table(f"<w:tbl><w:tr>{wide * 3}</w:tr></w:tbl>")
    assert len(table.rows[0]) <= 63


def test_what_is_left_out_is_told() -> None:
    word = WordDocument()
    word.add_paragraph("คำ").add_run().add_picture(io.BytesIO(PIXEL))
    word.sections[0].header.paragraphs[0].text = "หัวกระดาษ"
    document = read(word_bytes(word))
    assert document.lines == ("คำ",)
    (remark,) = document.remarks
    assert "1" in remark
    note = "<w:p><w:r><w:t>คำ</w:t><w:footnoteReference w:id='1'/></w:r></w:p>"
    assert len(read(docx_body(note)).remarks) == 1


def test_all_that_is_left_out_is_told_in_both_languages() -> None:
    picture = "<w:r><w:drawing><pic:pic/></w:drawing></w:r>"
    note = "<w:r><w:footnoteReference w:id='1'/></w:r><w:r><w:endnoteReference w:id='1'/></w:r>"
    inside = "<w:altChunk r:id='r9'/>"
    body = (
        f"<w:p><w:r><w:t>คำ</w:t></w:r>{picture * 3}{note}</w:p>{inside}"
        f"<w:tbl><w:tr><w:tc>{p('ก')}{inside}</w:tc></w:tr></w:tbl>{inside}"
    )
    with translation.override("en"):
        english = read(docx_body(body)).remarks
    assert english == (
        "Pictures in the file were left out: 3.",
        "Footnotes in the file were left out: 2.",
        "Other documents inside the file were left out: 3.",
    )
    with translation.override("th"):
        thai = read(docx_body(body)).remarks
    for sentence in thai:
        assert_thai(sentence)


def test_the_body_may_have_another_name() -> None:
    data = docx("คำ")
    relations = member(data, "_rels/.rels").replace(b"word/document.xml", b"word/text.xml")
    types = member(data, "[Content_Types].xml").replace(b"/word/document.xml", b"/word/text.xml")
    moved = {
        "_rels/.rels": relations,
        "[Content_Types].xml": types,
        "word/text.xml": member(data, "word/document.xml"),
        "word/document.xml": None,
        "word/_rels/text.xml.rels": member(data, "word/_rels/document.xml.rels"),
        "word/_rels/document.xml.rels": None,
    }
    assert read(rezip(data, moved)).lines == ("คำ",)


def test_a_line_end_inside_of_a_text_is_a_space() -> None:
    assert lines("<w:p><w:r><w:t>ก\nข&#13;ค</w:t></w:r></w:p>") == ("ก ข ค",)


def test_a_table_of_contents_is_left_out() -> None:
    styles = '<w:style w:type="paragraph" w:styleId="T1"><w:name w:val="toc 1"/></w:style>'
    body = p("ด้านที่ ๑ ... ๓", '<w:pStyle w:val="T1"/>') + p("เนื้อหา")
    document = read(docx_body(body, styles=styles))
    assert document.lines == ("เนื้อหา",)
    assert len(document.remarks) == 1


def test_a_document_of_pictures_is_a_scan() -> None:
    word = WordDocument()
    word.add_paragraph().add_run().add_picture(io.BytesIO(PIXEL))
    with pytest.raises(SourceError) as caught:
        read(word_bytes(word))
    assert caught.value.code == "no_text"


def test_a_document_without_a_word_is_empty() -> None:
    for data in (docx(""), docx_body("<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>")):
        with pytest.raises(SourceError) as caught:
            read(data)
        assert caught.value.code == "empty"


def test_macros_are_left_out_with_a_remark() -> None:
    data = docx()
    types = member(data, "[Content_Types].xml").replace(
        b"vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        b"vnd.ms-word.document.macroEnabled.main+xml",
    )
    data = rezip(data, {"[Content_Types].xml": types, "word/vbaProject.bin": b"macro"})
    document = read(data, name="o26.docm")
    assert document.lines == LINES
    assert len(document.remarks) == 1


def test_strict_open_xml_is_read() -> None:
    data = docx("คำ")
    strict = {
        name: member(data, name)
        .replace(
            b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        )
        .replace(
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        )
        for name in ("word/document.xml", "word/styles.xml", "_rels/.rels")
    }
    assert read(rezip(data, strict)).lines == ("คำ",)


def test_a_file_that_is_linked_to_is_never_fetched() -> None:
    relations = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        b'<Relationship Id="r1" TargetMode="External" Target="http://localhost:1/styles.xml" Type='
        b'"http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles"/>'
        b"</Relationships>"
    )
    data = rezip(docx("คำ"), {"word/_rels/document.xml.rels": relations})
    assert read(data).lines == ("คำ",)


def test_progress_is_told_up_to_the_end() -> None:
    told: list[tuple[int, int]] = []
    word = docx(*(f"ย่อหน้า {number} " + "ก" * 300 for number in range(3000)))
    read_document(word, name="o26.docx", progress=lambda done, total: told.append((done, total)))
    assert len(told) > 2
    assert told[-1][0] == told[-1][1]
    assert all(done <= total for done, total in told)
