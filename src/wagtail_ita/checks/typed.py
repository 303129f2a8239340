"""Checks what stands in an edit form now, before anybody saves it.

The form is read as far as it can be read: one date that is none must not hide what the rules
say about the other nine measures.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.core.exceptions import FieldDoesNotExist, ValidationError
from wagtail import blocks
from wagtail.rich_text import RichText

from wagtail_ita.blocks import MeasureBlock, MeasureStreamBlock
from wagtail_ita.blocks.measure import ELEMENT_OF_FIELD
from wagtail_ita.domain.completeness import Progress, measure_progress
from wagtail_ita.domain.completeness.readable import UNREADABLE
from wagtail_ita.domain.findings import FIELD_LABELS, Finding, Place
from wagtail_ita.models import ITAReportMixin, typed_findings
from wagtail_ita.transfer.pages import report_to_record


@dataclass(frozen=True, slots=True, kw_only=True)
class FormError:
    """What the form itself says: as it is typed, it could not even be saved as a draft.

    Attributes:
        place: Where it is.
        label: What the form calls the box, where the place has no name of its own for it.
        text: What is wrong, in the active language.
    """

    place: Place
    label: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedCheck:
    """What there is to say about an edit form.

    Attributes:
        errors: What the form itself does not accept.
        findings: What the rules say about the page that would come of it.
        progress: How many measures are complete; ``None`` for a page without measures.
    """

    errors: tuple[FormError, ...]
    findings: tuple[Finding, ...]
    progress: Progress | None


def check_typed(form: Any) -> TypedCheck:
    """Check the page of a bound edit form, as it is typed and without storing anything.

    The form's instance is filled and cannot be saved afterwards: it may hold what no column
    takes.
    """
    errors = read_typed(form)
    page = form.instance
    refused = {_spot(error.place) for error in errors}
    # The form has said already, and in better words, what it could not read.
    findings = tuple(
        finding
        for finding in typed_findings(page)
        if finding.code != UNREADABLE.code or _spot(finding.place) not in refused
    )
    is_report = isinstance(page, ITAReportMixin)
    progress = measure_progress(report_to_record(page)) if is_report else None
    return TypedCheck(errors=errors, findings=findings, progress=progress)


def read_typed(form: Any) -> tuple[FormError, ...]:
    """Fill the page of a bound edit form with what is typed, and return what it refuses.

    What is refused stands on the page as it was typed.
    """
    form.defer_required_fields()
    reader = _Reader()
    _read_streams_in_parts(form, reader)
    form.is_valid()
    _keep_as_typed(form, form.instance)
    return (*_field_errors(form), *reader.errors)


def _spot(place: Place) -> tuple[Any, ...]:
    """Return how exactly the rules know where something cannot be read."""
    if place.measure_number is None:
        return (place.field, place.entry_number)
    return (place.measure_number, place.element)


def _field_errors(form: Any) -> Iterable[FormError]:
    for name, errors in form.errors.as_data().items():
        is_field = name in form.fields
        label = "" if not is_field or name in FIELD_LABELS else str(form[name].label)
        place = Place(field=name if is_field else "")
        yield FormError(place=place, label=label, text=_text(forms.utils.ErrorList(errors)))


def _keep_as_typed(form: Any, page: Any) -> None:
    """Put what the form refused onto the page, where the stored value would be checked instead."""
    for name in form.errors:
        try:
            field = page._meta.get_field(name)
        except FieldDoesNotExist:
            continue
        if name in form.fields and field.concrete and not field.is_relation:
            setattr(page, name, form[name].data)


def _read_streams_in_parts(form: Any, reader: _Reader) -> None:
    for name, field in list(form.fields.items()):
        if not isinstance(field, blocks.BlockField):
            continue
        if field.widget.value_omitted_from_data(form.data, form.files, form.add_prefix(name)):
            del form.fields[name]
        else:
            form.fields[name] = _StreamFormField(name, field, reader)


class _StreamFormField(forms.Field):
    """Takes the place of a stream's own form field, which refuses all of it or nothing."""

    def __init__(self, name: str, field: blocks.BlockField, reader: _Reader) -> None:
        super().__init__(required=False, widget=field.widget, label=field.label)
        self._name = name
        self._block = field.block
        self._reader = reader

    def clean(self, value: Any) -> Any:
        return self._reader.read(self._block, value, Place(field=self._name))


