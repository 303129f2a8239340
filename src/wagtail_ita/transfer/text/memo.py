"""The memo (บันทึกข้อความ) in front of a report: its head, its sections, its officers."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from django.utils.translation import gettext as _

from wagtail_ita.domain.dates import DateError, parse_date
from wagtail_ita.domain.records import MemoRecord
from wagtail_ita.transfer.parsed import NoticeCode
from wagtail_ita.transfer.text.approvals import begins_chain, read_approvals
from wagtail_ita.transfer.text.furniture import is_page_number
from wagtail_ita.transfer.text.labels import COLONS
from wagtail_ita.transfer.text.lines import Line, join_lines
from wagtail_ita.transfer.text.markers import read_marker, strip_bullet
from wagtail_ita.transfer.text.notebook import Notebook

_NAME: Final = "บันทึกข้อความ"
_HEAD = re.compile(
    rf"(?P<label>ส่วนราชการ|วันที่|ที่|เรื่อง|เรียน|กราบเรียน|อ้างถึง|สิ่งที่ส่งมาด้วย)"
    rf"(?:(?=[0-9๐-๙])| ?[{COLONS}] ?| |$)(?P<rest>.*)$"
)
_FIELDS: Final = {
    "ส่วนราชการ": "unit",
    "ที่": "number",
    "วันที่": "date",
    "เรื่อง": "subject",
    "เรียน": "addressee",
    "กราบเรียน": "addressee",
    # Of official letters; a memo has no field for them.
    "อ้างถึง": "",
    "สิ่งที่ส่งมาด้วย": "",
}
_DAY_IN_NUMBER = re.compile(r" (?:ลง)?วันที่ ?[:：]? ?(?=[0-9๐-๙])")
_BACKGROUND, _FACTS, _PROPOSAL = "background", "facts", "proposal"
_SECTION = re.compile(
    r"(?P<name>เรื่องเดิม|ต้นเรื่อง|ความเป็นมา|หลักการและเหตุผล|ข้อเท็จจริง|ข้อกฎหมาย|ข้อระเบียบ|ระเบียบ|กฎหมาย"
    r"|ข้อพิจารณา|ข้อเสนอ)(?P<more>[^:： ]{0,60})(?: ?[:：] ?(?P<rest>.*)|)$"
)
_SECTIONS: Final = {
    "เรื่องเดิม": _BACKGROUND,
    "ต้นเรื่อง": _BACKGROUND,
    "ความเป็นมา": _BACKGROUND,
    "หลักการและเหตุผล": _BACKGROUND,
    "ข้อเท็จจริง": _FACTS,
    "ข้อพิจารณา": _PROPOSAL,
    "ข้อเสนอ": _PROPOSAL,
}
_CLOSING = "จึงเรียน"
# Without its name a memo is known by its head: so many labels within so many lines.
_HEAD_LABELS = 3
_HEAD_LINES = 12


@dataclass(slots=True, kw_only=True)
class _Parts:
    """The lines of a memo by the field they belong to."""

    fields: dict[str, list[Line]] = field(default_factory=dict)
    chain: list[Line] = field(default_factory=list)
    sectioned: bool = False

    def add(self, name: str, line: Line) -> None:
        self.fields.setdefault(name, []).append(line)


def find_memo(lines: Sequence[Line]) -> int | None:
    """Index of the line at which a memo begins."""
    for index, line in enumerate(lines):
        if line.text.replace(" ", "") == _NAME:
            return index
    heads = [index for index, line in enumerate(lines) if line.text and _HEAD.match(line.text)]
    for position, index in enumerate(heads[: -_HEAD_LABELS + 1 or None]):
        window = heads[position : position + _HEAD_LABELS]
        if len(window) == _HEAD_LABELS and window[-1] - index < _HEAD_LINES:
            return index
    return None


def last_line_of_memo(lines: Sequence[Line]) -> int:
    """Index behind which a memo has no more lines of its own that can be told for sure."""
    last = 0
    for index, line in enumerate(lines):
        if line.text and (begins_chain(line.text) or line.text.startswith(_CLOSING)):
            last = index
    return last


def read_memo(
    lines: Sequence[Line], *, width: int, notes: Notebook
) -> tuple[MemoRecord, tuple[Line, ...]]:
    """The memo in these lines, and the lines behind its last officer."""
    parts = _divide(lines, notes)
    approvals, rest = read_approvals(parts.chain, notes)
    if not parts.sectioned and parts.fields.get(_BACKGROUND):
        _divide_plain_body(parts, notes)
    for name, found in parts.fields.items():
        notes.take(f"memo.{name}", found)
    text = {name: join_lines(found, width=width) for name, found in parts.fields.items()}
    memo = MemoRecord(
        unit=_one_line(text, "unit"),
        number=_one_line(text, "number"),
        date=_date(parts.fields.get("date", []), notes),
        subject=_one_line(text, "subject"),
        addressee=_one_line(text, "addressee"),
        background=text.get(_BACKGROUND, ""),
        facts=text.get(_FACTS, ""),
        proposal=text.get(_PROPOSAL, ""),
        approvals=approvals,
    )
    return memo, rest


def _one_line(text: dict[str, str], name: str) -> str:
    return " ".join(text.get(name, "").split())


def _divide(lines: Sequence[Line], notes: Notebook) -> _Parts:
    parts = _Parts()
    body = _read_head(lines, parts, notes)
    where = _BACKGROUND
    for index, line in enumerate(lines[body:], start=body):
        if line.text and begins_chain(line.text):
            parts.chain = list(lines[index:])
            break
        if is_page_number(line.text):
            notes.leave([line])
        else:
            where = _body_line(line, where, parts)
    return parts


def _read_head(lines: Sequence[Line], parts: _Parts, notes: Notebook) -> int:
    """Deal out the head of a memo; gives the index at which its body begins."""
    where = ""
    for index, line in enumerate(lines):
        if not line.text:
            # A label may stand on a line of its own, with its text behind a gap.
            filled = any(part.text for part in parts.fields.get(where, ()))
            where = "" if filled else where
            continue
        name = _head_label(line)
        if name == "":
            where = ""
            notes.leave([line])
        elif name and name not in parts.fields:
            where = name
            _keep_head(parts, name, line)
        elif begins_chain(line.text) or _section(line.text):
            return index
        elif where:
            parts.add(where, line)
        elif "subject" in parts.fields or "addressee" in parts.fields:
            return index
        elif line.text.replace(" ", "") != _NAME:
            notes.leave([line])
    return len(lines)


def _head_label(line: Line) -> str | None:
    found = _HEAD.match(line.text)
    return _FIELDS[found["label"]] if found else None


def _keep_head(parts: _Parts, name: str, line: Line) -> None:
    found = _HEAD.match(line.text)
    rest = line.part(found["rest"] if found else "")
    day = _DAY_IN_NUMBER.search(rest.text) if name == "number" else None
    if day:
        parts.add("date", rest.part(rest.text[day.end() :]))
        rest = rest.part(rest.text[: day.start()])
    parts.add(name, rest)


def _body_line(line: Line, where: str, parts: _Parts) -> str:
    found = _section(line.text)
    if not found:
        parts.add(where, line)
        return where
    parts.sectioned = True
    name = _SECTIONS.get(found["name"])
    if name is None:
        # Law and rules have no field of their own: they are facts, under their own heading.
        parts.add(_FACTS, line)
        return _FACTS
    if parts.fields.get(name):
        parts.add(name, line.part(""))
    if found["rest"]:
        parts.add(name, line.part(found["rest"]))
    return name


def _section(text: str) -> re.Match[str] | None:
    bare = strip_bullet(text)
    marker = read_marker(bare)
    found = _SECTION.match(bare[marker.end :] if marker else bare)
    # Without a number or colon only the bare name is a heading; more words are a sentence.
    plain = found and not marker and found["rest"] is None
    return None if found and plain and found["more"] not in ("", "เพื่อพิจารณา") else found


def _divide_plain_body(parts: _Parts, notes: Notebook) -> None:
    """A memo without headings: the request at its end is the proposal."""
    body = parts.fields[_BACKGROUND]
    for index, line in enumerate(body):
        if line.text.startswith(_CLOSING):
            parts.fields[_BACKGROUND], parts.fields[_PROPOSAL] = body[:index], body[index:]
            break
    notes.tell(
        next((line.number for line in body if line.text), None),
        NoticeCode.MEMO_SECTIONS,
        _("The memo has no headings, so its text was put under “background” as a whole."),
        path=f"memo.{_BACKGROUND}",
    )


def _date(lines: Sequence[Line], notes: Notebook) -> dt.date | None:
    text = " ".join(line.text for line in lines if line.text)
    if not text:
        return None
    try:
        return parse_date(text[:100])
    except DateError:
        notes.leave(lines)
        notes.tell(
            lines[0].number,
            NoticeCode.MEMO_DATE,
            _("The date of the memo, “%(text)s”, was not understood.") % {"text": text[:100]},
            path="memo.date",
        )
        return None
