"""A plan and the paths that were chosen, made into the record to write."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wagtail_ita.domain.records import ApprovalRecord, EvidenceRecord, MeasureRecord, ReportRecord
from wagtail_ita.transfer.importing.parts import measure_name, with_value
from wagtail_ita.transfer.importing.plan import ImportPlan, MeasurePlan, State, removal_path


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What will be written.

    Attributes:
        record: The whole content of the draft.
        positions: Position in the file of each measure that it updates or adds, by its id.
    """

    record: ReportRecord
    positions: dict[str, int]


def select(plan: ImportPlan, chosen: Collection[str]) -> Selection:
    """Take over the chosen parts of a plan; everything else stays as it is on the page.

    Paths that the plan does not offer are passed over. Measures of the page keep their ids and
    their order; a new one stands after the one that comes before it in the file.
    """
    record = replace(plan.present, code=plan.target.code, title=plan.target.title)
    for part in plan.parts:
        if part.path in chosen and part.is_choice:
            record = with_value(record, part.path, _with_ids(part.found, part.present))
    measures, positions = _measures(plan, chosen)
    return Selection(record=replace(record, measures=measures), positions=positions)


def _measures(
    plan: ImportPlan, chosen: Collection[str]
) -> tuple[tuple[MeasureRecord, ...], dict[str, int]]:
    gone = {each.id for each in plan.kept if removal_path(each) in chosen}
    result = [each for each in plan.present.measures if each.id not in gone]
    positions: dict[str, int] = {}
    place = 0
    for measure in plan.measures:
        if measure.may_be_another and measure.separate_path in chosen:
            present, merged = None, _separate(measure, chosen)
        else:
            present, merged = measure.present, _merged(measure, chosen)
        if present is not None:
            place = next(n for n, each in enumerate(result) if each.id == present.id)
            result[place] = merged
        elif merged == MeasureRecord():
            continue
        else:
            taken = {each.id for each in result}
            id_ = merged.id if merged.id not in {"", *taken} else str(uuid.uuid4())
            merged = replace(merged, id=id_)
            result.insert(place, merged)
        place += 1
        positions[merged.id] = measure.number - 1
    return tuple(result), positions


def _merged(measure: MeasurePlan, chosen: Collection[str]) -> MeasureRecord:
    changes = {
        part.field: _with_ids(part.found, part.present)
        for part in measure.parts
        if part.path in chosen and part.is_choice
    }
    if measure.present is not None:
        return replace(measure.present, **changes)
    # Its own id, from a file of ours: no measure of the page has it.
    return replace(MeasureRecord(id=measure.found.id if changes else ""), **changes)


def _separate(measure: MeasurePlan, chosen: Collection[str]) -> MeasureRecord:
    """Return a measure that is none of the page's, whole but for what is unsure."""
    values: dict[str, Any] = {
        part.field: part.found
        for part in measure.parts
        if part.state is not State.ONLY_PAGE and (part.path in chosen or not part.unsure)
    }
    return MeasureRecord(**values)


def _with_ids(found: Any, present: Any) -> Any:
    """Give entries without an id that of the entry of the page in the same place."""
    if not isinstance(found, tuple) or not isinstance(present, tuple):
        return found
    return tuple(
        replace(each, id=present[place].id)
        if isinstance(each, (ApprovalRecord, EvidenceRecord))
        and not each.id
        and place < len(present)
        else each
        for place, each in enumerate(found)
    )


def about_losses(plan: ImportPlan, record: ReportRecord) -> Iterator[str]:
    """Yield a sentence for each thing of the page that a record leaves out or overwrites."""
    kept = {piece.id for measure in record.measures for piece in measure.evidence}
    for number, measure in enumerate(plan.present.measures, start=1):
        lost = [piece for piece in measure.evidence if piece.id not in kept]
        if lost:
            yield ngettext(
                "Measure %(number)d “%(title)s” of the page has another name in the file or is "
                "not in it: %(count)d piece of its evidence is not in the new draft.",
                "Measure %(number)d “%(title)s” of the page has another name in the file or is "
                "not in it: %(count)d pieces of its evidence are not in the new draft.",
                len(lost),
            ) % {"number": number, "title": measure.title, "count": len(lost)}
    if plan.present.attachments and record.attachments == plan.present.attachments:
        yield _("The page's attachments are kept: %(count)d.") % {
            "count": len(plan.present.attachments)
        }


def about_conflicts(plan: ImportPlan, chosen: Collection[str]) -> Iterator[str]:
    """Yield a sentence for each part that a person wrote and that the choice overwrites."""
    sentence = _("Written by hand on the page, and replaced by the file: %(part)s.")
    for part in plan.parts:
        if part.is_conflict and part.path in chosen:
            yield sentence % {"part": part.label}
    for measure in plan.measures:
        overwritten = [
            part.label for part in measure.parts if part.is_conflict and part.path in chosen
        ]
        if overwritten and measure.present is not None:
            name = measure_name(measure.number, measure.found)
            yield sentence % {"part": f"{name}: {', '.join(overwritten)}"}
