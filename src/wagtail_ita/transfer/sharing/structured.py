"""What search engines read: a page in the words of schema.org, as JSON-LD."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any, Final

from wagtail_ita.clock import in_zone, local_time
from wagtail_ita.transfer.sharing.facts import PageFacts, PageKind, Place

Node = dict[str, Any]

_TYPES: Final = {
    PageKind.INDEX: "CollectionPage",
    PageKind.ITEM: "WebPage",
    PageKind.REPORT: "Report",
}
# As in Django's json_script: nothing in a text can end the element that holds it.
_ESCAPES: Final = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def structured_data(facts: PageFacts) -> str:
    """Return JSON-LD that may stand in a ``<script type="application/ld+json">`` as it is."""
    nodes = [_page(facts), _breadcrumb(facts)]
    if facts.files:
        nodes.append(_dataset(facts))
    if facts.agency:
        nodes.append(_agency(facts))
    data = {"@context": "https://schema.org", "@graph": nodes}
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return written.translate(_ESCAPES)


def _filled(node: Node) -> Node:
    return {name: value for name, value in node.items() if value not in (None, "", [], {})}


def _reference(address: str) -> Node:
    return {"@id": address}


def _agency_id(facts: PageFacts) -> str:
    return f"{facts.home.url}#agency"


def _by(facts: PageFacts) -> Node | None:
    return _reference(_agency_id(facts)) if facts.agency else None


def _page(facts: PageFacts) -> Node:
    is_report = facts.kind is PageKind.REPORT
    return _filled(
        {
            "@type": _TYPES[facts.kind],
            "@id": facts.url,
            "url": facts.url,
            "mainEntityOfPage": facts.url if is_report else "",
            "name": facts.title,
            "identifier": facts.code,
            "description": facts.description,
            "about": {"@type": "Thing", "name": facts.subject} if facts.subject else None,
            "inLanguage": facts.language,
            "datePublished": _moment(facts.published),
            "dateModified": _moment(facts.modified),
            "temporalCoverage": _period(facts) if is_report else "",
            "author": _by(facts),
            "publisher": _by(facts),
            "image": facts.picture,
            "isPartOf": _reference(facts.index.url) if facts.index else None,
            "mainEntity": _list(facts),
            "license": facts.licence,
            "isAccessibleForFree": True,
        }
    )


def _list(facts: PageFacts) -> Node | None:
    if not facts.entries:
        return None
    return {
        "@type": "ItemList",
        "numberOfItems": len(facts.entries),
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": entry.name, "url": entry.url}
            for position, entry in enumerate(facts.entries, 1)
        ],
    }


def _breadcrumb(facts: PageFacts) -> Node:
    here = Place(facts.title, facts.url)
    trail = [place for place in (facts.home, facts.index, here) if place]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": place.name, "item": place.url}
            for position, place in enumerate(trail, 1)
        ],
    }


def _dataset(facts: PageFacts) -> Node:
    return _filled(
        {
            "@type": "Dataset",
            "@id": f"{facts.url}#data",
            "url": facts.url,
            "name": facts.title,
            "identifier": facts.code,
            "description": facts.description,
            "inLanguage": facts.language,
            "datePublished": _moment(facts.published),
            "dateModified": _moment(facts.modified),
            "temporalCoverage": _period(facts),
            "creator": _by(facts),
            "publisher": _by(facts),
            "license": facts.licence,
            "isAccessibleForFree": True,
            "distribution": [
                {
                    "@type": "DataDownload",
                    "name": each.name,
                    "contentUrl": each.url,
                    "encodingFormat": each.content_type.partition(";")[0],
                }
                for each in facts.files
            ],
        }
    )


def _agency(facts: PageFacts) -> Node:
    agency = facts.agency
    assert agency is not None  # noqa: S101 - for the type checker: the caller has asked
    return _filled(
        {
            "@type": "GovernmentOrganization",
            "@id": _agency_id(facts),
            "name": agency.name,
            "alternateName": agency.other_name,
            "url": facts.home.url,
            "address": " ".join(agency.address.split()),
            "telephone": agency.phone,
            "email": agency.email,
            "logo": agency.logo,
        }
    )


def _moment(moment: dt.datetime | None) -> str:
    if moment is None:
        return ""
    return local_time(in_zone(moment)).isoformat(timespec="seconds")


def _period(facts: PageFacts) -> str:
    return "/".join(day.isoformat() for day in facts.covers) if facts.covers else ""
