"""What stands on the picture that a chat shows of a page."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """The words of the picture, each as it is to be read; empty where there is nothing to say.

    Attributes:
        code: Item code; empty for the list of a year.
        occasion: Which assessment it is.
        title: Of the page.
        subtitle: What the title does not say, such as the year of the report.
        score, score_label: Total as it was entered, and what it is.
        level, level_label: Of the assessment, and what it is.
        host: Name of the website.
        emblem: Name of the stored emblem; another file has another name.
    """

    language: str
    agency: str = ""
    code: str = ""
    occasion: str = ""
    title: str = ""
    subtitle: str = ""
    score: str = ""
    score_label: str = ""
    level: str = ""
    level_label: str = ""
    host: str = ""
    emblem: str = ""

    @property
    def alternative(self) -> str:
        """What the picture says, for those who do not see it."""
        title = " ".join(filter(None, (self.code, self.title)))
        scores = [
            f"{label} {value}"
            for label, value in ((self.score_label, self.score), (self.level_label, self.level))
            if value
        ]
        return " · ".join(filter(None, (title, self.subtitle, self.occasion, *scores, self.agency)))
