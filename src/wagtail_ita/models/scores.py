"""The result of the assessment that a report quotes."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.functional import lazy
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from wagtail_ita.domain.indicators import INDICATORS, Indicator, get_indicator
from wagtail_ita.domain.ratings import ALL_LEVELS, RatingLevel, get_level


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreRow:
    """One line of the score table."""

    indicator: Indicator
    score: Decimal | None

    @property
    def bar_width(self) -> str:
        """Length of the bar in percent, as SVG wants it whatever the locale."""
        score = min(max(self.score or Decimal(0), Decimal(0)), Decimal(100))
        return f"{score:f}"


def level_choices() -> list[tuple[str, str]]:
    """Return the rating levels of all scales; a function, so that a new one makes no migration."""
    language = get_language() or "en"
    return [(level.code, level.label(language)) for level in ALL_LEVELS]


def _numbered_name(number: int) -> str:
    return f"{number}. {get_indicator(number).name(get_language() or 'en')}"


_lazy_name = lazy(_numbered_name, str)


def _score_field(number: int) -> models.DecimalField[Decimal | None, Decimal | None]:
    return models.DecimalField(
        _lazy_name(number),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )


class ScoresMixin(models.Model):
    """Total, level and the scores of the ten indicators, as entered.

    One column each: so comparison names the indicator, and an import or an export of the
    database needs no knowledge of ours.
    """

    overall_score = models.DecimalField(
        _("total score"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    level = models.CharField(
        pgettext_lazy("assessment", "level"), max_length=20, blank=True, choices=level_choices
    )
    score_1 = _score_field(1)
    score_2 = _score_field(2)
    score_3 = _score_field(3)
    score_4 = _score_field(4)
    score_5 = _score_field(5)
    score_6 = _score_field(6)
    score_7 = _score_field(7)
    score_8 = _score_field(8)
    score_9 = _score_field(9)
    score_10 = _score_field(10)

    class Meta:
        abstract = True

    @property
    def score_rows(self) -> list[ScoreRow]:
        """All ten indicators with their scores; empty when none has one."""
        rows = [
            ScoreRow(indicator=each, score=getattr(self, f"score_{each.number}"))
            for each in INDICATORS
        ]
        return rows if any(row.score is not None for row in rows) else []

    @property
    def rating_level(self) -> RatingLevel | None:
        return get_level(self.level)
