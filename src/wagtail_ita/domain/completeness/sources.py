"""Where the rules come from, in the words that lists of rules print."""

from __future__ import annotations

from typing import Final

SIX_ELEMENTS: Final = (
    "Memo of one agency on O26 of 2569: a report shows six elements for each measure."
)
FISCAL_YEAR: Final = (
    "Title of O26 of 2569, in a report and on an agency's page: it reports fiscal year 2568, "
    "which runs from 1 October 2567 to 30 September 2568."
)
YEAR_RULE: Final = (
    "Concluded from titles published for 2568 and 2569: a report is about the year before the "
    "assessed one. Where a row of the list states its year, the row counts."
)
RIGHT_YEAR: Final = (
    "Concluded from published lists: the page names the item and the right fiscal year."
)
NOTHING_TO_REPORT: Final = (
    "Concluded from published lists, and written out in the vocational scheme: where there is "
    "nothing to report, the page says so."
)
SCALE: Final = "One public repository; agrees with the levels that agencies print."
SCORES: Final = "Agencies print scores from 0 to 100 with two decimals."
TOTAL: Final = (
    "Concluded from printed scores. Whether the total is the mean of the ten indicators or "
    "weighs IIT, EIT and OIT 30:30:40 was not found; a total that fits either is accepted."
)
LIST: Final = "The list of the year, with the certainty that it states itself."
TEN_AREAS: Final = "Layout of one agency: a measure for each indicator. No rule asks for it."
REACHABLE: Final = (
    "Concluded from published lists: the file opens and the link says what it leads to."
)
