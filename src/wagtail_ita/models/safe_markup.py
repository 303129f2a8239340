"""Rich text as a visitor may get it: without anything that a browser would run.

Wagtail cleans what its editor sends, when it is sent, and shows what is stored as it is. Files,
translations and APIs write to the database past the editor; a script among what they write would
run for every visitor, and in a preview with the rights of whoever looks.
"""

from __future__ import annotations

import html
import re
from typing import Any, Final

from bs4.element import PreformattedString
from wagtail.whitelist import Whitelister, attribute_rule

from wagtail_ita.domain.addresses import is_followed
from wagtail_ita.domain.richtext import escape_strays, to_html, to_text

# All that our boxes write: such markup is left as it is, to the letter.
_USUAL_TAG: Final = re.compile(
    r"<(?:/?(?:p|br|b|strong|i|em|h[2-6]|ol|ul|li|hr)(?: data-block-key=\"[\w-]*\")?/?"
    r"|a(?: (?:id=\"\d+\"|linktype=\"[a-z]+\")){2}"
    r"|a href=\"(?P<address>[^\"<>]*)\""
    r"|/a)>"
)


def safe_markup(markup: str) -> str:
    """Return rich text, as it is stored, without scripts, handlers and addresses that run.

    Text stays, and so does harmless markup that a site has added to its editor. What our own
    boxes write comes back unchanged.
    """
    if "<" not in markup or _is_usual(markup):
        return markup
    try:
        cleaned: str = _Cleaner().clean(escape_strays(markup))
    except RecursionError:
        # Nobody nests text a thousand times: its words are enough.
        return to_html(to_text(markup))
    return cleaned


def _is_usual(markup: str) -> bool:
    addresses = [each["address"] for each in _USUAL_TAG.finditer(markup) if each["address"]]
    if not all(is_followed(html.unescape(address)) for address in addresses):
        return False
    return "<" not in _USUAL_TAG.sub("", markup)


def _address(address: str) -> str | None:
    return address if is_followed(address) else None


_ANYWHERE: Final = {"class": True, "lang": True, "title": True, "data-block-key": True}
_TEXT: Final = attribute_rule(_ANYWHERE)
_CELL: Final = attribute_rule({**_ANYWHERE, "colspan": True, "rowspan": True, "scope": True})
# fmt: off
_TEXT_TAGS: Final = (
    "abbr", "b", "blockquote", "br", "caption", "cite", "code", "dd", "del", "div", "dl", "dt",
    "em", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "ins", "kbd",
    "li", "mark", "ol", "p", "pre", "q", "s", "small", "span", "strong", "sub", "sup", "table",
    "tbody", "tfoot", "thead", "tr", "u", "ul",
)
# What stands in them is no text of the page, or is read by other rules than the rest.
_GONE_TAGS: Final = frozenset({
    "iframe", "listing", "math", "noembed", "noframes", "noscript", "object", "plaintext",
    "script", "select", "style", "svg", "template", "textarea", "title", "xmp",
})
# fmt: on


class _Cleaner(Whitelister):
    """Keeps the elements and attributes that are named, and the text of all others."""

    element_rules: Any = {
        "[document]": attribute_rule({}),
        **dict.fromkeys(_TEXT_TAGS, _TEXT),
        "td": _CELL,
        "th": _CELL,
        "a": attribute_rule({**_ANYWHERE, "href": _address, "linktype": True, "id": True}),
        # Wagtail makes an image or a player of it; an image itself is never stored.
        "embed": attribute_rule(dict.fromkeys(("embedtype", "id", "format", "alt", "url"), True)),
    }

    def clean_string_node(self, doc: Any, node: Any) -> None:
        # Comments, and sections that one parser takes for text and another for markup.
        if isinstance(node, PreformattedString):
            node.extract()

    def clean_tag_node(self, doc: Any, tag: Any) -> None:
        if tag.name in _GONE_TAGS:
            tag.decompose()
        else:
            super().clean_tag_node(doc, tag)
