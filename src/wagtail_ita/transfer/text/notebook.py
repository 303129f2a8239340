"""The notebook that the readers of one report write into."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wagtail_ita.domain.records import ReportRecord
from wagtail_ita.transfer.parsed import Leftover, Notice, NoticeCode, ParsedReport
from wagtail_ita.transfer.text.lines import Line

# Remarks after which the part that they are about can no longer be relied on.
_DOUBTS: Final = frozenset(
    {
        NoticeCode.AREA_NAME,
        NoticeCode.AREA_NUMBER,
        NoticeCode.CHECKBOX,
        NoticeCode.CODES_DIFFER,
        NoticeCode.COLUMN_REPEATED,
        NoticeCode.ELEMENT_REPEATED,
        NoticeCode.LABEL_UNKNOWN,
        NoticeCode.LEVELS_DIFFER,
        NoticeCode.MEMO_SECTIONS,
        NoticeCode.ROW_UNSURE,
        NoticeCode.SCORE_DIFFERS,
        NoticeCode.STEP_NUMBERING,
        NoticeCode.TEXT_SUSPECT,
        NoticeCode.TITLE_QUOTES,
        NoticeCode.TOTALS_DIFFER,
        NoticeCode.YEARS_DIFFER,
    }
)


class Notebook:
    """Collects leftovers, notices and origins while the parts of one report are read."""

    # A damaged file repeats one fault thousands of times; the editor needs a page, not a flood.
    MOST_OF_ONE_CODE = 50

    def __init__(self) -> None:
        self._leftovers: list[Leftover] = []
        self._notices: list[Notice] = []
        self._counts: Counter[NoticeCode] = Counter()
        self._taken: dict[str, list[Line]] = {}
        self._unsure: set[str] = set()
        self._distrusted: frozenset[int] = frozenset()

    def leave(self, lines: Iterable[Line]) -> None:
        """Keep lines that found no place in the record; blank ones say nothing."""
        self._leftovers.extend(
            Leftover(line_number=line.number, text=line.text) for line in lines if line.text
        )

    def leave_parts(self, parts: Iterable[Leftover]) -> None:
        """Keep parts of lines that found no place in the record."""
        self._leftovers.extend(parts)

    def take(self, path: str, lines: Iterable[Line]) -> None:
        """Remember the lines that a part of the record is taken from."""
        found = [line for line in lines if line.text]
        if found:
            self._taken.setdefault(path, []).extend(found)

    def doubt(self, path: str) -> None:
        """Mark a part of the record as doubtful."""
        self._unsure.add(path)

    def distrust(self, line_numbers: Iterable[int]) -> None:
        """Mark what measures take from these lines as doubtful."""
        self._distrusted = frozenset(line_numbers)

    def tell(
        self, line_number: int | None, code: NoticeCode, message: str, *, path: str = ""
    ) -> None:
        """Keep one remark, and the doubt that it casts on a part of the record."""
        if path and code in _DOUBTS:
            self.doubt(path)
        self._counts[code] += 1
        if self._counts[code] <= self.MOST_OF_ONE_CODE:
            self._notices.append(
                Notice(line_number=line_number, code=code, message=message, path=path)
            )

    def taken(self, path: str) -> tuple[Line, ...]:
        """The lines that a part of the record was taken from."""
        return tuple(self._taken.get(path, ()))

    def paths_by_line(self) -> dict[int, list[tuple[str, str]]]:
        """For the number of each line that was taken: the parts it went to, and what of it."""
        found: dict[int, list[tuple[str, str]]] = {}
        for path, lines in self._taken.items():
            for line in lines:
                found.setdefault(line.number, []).append((path, line.text))
        return found

    def result(self, record: ReportRecord) -> ParsedReport:
        """The record with everything collected, in the order of the source."""
        self._doubt_distrusted()
        notices = self._notices + [
            Notice(line_number=None, code=code, message=_unlisted(code, more))
            for code, count in self._counts.items()
            if (more := count - self.MOST_OF_ONE_CODE) > 0
        ]
        origins = self._origins()
        return ParsedReport(
            record=record,
            leftovers=tuple(sorted(self._leftovers, key=lambda found: found.line_number)),
            notices=tuple(sorted(notices, key=lambda found: found.line_number or 0)),
            origins=origins,
            # A remark may be about a part that is empty, and there is no doubt about nothing.
            unsure=frozenset(self._unsure & origins.keys()),
        )

    def _doubt_distrusted(self) -> None:
        for path, lines in self._taken.items():
            numbers = [line.number for line in lines if line.number in self._distrusted]
            if numbers and path.startswith("measures."):
                self.tell(
                    numbers[0],
                    NoticeCode.ROW_UNSURE,
                    _("This stands in a table that was read as text; check what was taken of it."),
                    path=path,
                )

    def _origins(self) -> dict[str, tuple[int, ...]]:
        numbers: dict[str, set[int]] = {}
        for path, lines in self._taken.items():
            for whole in _with_parents(path):
                numbers.setdefault(whole, set()).update(line.number for line in lines)
        return {path: tuple(sorted(found)) for path, found in numbers.items()}


def _unlisted(code: NoticeCode, count: int) -> str:
    sentence: str = ngettext(
        "%(count)d more remark of the same kind (%(code)s) is not listed.",
        "%(count)d more remarks of the same kind (%(code)s) are not listed.",
        count,
    )
    return sentence % {"count": count, "code": code.value}


def _with_parents(path: str) -> Iterator[str]:
    """``measures.0.steps``, ``measures.0``, ``measures``."""
    while path:
        yield path
        path = path.rpartition(".")[0]
