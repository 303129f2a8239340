"""Names of files that every system unpacks: Windows, too, and in Thai."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

# Linux counts bytes, three for a Thai letter; Windows counts letters of the whole path.
_LONGEST_BYTES: Final = 150
_FORBIDDEN: Final = re.compile(r'[<>:"/\\|?*]+')
# Controls, and what turns the direction of writing: it can make "fdp.exe" look like a PDF.
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_RESERVED: Final = re.compile(
    r"(?:CON|PRN|AUX|NUL|COM[0-9¹²³]|LPT[0-9¹²³])(?:\..*)?", re.IGNORECASE
)
_EXTENSION: Final = re.compile(r"\.[A-Za-z0-9]{1,10}")


def safe_name(name: str, extension: str = "") -> str:
    """Return a name without folders that may stand on any disk.

    Args:
        name: What a person would call the file, without its extension.
        extension: With its dot; what is no plain extension is left out.
    """
    extension = extension if _EXTENSION.fullmatch(extension) else ""
    clean = _FORBIDDEN.sub(" ", unicodedata.normalize("NFC", name))
    clean = "".join(" " if unicodedata.category(each) in _UNSEEN else each for each in clean)
    clean = " ".join(clean.split()).strip(". ")
    clean = _within(clean, _LONGEST_BYTES - len(extension)).strip(". ") or "file"
    if _RESERVED.fullmatch(clean):
        clean = f"_{clean}"
    return clean + extension


def ascii_name(name: str) -> str:
    """Return a name of plain letters and digits, for programs that know nothing else."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9._]+", "-", plain).strip("-.") or "file"


class UniqueNames:
    """Gives each file of a pack a path of its own, on disks that ignore case, too."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def take(self, folder: str, name: str) -> str:
        """Return the path of a name in a folder, numbered when it is taken."""
        stem, dot, extension = name.rpartition(".")
        stem, extension = (stem, f".{extension}") if dot and stem else (name, "")
        path, number = f"{folder}{name}", 1
        while (key := unicodedata.normalize("NFC", path).casefold()) in self._taken:
            number += 1
            path = f"{folder}{stem} ({number}){extension}"
        self._taken.add(key)
        return path


def _within(text: str, limit: int) -> str:
    """Cut a text to a number of bytes, never inside a letter with its marks."""
    if len(text.encode()) <= limit:
        return text
    cut = text.encode()[:limit].decode(errors="ignore")
    # A vowel or tone mark may not lose its consonant, nor the consonant its mark.
    while cut and len(cut) < len(text) and unicodedata.category(text[len(cut)]).startswith("M"):
        cut = cut[:-1]
    return cut
