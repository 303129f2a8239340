"""Filters of the public templates: digits, dates, years, scores and names.

Each takes what it needs as an argument, so that a template shows the same in every thread
and language.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django import template
from django.template.base import Parser, Token
from django.template.defaultfilters import linebreaks
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, override
from wagtail.rich_text import RichText

from wagtail_ita.blocks.pictures import Picture, picture_of
from wagtail_ita.clock import local_day
from wagtail_ita.domain.approvals import ChainApproval
from wagtail_ita.domain.dates import format_date, period_text
from wagtail_ita.domain.digits import THAI, in_digits
from wagtail_ita.domain.fiscal import explained_year
from wagtail_ita.domain.languages import is_thai
from wagtail_ita.domain.records import PeriodRecord
from wagtail_ita.domain.scripts import has_letters, is_in_english, is_in_thai
from wagtail_ita.domain.titles import title_pieces
from wagtail_ita.domain.years import FiscalYear
from wagtail_ita.models import public_approvals, safe_markup, shown_title
from wagtail_ita.searching import SearchForm, search_form
from wagtail_ita.transfer.links import Downloads, downloads_of
from wagtail_ita.transfer.sharing.about import Shared, listed_pages, locale_name
from wagtail_ita.transfer.sharing.qr import Code, qr_code
from wagtail_ita.transfer.sharing.structured import structured_data

register = template.Library()


def _language() -> str:
    return get_language() or "th"


def _source(value: Any) -> str:
    return value.source if isinstance(value, RichText) else str(value)


@register.filter
def ita_digits(value: object, digits: str = "arabic") -> str:
    """Show a value in Thai or Arabic digits: ``{{ forloop.counter|ita_digits:digits }}``."""
    return "" if value is None else in_digits(value, digits)


@register.filter
def ita_date(value: dt.date | dt.datetime | None, digits: str = "arabic") -> str:
    """Show a date in the era of the language: B.E. in Thai, C.E. in others."""
    if not value:
        return ""
    if isinstance(value, dt.datetime):
        value = local_day(value)
    return format_date(value, language=_language(), thai_digits=digits == THAI)


@register.filter
def ita_period(value: PeriodRecord | None, digits: str = "arabic") -> str:
    """Show a period: its dates, its words, or both when the words do not name the dates."""
    if not value:
        return ""
    return period_text(value, language=_language(), thai_digits=digits == THAI)


@register.filter
def ita_year(value: FiscalYear | int | None, digits: str = "arabic") -> str:
    """Show a fiscal year: B.E. in every language, as it is part of the item's name."""
    return ita_digits(int(value), digits) if value else ""


@register.filter
def ita_score(value: Decimal | None, digits: str = "arabic") -> str:
    """Show a score with two decimals, as it was entered."""
    return "" if value is None else ita_digits(f"{value:.2f}", digits)


@register.filter
def ita_name(value: Any) -> str:
    """Show the name of an indicator in the language of the page."""
    return value.name(_language()) if value else ""


@register.filter
def ita_fiscal_year(value: FiscalYear | None, digits: str = "arabic") -> str:
    """Show a fiscal year where it is named first: outside Thai with the days that it means."""
    return ita_digits(explained_year(value, language=_language()), digits) if value else ""


@register.filter
def ita_title(value: Any) -> str:
    """Show a title so that no word, number or name in it is broken over two lines.

    Args:
        value: A text, or a row or a heading of the catalogue, whose title is in both languages.
    """
    is_text = isinstance(value, str | Promise)
    title = str(value) if is_text else value.title(_language()) if value else ""
    joined = '<span class="ita-nb">{}</span>'
    pieces = (
        (format_html(joined, each.text) if each.is_joined else each.text,)
        for each in title_pieces(title)
    )
    return format_html_join("", "{}", pieces)


@register.simple_tag
def ita_page_title(page: Any, item: Any = None) -> str:
    """Return the title of a page: outside Thai the official one in place of a Thai one.

    Args:
        page: Any of our pages.
        item: The row of the catalogue that the page answers, where it is known.
    """
    return shown_title(page, item, _language())


@register.filter
def ita_note(value: Any) -> str:
    """Show the note of a catalogue in the language of the page."""
    return value.note(_language()) if value else ""


@register.filter
def ita_label(value: Any) -> str:
    """Show the label of a rating level in the language of the page."""
    return value.label(_language()) if value else ""


@register.simple_tag
def ita_second_title(page: Any, item: Any = None) -> str:
    """Return what stands beneath the title of a page: the official title, or the agency's own.

    Nothing where it says no more than the title.
    """
    official = item.title(_language()) if item else ""
    shown = ita_page_title(page, item)
    if shown == page.title:
        return "" if official in page.title else official
    return "" if page.title == item.title("th") else page.title


@register.simple_tag(takes_context=True)
def ita_own_lang(context: template.Context) -> str:
    """Return the ``lang`` of our own words where they are in another language than the page."""
    language = context.get("language") or _language()
    own = context.get("interface_language") or language
    return "" if own == language else format_html(' lang="{}"', own)


@register.simple_tag(takes_context=True)
def ita_lang(context: template.Context, *values: Any) -> str:
    """Return the ``lang`` of a text that is in another language than what is around it.

    ``<h3{% ita_lang measure.title %}>``: `` lang="th"`` on an English page while the title is
    Thai, nothing once it is translated.
    """
    language = context.get("language") or _language()
    around = context.get("interface_language") or language
    text = "\n".join(_source(value) for value in values if value)
    if is_in_thai(text):
        found = "th"
    elif not has_letters(text):
        found = around
    elif is_thai(language):
        found = "en" if is_in_english(text) else language
    else:
        found = language
    return "" if found == around else format_html(' lang="{}"', found)


