"""The parts of the file: an empty document to begin with, and the same bytes in the end."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterator
from typing import Final

from docx import Document
from docx.document import Document as WordDocument
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.opc.rel import Relationships
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from wagtail_ita.transfer.formats.docx.styles import FONT, OLDER_FONT, styles_of

_LANGUAGES: Final = {"th": "th-TH", "en": "en-GB"}
# Zip files know no day before.
_FIRST_DAY: Final = dt.datetime(1980, 1, 1)
_NO_DAY: Final = dt.datetime(2000, 1, 1)
# Parts of the empty document that say nothing, or something of another one.
_DROPPED: Final = (
    "/customXml",
    "/numbering",
    "/stylesWithEffects",
    "/theme",
    "/thumbnail",
    "/webSettings",
    "/fontTable",
    "/extended-properties",
)
_FONTS: Final = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    f'<w:fonts {nsdecls("w")}><w:font w:name="{FONT}"><w:altName w:val="{OLDER_FONT}"/>'
    '<w:charset w:val="DE"/><w:family w:val="swiss"/><w:pitch w:val="variable"/>'
    "</w:font></w:fonts>"
)
_SETTINGS: Final = (
    f'<w:settings {nsdecls("w")}><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/>'
    '<w:characterSpacingControl w:val="doNotCompress"/><w:compat>'
    '<w:compatSetting w:name="compatibilityMode"'
    ' w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
    '<w:themeFontLang w:val="{language}" w:bidi="th-TH"/><w:decimalSymbol w:val="."/>'
    '<w:listSeparator w:val=","/></w:settings>'
)


def empty_document(language: str) -> WordDocument:
    """Return a document with our styles and nothing else.

    Args:
        language: That it will be written in, such as ``th``.
    """
    tag = _LANGUAGES.get(language, language)
    document = Document()
    _drop(document.part.rels)
    _drop(document.part.package.rels)
    for element, children in (
        (document.styles.element, styles_of(tag)),
        (document.settings.element, iter(parse_xml(_SETTINGS.format(language=tag)))),
    ):
        for child in list(element):
            element.remove(child)
        element.extend(list(children))
    package = document.part.package
    fonts = Part(
        PackURI("/word/fontTable.xml"), CONTENT_TYPE.WML_FONT_TABLE, _FONTS.encode(), package
    )
    document.part.relate_to(fonts, RELATIONSHIP_TYPE.FONT_TABLE)
    document.core_properties.language = tag
    return document


def packed(document: WordDocument, *, moment: dt.datetime | None) -> bytes:
    """Return the file, with one date in it and on all of its parts.

    Args:
        document: What to pack.
        moment: The date; the same one gives the same bytes.
    """
    stamp = (moment or _NO_DAY).replace(microsecond=0)
    if stamp.tzinfo:
        stamp = stamp.astimezone(dt.UTC).replace(tzinfo=None)
    properties = document.core_properties
    properties.created = properties.modified = stamp
    written, out = io.BytesIO(), io.BytesIO()
    document.save(written)
    date = max(stamp, _FIRST_DAY).timetuple()
    with (
        zipfile.ZipFile(written) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for part in source.infolist():
            info = zipfile.ZipInfo(part.filename, date_time=date[:6])
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system, info.external_attr = 3, 0o644 << 16
            target.writestr(info, source.read(part))
    return out.getvalue()


def _drop(relations: Relationships) -> None:
    for key in list(_unwanted(relations)):
        del relations[key]


def _unwanted(relations: Relationships) -> Iterator[str]:
    return (key for key, found in relations.items() if found.reltype.endswith(_DROPPED))
