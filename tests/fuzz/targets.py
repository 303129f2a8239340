"""What is fuzzed. Each function raises on what must not be; a refusal in words is no failure."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from tests.sample import RECORD
from tests.transfer.test_sources_fuzz import original
from tests.transfer.text_samples import AREA, CONCLUSION, FRONT, MEMO
from wagtail_ita.checks.public.addresses import RefusedError, parse_address
from wagtail_ita.domain.addresses import is_followed
from wagtail_ita.domain.codes import CodeError, normalise_code
from wagtail_ita.domain.dates import DateError, format_date, parse_date, parse_period
from wagtail_ita.domain.richtext import to_html, to_text
from wagtail_ita.domain.searching import parse_query
from wagtail_ita.domain.years import FIRST_CE, LAST_CE
from wagtail_ita.models import safe_markup
from wagtail_ita.searching import read_question
from wagtail_ita.transfer.errors import SourceError
from wagtail_ita.transfer.formats.cells import guard_cell, unguard_cell
from wagtail_ita.transfer.formats.json import SCHEMA_VERSION, record_data
from wagtail_ita.transfer.formats.json_reading import read as read_json
from wagtail_ita.transfer.pack.names import safe_name
from wagtail_ita.transfer.reading import read_report
from wagtail_ita.transfer.text import parse_report

RUNS = re.compile(
    r"<(?:script|iframe|svg|math|style|object)|<[a-z][^<>]*\son[a-z]+=", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Target:
    """One thing to fuzz, and what to begin with."""

    run: Callable[[bytes], None]
    seeds: Callable[[], Iterator[bytes]]


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _file(data: bytes) -> None:
    try:
        read = read_report(data, name="o26")
    except SourceError as error:
        assert str(error).strip() and error.code
        return
    record = read.parsed.record
    for measure in record.measures:
        for rich in (measure.output, measure.outcome):
            assert not RUNS.search(rich), rich


def _json(data: bytes) -> None:
    try:
        record = read_json(data)
    except SourceError as error:
        assert str(error).strip()
        return
    again = json.dumps(record_data(record)).encode()
    # What is kept of evidence has no targets, and comes back as it was.
    assert read_json(again) == record


def _report_text(data: bytes) -> None:
    with suppress(SourceError):
        parse_report(_text(data))


def _dates(data: bytes) -> None:
    text = _text(data)
    parse_period(text)
    try:
        day = parse_date(text)
    except DateError as error:
        assert str(error).strip()
        return
    assert isinstance(day, date)
    # A year before that is read with its Thai number alone.
    for language in ("th", "en") if FIRST_CE <= day.year <= LAST_CE else ("th",):
        assert parse_date(format_date(day, language=language)) == day


def _codes(data: bytes) -> None:
    try:
        code = normalise_code(_text(data))
    except CodeError:
        return
    assert code.isascii() and normalise_code(code) == code


def _markup(data: bytes) -> None:
    text = _text(data)
    safe = safe_markup(text)
    assert not RUNS.search(safe), safe
    assert safe_markup(safe) == safe
    to_text(text)
    assert to_text(to_html(text)).split() == text.split() or "\x00" in text or "\r" in text


def _addresses(data: bytes) -> None:
    text = _text(data)
    is_followed(text)
    try:
        address = parse_address(text)
    except RefusedError:
        return
    assert parse_address(address.url) == address


def _questions(data: bytes) -> None:
    text = _text(data)
    question = read_question({"q": text, "item": text, "year": text})
    parse_query(question.text)
    assert question.text.isprintable()


def _names(data: bytes) -> None:
    text = _text(data)
    name = safe_name(text, ".pdf")
    # Letters that Unicode has not given out yet may stand in a name.
    assert not {unicodedata.category(each) for each in name} & {"Cc", "Cf", "Zl", "Zp"}
    assert not set(name) & set('<>:"/\\|?*')
    assert unguard_cell(guard_cell(text)) == text


def _files() -> Iterator[bytes]:
    for kind in ("docx", "xlsx", "strings", "pdf", "csv", "txt"):
        yield original(kind)
    yield from _jsons()


def _jsons() -> Iterator[bytes]:
    yield json.dumps(record_data(RECORD), ensure_ascii=False).encode()
    yield json.dumps({"schema_version": SCHEMA_VERSION, "report": {}}).encode()


def _of(*texts: str) -> Callable[[], Iterator[bytes]]:
    return lambda: (text.encode() for text in texts)


TARGETS = {
    "files": Target(_file, _files),
    "json": Target(_json, _jsons),
    "text": Target(_report_text, _of(MEMO + FRONT + AREA + CONCLUSION, AREA)),
    "dates": Target(
        _dates,
        _of(
            *("๓๐ ก.ย. ๒๕๖๘", "30/9/2568", "2025-09-30", "1 ต.ค. 2567 - 30 ก.ย. 2568"),
            *("ตลอดปีงบประมาณ พ.ศ. ๒๕๖๘", "วันจันทร์ที่ ๑ เดือนมกราคม พ.ศ. ๒๕๖๙", "Sept. 5, 2025"),
        ),
    ),
    "codes": Target(_codes, _of("O26", "ข้อ ๐๒๖", "MOIT 1.1", "(item o-๒๖)")),
    "markup": Target(
        _markup,
        _of(
            '<p>ก <a href="https://a.example/">ข</a></p><ul><li>ค</li></ul>',
            "<script>x</script><img src=x onerror=y><svg><style><!--",
            "<a href='java&#9;script:x'>ง</a><![CDATA[<p>]]><?x?>",
        ),
    ),
    "addresses": Target(
        _addresses,
        _of("https://ตัวอย่าง.ไทย:8080/ก?ข=ค#ง", "http://0x7f.1/", "http://[::ffff:127.0.0.1]/"),
    ),
    "questions": Target(_questions, _of("งบประมาณ ๒๕๖๙", '"แผนจัดหา" O26', "ก -ข")),
    "names": Target(_names, _of("คำสั่ง ที่ ๑/๒๕๖๘", "../../CON.", "=1+1", "'=1", "-1,234.50")),
}