class _Reader:
    """Reads blocks; what one of them refuses stays as it is typed, with an error beside it."""

    def __init__(self) -> None:
        self.errors: list[FormError] = []

    def read(self, block: Any, value: Any, place: Place, label: str = "") -> Any:
        if isinstance(block, MeasureStreamBlock):
            return self._measures(block, value, place)
        if isinstance(block, MeasureBlock):
            # What it says of the measure as a whole, the rules say, too.
            return self._struct(block, value, place)
        try:
            return block.clean(value)
        except ValidationError as error:
            return self._parts(block, value, place, label, error)

    def _parts(
        self, block: Any, value: Any, place: Place, label: str, error: ValidationError
    ) -> Any:
        before = len(self.errors)
        read = value
        if isinstance(block, blocks.BaseStreamBlock):
            read = self._stream(block, value, place)
        elif isinstance(block, blocks.ListBlock):
            read = self._list(block, value, place)
        elif isinstance(block, blocks.BaseStructBlock):
            read = self._struct(block, value, place)
        elif not isinstance(value, str | RichText) or isinstance(block, blocks.ChoiceBlock):
            read = None
        if len(self.errors) == before:
            self.errors.append(FormError(place=place, label=label, text=_text(error)))
        return read

    def _measures(self, block: Any, value: Any, place: Place) -> blocks.StreamValue:
        children = []
        for number, child in enumerate(value, start=1):
            here = replace(
                place,
                measure_id=child.id or "",
                measure_number=number,
                measure_title=child.value.get("title") or "",
            )
            children.append((child.block_type, self.read(child.block, child.value, here), child.id))
        return blocks.StreamValue(block, children)

    def _stream(self, block: Any, value: Any, place: Place) -> blocks.StreamValue:
        children = [
            (
                child.block_type,
                self.read(child.block, child.value, _entry(place, child.id, number)),
                child.id,
            )
            for number, child in enumerate(value, start=1)
        ]
        return blocks.StreamValue(block, children)

    def _list(self, block: Any, value: Any, place: Place) -> Any:
        children = [
            blocks.list_block.ListValue.ListChild(
                block.child_block,
                self.read(block.child_block, child.value, _entry(place, child.id, number)),
                id=child.id,
            )
            for number, child in enumerate(value.bound_blocks, start=1)
        ]
        return blocks.list_block.ListValue(block, bound_blocks=children)

    def _struct(self, block: Any, value: Any, place: Place) -> Any:
        items = []
        for name, child in block.child_blocks.items():
            here = _part(place, name)
            label = "" if here.element or place.entry_number else str(child.label)
            items.append((name, self.read(child, value.get(name), here, label)))
        return block.meta.value_class(block, items)


def _part(place: Place, name: str) -> Place:
    if place.entry_number is not None:
        return place if place.entry_part else replace(place, entry_part=name)
    return replace(place, part=name, element=ELEMENT_OF_FIELD.get(name))


def _entry(place: Place, id_: str | None, number: int) -> Place:
    if place.entry_number is not None:
        return place
    return replace(place, entry_id=id_ or "", entry_number=number)


def _text(error: Any) -> str:
    """Return the messages of an error, of a block's those about the block as a whole."""
    whole = getattr(error, "non_block_errors", None)
    parts = getattr(error, "block_errors", None)
    if whole:
        return " ".join(map(str, whole))
    if parts:
        return " ".join(map(_text, parts.values() if isinstance(parts, dict) else parts))
    return " ".join(map(str, error.messages if isinstance(error, ValidationError) else error))
