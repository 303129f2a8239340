"""Lines of a PDF page put together from where its letters stand.

Writers of PDF put the letters of a line down in the order that suits their fonts: Latin words,
dashes and lifted tone marks come after the rest, and Chromium writes a whole cluster once more
for a lifted mark. So the order of the file counts from line to line, where it is that of the
reader, and the place on the page counts inside a line.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

_MARKS = re.compile("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]+")
_LATIN = re.compile("[A-Za-z]")
_THAI = re.compile("[ก-๛]")
_BASE = re.compile("[ก-ฮ]")
_SARA_AM = "\u0e33"
# All in parts of the size of the letters.
_SAME_LINE = 0.25
_BACK = 0.25
# The ring of SARA AM stands above the letter before it.
_BACK_SARA_AM = 0.6
_SPACE = 0.17
# LibreOffice puts some room between Latin and Thai, where no space is meant.
_SPACE_BETWEEN_SCRIPTS = 0.22
# From the letter before SARA AM to the one behind it, where a page has too few to tell.
_OVER_SARA_AM = 1.25
_ENOUGH = 4
_BESIDE = 0.4
_LIFTED = 1.0
_OVERLAP = 0.1
_SLACK = 0.25
_NARROW = 0.13
_LIFT = 0.45
# A copy comes in the same line; no cluster is in one so often.
_REACH = 20
# What comes late belongs to the line just written, or to one near it.
_OPEN_LINES = 3
# The widest of the last letters of a word, of which marks have hardly any width.
_LAST = 4


@dataclass(frozen=True, slots=True)
class Letter:
    """A character as it stands on the page; one that is a guess of PDFium is not among them.

    Attributes:
        lift: How far above its baseline its ink begins.
    """

    text: str
    left: float
    right: float
    baseline: float
    size: float
    lift: float = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLine:
    """A line of a page.

    Attributes:
        text: Its words; with a space at an end where the file has one there.
        left: Where its first letter begins.
        right: Where its last letter ends.
        baseline: Its height on the page, counted from below.
        size: Size of its letters.
    """

    text: str
    left: float
    right: float
    baseline: float
    size: float


def lines_of(letters: Iterable[Letter]) -> tuple[list[PageLine], int]:
    """Put the lines of a page together.

    Args:
        letters: In the order of the file.

    Returns:
        The lines, and how many copies of letters were taken out.
    """
    kept, copies = _without_copies(letters)
    lines: list[_Line] = []
    for word in _words(kept):
        near = lines[-1 : -_OPEN_LINES - 1 : -1]
        if _MARKS.fullmatch(word.text) and any(line.takes_in(word) for line in near):
            continue
        line = next((line for line in near if line.continues(word) or line.holds(word)), None)
        if line is None:
            if word.is_space:
                continue
            line = _Line(baseline=word.baseline, size=word.size)
            lines.append(line)
        line.words.append(word)
    for line in lines:
        line.words.sort(key=_Word.place)
    spaces = _Spaces(lines)
    return [line.made(spaces) for line in lines], copies


@dataclass(slots=True)
class _Word:
    """Letters that follow each other without a gap, or one space."""

    letters: list[Letter]

    @property
    def text(self) -> str:
        return "".join(letter.text for letter in self.letters)

    @property
    def is_space(self) -> bool:
        return self.letters[0].text.isspace()

    @property
    def ends_in_sara_am(self) -> bool:
        return self.letters[-1].text == _SARA_AM

    @property
    def start_of_sara_am(self) -> float:
        bases = (letter for letter in reversed(self.letters) if _BASE.match(letter.text))
        return next(bases, self.letters[-1]).left

    @property
    def left(self) -> float:
        return self.letters[0].left

    @property
    def right(self) -> float:
        return max(letter.right for letter in self.letters[-_LAST:])

    @property
    def baseline(self) -> float:
        return self.letters[0].baseline

    @property
    def size(self) -> float:
        return self.letters[0].size

    def place(self) -> float:
        """Where it comes in a line; a space comes before a letter that leans to the left."""
        return self.left - (_SPACE * self.size if self.is_space else 0)

    def goes_on(self, letter: Letter) -> bool:
        """Whether a letter is the next of the word."""
        last = self.letters[-1]
        size = max(last.size, letter.size)
        if self.is_space or letter.text.isspace():
            return False
        if abs(letter.baseline - last.baseline) > _SAME_LINE * size:
            return False
        if _MARKS.match(letter.text):
            return -size <= letter.left - self.right <= _SPACE * size
        if last.text == _SARA_AM and letter.left > self.right:
            return False  # Whether a space is between, the whole page decides.
        return -_back(letter.text) * size <= letter.left - self.right <= _SPACE * size

    def takes_in(self, mark: _Word) -> bool:
        """Put marks that were written apart behind the letter that they stand on."""
        middle = (mark.left + mark.right) / 2
        if self.is_space or not self.left <= middle <= self.right + mark.size / 4:
            return False
        at = 0
        for place, letter in enumerate(self.letters):
            if letter.left <= middle and _BASE.match(letter.text):
                at = place + 1
        while at < len(self.letters) and _MARKS.match(self.letters[at].text):
            at += 1
        self.letters[at:at] = mark.letters
        return True


@dataclass(slots=True)
class _Line:
    baseline: float
    size: float
    words: list[_Word] = field(default_factory=list)

    def continues(self, word: _Word) -> bool:
        """Whether a word goes on where the last one ended, however wide the gap."""
        last = self.words[-1]
        size = max(self.size, word.size)
        return self._is_level(word) and word.left >= last.right - _back(word.text) * size

    def holds(self, word: _Word) -> bool:
        """Whether a word stands in a gap of the line, or right beside it."""
        if not self._is_level(word):
            return False
        beside = _BESIDE * self.size
        left = min(each.left for each in self.words)
        right = max(each.right for each in self.words)
        return left - beside <= word.left <= right + beside

    def takes_in(self, mark: _Word) -> bool:
        """Whether marks that were written apart found their letter in the line."""
        near = abs(mark.baseline - self.baseline) <= _LIFTED * self.size
        return near and any(word.takes_in(mark) for word in self.words)

    def made(self, spaces: _Spaces) -> PageLine:
        """The line, its words being in the order of the page."""
        pieces = [self.words[0].text]
        for before, after in itertools.pairwise(self.words):
            pieces += [" ", after.text] if spaces.is_between(before, after) else [after.text]
        words = [word for word in self.words if not word.is_space]
        return PageLine(
            text=re.sub(r"\s+", " ", "".join(pieces)),
            left=min(word.left for word in words),
            right=max(word.right for word in words),
            baseline=self.baseline,
            size=self.size,
        )

    def _is_level(self, word: _Word) -> bool:
        return abs(word.baseline - self.baseline) <= _SAME_LINE * max(self.size, word.size)


class _Spaces:
    """Tells a gap that is a space from one that is not.

    The glyph of SARA AM is wider than the part of it that PDFium counts; by how much, the font and
    the writer of the file decide, and so does whether the box of the letter or that of the one
    before is the better measure. No space stands after most of them, so that the middle one tells.
    """

    def __init__(self, lines: Iterable[_Line]) -> None:
        after_sara_am = [
            (before, after)
            for line in lines
            for before, after in itertools.pairwise(line.words)
            if before.ends_in_sara_am and not after.is_space
        ]
        self._measure, self._limit = _over_sara_am, _OVER_SARA_AM
        if len(after_sara_am) < _ENOUGH:
            return
        spreads = []
        for measure in (_gap, _over_sara_am):
            found = sorted(measure(*pair) for pair in after_sara_am)
            low, middle, high = (found[len(found) * part // 10] for part in (1, 5, 9))
            spreads.append((high - low, middle + _SPACE, measure))
        _spread, self._limit, self._measure = min(spreads, key=lambda each: each[0])

    def is_between(self, before: _Word, after: _Word) -> bool:
        if before.ends_in_sara_am:
            return self._measure(before, after) > self._limit
        mixed = _LATIN.match(before.letters[-1].text) and _THAI.match(after.letters[0].text)
        return _gap(before, after) > (_SPACE_BETWEEN_SCRIPTS if mixed else _SPACE)


def _gap(before: _Word, after: _Word) -> float:
    """The gap between two words in parts of their size."""
    return (after.left - before.right) / max(before.size, after.size)


def _over_sara_am(before: _Word, after: _Word) -> float:
    """From the letter that SARA AM stands on to the next word, in parts of their size."""
    return (after.left - before.start_of_sara_am) / max(before.size, after.size)


def _words(letters: Iterable[Letter]) -> Iterator[_Word]:
    word: _Word | None = None
    for letter in letters:
        if word is not None and word.goes_on(letter):
            word.letters.append(letter)
            continue
        if word is not None:
            yield word
        word = _Word([letter])
    if word is not None:
        yield word


def _without_copies(letters: Iterable[Letter]) -> tuple[list[Letter], int]:
    """The letters but for clusters that stand on the same one once more."""
    kept: list[Letter] = []
    copies = 0
    recent: defaultdict[str, deque[list[Letter]]] = defaultdict(lambda: deque(maxlen=_REACH))
    for cluster in _clusters(letters):
        equal = recent["".join(letter.text for letter in cluster)]
        if len(cluster) > 1 and (_is_lifted(cluster) or any(_is_copy(cluster, e) for e in equal)):
            copies += 1
            continue
        kept += cluster
        equal.append(cluster)
    return kept, copies


def _clusters(letters: Iterable[Letter]) -> Iterator[list[Letter]]:
    """Each letter with the marks that follow it."""
    cluster: list[Letter] = []
    for letter in letters:
        belongs = _MARKS.match(letter.text) or letter.text == _SARA_AM
        if cluster and not (belongs and _BASE.match(cluster[0].text)):
            yield cluster
            cluster = []
        cluster.append(letter)
    if cluster:
        yield cluster


def _is_lifted(cluster: list[Letter]) -> bool:
    """Whether what is called a letter is only the ink of a mark above it."""
    return _BASE.match(cluster[0].text) is not None and cluster[0].lift > _LIFT * cluster[0].size


def _is_copy(cluster: list[Letter], first: list[Letter]) -> bool:
    """Whether a cluster stands where an equal one does, be it lifted."""
    size = first[0].size
    left, right = first[0].left, max(letter.right for letter in first)
    # A copy is as narrow as the mark that it was written for, which may lean over the next letter.
    is_narrow = cluster[0].right - cluster[0].left < _NARROW * size
    reach = right + _SLACK * size if is_narrow else right - _OVERLAP * size
    return (
        abs(cluster[0].baseline - first[0].baseline) <= _LIFTED * size
        and left - _SLACK * size <= cluster[0].left < reach
        and max(letter.right for letter in cluster) <= right + _SLACK * size
    )


def _back(text: str) -> float:
    """How far before the end of the last letter a text may begin."""
    return _BACK_SARA_AM if text.startswith(_SARA_AM) else _BACK
