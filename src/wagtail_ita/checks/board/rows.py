"""The board as data: one row an item, or a page of it, and the filter over them."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from wagtail_ita.checks.board.statuses import PUBLISHED, Status
from wagtail_ita.domain.catalogue_items import CatalogueItem
from wagtail_ita.domain.findings import Finding, Severity

PUBLICATION_DELAY: Final = dt.timedelta(hours=1)
"""How long after its time a scheduled version may wait for ``publish_scheduled``."""


@dataclass(frozen=True, kw_only=True)
class Row:
    """An item of the year with one of its pages, or without.

    Attributes:
        code: Item code, as the list has it; as typed where the list lacks it.
        title: Title of the latest version; for a missing item that of the list.
        item: Row of the catalogue; ``None`` where the list lacks the code.
        page: The page as published; ``None`` for a missing item.
        owner: Name of who sees to the item.
        address: Full public address; empty while a visitor cannot open the page.
        scheduled_for: When a version goes live.
        may_edit: Whether the user may open the page in the editor.
    """

    code: str
    title: str
    main: Status
    item: CatalogueItem | None = None
    page: Any = None
    marks: tuple[Status, ...] = ()
    owner: str = ""
    owner_id: Any = None
    due: dt.date | None = None
    scheduled_for: dt.datetime | None = None
    findings: tuple[Finding, ...] = ()
    address: str = ""
    may_edit: bool = False

    @property
    def statuses(self) -> tuple[Status, ...]:
        """The main status and the marks."""
        return (self.main, *self.marks)

    @cached_property
    def weights(self) -> Mapping[Severity, int]:
        """How many findings there are of each severity."""
        return Counter(each.severity for each in self.findings)

    @property
    def sorted_findings(self) -> list[Finding]:
        """The findings, the gravest first."""
        return sorted(self.findings, key=lambda each: -each.severity.rank)

    @property
    def errors(self) -> int:
        return self.weights.get(Severity.ERROR, 0)

    @property
    def warnings(self) -> int:
        return self.weights.get(Severity.WARNING, 0)

    @property
    def notes(self) -> int:
        return self.weights.get(Severity.NOTE, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class RowFilter:
    """What of the board to show; an empty filter shows all.

    Attributes:
        owner: Primary key of a user as text, ``"none"`` for items without an owner.
        severity: Least severity of a finding that a row must have.
    """

    status: Status | None = None
    owner: str = ""
    severity: Severity | None = None

    NO_OWNER = "none"

    def matches(self, row: Row) -> bool:
        """Tell whether a row is to be shown."""
        if self.status and self.status not in row.statuses:
            return False
        if self.owner and str(row.owner_id or RowFilter.NO_OWNER) != self.owner:
            return False
        least = self.severity
        return least is None or any(each.severity.is_at_least(least) for each in row.findings)


@dataclass(frozen=True, kw_only=True)
class Board:
    """Everything that a user may see of one assessment year."""

    index: Any
    rows: tuple[Row, ...] = ()
    can_add: bool = False
    owners: Mapping[Any, str] = field(default_factory=dict)

    @cached_property
    def counts(self) -> Mapping[Status, int]:
        """How many rows have each status, marks included."""
        return Counter(status for row in self.rows for status in row.statuses)

    @property
    def published(self) -> int:
        """How many items a visitor can open."""
        return len({row.code for row in self.rows if is_public(row)})

    @property
    def total(self) -> int:
        """How many items there are, however many pages they have."""
        return len({row.code for row in self.rows})

    @property
    def status_counts(self) -> list[tuple[Status, int]]:
        """The statuses that occur, each with its number of rows."""
        return [(each, self.counts[each]) for each in Status if self.counts.get(each)]

    def late_rows(self, now: dt.datetime) -> list[Row]:
        """Return the rows whose schedule passed an hour ago or more, and nothing happened.

        Where errors stopped the schedule the scheduler did run.
        """
        latest = now - PUBLICATION_DELAY
        return [
            row
            for row in self.rows
            if row.scheduled_for and row.scheduled_for < latest and Status.REFUSED not in row.marks
        ]

    def filtered(self, choice: RowFilter) -> list[Row]:
        """Return the rows that a filter leaves."""
        return [row for row in self.rows if choice.matches(row)]


def is_public(row: Row) -> bool:
    """Tell whether a visitor can open the row's page."""
    return row.main in PUBLISHED and Status.NOT_PUBLIC not in row.marks


def rows_by_code(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """Return the rows by item code, in the order in which the codes appear."""
    by_code: dict[str, list[Row]] = {}
    for row in rows:
        by_code.setdefault(row.code, []).append(row)
    return by_code
