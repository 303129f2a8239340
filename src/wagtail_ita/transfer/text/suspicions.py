"""Marks of faulty character recognition or faulty copying. They are shown, never repaired."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from wagtail_ita.transfer.parsed import NoticeCode
from wagtail_ita.transfer.text.lines import Line
from wagtail_ita.transfer.text.notebook import Notebook

_AROUND: Final = 12
_VOWEL_OR_TONE = "\u0e31\u0e34-\u0e3a\u0e47-\u0e4c\u0e4e"
_MARKS: Final = "".join(map(chr, (0xE31, *range(0xE34, 0xE3B), *range(0xE47, 0xE4F))))
_SUSPICIONS: Final = (
    (
        re.compile("\u0e4d"),
        gettext_noop("“%(text)s”: the mark ◌ํ stands alone, probably misread; check the word."),
    ),
    (
        re.compile("องค[^์\u0e4d ]การ"),
        gettext_noop("“%(text)s”: probably a misread “องค์การ”; check the word."),
    ),
    (
        re.compile(f"(?<![ก-ฮ{_VOWEL_OR_TONE}\u0e4dฤฦ])[{_VOWEL_OR_TONE}]"),
        gettext_noop("“%(text)s”: a vowel or tone mark has no consonant under it; check the word."),
    ),
    (
        re.compile(f"([{_VOWEL_OR_TONE}])\\1|[\u0e48-\u0e4b]{{2}}"),
        gettext_noop("“%(text)s”: two marks stand on one consonant; check the word."),
    ),
    (
        re.compile("เเ"),
        gettext_noop("“%(text)s”: two “เ” stand where “แ” is probably meant; check the word."),
    ),
    (
        re.compile("[\ufffd\ue000-\uf8ff]"),
        gettext_noop("“%(text)s”: a character was lost when the text was copied; check the word."),
    ),
)


def tell_suspicions(lines: Iterable[Line], notes: Notebook) -> None:
    """Point out the first suspicious place of each kind on each line."""
    paths = notes.paths_by_line()
    for line in lines:
        for pattern, sentence in _SUSPICIONS:
            found = pattern.search(line.text)
            if found:
                begin = max(0, found.start() - _AROUND)
                # A mark cut off from its consonant would look like one more fault.
                text = line.text[begin : found.end() + _AROUND].lstrip(_MARKS)
                message = _(sentence) % {"text": text}
                places = [path for path, text in paths.get(line.number, ()) if found[0] in text]
                for path in places:
                    notes.doubt(path)
                notes.tell(line.number, NoticeCode.TEXT_SUSPECT, message, path="".join(places[:1]))
