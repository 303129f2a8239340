"""How sure a fact about the assessment is: the tag that each row of a catalogue carries."""

from __future__ import annotations

import enum

from django.utils.translation import gettext_lazy as _


class Certainty(enum.Enum):
    """A tag from A, stated by the owner of the rule, to E, recalled without a source.

    ``Certainty("B")`` finds a member. Nothing of tag E is ever shipped or read.

    Attributes:
        label: Lazy translation of what the tag means.
    """

    label: str

    A = ("A", _("Stated by the body that makes the rule, or by a law."))
    B = ("B", _("Two or more independent agencies agree."))
    C = ("C", _("One agency or one public source says so."))
    D = ("D", _("Concluded from other facts; no source says it in so many words."))
    E = ("E", _("Recalled without a source. Not to be published as a fact."))

    def __new__(cls, tag: str, label: str) -> Certainty:
        member = object.__new__(cls)
        member._value_ = tag
        member.label = label
        return member

    def is_weaker_than(self, other: Certainty) -> bool:
        """Tell whether this tag is less sure than the other one."""
        return bool(self.value > other.value)
