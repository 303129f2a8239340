"""The rating levels of the assessment, scale by scale.

A level is stored as it was announced. The functions here help to read and to check one;
where the figures do not decide, the answer is ``None`` and never the better guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from django.utils.translation import gettext_lazy as _

from wagtail_ita.domain.certainty import Certainty
from wagtail_ita.domain.languages import in_language

MAX_SCORE: Final = Decimal(100)
_MAX_LENGTH: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingLevel:
    """One level of a scale. The Thai label is the official one.

    Attributes:
        code: Stable short name that is stored.
        minimum: Lowest total of the level.
        each_minimum: What IIT, EIT and OIT must each reach besides; ``None`` asks nothing.
    """

    code: str
    label_th: str
    label_en: str
    minimum: Decimal
    each_minimum: Decimal | None = None

    def label(self, language: str) -> str:
        """Return the label in Thai for Thai, in English for any other language."""
        return in_language(language, thai=self.label_th, english=self.label_en)


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingScale:
    """The levels in use over some assessment years (B.E.), best first.

    Attributes:
        last_year: Last year of the scale; ``None`` while it is in use.
        certainty: How sure the limits are.
        source: Where the limits come from.
    """

    first_year: int
    last_year: int | None
    levels: tuple[RatingLevel, ...]
    certainty: Certainty
    source: str

    def __contains__(self, year: int) -> bool:
        return self.first_year <= year and (self.last_year is None or year <= self.last_year)


def _letter(letter: str, minimum: int) -> RatingLevel:
    return RatingLevel(
        code=letter.lower(), label_th=letter, label_en=letter, minimum=Decimal(minimum)
    )


LETTERS: Final = RatingScale(
    # 2562 is the year in which the letters are thought to begin; the limits are surer.
    first_year=2562,
    last_year=2565,
    levels=(
        _letter("AA", 95),
        _letter("A", 85),
        _letter("B", 75),
        _letter("C", 65),
        _letter("D", 55),
        _letter("E", 50),
        _letter("F", 0),
    ),
    certainty=Certainty.B,
    source="Annual report 2565 of a state agency (sme.go.th) and a public repository agree.",
)

PASS_LEVELS: Final = RatingScale(
    first_year=2566,
    last_year=None,
    levels=(
        RatingLevel(
            code="excellent",
            label_th="ผ่านดีเยี่ยม",
            label_en="Excellent pass",
            minimum=Decimal(95),
            each_minimum=Decimal(95),
        ),
        RatingLevel(
            code="good",
            label_th="ผ่านดี",
            label_en="Good pass",
            minimum=Decimal(85),
            each_minimum=Decimal(85),
        ),
        RatingLevel(code="passed", label_th="ผ่าน", label_en="Pass", minimum=Decimal(85)),
        RatingLevel(
            code="improve",
            label_th="ต้องปรับปรุง",
            label_en="Needs improvement",
            minimum=Decimal(70),
        ),
        RatingLevel(
            code="improve_urgently",
            label_th="ต้องปรับปรุงโดยด่วน",
            label_en="Needs urgent improvement",
            minimum=Decimal(0),
        ),
    ),
    certainty=Certainty.C,
    source="One public repository; the labels agree with what agencies print for 2567 and 2568.",
)

SCALES: Final = (LETTERS, PASS_LEVELS)
ALL_LEVELS: Final[tuple[RatingLevel, ...]] = (*PASS_LEVELS.levels, *LETTERS.levels)
LEVEL_CHOICES: Final[list[tuple[str, str]]] = [(level.code, level.label_th) for level in ALL_LEVELS]

_BY_CODE: Final = {level.code: level for level in ALL_LEVELS}
_DECORATION: Final = re.compile(r"[\s\"'“”‘’()\[\].:,]+|ระดับ|เกรด|grade|level", re.IGNORECASE)


def scale_for(year: int) -> RatingScale | None:
    """Return the scale of an assessment year (B.E.), if it is known."""
    return next((scale for scale in SCALES if year in scale), None)


def get_level(code: str) -> RatingLevel | None:
    """Return the level with this stored code, if there is one."""
    return _BY_CODE.get(code)


def find_level(text: str, year: int | None = None) -> RatingLevel | None:
    """Read a level as printed: "ระดับผ่านดีเยี่ยม", "ต้องปรับปรุง", "Grade AA".

    Nothing but the level may stand in the text, so that "ไม่ผ่าน" is never taken for a pass.

    Args:
        text: What was printed.
        year: Assessment year (B.E.) whose scale it must belong to; ``None`` allows all.
    """
    levels = ALL_LEVELS
    if year is not None:
        scale = scale_for(year)
        levels = scale.levels if scale else ()
    printed = _plain(text[:_MAX_LENGTH])
    if not printed:
        return None
    return next(
        (
            level
            for level in levels
            if printed in {_plain(level.label_th), _plain(level.label_en), level.code}
        ),
        None,
    )


def mean(scores: Iterable[Decimal]) -> Decimal:
    """Return the mean, rounded half up to two places as scores are printed.

    Raises:
        ValueError: There are no scores.
    """
    values = tuple(scores)
    if not values:
        raise ValueError(_("There is no mean of no scores. Give at least one score.") % {})
    exact = sum(values, Decimal(0)) / len(values)
    return exact.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def _plain(text: str) -> str:
    return _DECORATION.sub("", text).lower()
