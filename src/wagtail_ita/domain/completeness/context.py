"""What a check knows beside the record: years, lists, today's date, known sample texts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckContext:
    """The surroundings of a record. What is not known is left out, and not checked.

    Attributes:
        assessment_year: Assessment year (B.E.) of the index that the page is under.
        expected_reported_year: Fiscal year that the list asks the item to report.
        known_codes: Codes of the list; ``None`` when there is no list for the year.
        item_counts: Number of items in the list of the site's scheme, by assessment year.
        today: Today, for dates that lie in the future.
        samples: Fingerprints of text that nobody should publish as his own, usually
            ``domain.samples.sample_fingerprints()``; empty turns the rule off.
    """

    assessment_year: int | None = None
    expected_reported_year: int | None = None
    known_codes: AbstractSet[str] | None = None
    item_counts: Mapping[int, int] = field(default_factory=dict)
    today: dt.date | None = None
    samples: AbstractSet[str] = frozenset()
