"""Recognises text that was copied from our example site or from the preview of a block.

An example shows how much to write; published as it stands it reports what never happened.
Only fingerprints of its sentences are shipped (``data/sample_sentences.json``), made by
:func:`fingerprints_of` from the example site and the previews: ``python -m
tests.sample_sentences`` writes the file anew, and a test compares the two.
"""

from __future__ import annotations

import functools
import hashlib
import json
import re
import unicodedata
from collections.abc import Container, Iterable, Iterator
from importlib.resources import files
from typing import Final

from wagtail_ita.domain.digits import to_arabic

SHORTEST: Final = 25
"""Letters and digits from which on a sentence is somebody's own; shorter ones are common."""

SHORTEST_CLAUSE: Final = 40
"""The same for a Thai clause, which is only a part of a sentence."""

_HASH_LENGTH: Final = 12
_THAI_LETTER: Final = "\u0e01-\u0e4e"
# "พ.ศ. 2568" and "B.E. 2568" are not the end of anything.
_SENTENCE_END: Final = re.compile(r"(?<=[.!?;|])(?<!\.\w\.)\s+")
# Thai has no full stop: a space between two words of it ends a clause. Beside a number or a
# foreign word a space is only custom.
_CLAUSE_END: Final = re.compile(rf"(?<=[{_THAI_LETTER}])\s+(?=[{_THAI_LETTER}])")
_DIGIT: Final = re.compile(r"\d")
# Python's \w leaves out the vowels and tone marks above and below a Thai consonant.
_DROPPED: Final = re.compile(r"[^\w\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]+|_+")


def normalise(text: str) -> str:
    """Return what of a text is compared: letters, marks and digits, in one spelling."""
    # NFKC: a Thai vowel such as ◌ำ can be stored in two ways that look alike.
    plain = _DROPPED.sub("", unicodedata.normalize("NFKC", text).casefold())
    return to_arabic(plain) if _DIGIT.search(plain) else plain


def sentences(text: str) -> Iterator[str]:
    """Yield what of a text can be somebody's own: its lines, sentences and Thai clauses."""
    return (sentence for sentence, _normalised in _own_sentences(text))


def fingerprint(sentence: str) -> str:
    """Return the short hash of a sentence."""
    return _hash(normalise(sentence))


def fingerprints_of(texts: Iterable[str], *, common: Iterable[str] = ()) -> frozenset[str]:
    """Return the fingerprints of all sentences that are not common property.

    Args:
        texts: The sample texts, plain, with line breaks.
        common: Official titles and stock phrases. A sentence that consists of them, but
            for a few letters, is everybody's.
    """
    phrases = sorted({normalise(each) for each in common} - {""}, key=len, reverse=True)
    return frozenset(
        _hash(normalised)
        for text in texts
        for _sentence, normalised in _own_sentences(text)
        if not _is_common(normalised, phrases)
    )


def copied_sentences(text: str, samples: Container[str]) -> list[str]:
    """Return the sentences of a text that are known samples, as they stand in it."""
    copied: list[str] = []
    for sentence, normalised in _own_sentences(text):
        inside = any(sentence in longer for longer in copied)
        if not inside and _hash(normalised) in samples:
            copied.append(sentence)
    return copied


@functools.cache
def sample_fingerprints() -> frozenset[str]:
    """Return the fingerprints that this package ships."""
    source = files("wagtail_ita.domain").joinpath("data", "sample_sentences.json")
    return frozenset(json.loads(source.read_text(encoding="utf-8"))["sentences"])


def _own_sentences(text: str) -> Iterator[tuple[str, str]]:
    """Yield each sentence that is long enough, with its normalised form."""
    for line in filter(None, map(str.strip, text.splitlines())):
        parts = [(line, SHORTEST)]
        for pattern, shortest in ((_SENTENCE_END, SHORTEST), (_CLAUSE_END, SHORTEST_CLAUSE)):
            found = pattern.split(line)
            if len(found) > 1:
                parts += [(part, shortest) for part in found]
        for part, shortest in parts:
            normalised = normalise(part)
            if len(normalised) >= shortest:
                yield part, normalised


def _hash(normalised: str) -> str:
    # A lone surrogate of a broken file must not stop the check.
    digest = hashlib.sha256(normalised.encode("utf-8", "surrogatepass")).hexdigest()
    return digest[:_HASH_LENGTH]


def _is_common(normalised: str, phrases: Iterable[str]) -> bool:
    own = normalised
    for phrase in phrases:
        if own in phrase:
            return True
        own = own.replace(phrase, "")
    return len(own) < SHORTEST
