"""What an import would do, part by part, before anything is written."""

from __future__ import annotations

import enum
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from wagtail_ita.domain.records import MeasureRecord, ReportRecord
from wagtail_ita.transfer.importing.history import Earlier, earlier_import
from wagtail_ita.transfer.importing.matching import Match, match_measures
from wagtail_ita.transfer.importing.parts import (
    MEASURE_FIELDS,
    REPORT_PATHS,
    below,
    is_empty,
    measure_label,
    report_label,
    same,
    value_at,
)
from wagtail_ita.transfer.importing.targets import Target, contradictions
from wagtail_ita.transfer.parsed import ParsedReport


class State(enum.Enum):
    """How a part of the file stands to the page."""

    NEW = "new"
    SAME = "same"
    CHANGED = "changed"
    ONLY_PAGE = "only_page"


@dataclass(frozen=True, slots=True, kw_only=True)
class PartPlan:
    """One part of the report: what the page has, what the file has.

    Attributes:
        path: Name of the part; that of a measure counts the measures of the file.
        lines: Numbers of the source lines that it was read from.
        unsure: Whether the reader of the file is not sure of it.
        is_kept_by_hand: Whether a person wrote or changed what the page has, as far as it does
            not come from the import before this one.
        is_removal: Whether taking it takes something away that the file says nothing of.
    """

    path: str
    label: str
    state: State
    present: Any
    found: Any
    lines: tuple[int, ...] = ()
    unsure: bool = False
    is_kept_by_hand: bool = False
    is_removal: bool = False

    @property
    def field(self) -> str:
        """Last part of the path: the name of the field in its record."""
        return self.path.rpartition(".")[2]

    @property
    def is_choice(self) -> bool:
        """Whether taking it or not makes a difference."""
        return self.state in (State.NEW, State.CHANGED) or self.is_removal

    @property
    def is_conflict(self) -> bool:
        """Whether taking it would overwrite what a person wrote."""
        return self.is_kept_by_hand and self.is_choice and not self.is_removal

    @property
    def is_default(self) -> bool:
        """Whether it is taken unless somebody decides otherwise."""
        return self.is_choice and not (self.unsure or self.is_conflict or self.is_removal)


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasurePlan:
    """One measure of the file.

    Attributes:
        number: Its place in the file, from 1.
        present: The measure of the page that it updates; ``None`` for a new one.
        match: How that one was found.
    """

    number: int
    found: MeasureRecord
    present: MeasureRecord | None
    match: Match | None
    parts: tuple[PartPlan, ...]
    lines: tuple[int, ...] = ()

    @property
    def separate_path(self) -> str:
        """The choice that it is another measure than the one it seems to be."""
        return f"separate.{self.number - 1}"

    @property
    def may_be_another(self) -> bool:
        return self.match is Match.LIKELY


@dataclass(frozen=True, kw_only=True)
class ImportPlan:
    """What an import would do; ``select`` makes the record to write of it.

    Attributes:
        target: Where it goes.
        parsed: What the reader of the file understood.
        present: What the latest draft of the page has.
        parts: Everything that is no measure.
        kept: Measures of the page that the file does not have.
        notices: Sentences on what the person should look at.
    """

    target: Target
    parsed: ParsedReport
    present: ReportRecord
    parts: tuple[PartPlan, ...]
    measures: tuple[MeasurePlan, ...]
    kept: tuple[MeasureRecord, ...]
    notices: tuple[str, ...] = ()

    @cached_property
    def every_part(self) -> tuple[PartPlan, ...]:
        """All parts, those of the measures too."""
        return (*self.parts, *(part for measure in self.measures for part in measure.parts))

    @cached_property
    def choices(self) -> frozenset[str]:
        """Every path that may be chosen."""
        return frozenset(
            {part.path for part in self.every_part if part.is_choice}
            | {each.separate_path for each in self.measures if each.may_be_another}
            | {removal_path(each) for each in self.kept}
        )

    @cached_property
    def defaults(self) -> frozenset[str]:
        """The paths that are taken unless somebody decides otherwise.

        Nothing unsure, nothing that a person wrote, and no removal.
        """
        return frozenset(part.path for part in self.every_part if part.is_default)

    def everything(self, *, unsure: bool) -> frozenset[str]:
        """Return the paths that make the page follow the file; its other measures stay."""
        return frozenset(
            part.path for part in self.every_part if part.is_choice and (unsure or not part.unsure)
        )


