"""The six elements that a report shows for each of its measures."""

from __future__ import annotations

import enum

from django.utils.translation import gettext_lazy as _


class Element(enum.Enum):
    """One of a measure's six elements, in the order in which a report prints them.

    ``Element("steps")`` finds a member by its key.

    Attributes:
        key: Stable short name; stored data and finding codes use it.
        number: Place in the official order, 1 to 6.
        label: Lazy translation of the element's name.
        hint: Lazy translation of what an assessor looks for.
    """

    key: str
    number: int
    label: str
    hint: str

    MEASURE = (
        "measure",
        1,
        _("Measure, project or activity"),
        _("The name of the measure, and in a sentence what it is for."),
    )
    STEPS = (
        "steps",
        2,
        _("Steps or method"),
        _("What was done, step by step, in the order in which it was done."),
    )
    PERIOD = (
        "period",
        3,
        _("Period"),
        _("When it was carried out: dates in the reported fiscal year, or words."),
    )
    RESPONSIBLE = (
        "responsible",
        4,
        _("Responsible party"),
        _("The unit or the position that carried it out. A person's name is not needed."),
    )
    OUTPUT = (
        "output",
        5,
        _("Output"),
        _("What was produced, with figures where there are any: people trained, papers issued."),
    )
    OUTCOME = (
        "outcome",
        6,
        _("Outcome or result"),
        _("What changed because of it, such as fewer complaints, a better score, an audit result."),
    )

    def __new__(cls, key: str, number: int, label: str, hint: str) -> Element:
        member = object.__new__(cls)
        member._value_ = key
        member.key = key
        member.number = number
        member.label = label
        member.hint = hint
        return member
