"""The three instruments and the ten indicators of the assessment."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy as _

from wagtail_ita.domain.languages import in_language


class Instrument(enum.Enum):
    """Whose answers an indicator is scored from. ``Instrument("OIT")`` finds a member.

    Attributes:
        code: The abbreviation that Thai and English texts both use.
        label: Lazy translation of what the instrument measures.
    """

    code: str
    label: str

    IIT = ("IIT", _("Perception of internal stakeholders (IIT)"))
    EIT = ("EIT", _("Perception of external stakeholders (EIT)"))
    OIT = ("OIT", _("Public disclosure of information (OIT)"))

    def __new__(cls, code: str, label: str) -> Instrument:
        member = object.__new__(cls)
        member._value_ = code
        member.code = code
        member.label = label
        return member


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One of the ten indicators.

    The Thai name is the official one; the English name is our translation.
    """

    number: int
    name_th: str
    name_en: str
    instrument: Instrument

    def name(self, language: str) -> str:
        """Return the Thai name for Thai, the English one for any other language."""
        return in_language(language, thai=self.name_th, english=self.name_en)


def _indicators(
    instrument: Instrument, first: int, names: tuple[tuple[str, str], ...]
) -> tuple[Indicator, ...]:
    return tuple(
        Indicator(number=number, name_th=name_th, name_en=name_en, instrument=instrument)
        for number, (name_th, name_en) in enumerate(names, start=first)
    )


# Names as agencies print them for fiscal year 2568; 9 and 10 are the same in 2566.
INDICATORS: Final[tuple[Indicator, ...]] = (
    *_indicators(
        Instrument.IIT,
        1,
        (
            ("การปฏิบัติหน้าที่", "Performance of duties"),
            ("การใช้งบประมาณ", "Use of the budget"),
            ("การใช้อำนาจ", "Use of power"),
            ("การใช้ทรัพย์สินของราชการ", "Use of state property"),
            ("การแก้ไขปัญหาการทุจริต", "Solving the problem of corruption"),
        ),
    ),
    *_indicators(
        Instrument.EIT,
        6,
        (
            ("คุณภาพการดำเนินงาน", "Quality of work"),
            ("ประสิทธิภาพการสื่อสาร", "Effectiveness of communication"),
            ("การปรับปรุงการทำงาน", "Improvement of work"),
        ),
    ),
    *_indicators(
        Instrument.OIT,
        9,
        (
            ("การเปิดเผยข้อมูล", "Disclosure of information"),
            ("การป้องกันการทุจริต", "Prevention of corruption"),
        ),
    ),
)


def get_indicator(number: int) -> Indicator:
    """Return the indicator with this number.

    Raises:
        ValueError: There is no such indicator; the sentence says which there are.
    """
    if 1 <= number <= len(INDICATORS):
        return INDICATORS[number - 1]
    raise ValueError(
        _("There is no indicator %(number)s. Give a number from 1 to %(last)s.")
        % {"number": number, "last": len(INDICATORS)}
    )
