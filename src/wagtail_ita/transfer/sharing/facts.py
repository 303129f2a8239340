"""What is told of a page to machines, as plain data."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class PageKind(StrEnum):
    """What a page is."""

    INDEX = "index"
    ITEM = "item"
    REPORT = "report"


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyFacts:
    """Who publishes the page.

    Attributes:
        name: In the language of the page.
        other_name: In the other language, where it is another.
        logo: Absolute address of the emblem.
    """

    name: str
    other_name: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    logo: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A page that is named by its title."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class FileFacts:
    """A file that the content can be had as."""

    name: str
    url: str
    content_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFacts:
    """A live page.

    Attributes:
        url: Absolute, without anything that is asked of it.
        home: Front page of the website, in the language of the page.
        code: Item code; empty for the list of a year.
        subject: What the page is about: which assessment.
        index: The list of the year; ``None`` for the list itself, and where it is not public.
        covers: First and last day of the year that the content is about.
        picture: Absolute address of its picture.
        files: What the content can be had as.
        entries: What the list of a year leads to.
        licence: Address of the licence that the agency publishes under.
    """

    kind: PageKind
    url: str
    home: Place
    title: str
    language: str
    code: str = ""
    description: str = ""
    subject: str = ""
    agency: AgencyFacts | None = None
    index: Place | None = None
    published: dt.datetime | None = None
    modified: dt.datetime | None = None
    covers: tuple[dt.date, dt.date] | None = None
    picture: str = ""
    files: tuple[FileFacts, ...] = ()
    entries: tuple[Place, ...] = ()
    licence: str = ""