def removal_path(measure: MeasureRecord) -> str:
    """Return the choice that a measure of the page goes away."""
    return f"remove.{measure.id}"


def make_plan(parsed: ParsedReport, target: Target) -> ImportPlan:
    """Compare what was read with the latest draft of its page; nothing is written."""
    present = target.present
    earlier = earlier_import(target.page)
    sources = _Sources(parsed)
    pairs = match_measures(parsed.record.measures, present.measures)
    measures = []
    for position, found in enumerate(parsed.record.measures):
        pair = pairs.get(position)
        twin = present.measures[pair.present] if pair else None
        match = pair.match if pair else None
        measures.append(_measure_plan(position, found, twin, match, sources, earlier))
    taken = {pair.present for pair in pairs.values()}
    return ImportPlan(
        target=target,
        parsed=parsed,
        present=present,
        parts=tuple(_report_parts(parsed.record, present, sources, earlier)),
        measures=tuple(measures),
        kept=tuple(each for n, each in enumerate(present.measures) if n not in taken),
        notices=tuple(contradictions(parsed.record, target)),
    )


class _Sources:
    """Where the parts of a file come from, and which of them are unsure."""

    def __init__(self, parsed: ParsedReport) -> None:
        self.origins: Mapping[str, tuple[int, ...]] = parsed.origins
        # An unsure step makes its steps unsure, and an unsure measure all that it has.
        self.unsure: Collection[str] = parsed.unsure
        self.wider = {wider for path in parsed.unsure for wider in below(path)}

    def lines(self, path: str) -> tuple[int, ...]:
        return self.origins.get(path, ())

    def is_unsure(self, path: str) -> bool:
        return path in self.wider or any(each in self.unsure for each in below(path))


def _report_parts(
    found: ReportRecord, present: ReportRecord, sources: _Sources, earlier: Earlier
) -> Iterator[PartPlan]:
    for path in REPORT_PATHS:
        new, old = value_at(found, path), value_at(present, path)
        state = _state(new, old)
        if state is not None:
            yield PartPlan(
                path=path,
                label=report_label(path),
                state=state,
                present=old,
                found=new,
                lines=sources.lines(path),
                unsure=sources.is_unsure(path),
                is_kept_by_hand=earlier.is_by_hand(path, old),
            )


def _measure_plan(
    position: int,
    found: MeasureRecord,
    twin: MeasureRecord | None,
    match: Match | None,
    sources: _Sources,
    earlier: Earlier,
) -> MeasurePlan:
    present = twin or MeasureRecord()
    parts = []
    for name in MEASURE_FIELDS:
        path = f"measures.{position}.{name}"
        new, old = getattr(found, name), getattr(present, name)
        state = _state(new, old)
        if state is None:
            continue
        # Under another name it may be another measure: what backed the old one need not back
        # the new one.
        stale = name == "evidence" and state is State.ONLY_PAGE and match is Match.LIKELY
        parts.append(
            PartPlan(
                path=path,
                label=measure_label(name),
                state=state,
                present=old,
                found=new,
                lines=sources.lines(path),
                unsure=sources.is_unsure(path),
                is_kept_by_hand=twin is not None and earlier.is_measure_by_hand(twin, name),
                is_removal=stale,
            )
        )
    return MeasurePlan(
        number=position + 1,
        found=found,
        present=twin,
        match=match,
        parts=tuple(parts),
        lines=sources.lines(f"measures.{position}"),
    )


def _state(found: Any, present: Any) -> State | None:
    """Compare two values; ``None`` when there is neither."""
    if is_empty(found):
        return None if is_empty(present) else State.ONLY_PAGE
    if is_empty(present):
        return State.NEW
    return State.SAME if same(found, present) else State.CHANGED
