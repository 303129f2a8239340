"""Answers a question that is asked of a year's index page.

Wagtail has asked already whether the visitor may see that page. What is found is what an
anonymous visitor may see, whoever asks.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from wagtail_ita.domain.marking import Run
from wagtail_ita.models import QUESTION, language_of, public_context, set_search_view
from wagtail_ita.models import shown_title as title_of
from wagtail_ita.searching import (
    Found,
    Hit,
    Question,
    pages_of,
    read_question,
    search_form,
    search_year,
)

TEMPLATE: Final = "wagtail_ita/search_page.html"
PAGE_SIZE: Final = 20

_PAGE: Final = "p"


def register() -> None:
    """Give the index pages their search; called once, when the app is ready."""
    set_search_view(answer)


def answer(page: Any, request: HttpRequest) -> HttpResponseBase:
    """Answer a question that is asked of a live index page."""
    if request.method not in ("GET", "HEAD"):
        return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
    question = read_question(request.GET)
    context = public_context(request, page)
    public = page.public_years(request, context["visibility"])
    years = _years_asked(page, public, question)
    found = _found(page, years, question, context)
    response = _direct(page, request, question, years, found) or TemplateResponse(
        request, TEMPLATE, {**context, **_shown(page, request, question, public, years, found)}
    )
    response["X-Robots-Tag"] = "noindex"
    # What is found changes with every publication.
    response["Cache-Control"] = "no-cache"
    return response


def _years_asked(page: Any, public: Sequence[Any], question: Question) -> list[Any]:
    """Return the index pages to look in; none where the year that is asked for has none."""
    if question.all_years:
        return list(public)
    if question.year is None or question.year == page.assessment_year:
        return [page]
    return [each for each in public if each.assessment_year == question.year]


def _found(
    page: Any, years: Sequence[Any], question: Question, context: dict[str, Any]
) -> Found | None:
    """Return what was found; ``None`` where nothing was asked that can be looked for."""
    if question.is_unreadable or not years:
        return None
    visibility = context["visibility"]
    if question.has_words:
        return search_year(
            page,
            question.text,
            item=question.item or None,
            visibility=visibility,
            years=years,
            digits=context["digits"],
        )
    if question.item:
        return Found(hits=tuple(map(_plain, pages_of(years, visibility, code=question.item))))
    return None


def _plain(item: Any) -> Hit:
    title = title_of(item, item.catalogue_item, language_of(item))
    return Hit(page=item, index=item.index_page, title=(Run(title),))


def _direct(
    page: Any,
    request: HttpRequest,
    question: Question,
    years: Sequence[Any],
    found: Found | None,
) -> HttpResponse | None:
    """Lead to the one page that a question without words means, where there is one."""
    if question.text or question.is_unreadable:
        return None
    if question.item:
        hits = found.hits if found else ()
        return redirect(hits[0].page.get_url(request)) if len(hits) == 1 else None
    if len(years) == 1 and years[0].pk != page.pk:
        return redirect(years[0].get_url(request))
    return None


def _shown(
    page: Any,
    request: HttpRequest,
    question: Question,
    public: Sequence[Any],
    years: Sequence[Any],
    found: Found | None,
) -> dict[str, Any]:
    url = page.get_url(request) or ""
    hits = found.hits if found else ()
    shown = Paginator(hits, PAGE_SIZE).get_page(request.GET.get(_PAGE))
    return {
        "page": page,
        "self": page,
        "question": question,
        "search_form": search_form(
            page,
            url,
            [each.assessment_year for each in public],
            question,
            listed=years[0] if len(years) == 1 else None,
        ),
        "found": found,
        "found_count": len(hits),
        "hits": shown,
        "shows_years": len(years) > 1,
        "asked_year": years[0].fiscal_year if len(years) == 1 else None,
        **_neighbours(url, request.GET, shown),
    }


def _neighbours(url: str, data: QueryDict, shown: Page[Hit]) -> dict[str, str]:
    """Return the addresses of the pages before and after; empty where there is none."""

    def address(number: int) -> str:
        query = QueryDict(mutable=True)
        for name in QUESTION:
            if data.get(name):
                query[name] = data[name]
        query[_PAGE] = str(number)
        return f"{url}?{query.urlencode()}"

    return {
        "previous_url": address(shown.number - 1) if shown.has_previous() else "",
        "next_url": address(shown.number + 1) if shown.has_next() else "",
    }
