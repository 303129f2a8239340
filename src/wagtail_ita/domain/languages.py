"""Which of two stored texts a reader gets: the Thai one, or the English one."""

from __future__ import annotations


def is_thai(language: str) -> bool:
    """Tell whether a language code such as "th" or "th-TH" means Thai."""
    return language.lower().split("-")[0] == "th"


def in_language(language: str, *, thai: str, english: str) -> str:
    """Return the Thai text for Thai, the English one for any other language.

    A text that exists in Thai only is returned in Thai: better than an empty line.
    """
    return thai if is_thai(language) or not english else english
