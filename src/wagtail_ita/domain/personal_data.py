"""Finds personal data in a text, and masks it: numbers of citizens, phones, accounts, e-mail.

Every pattern is bounded and every text is read a fixed number of times, so a long text costs
time in proportion to its length, whatever is in it.
"""

from __future__ import annotations

import enum
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from stdnum.th import pin

from wagtail_ita.domain.characters import plain_characters


class PersonalData(enum.Enum):
    """What a passage of a text gives away."""

    CITIZEN_NUMBER = "citizen-number"
    POSSIBLE_CITIZEN_NUMBER = "possible-citizen-number"
    """It passes the check, but is in an address and reads as the time of an upload too."""

    PRIVATE_EMAIL = "private-email"
    AGENCY_EMAIL = "agency-email"
    BANK_ACCOUNT = "bank-account"
    MOBILE_NUMBER = "mobile-number"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One piece of personal data in a text.

    Attributes:
        start, end: Where it stands in the text as :func:`plain_characters` returns it.
        passage: What stands there.
        key: The number or address in one spelling; two hits with one key are one thing.
    """

    kind: PersonalData
    start: int
    end: int
    passage: str
    key: str

    @property
    def masked(self) -> str:
        """The passage with its middle made unreadable, fit to be shown."""
        if "@" in self.passage:
            local, domain = self.passage.split("@")
            return f"{local[: 2 if len(local) > 2 else 1]}***@{domain}"
        digits = _digits(self.passage)
        first = 2
        if self.kind is PersonalData.MOBILE_NUMBER:
            first = 4 if digits.startswith(("66", "00")) else 3
        shown = iter(f"{digits[:first]}{'x' * (len(digits) - first - 2)}{digits[-2:]}")
        return _DIGIT.sub(lambda _digit: next(shown), self.passage)


# --------------------------------------------------------------------------- words around it

_OF_A_BANK: Final = "(?:ของ)?(?:ธนาคาร)?"
_LABELS: Final = re.compile(
    # Numbers of papers and things. They stand first: a bank's guarantee has a
    # number that is no account.
    r"(?P<paper>\bisbn(?:-?1[03])?|\bean\b|บาร์โค้ด|\bbarcode|\be-?gp\b|\bgfmis\b"
    r"|(?:รหัส|เลขที่|เลข|หมายเลข|ทะเบียน)(?:คุม|ของ)?(?:โครงการ|กิจกรรม|งบประมาณ|แหล่งของเงิน|สัญญา"
    r"|ครุภัณฑ์|พัสดุ|สินทรัพย์|หนังสือ(?:ค้ำประกัน)?|เอกสาร|ใบเสร็จ(?:รับเงิน)?|ใบสั่ง(?:ซื้อ|จ้าง)"
    rf"|อ้างอิง|คำสั่ง|ประกาศ|เรื่อง|รับ|ส่ง){_OF_A_BANK}|หนังสือค้ำประกัน{_OF_A_BANK}"
    r"|\b(?:project|document|contract|invoice|order|serial)[ _-]?(?:code|no\b|number|id\b)"
    r"|\bref(?:erence)?\b)"
    r"|(?P<amount>(?:จำนวน(?:เงิน)?|วงเงิน|มูลค่า|ราคา)(?:ทั้งสิ้น|รวม)?)"
    r"|(?P<citizen>ประจำตัวประชาชน|บัตรประชาชน|บัตรประจำตัว|เลขประชาชน|ผู้เสียภาษี"
    r"|\bcitizen|\bnational id|\bid (?:card|no|number))"
    r"|(?P<promptpay>พร้อมเพย์|\bprompt ?pay)"
    r"|(?P<account>(?:เลข|หมายเลข)(?:ที่)?บัญชี|(?:เข้า|ชื่อ)บัญชี|บัญชีเลขที่|บัญชี(?:เงินฝาก|ธนาคาร|ออมทรัพย์|กระแสรายวัน)"
    r"|ออมทรัพย์|กระแสรายวัน|ธนาคาร|ธ\. ?(?:กรุง|กสิกร|ไทยพาณิชย์|ออมสิน|ก\.ส)|\bbank\b|\baccount\b"
    r"|\ba/c\b)"
    r"|(?P<phone>โทร|มือถือ|เบอร์|ติดต่อ|\btel\b|phone|\bmobile\b|whatsapp)"
)
# Only ASCII: in other scripts a small letter may be longer than its capital.
_ASCII_LOWER: Final = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}
_REACH: Final = 60
"""How far before a number the word stands that says what it is."""
_ADJOINING: Final = {"paper": 12, "amount": 4}
"""How near a word must be to make of a number what is no personal data."""
_FOLLOWING: Final = 5
_DIGIT: Final = re.compile("[0-9]")
_NO_DIGIT: Final = re.compile("[^0-9]")
_NUMBER_OR_LINE: Final = re.compile(r"[0-9\n]")

_PERSON: Final = re.compile(
    r"นาย(?!ก(?:เทศ|องค์|อบ|สมาคม|รัฐ|ฯ|\s)|อำเภอ|ทะเบียน|แพทย์|ช่าง|จ้าง|ตรวจ|ประกัน)|นาง|น\. ?ส\."
    r"|ด\. ?[ชญ]\.|เด็ก(?:ชาย|หญิง)|\bmr\b|\bmrs\b|\bms\b|\bmiss\b"
)
_HOLDER_IS_NO_PERSON: Final = re.compile(
    r"(?:ชื่อบัญชี|ในนาม|บัญชีของ|ฝากของ|ชื่อ|account name)[^0-9\n]{0,15}?"
    r"(?:เทศบาล|องค์การ|อบต|อบจ|ส่วนราชการ|กรม|กระทรวง|สำนัก|กอง|ที่ว่าการ|อำเภอ|จังหวัด|โรงพยาบาล"
    r"|โรงเรียน|วิทยาลัย|มหาวิทยาลัย|สถาบัน|ศูนย์|เงินรายได้|เงินนอก|เงินบำรุง|มูลนิธิ|สมาคม|สหกรณ์|วัด"
    r"|บริษัท|บจก|หจก|ห้าง)"
)
_HOLDER_REACH: Final = 120


class _Marks:
    """Where a pattern occurs in a text, looked up by position."""

    def __init__(self, pattern: re.Pattern[str], text: str) -> None:
        found = [(match.start(), match.end(), match.lastgroup) for match in pattern.finditer(text)]
        self.starts = [start for start, _end, _kind in found]
        self.ends = [end for _start, end, _kind in found]
        self.kinds = [kind for _start, _end, kind in found]

    def last_before(self, position: int) -> tuple[str | None, int]:
        """Return kind and end of the last one that ends there or before; ``None`` for none."""
        index = bisect_right(self.ends, position) - 1
        return (self.kinds[index], self.ends[index]) if index >= 0 else (None, -1)

    def first_after(self, position: int) -> tuple[str | None, int]:
        """Return kind and start of the first one that starts there or later."""
        index = bisect_left(self.starts, position)
        return (self.kinds[index], self.starts[index]) if index < len(self.starts) else (None, -1)

    def any_between(self, start: int, end: int) -> bool:
        index = bisect_left(self.starts, start)
        return index < len(self.starts) and self.starts[index] < end


# --------------------------------------------------------------------------------- patterns

# What is written between the groups of a number. A file name has underscores.
_GAP: Final = r"(?: {1,2}| {0,2}[-._] {0,2})"
# Not followed by a digit, by the hundredths of an amount or by its currency.
_AFTER: Final = r"(?![0-9]|\.[0-9]{2}(?![0-9])| ?(?:บาท|ล้าน))"


def _groups(*lengths: int, gap: str = _GAP) -> str:
    return gap.join(f"[0-9]{{{length}}}" for length in lengths)


_CITIZEN: Final = re.compile(
    r"(?<![0-9])(?=[0-9])(?:(?<![0-9]-)"
    # Without all four gaps only a tight hyphen may stand between: "5 680190123456" is the
    # fifth row of a table and the number of a contract.
    rf"(?:{_groups(1, 4, 5, 2, 1)}|{_groups(1, 4, 5, 2, 1, gap='[-_]?')}){_AFTER}"
    rf"|[0-9]{{13}}{_AFTER})"
)
# After a word for it: any grouping, such as one digit in each box of a form.
_LABELLED_CITIZEN: Final = re.compile(rf"(?<![0-9])[0-9](?:[ ._-]{{0,3}}[0-9]){{12}}{_AFTER}")

_MOBILE_GAP: Final = rf"(?:\) {{0,2}}-? {{0,2}}|{_GAP})"
_MOBILE: Final = re.compile(
    rf"(?<![0-9])(?<![0-9]-)(?=0{_MOBILE_GAP}?[689])(?:"
    + "|".join(
        _groups(*lengths, gap=_MOBILE_GAP)
        for lengths in (
            *((3, 3, 4), (3, 7), (2, 4, 4), (1, 4, 5), (3, 4, 3), (4, 3, 3), (2, 8), (4, 6)),
            *((1, 9), (3, 3, 2, 2)),
        )
    )
    + rf"){_AFTER}(?!-[0-9]{{2}})"
    # An ISBN goes on after "978-", a decimal after its point.
    + rf"|(?<![0-9])(?<![0-9]\.)(?<!97[89]-)0[689][0-9]{{8}}(?!\.[0-9]){_AFTER}"
)
_INTERNATIONAL: Final = re.compile(
    rf"(?:(?:\+ {{0,2}}|(?<![0-9])00|(?<=wa\.me/)|(?<=tel:))66){_GAP}?(?:\(0\){_GAP}?|0{_GAP}?)?"
    rf"(?P<rest>[689](?:{_MOBILE_GAP}?[0-9]){{8}}){_AFTER}"
)
_AS_A_YEAR: Final = re.compile(r"^0[689][^0-9]+25[4-9][0-9][^0-9]")

_ACCOUNT: Final = re.compile(
    rf"(?<![0-9])(?<![0-9]-)(?:(?P<shaped>{_groups(3, 1, 5, 1)})|{_groups(3, 6, 1)}"
    rf"|{_groups(3, 1, 6)}|{_groups(4, 4, 4)}|[0-9]{{10}}|[0-9]{{12}}){_AFTER}"
)

_EMAIL: Final = re.compile(
    r"(?<![A-Za-z0-9._%+-])(?P<local>[A-Za-z0-9._%+-]{1,64})@"
    r"(?P<domain>(?:[A-Za-z0-9][A-Za-z0-9-]{0,62}\.){1,6}[A-Za-z]{2,24})(?![A-Za-z0-9-])"
)
_AGENCY_SUFFIXES: Final = (".go.th", ".or.th", ".ac.th", ".mi.th")
# fmt: off
_PRIVATE_PROVIDERS: Final = frozenset({
    "aol", "fastmail", "gmail", "gmx", "googlemail", "hotmail", "icloud", "live", "msn",
    "outlook", "proton", "protonmail", "qq", "rocketmail", "thaimail", "windowslive", "yahoo",
    "yandex", "ymail", "zoho",
})
_SHARED_BOXES: Final = frozenset({
    "admin", "center", "centre", "complain", "complaint", "contact", "director", "dpo", "finance",
    "help", "helpdesk", "hr", "info", "inspector", "it", "ita", "law", "library", "mail", "media",
    "news", "noreply", "office", "pdpa", "plan", "postmaster", "pr", "reply", "saraban", "sarabun",
    "secretary", "service", "services", "support", "tax", "webmaster",
})
# fmt: on
_WORDS_OF_A_BOX: Final = re.compile(r"[a-z]+")

# Uploads are often named after the moment: milliseconds since 1970, here 2005 to 2035.
_UPLOAD_TIMES: Final = range(1_104_500_000_000, 2_051_300_000_000)
_ADDRESS_START: Final = re.compile(r"://|www\.|^/")
_LONGEST_ADDRESS: Final = 500


# --------------------------------------------------------------------------------- searching


def find_personal_data(text: str) -> tuple[Hit, ...]:
    """Return what personal data the text holds, by kind and place."""
    return _Search(plain_characters(text)).hits


def redact(text: str) -> str:
    """Return the text, normalised, with all personal data masked; without any, as it is."""
    plain = plain_characters(text)
    hits = sorted(_Search(plain).hits, key=lambda hit: hit.start)
    if not hits:
        return text
    parts, position = [], 0
    for hit in hits:
        parts += [plain[position : hit.start], hit.masked]
        position = hit.end
    return "".join([*parts, plain[position:]])


class _Search:
    """One search of one normalised text.

    A passage that one kind has claimed is blanked before the next kind looks, so the same
    digits are never two things.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        hits: list[Hit] = []
        if any(character in text for character in "0123456789@"):
            for find in (self._citizens, self._emails, self._accounts, self._mobiles):
                found = list(find())
                hits += found
                self._blank((hit.start, hit.end) for hit in found)
        self.hits = tuple(hits)

    @cached_property
    def _lowered(self) -> str:
        return self.text.translate(_ASCII_LOWER)

    # Words are looked for only when a number is there; in most texts there is none.
    @cached_property
    def _labels(self) -> _Marks:
        return _Marks(_LABELS, self._lowered)

    @cached_property
    def _persons(self) -> _Marks:
        return _Marks(_PERSON, self._lowered)

    @cached_property
    def _other_holders(self) -> _Marks:
        return _Marks(_HOLDER_IS_NO_PERSON, self._lowered)

    @cached_property
    def _is_about_accounts(self) -> bool:
        return "account" in self._labels.kinds or "บัญชี" in self.text

    def _blank(self, spans: Iterable[tuple[int, int]]) -> None:
        parts, position = [], 0
        for start, end in sorted(spans):
            parts += [self.text[position:start], "\0" * (end - start)]
            position = end
        self.text = "".join([*parts, self.text[position:]])

    def _label_before(self, position: int) -> str | None:
        """Return the kind of the nearest word before that says what a number is."""
        kind, end = self._labels.last_before(position)
        return kind if kind and position - end <= _REACH else None

    def _is_of_a_thing(self, match: re.Match[str]) -> bool:
        """Tell whether the number is that of a paper or a thing, an amount, or part of a key."""
        position = match.start()
        around = (
            self.text[max(0, position - 1) : position] + self.text[match.end() : match.end() + 1]
        )
        if len(around) == 2 and around.isascii() and around.isalpha():
            return True
        kind, end = self._labels.last_before(position)
        if kind is None or position - end > _ADJOINING.get(kind, -1):
            return False
        return not _NUMBER_OR_LINE.search(self.text, end, position)

    def _citizens(self) -> Iterator[Hit]:
        shaped = list(_CITIZEN.finditer(self.text))
        for match in shaped:
            digits = _digits(match[0])
            if pin.is_valid(digits) and not self._is_of_a_thing(match):
                yield self._citizen(match, digits)
        # The others too: the tax number of a company holds no mobile number. None begins with
        # the 00 of a call from abroad.
        self._blank([match.span() for match in shaped if not match[0].startswith("00")])
        for match in _LABELLED_CITIZEN.finditer(self.text):
            digits = _digits(match[0])
            if self._label_before(match.start()) == "citizen" and pin.is_valid(digits):
                yield self._citizen(match, digits)

    def _citizen(self, match: re.Match[str], digits: str) -> Hit:
        kind = PersonalData.CITIZEN_NUMBER
        if match[0] == digits and int(digits) in _UPLOAD_TIMES and self._is_in_address(match):
            kind = PersonalData.POSSIBLE_CITIZEN_NUMBER
        return _hit(kind, match, digits)

    def _is_in_address(self, match: re.Match[str]) -> bool:
        before = self.text[max(0, match.start() - _LONGEST_ADDRESS) : match.start()]
        word = re.split(r"\s", before)[-1]
        return bool(_ADDRESS_START.search(word))

    def _emails(self) -> Iterator[Hit]:
        for match in _EMAIL.finditer(self.text):
            kind = _kind_of_email(match["local"].lower(), match["domain"].lower())
            if kind:
                yield _hit(kind, match, match[0].lower())

    def _accounts(self) -> Iterator[Hit]:
        for match in _ACCOUNT.finditer(self.text):
            if self._is_account(match) and not self._is_held_by_no_person(match):
                yield _hit(PersonalData.BANK_ACCOUNT, match, _digits(match[0]))

    def _is_account(self, match: re.Match[str]) -> bool:
        if match["shaped"] and self._is_about_accounts:
            # The grouping of account numbers, in a text that is about accounts, such as a
            # table with the word in its head.
            return not self._is_of_a_thing(match)
        label = self._label_before(match.start())
        if label is None:
            after, start = self._labels.first_after(match.end())
            return after in {"account", "promptpay"} and start - match.end() <= _FOLLOWING
        if label == "promptpay":
            # With a mobile number as the target: that is what it is found as.
            return not match[0].startswith(("06", "08", "09"))
        return label == "account"

    def _is_held_by_no_person(self, match: re.Match[str]) -> bool:
        window = (match.start() - _HOLDER_REACH, match.end() + _HOLDER_REACH)
        return self._other_holders.any_between(*window) and not self._persons.any_between(*window)

    def _mobiles(self) -> Iterator[Hit]:
        international = list(_INTERNATIONAL.finditer(self.text))
        for match in international:
            yield _hit(PersonalData.MOBILE_NUMBER, match, f"0{_digits(match['rest'])}")
        self._blank([match.span() for match in international])
        for match in _MOBILE.finditer(self.text):
            if not self._is_something_else(match):
                yield _hit(PersonalData.MOBILE_NUMBER, match, _digits(match[0]))

    def _is_something_else(self, match: re.Match[str]) -> bool:
        """Tell whether what looks like a mobile number has the number of a paper or a year."""
        if self._is_of_a_thing(match):
            return True
        if self._label_before(match.start()) in {"phone", "promptpay"}:
            return False
        before = self.text[max(0, match.start() - 10) : match.start()].rstrip(" :")
        return before.endswith("เลขที่") or bool(_AS_A_YEAR.match(match[0]))


def _digits(text: str) -> str:
    return _NO_DIGIT.sub("", text)


def _hit(kind: PersonalData, match: re.Match[str], key: str) -> Hit:
    return Hit(kind=kind, start=match.start(), end=match.end(), passage=match[0], key=key)


def _kind_of_email(local: str, domain: str) -> PersonalData | None:
    """Return what an address gives away; ``None`` for the shared box of an office."""
    is_shared = not _SHARED_BOXES.isdisjoint(_WORDS_OF_A_BOX.findall(local))
    if f".{domain}".endswith(_AGENCY_SUFFIXES):
        return None if is_shared else PersonalData.AGENCY_EMAIL
    # The name of the provider stands before .com, .co.th and the like.
    if is_shared and domain.split(".")[0] not in _PRIVATE_PROVIDERS:
        return None
    return PersonalData.PRIVATE_EMAIL
