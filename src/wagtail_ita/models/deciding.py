"""The forms in which an officer decides, and the refusal of a decision that cannot stand."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

USUAL: Final = "usual"
OTHER: Final = "other"


class DecisionRefused(PermissionDenied):
    """An officer's decision was not taken down; the sentence says why and what to do.

    It is a ``PermissionDenied``, so that no way of deciding answers with a broken page.
    """


class ReturnForm(forms.Form):
    """Sends the page back: whoever wrote it has to know what to change."""

    comment = forms.CharField(
        label=_("What is to be changed"),
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Say what is to be changed.")},
    )


class ApprovalForm(forms.Form):
    """An officer's opinion as it is printed under the memo, and the name beneath it.

    Attributes:
        task: The stage. A form of one stage is made with ``form_for``: Wagtail hands a form
            nothing but what was posted.
    """

    task: Any = None

    choice = forms.ChoiceField(label=_("Opinion or order"), widget=forms.RadioSelect)
    own_opinion = forms.CharField(
        label=_("Own words"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
    )
    name = forms.CharField(
        label=_("Name, as printed"),
        max_length=255,
        help_text=_("With title, for example “Mr Somchai Example”. It appears on the public page."),
        error_messages={"required": _("Give the name that is printed under the opinion.")},
    )
    comment = forms.CharField(
        label=pgettext_lazy("opinion", "Comment"),
        required=False,
        help_text=_("Only for colleagues: it is in the history of the page and not public."),
        widget=forms.Textarea({"rows": 2}),
    )
    state = forms.IntegerField(required=False, widget=forms.HiddenInput)

    @classmethod
    def form_for(cls, task: Any) -> type[ApprovalForm]:
        return type(cls.__name__, (cls,), {"task": task})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        usual = self.task.opinion.strip()
        choice: Any = self.fields["choice"]
        choice.choices = [
            *([(USUAL, usual)] if usual else []),
            (OTHER, pgettext_lazy("opinion", "Other")),
        ]
        choice.initial = choice.choices[0][0]
        if self.task.asked_by is not None:
            self.fields["name"].initial = self.task.asked_by.get_full_name()
        self.fields["state"].initial = self.task.asked_for

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        choice, own = cleaned.get("choice"), (cleaned.get("own_opinion") or "").strip()
        if choice == OTHER and not own:
            self.add_error("own_opinion", _("Write your opinion or order."))
        elif choice == USUAL and own:
            self.add_error(
                "own_opinion",
                _("Choose “Other” to use these words, or empty the box to use the usual ones."),
            )
        return cleaned

    @property
    def opinion(self) -> str:
        """The words that are taken down; only of a valid form."""
        if self.cleaned_data["choice"] == USUAL:
            return str(self.task.opinion).strip()
        return str(self.cleaned_data["own_opinion"]).strip()


def first_error(form: forms.Form) -> str:
    """Return a sentence about what is wrong in a form that nobody sees."""
    return str(next(iter(form.errors.values()))[0])
