"""The page forms: short ASCII addresses that never change once they are public."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from typing import Any, ClassVar

from django import forms
from django.forms.models import ModelChoiceIterator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.utils import get_user_display_name
from wagtail.blocks import StreamBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError

from wagtail_ita.blocks.measure import ELEMENT_OF_FIELD, FIELD_OF_ELEMENT, keep_entry_ids
from wagtail_ita.blocks.preloading import Targets, choices_in, preloaded
from wagtail_ita.domain.approvals import APPROVAL_CODES
from wagtail_ita.domain.collation import thai_sort_key
from wagtail_ita.domain.findings import Finding, Place
from wagtail_ita.domain.personal_data import redact

_ASCII_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_SHOWN_PLACES = 5


class ITAPageForm(WagtailAdminPageForm):
    """Form of an index, item or report page.

    Addresses of these pages are handed in and opened again months later, so they are short,
    ASCII, and fixed from the first publication on. A new page starts with what the year's
    list says of it.
    """

    class Media:
        js: ClassVar[list[str]] = ["wagtail_ita/js/field-link.js"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None and self.parent_page is not None:
            parent = self.parent_page.specific
            self.instance.adopt(parent)
            known = self.instance.get_form_initial(parent)
            self.initial.update({name: value for name, value in known.items() if value})
        if "item_owner" in self.fields:
            _list_by_name(self.fields["item_owner"])
        self._empty_old_note()
        if "slug" in self.fields:
            self.fields["slug"].required = False
            self.fields["slug"].help_text = _(
                "Short, in a–z, 0–9 and hyphens. Left empty, it is made from the item code. "
                "It cannot be changed once the page has been published."
            )

    def _empty_old_note(self) -> None:
        """Ask for a note on corrections once there is something to correct, and for a new one."""
        if "correction_note" not in self.fields:
            return
        public = self.instance.public_notes
        if public is None:
            del self.fields["correction_note"]
        elif self.initial.get("correction_note") in public:
            self.initial["correction_note"] = ""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if "measures" in cleaned:
            keep_entry_ids(cleaned["measures"], self.instance.measures.raw_data)
        if "slug" in self.fields and "slug" not in self.errors:
            slug = cleaned.get("slug") or self.instance.get_default_slug(cleaned)
            error = slug and self._slug_error(slug)
            if error:
                self.add_error("slug", error)
            elif slug:
                cleaned["slug"] = slug
        return cleaned

    @cached_property
    def _choices(self) -> Targets:
        return choices_in(self.data)

    def has_changed(self) -> bool:
        with preloaded(self._choices):
            changed: bool = super().has_changed()
        return changed

    def full_clean(self) -> None:
        is_sent_back = self._is_sent_back()
        if is_sent_back:
            self.defer_required_fields()
        with preloaded(self._choices):
            super().full_clean()
        if is_sent_back:
            self.restore_required_fields()
        elif not self.is_deferred_validation:
            self._name_places()

    def _is_sent_back(self) -> bool:
        """Tell whether an approver asks for changes: that needs no complete page."""
        asked = bool(
            self.data.get("action-workflow-action") and not self.data.get("action-publish")
        )
        return asked and self.data.get("workflow-action-name") == "reject"

    def _post_clean(self) -> None:
        super()._post_clean()
        # A draft is never stopped, and what a field says of itself comes first.
        if not self.is_deferred_validation and not self.errors:
            findings = self.instance.publish_errors()
            if self._is_handed_on():
                findings = [each for each in findings if each.code not in APPROVAL_CODES]
            for field, error in errors_by_field(findings, self.fields):
                self.add_error(field, error)

    def _is_handed_on(self) -> bool:
        """Tell whether the page goes into or along its chain, and so is not approved yet."""
        return not self.data.get("action-publish") and any(
            self.data.get(name)
            for name in ("action-submit", "action-restart-workflow", "action-workflow-action")
        )

    def _name_places(self) -> None:
        """Say at the top, and to a program, which measure and element an error is in.

        Measures are collapsed, and the API that writes has no boxes to show an error at.
        """
        if "measures" not in self.errors:
            return
        titles = [child.value.get("title") or "" for child in self["measures"].value()]
        for error in self.errors["measures"].as_data():
            places = list(_places_of(error, titles))
            if places:
                error.message = _sentence_of(places)
        self.add_error(None, _("The page has errors and has not been published."))

    def _slug_error(self, slug: str) -> forms.ValidationError | None:
        public = self.initial.get("slug") if self.instance.first_published_at else None
        if public and slug != public:
            message = _(
                "The address “%(slug)s” has been public and may have been handed in. Keep it."
            )
            return forms.ValidationError(message, "slug_fixed", {"slug": public})
        if not _ASCII_SLUG.fullmatch(slug):
            message = _("Use a–z, 0–9 and hyphens only: Thai addresses break when copied.")
            return forms.ValidationError(message, "slug_not_ascii")
        siblings = self.parent_page.get_children().exclude(pk=self.instance.pk)
        taken = siblings.filter(slug=slug).first()
        if taken is not None:
            message = _("The address “%(slug)s” is taken by the page “%(title)s”. Edit that page.")
            return forms.ValidationError(message, "slug_taken", {"slug": slug, "title": taken})
        return None


class _ByName(ModelChoiceIterator):
    """Users by their names, in the order of the Thai dictionary."""

    def __iter__(self) -> Iterator[tuple[Any, str]]:
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        users = [self.choice(user) for user in self.queryset]
        yield from sorted(users, key=lambda choice: thai_sort_key(choice[1]))


def _list_by_name(field: Any) -> None:
    field.label_from_instance = get_user_display_name
    field.iterator = _ByName
    # The widget holds the choices of the iterator of before.
    field.widget.choices = field.choices


STREAM_FIELDS = frozenset({"measures", "memo_approvals", "attachments", "evidence", "body"})


def errors_by_field(
    findings: Sequence[Finding], fields: Container[str]
) -> Iterator[tuple[str | None, Any]]:
    """Turn findings into form errors, each at its field, and in a measure at its box.

    What has no field in the form is told as a whole, with its measure and element.
    """
    in_measures: dict[int, dict[str, Any]] = {}
    for finding in findings:
        place = finding.place
        box = place.part or (FIELD_OF_ELEMENT[place.element] if place.element else "")
        field = "measures" if place.measure_number is not None else place.field
        if field not in fields or (field == "measures" and place.measure_number and not box):
            yield None, _error(finding, finding.message)
        elif place.measure_number is not None:
            boxes = in_measures.setdefault(place.measure_number - 1, {})
            boxes.setdefault(box, _box_error(box, finding))
        elif field in STREAM_FIELDS:
            error = StreamBlockValidationError(non_block_errors=[str(finding.message)])
            error.message = str(finding.message)
            yield field, error
        else:
            yield field, _error(finding, finding.statement)
    if in_measures:
        errors = {
            number: StructBlockValidationError(block_errors=boxes)
            for number, boxes in in_measures.items()
        }
        yield "measures", StreamBlockValidationError(block_errors=errors)


def _places_of(error: Any, titles: Sequence[str]) -> Iterator[str]:
    """Yield the label of each box of a measure in which something is wrong."""
    for index, in_measure in sorted(getattr(error, "block_errors", {}).items()):
        for box in getattr(in_measure, "block_errors", {}):
            yield Place(
                measure_number=index + 1,
                measure_title=redact(titles[index]) if index < len(titles) else "",
                element=ELEMENT_OF_FIELD.get(box),
                part=box,
            ).label


def _sentence_of(places: Sequence[str]) -> str:
    sentence = "; ".join(places[:_SHOWN_PLACES])
    more = len(places) - _SHOWN_PLACES
    if more <= 0:
        return sentence
    # Translators: %(places)s are names of places in a form, with semicolons between them.
    return _("%(places)s; and %(count)d more.") % {"places": sentence, "count": more}


def _box_error(box: str, finding: Finding) -> Any:
    if box == "evidence":
        return StreamBlockValidationError(non_block_errors=[str(finding.statement)])
    return _error(finding, finding.statement)


def _error(finding: Finding, text: object) -> forms.ValidationError:
    return forms.ValidationError(f"{text} {finding.remedy}", code=finding.code)