@register.simple_tag(takes_context=True)
def ita_paragraphs(context: template.Context, value: str) -> SafeString:
    """Show a text in paragraphs as it was typed, each with its ``lang`` where it needs one."""
    # What was typed is escaped: the only <p> are those of the filter.
    paragraphs = linebreaks(value, autoescape=True)
    return SafeString(paragraphs.replace("<p>", f"<p{ita_lang(context, value)}>"))


@register.simple_tag(takes_context=True)
def ita_richtext(context: template.Context, value: Any) -> str:
    """Show rich text, with nothing that would run; its links lead to pages in this page's language.

    Wagtail takes them in the active language, which on a page of a third language is that of our
    own words.
    """
    with override(context.get("language") or _language()):
        return str(RichText(safe_markup(_source(value) if value else "")))


@register.tag("ita_interface")
def do_ita_interface(parser: Parser, token: Token) -> template.Node:
    """Show our own words in the page's language, or in English where we have none in it.

    ``{% ita_interface %} … {% end_ita_interface %}`` around all that is ours. The language of
    the visitor has no say in it.
    """
    nodelist = parser.parse(("end_ita_interface",))
    parser.delete_first_token()
    return _InterfaceNode(nodelist)


class _InterfaceNode(template.Node):
    def __init__(self, nodelist: template.NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: template.Context) -> SafeString:
        with override(context.get("interface_language") or _language()):
            return self.nodelist.render(context)


@register.tag("ita_cached")
def do_ita_cached(parser: Parser, token: Token) -> template.Node:
    """Keep a part of a page: ``{% ita_cached "content" %} … {% end_ita_cached %}``.

    What stands inside may depend on what is public, on the address and on the language only. It
    is made with what ``get_content_context()`` of the page gives. Where nothing is kept, as in a
    preview, it is made each time.
    """
    try:
        _tag, name = token.split_contents()
    except ValueError:
        raise template.TemplateSyntaxError("ita_cached takes the name of the part.") from None
    nodelist = parser.parse(("end_ita_cached",))
    parser.delete_first_token()
    return _CachedNode(name.strip("\"'"), nodelist)


class _CachedNode(template.Node):
    def __init__(self, name: str, nodelist: template.NodeList) -> None:
        self.name = name
        self.nodelist = nodelist

    def render(self, context: template.Context) -> SafeString:
        parts = context.get("ita_parts")
        if parts is None:
            return self.nodelist.render(context)
        kept = parts.kept.get(self.name)
        if kept is not None:
            return SafeString(kept)
        # What a view has set itself, such as that of an earlier version, stands.
        content = {name: value for name, value in parts.content.items() if name not in context}
        with context.push(**content):
            made = self.nodelist.render(context)
        parts.made[self.name] = str(made)
        return made


@register.simple_tag(takes_context=True)
def ita_downloads(context: template.Context, page: Any) -> Downloads:
    """Return the files that a page can be had as: ``{% ita_downloads page as downloads %}``."""
    return downloads_of(page, context.get("request"))


@register.simple_tag(takes_context=True)
def ita_share(context: template.Context, page: Any) -> Shared:
    """Return how a page is shown elsewhere: ``{% ita_share page as share %}``."""
    return Shared(
        page,
        agency=context.get("ita_settings"),
        language=context.get("language") or _language(),
        request=context.get("request"),
    )


@register.simple_tag(takes_context=True)
def ita_structured_data(context: template.Context, page: Any) -> SafeString:
    """Show a live page as schema.org names things; nothing of a draft."""
    is_preview = getattr(context.get("request"), "is_preview", False)
    share = ita_share(context, page)
    if is_preview or not page.live or not share.url:
        return SafeString("")
    data = structured_data(share.facts(listed_pages(context.get("grouped"))))
    return SafeString(f'<script type="application/ld+json">{data}</script>')


@register.filter
def ita_locale(code: str) -> str:
    """Show a language as Open Graph names it: ``th_TH``."""
    return locale_name(code)


@register.filter
def ita_qr(text: str) -> Code:
    """Return the QR code of an address: ``{% with code=page.full_url|ita_qr %}``."""
    return qr_code(text)


@register.simple_tag(takes_context=True)
def ita_approvals(context: template.Context, page: Any) -> tuple[ChainApproval, ...]:
    """Return the approvals under a memo: ``{% ita_approvals page as approvals %}``.

    Those of the chain belong to what was published with them. A preview has none of them.
    """
    return public_approvals(page, context.get("live_version"))


@register.simple_tag
def ita_picture(image: Any, spec: str) -> Picture | None:
    """Return an image in a size, for ``includes/picture.html``."""
    return picture_of(image, spec)


@register.filter
def ita_plain_title(value: Any) -> str:
    """Show the title of a row of the catalogue where there can be no markup."""
    return value.title(_language()) if value else ""


@register.simple_tag(takes_context=True)
def ita_search_form(context: template.Context, page: Any) -> SearchForm:
    """Return the search form of an index page: ``{% ita_search_form page as form %}``.

    Where a question has been asked, it is in the form.
    """
    known: SearchForm | None = context.get("search_form")
    if known is not None:
        return known
    years = [entry.year for entry in context.get("years") or ()]
    return search_form(page, page.get_url(context.get("request")) or "", years)


@register.filter
def ita_allowed(pieces: Any, visibility: Any) -> list[Any]:
    """Keep the pieces of evidence that an anonymous visitor may open."""
    return [piece for piece in pieces or () if visibility and visibility.allows(piece.value)]
