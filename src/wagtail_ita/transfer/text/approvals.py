"""The chain of officers under a memo: opinion or order, signature, name, position, day."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from wagtail_ita.domain.dates import DateError, parse_date
from wagtail_ita.domain.records import ApprovalRecord
from wagtail_ita.transfer.parsed import NoticeCode
from wagtail_ita.transfer.text.furniture import (
    is_dots,
    is_other_choice,
    is_page_number,
    read_box,
    read_name,
    read_signature,
    signature_has_dots,
)
from wagtail_ita.transfer.text.lines import Line
from wagtail_ita.transfer.text.markers import read_marker, strip_bullet
from wagtail_ita.transfer.text.notebook import Notebook

_HEADING = re.compile(
    r"(?P<heading>(?:ความเห็น|ความคิดเห็น|คำสั่ง|การพิจารณา|ข้อพิจารณาของ|ข้อสั่งการ|บันทึกสั่งการ)"
    r"[^:：]{0,120})(?:$|[:：](?P<rest>.*)$)"
)
_DAY = re.compile(r"(?:ลง)?วันที่ ?|เมื่อวันที่ ?")
_POSITION = re.compile(r"ตำแหน่ง ?[:：]? ?")


@dataclass(slots=True, kw_only=True)
class _Draft:
    """One officer's part while its lines are gathered."""

    heading: str = ""
    opinion: list[Line] = field(default_factory=list)
    name: str = ""
    position: list[str] = field(default_factory=list)
    date: dt.date | None = None
    signed: bool = False
    named: bool = False
    lines: list[Line] = field(default_factory=list)

    def record(self) -> ApprovalRecord:
        return ApprovalRecord(
            heading=self.heading,
            opinion="\n".join(line.text for line in self.opinion),
            name=self.name,
            position=" ".join(self.position),
            date=self.date,
        )


def begins_chain(text: str) -> bool:
    """Whether a line of a memo is the first of its chain of officers."""
    return (
        read_signature(text) is not None
        or _read_heading(text) is not None
        or bool(read_name(text, after_signature=False))
    )


def read_approvals(
    lines: Sequence[Line], notes: Notebook
) -> tuple[tuple[ApprovalRecord, ...], tuple[Line, ...]]:
    """The officers of a memo, and the lines behind the last of them."""
    chain = _Chain(notes)
    for line in lines:
        chain.read(line)
    return chain.finish()


def _read_heading(text: str) -> re.Match[str] | None:
    bare = strip_bullet(text)
    marker = read_marker(bare)
    return _HEADING.match(bare[marker.end :] if marker else bare) if len(text) < 400 else None


class _Chain:
    """Walks the lines of a chain; each officer's part ends where the next one begins."""

    def __init__(self, notes: Notebook) -> None:
        self._notes = notes
        self._done: list[ApprovalRecord] = []
        self._draft = _Draft()
        self._blank = False

    @property
    def _path(self) -> str:
        return f"memo.approvals.{len(self._done)}"

    def read(self, line: Line) -> None:
        if not line.text:
            self._blank = True
            return
        if is_dots(line.text):
            self._draft.named = self._draft.named or self._draft.signed
        elif is_page_number(line.text):
            self._notes.leave([line])
        else:
            self._read_text(line)
            self._draft.lines.append(line)
        self._blank = False

    def _read_text(self, line: Line) -> None:
        role = read_signature(line.text)
        heading = _read_heading(line.text)
        box = read_box(line.text)
        name = read_name(line.text, after_signature=self._draft.signed)
        if role is not None:
            self._sign(line, role)
        elif heading:
            self._open()
            self._draft.heading = heading["heading"].strip()
            if heading["rest"] and heading["rest"].strip():
                self._draft.opinion.append(line.part(heading["rest"]))
        elif box and (box.text or not box.ticked):
            self._choose(line, ticked=box.ticked, text=box.text)
        elif name is not None:
            self._name(name)
        else:
            self._plain(line)

    def finish(self) -> tuple[tuple[ApprovalRecord, ...], tuple[Line, ...]]:
        draft = self._draft
        if draft.heading or draft.named or draft.signed:
            self._open()
            return tuple(self._done), ()
        return tuple(self._done), tuple(draft.opinion)

    def _open(self) -> None:
        """Close the officer at hand, unless nothing but an opinion was read so far."""
        draft = self._draft
        if draft.heading or draft.named or draft.signed:
            self._notes.take(self._path, draft.lines)
            self._done.append(draft.record())
            self._draft = _Draft()
        elif draft.opinion:
            self._notes.leave(draft.opinion)
            self._draft = _Draft()

    def _sign(self, line: Line, role: str) -> None:
        if self._draft.named or self._draft.signed:
            self._open()
        self._draft.signed = True
        if role and not self._draft.heading and signature_has_dots(line.text):
            self._draft.heading = role
        elif role:
            self._notes.leave([line])

    def _choose(self, line: Line, *, ticked: bool, text: str) -> None:
        """A box of the form: a ticked one is the opinion, an open one is only mentioned."""
        if not ticked or is_other_choice(text):
            self._notes.leave([line])
            return
        self._draft.opinion.append(line.part(text))
        self._notes.tell(
            line.number,
            NoticeCode.CHECKBOX,
            _("The box in front of “%(text)s” is ticked, so it was taken as the opinion.")
            % {"text": text},
            path=self._path,
        )

    def _name(self, name: str) -> None:
        if self._draft.named:
            self._open()
        self._draft.name, self._draft.named = name, True

    def _plain(self, line: Line) -> None:
        draft = self._draft
        if not draft.named:
            draft.opinion.append(line)
        elif not self._date(line):
            if draft.position and self._blank:
                self._open()
                self._draft.opinion.append(line)
            else:
                draft.position.append(_POSITION.sub("", line.text, count=1))

    def _date(self, line: Line) -> bool:
        """A day under a name; a place left for one by hand says nothing."""
        day = _DAY.match(line.text)
        text = line.text[day.end() :] if day else line.text
        if len(text) > 40 or not (day or text[:1].isdigit()):
            return False
        if not text.strip(" ./…·_"):
            return True
        try:
            self._draft.date = parse_date(text)
        except DateError:
            self._notes.leave([line])
        return True
