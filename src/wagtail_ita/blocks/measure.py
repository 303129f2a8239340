"""A measure with its six elements: the heart of the report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.text import format_lazy
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import BlockGroup, StructBlockValidationError
from wagtail.rich_text import RichText, get_text_for_indexing

from wagtail_ita.blocks.base import ByReference
from wagtail_ita.blocks.dates import ThaiDateBlock
from wagtail_ita.blocks.evidence import EvidenceStreamBlock
from wagtail_ita.conf import get_settings
from wagtail_ita.domain.elements import Element
from wagtail_ita.domain.entry_ids import keep_ids
from wagtail_ita.domain.indicators import INDICATORS, Indicator, get_indicator
from wagtail_ita.domain.records import PeriodRecord

RESULT_FEATURES = ["bold", "ol", "ul", "link", "document-link"]


def indicator_choices() -> list[tuple[str, str]]:
    """Return the ten indicators as choices, in the language of the interface."""
    language = get_language() or "th"
    return [(str(each.number), f"{each.number}. {each.name(language)}") for each in INDICATORS]


class MeasureValue(blocks.StructValue):
    """What a template, an export or a check asks of a measure."""

    @property
    def indicator_object(self) -> Indicator | None:
        number = self.get("indicator")
        try:
            return get_indicator(int(number)) if number else None
        except (TypeError, ValueError):
            return None

    @property
    def step_list(self) -> list[str]:
        return [step.strip() for step in self.get("steps") or () if step and step.strip()]

    @property
    def responsible_list(self) -> list[str]:
        return [unit.strip() for unit in self.get("responsible") or () if unit and unit.strip()]

    @property
    def period(self) -> PeriodRecord:
        return PeriodRecord(
            start=self.get("period_start"),
            end=self.get("period_end"),
            note=self.get("period_note") or "",
        )

    @property
    def has_output(self) -> bool:
        return _has_text(self.get("output"))

    @property
    def has_outcome(self) -> bool:
        return _has_text(self.get("outcome"))

    @property
    def missing_elements(self) -> list[Element]:
        """The elements of this measure that are still empty, in their order."""
        return [element for element in Element if not _PRESENT[element](self)]


def _has_text(value: RichText | None) -> bool:
    return bool(value and get_text_for_indexing(value.source).strip())


_PRESENT: dict[Element, Callable[[MeasureValue], bool]] = {
    Element.MEASURE: lambda value: bool((value.get("title") or "").strip()),
    Element.STEPS: lambda value: bool(value.step_list),
    Element.PERIOD: lambda value: bool(value.period),
    Element.RESPONSIBLE: lambda value: bool(value.responsible_list),
    Element.OUTPUT: lambda value: value.has_output,
    Element.OUTCOME: lambda value: value.has_outcome,
}

# Where the form shows that an element is empty.
FIELD_OF_ELEMENT = {
    Element.MEASURE: "title",
    Element.STEPS: "steps",
    Element.PERIOD: "period_note",
    Element.RESPONSIBLE: "responsible",
    Element.OUTPUT: "output",
    Element.OUTCOME: "outcome",
}

# Which element a box of the form belongs to.
ELEMENT_OF_FIELD = {
    **{field: element for element, field in FIELD_OF_ELEMENT.items()},
    "description": Element.MEASURE,
    "period_start": Element.PERIOD,
    "period_end": Element.PERIOD,
}

# An element is not called empty while what was typed for it cannot be read.
_FIELDS_OF_ELEMENT = {
    **{element: {field} for element, field in FIELD_OF_ELEMENT.items()},
    Element.PERIOD: {"period_start", "period_end", "period_note"},
}


def keep_entry_ids(measures: Iterable[Any], stored: Iterable[Mapping[str, Any]]) -> None:
    """Give the entries of lists that came without ids those of the same texts before.

    The API of Wagtail that writes pages sends texts only: each would count as new, and would
    have to be translated again.

    Args:
        measures: Children of the stream as they were sent.
        stored: The measures before, as raw data.
    """
    before = {raw.get("id"): raw["value"] for raw in stored}
    for child in measures:
        for name in ("steps", "responsible"):
            known = [
                (entry["id"], entry["value"])
                for entry in before.get(child.id, {}).get(name) or ()
                if isinstance(entry, dict) and entry.get("id")
            ]
            entries = child.value[name].bound_blocks
            if not {entry.id for entry in entries} & {id_ for id_, _text in known}:
                ids = keep_ids([entry.value for entry in entries], known)
                for entry, id_ in zip(entries, ids, strict=True):
                    entry.id = id_


def _missing(element: Element) -> ValidationError:
    return ValidationError(
        gettext("Element (%(number)d) “%(element)s” is empty. Fill it in."),
        code="element_missing",
        params={"number": element.number, "element": element.label},
    )


def _element_group(element: Element, *children: str) -> BlockGroup:
    return BlockGroup(
        children=list(children),
        heading=format_lazy("({number}) {label}", number=element.number, label=element.label),
        help_text=element.hint,
        icon="pick",
    )


# Wagtail shows the label of a list's box above it, but ties the two by nothing that a screen
# reader knows. The blocks below are never in a migration: a measure stands there by name.


class _StepBlock(blocks.TextBlock):
    @cached_property
    def field(self) -> forms.Field:
        field: forms.Field = super().field
        field.widget.attrs["aria-label"] = self.label
        return field


class _UnitBlock(blocks.CharBlock):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.field.widget.attrs["aria-label"] = kwargs["label"]


class MeasureBlock(ByReference, blocks.StructBlock):
    """One measure, project or activity.

    The fields are flat on purpose: wagtail-localize silently leaves out the text of a list
    inside a struct inside a struct. No field is required in a draft; publishing asks for
    all six elements.
    """

    indicator = blocks.ChoiceBlock(
        choices=indicator_choices,
        required=False,
        label=_("Indicator"),
        help_text=_("The ITA indicator that the measure answers to. May be left empty."),
    )
    title = blocks.CharBlock(
        required=False,
        label=_("Name of the measure, project or activity"),
        help_text=_("The name only, as in the agency's plan."),
    )
    description = blocks.TextBlock(
        required=False,
        rows=2,
        label=_("What it is for"),
        help_text=_("One or two sentences. May be left empty."),
    )
    steps = blocks.ListBlock(
        _StepBlock(required=False, rows=2, label=_("Step")),
        label=_("Steps"),
        help_text=_("One step in each box, in the order in which they were taken. No numbers."),
    )
    period_start = ThaiDateBlock(required=False, label=pgettext_lazy("period", "From"))
    period_end = ThaiDateBlock(required=False, label=pgettext_lazy("period", "To"))
    period_note = blocks.CharBlock(
        required=False,
        label=_("Period in words"),
        help_text=_(
            "When the period is not simply from one day to another, "
            "for example “throughout the fiscal year”. It is shown instead of the dates."
        ),
    )
    responsible = blocks.ListBlock(
        _UnitBlock(required=False, label=_("Unit or position")),
        label=_("Responsible"),
        help_text=_("Units or positions, one in each box. Not the names of persons."),
    )
    output = blocks.RichTextBlock(
        required=False,
        features=RESULT_FEATURES,
        label=_("Output"),
        help_text=_("What was done, in figures where there are any."),
    )
    outcome = blocks.RichTextBlock(
        required=False,
        features=RESULT_FEATURES,
        label=_("Outcome"),
        help_text=_("What changed because of it: a score, fewer complaints, an audit result."),
    )
    evidence = EvidenceStreamBlock(
        required=False,
        label=_("Evidence"),
        help_text=_("May be left empty."),
    )

    def clean(self, value: MeasureValue) -> MeasureValue:
        errors: dict[str, ValidationError] = {}
        try:
            value = super().clean(value)
        except StructBlockValidationError as refusal:
            # What else is wrong is said in the same round.
            errors.update(refusal.block_errors)
        start, end = value.get("period_start"), value.get("period_end")
        if start and end and end < start:
            errors["period_end"] = ValidationError(
                gettext("The period ends before it starts. Correct one of the two dates."),
                code="period_order",
            )
        # A draft may be empty; whoever publishes is told of each empty element.
        if not self.is_deferred_validation and get_settings().STOP_PUBLISHING:
            for element in value.missing_elements:
                if not errors.keys() & _FIELDS_OF_ELEMENT[element]:
                    errors[FIELD_OF_ELEMENT[element]] = _missing(element)
        if errors:
            raise StructBlockValidationError(block_errors=errors)
        return value

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        # Outside a report page, in the block's own preview, the page's context is not there.
        alone = {
            "elements": {element.key: element for element in Element},
            "digits": "arabic",
            "visibility": None,
        }
        context: dict[str, Any] = super().get_context(value, parent_context)
        return {**alone, **context}

    class Meta:
        icon = "clipboard-list"
        label = _("Measure")
        label_format = "{indicator} {title}"
        description = _("A measure, project or activity with its six elements.")
        value_class = MeasureValue
        form_classname = "struct-block ita-measure"
        form_layout = BlockGroup(
            children=[
                "indicator",
                _element_group(Element.MEASURE, "title", "description"),
                _element_group(Element.STEPS, "steps"),
                _element_group(Element.PERIOD, "period_start", "period_end", "period_note"),
                _element_group(Element.RESPONSIBLE, "responsible"),
                _element_group(Element.OUTPUT, "output"),
                _element_group(Element.OUTCOME, "outcome"),
                BlockGroup(children=["evidence"], heading=_("Evidence"), icon="doc-full"),
            ]
        )
        template = "wagtail_ita/blocks/measure.html"
        preview_template = "wagtail_ita/blocks/preview.html"

    def get_preview_value(self) -> Any:
        return self.normalize(
            {
                "indicator": "4",
                "title": gettext("Register of borrowed government property"),
                "description": gettext("So that every loan can be traced."),
                "steps": [
                    gettext("Publish the manual for borrowing and returning."),
                    gettext("Record each loan in the register."),
                ],
                "period_start": dt.date(2024, 10, 1),
                "period_end": dt.date(2025, 9, 30),
                "responsible": [gettext("Finance division")],
                "output": RichText(gettext("All 128 loans of the year are in the register.")),
                "outcome": RichText(gettext("No item was found missing in the yearly count.")),
            }
        )


class MeasureStreamBlock(ByReference, blocks.StreamBlock):
    """The measures of a report."""

    measure = MeasureBlock()

    class Meta:
        icon = "clipboard-list"
        label = _("Measures")
        description = _("The measures of a report, each with its six elements.")
        required = False
        collapsed = True
        preview_template = "wagtail_ita/blocks/preview.html"

    def get_preview_value(self) -> Any:
        child = self.child_blocks["measure"]
        return blocks.StreamValue(self, [("measure", child.get_preview_value())])
