"""What a memo usually says, put together from what is known of the report.

The sentences are a beginning that an officer reads and changes. A clause whose figure is not
known is left out: nothing is invented, and no gap is left to fill.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from wagtail_ita.domain.digits import to_arabic, to_thai
from wagtail_ita.domain.languages import is_thai
from wagtail_ita.domain.records import MemoRecord

MAX_SUBJECT: Final = 500
"""As long as a page stores it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoSource:
    """What is known when the memo is written; what is not known is empty.

    Attributes:
        unit, addressee: As the site's settings have them.
        agency: Name of the agency in the language of the memo.
        title: Official title of the item, or the title of the page where no list names one.
        code: Item code, such as ``O26``.
        reported_year, assessment_year: B.E.
        overall_score: Total of the reported year.
        level: Label of the level in the language of the memo.
        measure_count: How many measures the report has.
        language: Language of the page.
        thai_digits: Whether the site shows Thai digits in that language.
    """

    unit: str = ""
    addressee: str = ""
    agency: str = ""
    title: str = ""
    code: str = ""
    reported_year: int | None = None
    assessment_year: int | None = None
    overall_score: Decimal | None = None
    level: str = ""
    measure_count: int = 0
    language: str = "th"
    thai_digits: bool = True


def default_memo(source: MemoSource) -> MemoRecord:
    """Return the memo that usually goes with such a report; without number, date, approvals."""
    writer = _Thai(source) if is_thai(source.language) else _English(source)
    return MemoRecord(
        unit=source.unit,
        addressee=source.addressee,
        subject=default_subject(source),
        background=writer.background(),
        facts=writer.facts(),
        proposal=writer.proposal(),
    )


def default_subject(source: MemoSource) -> str:
    """Return the usual subject; empty while the report has no title."""
    if not source.title:
        return ""
    writer = _Thai(source) if is_thai(source.language) else _English(source)
    subject = writer.subject()
    return subject if len(subject) <= MAX_SUBJECT else source.title[:MAX_SUBJECT]


@dataclass(frozen=True, slots=True)
class _Thai:
    """The sentences of a Thai memo."""

    source: MemoSource

    def subject(self) -> str:
        source = self.source
        return _joined(
            (f"ขออนุมัติเผยแพร่{source.title}", not _names_year(source) and self._reported_year)
        )

    def background(self) -> str:
        source = self.source
        year = self._year(source.assessment_year)
        item = _joined((source.code and f"ข้อ {source.code}", source.title))
        return _joined(
            (
                f"ด้วย{source.agency or 'หน่วยงาน'}เข้ารับการประเมินคุณธรรมและความโปร่งใส (ITA)",
                year and f"ประจำ{year}",
                item and f"ซึ่ง{item}",
                item and "เป็นข้อมูลที่ต้องเปิดเผยต่อสาธารณะบนเว็บไซต์หลักของหน่วยงาน",
            )
        )

    def facts(self) -> str:
        count = self.source.measure_count
        done = _joined(
            (
                f"ผู้รับผิดชอบได้รวบรวมผลการดำเนินการตามมาตรการ{self._of_reported_year}",
                count and f"รวม {self._digits(count)} มาตรการ",
                "และเรียบเรียงเป็นรายงานตามที่แนบมาด้วยแล้ว",
            )
        )
        return _paragraphs((done, self._result()))

    def proposal(self) -> str:
        source = self.source
        report = _joined(("รายงานดังกล่าว", source.code and f"(ข้อ {source.code})"))
        where = f"ขึ้นเผยแพร่บนเว็บไซต์หลักของ{source.agency or 'หน่วยงาน'}"
        asked = f"เห็นควรให้นำ{report}{' ' if source.code else ''}{where}"
        return _paragraphs(
            (
                f"{asked} เพื่อให้ประชาชนตรวจดูได้โดยสะดวก",
                "จึงเรียนมาเพื่อโปรดทราบ และหากเห็นชอบโปรดสั่งการให้เผยแพร่ต่อไป",
            )
        )

    def _result(self) -> str:
        source = self.source
        score = source.overall_score
        result = _joined(
            (
                score is not None and f"ได้คะแนนรวม {self._digits(f'{score:.2f}')} คะแนน",
                source.level and f"อยู่ในระดับ{_apart(source.level)}",
            )
        )
        agency = source.agency or "หน่วยงาน"
        year = self._of_reported_year
        return result and _joined(("ในการประเมิน ITA", year, f"{agency}{result}"))

    @property
    def _of_reported_year(self) -> str:
        return f"ของ{self._reported_year}" if self._reported_year else ""

    @property
    def _reported_year(self) -> str:
        return self._year(self.source.reported_year)

    def _year(self, year: int | None) -> str:
        return f"ปีงบประมาณ พ.ศ. {self._digits(year)}" if year else ""

    def _digits(self, value: object) -> str:
        return to_thai(str(value)) if self.source.thai_digits else str(value)


@dataclass(frozen=True, slots=True)
class _English:
    """The sentences of a memo on a page that is not Thai."""

    source: MemoSource

    def subject(self) -> str:
        source = self.source
        year = "" if _names_year(source) else self._year(source.reported_year)
        return _joined((f"Approval to publish: {source.title}", year and f"({year})"))

    def background(self) -> str:
        source = self.source
        item = _joined((source.code, source.title and f"“{source.title}”"))
        year = self._year(source.assessment_year)
        assessed = _joined(
            (
                source.agency or "The agency",
                "takes part in the Integrity and Transparency Assessment (ITA)",
                year and f"of {year}",
            )
        )
        asked = item and f"The list of information asks for {item} on the agency’s main website."
        return _joined((f"{assessed}.", asked))

    def facts(self) -> str:
        source = self.source
        year = self._year(source.reported_year)
        count = source.measure_count
        measures = count and ("one measure" if count == 1 else f"{count} measures")
        done = _joined(
            (
                "The officers in charge have gathered the results of",
                measures or "the measures",
                year and f"of {year}",
                "and put them into the attached report",
            )
        )
        return _paragraphs((f"{done}.", self._result()))

    def proposal(self) -> str:
        source = self.source
        report = _joined(("the report", source.code and f"({source.code})"))
        where = f"the main website of {source.agency}" if source.agency else "the main website"
        return _paragraphs(
            (
                f"It is proposed to publish {report} on {where}, where everyone can read it.",
                "For your information and, if you agree, your order to publish.",
            )
        )

    def _result(self) -> str:
        source = self.source
        score, year = source.overall_score, self._year(source.reported_year)
        result = _listed(
            (
                score is not None and f"a total score of {score:.2f}",
                source.level and f"the level “{source.level}”",
            )
        )
        return result and (
            _joined(("In the ITA", year and f"of {year}", source.agency or "the agency", "reached"))
            + f" {result}."
        )

    @staticmethod
    def _year(year: int | None) -> str:
        return f"fiscal year {year}" if year else ""


def _names_year(source: MemoSource) -> bool:
    """Tell whether the title has the year already, in either digits."""
    return bool(source.reported_year) and str(source.reported_year) in to_arabic(source.title)


def _apart(label: str) -> str:
    """Return a label with a space before it where it is in Latin letters: ระดับ AA."""
    return f" {label}" if label[:1].isascii() else label


def _joined(clauses: Iterable[object]) -> str:
    return " ".join(str(clause) for clause in clauses if clause)


def _listed(clauses: Iterable[object]) -> str:
    return " and ".join(str(clause) for clause in clauses if clause)


def _paragraphs(texts: Iterable[str]) -> str:
    """Return the texts with an empty line between them, which makes paragraphs of them."""
    return "\n\n".join(filter(None, texts))
