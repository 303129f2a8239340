"""The answer sheet: what an agency enters into the assessment system, item by item."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import override, pgettext

from wagtail_ita.blocks.preloading import preloaded_targets
from wagtail_ita.checks.board.rows import Board, Row, is_public, rows_by_code
from wagtail_ita.domain.records import EvidenceKind
from wagtail_ita.models import Visibility

ARROW = " > "


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One line of the sheet.

    Attributes:
        is_there: Whether a visitor can open a page of the item.
        addresses: Full addresses of the item's pages.
        evidence: Full addresses of the evidence on the pages, as far as it is public.
        explanation: As typed on the page, else the click path from the home page.
    """

    code: str
    title: str
    is_there: bool
    addresses: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    explanation: str = ""
    rows: tuple[Row, ...] = ()

    @property
    def address_text(self) -> str:
        """The addresses, one a line."""
        return "\n".join(self.addresses)

    @property
    def evidence_text(self) -> str:
        """The addresses of the evidence, one a line."""
        return "\n".join(self.evidence)


def answer_sheet(board: Board) -> list[Answer]:
    """Return the answers for the items of a board, one an item, in the order of the list.

    Only what a visitor sees counts: the published version, never the draft.
    """
    pages = [row.page for row in board.rows if is_public(row)]
    above = click_path_to(board.index)
    visibility = Visibility()
    streams = [stream for page in pages if (stream := _evidence_stream(page)) is not None]
    with preloaded_targets(streams):
        return [
            _answer(code, rows, above, visibility)
            for code, rows in rows_by_code(board.rows).items()
        ]


def click_path_to(index: Any) -> tuple[str, ...]:
    """Return what a visitor clicks from the home page to an index page, in its language."""
    with override(index.locale.language_code):
        home = pgettext("click path", "Home page")
    root = index.get_site().root_page if index.get_site() else None
    titles = [
        page.title
        for page in index.get_ancestors(inclusive=True)
        # A translated site has a home page in each language, at the same depth.
        if root is not None and page.depth > root.depth
    ]
    return (home, *titles)


def _answer(
    code: str, rows: Sequence[Row], above: tuple[str, ...], visibility: Visibility
) -> Answer:
    public = [row for row in rows if is_public(row)]
    first = rows[0]
    explanations = dict.fromkeys(_explanation(row, above) for row in public)
    return Answer(
        code=code,
        title=first.page.title if first.page else first.title,
        is_there=bool(public),
        addresses=tuple(row.address for row in public),
        evidence=tuple(
            dict.fromkeys(url for row in public for url in _evidence(row.page, visibility))
        ),
        explanation="\n".join(explanations),
        rows=tuple(rows),
    )


def _explanation(row: Row, above: tuple[str, ...]) -> str:
    typed = row.page.explanation.strip()
    return typed or ARROW.join((*above, _link_text(row)))


def _link_text(row: Row) -> str:
    """Return what the link on the index page says: the code and the title."""
    title = row.page.title
    return title if not row.code or title.startswith(row.code) else f"{row.code} {title}"


def _evidence_stream(page: Any) -> Any | None:
    """Return the list of evidence of an item, or the attachments of a report."""
    return getattr(page, "evidence", None) or getattr(page, "attachments", None)


def _evidence(page: Any, visibility: Visibility) -> Iterator[str]:
    root = page.get_url_parts()
    base = root[1] if root else ""
    for piece in _evidence_stream(page) or ():
        if not visibility.allows(piece.value):
            continue
        url = piece.value.url
        if piece.value.kind is EvidenceKind.PAGE:
            url = piece.value.target.full_url or ""
        yield f"{base}{url}" if url.startswith("/") else url
