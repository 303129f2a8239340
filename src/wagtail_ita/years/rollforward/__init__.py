"""Next year's drafts from this year's pages: a plan that only looks, and one step that writes.

What a year is worked out from again (measures, units, owners) goes over; what it came to
(dates, results, scores, evidence, the memo) does not.
"""

from __future__ import annotations

from wagtail_ita.years.rollforward.applying import RolledForward, apply_rollforward
from wagtail_ita.years.rollforward.plan import (
    EMPTIED,
    KEPT,
    CarriedItem,
    DatedText,
    RollforwardError,
    RollforwardPlan,
    Source,
    plan_next_year,
    plan_rollforward,
)

__all__ = [
    "EMPTIED",
    "KEPT",
    "CarriedItem",
    "DatedText",
    "RolledForward",
    "RollforwardError",
    "RollforwardPlan",
    "Source",
    "apply_rollforward",
    "plan_next_year",
    "plan_rollforward",
]
