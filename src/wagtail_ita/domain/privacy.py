"""Findings on personal data in what a page publishes, for the Personal Data Protection Act.

No finding repeats what it warns of: messages go to mails, logs and screens of others.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from wagtail_ita.domain.certainty import Certainty
from wagtail_ita.domain.elements import Element
from wagtail_ita.domain.findings import (
    Finding,
    FindingType,
    Place,
    Sentence,
    Severity,
    register,
)
from wagtail_ita.domain.personal_data import PersonalData, find_personal_data, redact
from wagtail_ita.domain.records import ItemRecord, ReportRecord
from wagtail_ita.domain.richtext import bare_tags, to_text

_ACT: Final = (
    "Personal Data Protection Act B.E. 2562: it applies to names, phone numbers and signatures "
    "in published files. That a citizen number stops publishing is this plugin's own rule."
)

CITIZEN_NUMBER: Final = register(
    FindingType(
        code="citizen-number",
        severity=Severity.ERROR,
        title=_("Citizen number"),
        explanation=_(
            "With the number of a citizen others can act in that person's name. "
            "Search engines keep what was public for a day."
        ),
        statement=_("“%(masked)s” is a valid Thai citizen number."),
        remedy=_(
            "Take the number out, from the attached file too. If the law asks for it to be "
            "published, confirm the personal data on the page."
        ),
        source=_ACT,
        certainty=Certainty.A,
    )
)
_CONFIRMED: Final = _(
    "The page confirms that its personal data is to be published. "
    "Take the number out if that is not so."
)

_IN_NAME: Final = _(
    "It is in the name or the title of what is chosen here. Upload the file under another name, "
    "change its title in the library, or choose something else."
)
_CITIZEN_IN_NAME: Final = _(
    "It is in the name or the title of what is chosen here. Upload the file under another name, "
    "change its title in the library, or choose something else. If the law asks for the number "
    "to be published, confirm the personal data on the page."
)

POSSIBLE_CITIZEN_NUMBER: Final = register(
    FindingType(
        code="possible-citizen-number",
        severity=Severity.WARNING,
        title=_("Possible citizen number in an address"),
        explanation=_(
            "Uploaded files are often named after the moment of the upload, "
            "which can pass the check of a citizen number."
        ),
        statement=_("“%(masked)s” in an address may be a citizen number or the time of an upload."),
        remedy=_("If it is the number of a person, rename the file and link it again."),
        source=_ACT,
        certainty=Certainty.A,
    )
)
MOBILE_NUMBER: Final = register(
    FindingType(
        code="mobile-number",
        severity=Severity.WARNING,
        title=_("Mobile number"),
        explanation=_("A mobile number mostly belongs to a person, not to an office."),
        statement=_("“%(masked)s” is a mobile number."),
        remedy=_("Give the number of the office instead, or leave it if it is the office's own."),
        source=_ACT,
        certainty=Certainty.A,
    )
)
PRIVATE_EMAIL: Final = register(
    FindingType(
        code="private-email",
        severity=Severity.WARNING,
        title=_("Private e-mail address"),
        explanation=_("An address outside the agency belongs to a person or a company."),
        statement=_("“%(masked)s” is not an address of an agency."),
        remedy=_("Give the agency's own address, or take it out."),
        source=_ACT,
        certainty=Certainty.A,
    )
)
AGENCY_EMAIL: Final = register(
    FindingType(
        code="agency-email",
        severity=Severity.NOTE,
        title=_("E-mail address that may be one officer's"),
        explanation=_("An officer's address stops working when the officer leaves."),
        statement=_("“%(masked)s” may be the address of one officer."),
        remedy=_("Give the shared address of the office, if there is one."),
        source=_ACT,
        certainty=Certainty.A,
    )
)
BANK_ACCOUNT: Final = register(
    FindingType(
        code="bank-account",
        severity=Severity.WARNING,
        title=_("Bank account"),
        explanation=_("The account of a private person is personal data."),
        statement=_("“%(masked)s” looks like the number of a bank account."),
        remedy=_("Take it out, or leave it if it is the agency's own account."),
        source=_ACT,
        certainty=Certainty.A,
    )
)
_TYPES: Final = {
    PersonalData.CITIZEN_NUMBER: CITIZEN_NUMBER,
    PersonalData.POSSIBLE_CITIZEN_NUMBER: POSSIBLE_CITIZEN_NUMBER,
    PersonalData.MOBILE_NUMBER: MOBILE_NUMBER,
    PersonalData.PRIVATE_EMAIL: PRIVATE_EMAIL,
    PersonalData.AGENCY_EMAIL: AGENCY_EMAIL,
    PersonalData.BANK_ACCOUNT: BANK_ACCOUNT,
}

MOST_FINDINGS: Final = 20
"""Findings of one kind in one text; a list of a thousand names needs no thousand lines."""


def check_privacy(
    texts: Iterable[tuple[Place, str]],
    *,
    names: Iterable[tuple[Place, str]] = (),
    confirmed: bool = False,
) -> tuple[Finding, ...]:
    """Return a finding for each piece of personal data in the texts.

    What is no text with a place is passed over.

    Args:
        texts: Plain texts and addresses, each with its place: ``texts_of_report`` and
            ``texts_of_item`` give those of a record.
        names: Names and titles of what is chosen at a place. They cannot be changed there,
            which the remedy says.
        confirmed: The editor has confirmed on the page that the personal data is to be
            published, so a citizen number is a warning.
    """
    findings: list[Finding] = []
    titles: dict[str, str] = {}
    seen: set[tuple[Place, PersonalData, str]] = set()
    given = chain(
        ((place, text, False) for place, text in _pairs(texts)),
        ((place, text, True) for place, text in _pairs(names)),
    )
    for place, text, is_name in given:
        counts: Counter[PersonalData] = Counter()
        for hit in find_personal_data(text):
            known = (place, hit.kind, hit.key)
            if known in seen or counts[hit.kind] >= MOST_FINDINGS:
                continue
            seen.add(known)
            counts[hit.kind] += 1
            # The place is part of the message, and a measure's title is part of the place.
            title = place.measure_title
            if title not in titles:
                titles[title] = redact(title)
            shown = replace(place, measure_title=titles[title])
            finding = _TYPES[hit.kind].at(shown, masked=hit.masked)
            findings.append(_fit(finding, is_name=is_name, confirmed=confirmed))
    return tuple(findings)


def _fit(finding: Finding, *, is_name: bool, confirmed: bool) -> Finding:
    """Return a finding with the remedy for a chosen file, and as a warning where confirmed."""
    is_citizen = finding.code == CITIZEN_NUMBER.code
    if is_citizen and confirmed:
        sentence = Sentence(_CONFIRMED, finding.params)
        return replace(finding, severity=Severity.WARNING, remedy=sentence)
    if is_name:
        remedy = _CITIZEN_IN_NAME if is_citizen else _IN_NAME
        return replace(finding, remedy=Sentence(remedy, finding.params))
    return finding


def _pairs(texts: object) -> Iterator[tuple[Place, str]]:
    for each in texts if isinstance(texts, Iterable) else ():
        if not isinstance(each, tuple | list) or len(each) != 2:
            continue
        place, text = each[0], _string(each[1])
        if text and isinstance(place, Place):
            yield place, text


# ----------------------------------------------------------------------- texts of a record


def texts_of_report(record: ReportRecord) -> Iterator[tuple[Place, str]]:
    """Yield every text that a report publishes, with its place; rich text without its tags."""
    yield from _fields(record, "", "code", "title")
    yield from _fields(record, "", "introduction", rich=True)
    for number, measure in enumerate(_entries(_get(record, "measures")), start=1):
        yield from _measure(measure, number)
    yield from _fields(record, "", "conclusion", rich=True)
    memo = _get(record, "memo")
    names = ("unit", "number", "subject", "addressee", "background", "facts", "proposal")
    yield from _fields(memo, "memo_", *names)
    parts = ("heading", "opinion", "name", "position")
    yield from _inside(Place(field="memo_approvals"), _get(memo, "approvals"), parts)
    yield from _evidence(Place(field="attachments"), _get(record, "attachments"))


def texts_of_item(record: ItemRecord) -> Iterator[tuple[Place, str]]:
    """Yield every text that an item publishes, with its place."""
    yield from _fields(record, "", "code", "title")
    yield from _placed(Place(field="body"), _get(record, "text"))
    yield from _fields(record, "", "nothing_to_report")
    yield from _evidence(Place(field="evidence"), _get(record, "evidence"))


def _measure(measure: Any, number: int) -> Iterator[tuple[Place, str]]:
    here = Place(
        measure_id=_string(_get(measure, "id")),
        measure_number=number,
        measure_title=_string(_get(measure, "title")),
    )
    titled = replace(here, element=Element.MEASURE)
    yield from _placed(titled, _get(measure, "title"))
    yield from _placed(replace(titled, part="description"), _get(measure, "description"))
    note = _get(_get(measure, "period"), "note")
    for element, values, rich in (
        (Element.STEPS, _entries(_get(measure, "steps")), False),
        (Element.PERIOD, (note,), False),
        (Element.RESPONSIBLE, _entries(_get(measure, "responsible")), False),
        (Element.OUTPUT, (_get(measure, "output"),), True),
        (Element.OUTCOME, (_get(measure, "outcome"),), True),
    ):
        for value in values:
            yield from _placed(replace(here, element=element), value, rich=rich)
    yield from _evidence(replace(here, part="evidence"), _get(measure, "evidence"))


def _evidence(place: Place, pieces: object) -> Iterator[tuple[Place, str]]:
    return _inside(place, pieces, ("title", "url", "note", "alt_text"))


def _inside(place: Place, entries: object, parts: tuple[str, ...]) -> Iterator[tuple[Place, str]]:
    for number, entry in enumerate(_entries(entries), start=1):
        here = replace(place, entry_id=_string(_get(entry, "id")), entry_number=number)
        for part in parts:
            yield from _placed(replace(here, entry_part=part), _get(entry, part))


def _fields(
    record: object, prefix: str, *names: str, rich: bool = False
) -> Iterator[tuple[Place, str]]:
    for name in names:
        yield from _placed(Place(field=f"{prefix}{name}"), _get(record, name), rich=rich)


def _placed(place: Place, value: object, *, rich: bool = False) -> Iterator[tuple[Place, str]]:
    """Yield a text with its place; of rich text the words, then the addresses behind them."""
    text = _string(value)
    for each in _texts_of_markup(text) if rich else (text,):
        if each.strip():
            yield place, each


def _get(record: object, name: str) -> object:
    return getattr(record, name, None)


def _entries(value: object) -> tuple[object, ...]:
    """Return the members of a list; of broken data at least what text there is."""
    if isinstance(value, str):
        return (value,)
    return tuple(value) if isinstance(value, list | tuple) else ()


_LARGEST_NUMBER: Final = 10**40


def _string(value: object) -> str:
    """Return a text; of a number its digits, of anything else nothing."""
    if isinstance(value, str):
        return str(value)
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < _LARGEST_NUMBER:
        return str(value)
    return ""


# ---------------------------------------------------------------------------------- markup

_PUBLISHED_ATTRIBUTE: Final = re.compile(
    r"""(?<![A-Za-z-])(?:alt|href|title)\s{0,9}=\s{0,9}(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""",
    re.IGNORECASE,
)
# fmt: off
_HIDING: Final = frozenset({
    "iframe", "noembed", "noframes", "noscript", "plaintext", "script", "style", "template",
    "textarea", "title", "xmp",
})
# fmt: on


def _texts_of_markup(markup: str) -> Iterator[str]:
    """Yield the words of rich text, then what its links and images carry.

    A number in a script or a comment is as public as one in a paragraph.
    """
    bare, attributes = bare_tags(markup, revealed=_HIDING)
    yield to_text(bare)
    for values in _PUBLISHED_ATTRIBUTE.findall(attributes):
        yield from filter(None, map(html.unescape, chain(values)))
