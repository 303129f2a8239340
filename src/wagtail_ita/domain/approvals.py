"""What officers wrote under a memo on its way up, as it is kept with what was published."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from wagtail_ita.domain.findings import FindingType, Severity, register
from wagtail_ita.domain.records import ApprovalRecord

_TEXTS: Final = ("heading", "opinion", "name", "position")

EARLIER_TEXT: Final = _("Given on an earlier text, which was changed afterwards.")
"""What is printed beside an approval that is not of the text that is public."""

APPROVAL_MISSING: Final = register(
    FindingType(
        code="approval-missing",
        severity=Severity.ERROR,
        title=_("Not through the chain of approval"),
        explanation=_(
            "The agency publishes its report by order of its chief executive, and the page says "
            "who approved it. A text that they have not seen must not stand above their names."
        ),
        statement=_("This text has not been through “%(chain)s”."),
        remedy=_("Save it as a draft and submit it to “%(chain)s”."),
    )
)
SOURCE_NOT_APPROVED: Final = register(
    FindingType(
        code="approval-missing-in-source",
        severity=Severity.ERROR,
        title=_("Translation of a text that is not through the chain"),
        explanation=_(
            "A translation says what the report says. It can be public when the report is, by "
            "order of the chief executive."
        ),
        statement=_(
            "“%(source)s”, which this page translates, is not public with a text that has been "
            "through “%(chain)s”."
        ),
        remedy=_("Publish that page through “%(chain)s” first."),
    )
)
APPROVAL_CODES: Final = frozenset({APPROVAL_MISSING.code, SOURCE_NOT_APPROVED.code})
"""What a page that is only submitted, or approved by one officer, cannot have yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainApproval:
    """One officer's decision in the chain that led to a published text.

    Attributes:
        record: What is printed: heading, opinion, name, position, day.
        on_earlier_text: Whether the text was changed after this officer had decided.
    """

    record: ApprovalRecord
    on_earlier_text: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return plain data for a JSON field."""
        texts = {name: getattr(self.record, name) for name in _TEXTS}
        day = self.record.date
        return {
            **texts,
            "date": day.isoformat() if day else None,
            "on_earlier_text": self.on_earlier_text,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> ChainApproval:
        """Read what ``to_json`` wrote; what is missing is empty."""
        day = data.get("date")
        return cls(
            record=ApprovalRecord(
                **{name: str(data.get(name) or "") for name in _TEXTS},
                date=dt.date.fromisoformat(day) if day else None,
            ),
            on_earlier_text=bool(data.get("on_earlier_text")),
        )
