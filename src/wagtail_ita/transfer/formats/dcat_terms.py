"""The terms and fixed values of ``dcat.jsonld``."""

from __future__ import annotations

from typing import Any, Final

DCAT_NAME: Final = "dcat.jsonld"
DCAT_TYPE: Final = "application/ld+json"
DCAT_VERSION: Final = 1

_EU: Final = "http://publications.europa.eu/resource/authority"
PUBLIC: Final = f"{_EU}/access-right/PUBLIC"
GOVERNMENT: Final = f"{_EU}/data-theme/GOVE"
YEARLY: Final = "http://purl.org/cld/freq/annual"

# The data type of each file, and what a catalogue calls its format.
FILES: Final = {
    "json": ("application/json", "JSON"),
    "csv": ("text/csv", "CSV"),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "XLSX"),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "DOCX"),
    "pdf": ("application/pdf", "PDF"),
    "zip": ("application/zip", "ZIP"),
    "xml": ("application/atom+xml", "Atom"),
}

CONTEXT: Final[dict[str, Any]] = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "ckan": "urn:wagtail-ita:ckan:",
    "title": {"@id": "dct:title", "@container": "@language"},
    "description": {"@id": "dct:description", "@container": "@language"},
    "keyword": {"@id": "dcat:keyword", "@container": "@language"},
    "name": {"@id": "foaf:name", "@container": "@language"},
    "label": {"@id": "rdfs:label", "@container": "@language"},
    "fn": {"@id": "vcard:fn", "@container": "@language"},
    "hasEmail": {"@id": "vcard:hasEmail", "@type": "@id"},
    "hasTelephone": {"@id": "vcard:hasTelephone", "@type": "@id"},
    "identifier": "dct:identifier",
    "format": "dct:format",
    "publisher": {"@id": "dct:publisher", "@type": "@id"},
    "contactPoint": {"@id": "dcat:contactPoint", "@type": "@id"},
    "language": {"@id": "dct:language", "@type": "@id"},
    "license": {"@id": "dct:license", "@type": "@id"},
    "accessRights": {"@id": "dct:accessRights", "@type": "@id"},
    "accrualPeriodicity": {"@id": "dct:accrualPeriodicity", "@type": "@id"},
    "conformsTo": {"@id": "dct:conformsTo", "@type": "@id"},
    "spatial": {"@id": "dct:spatial", "@type": "@id"},
    "temporal": {"@id": "dct:temporal", "@type": "@id"},
    "theme": {"@id": "dcat:theme", "@type": "@id"},
    "landingPage": {"@id": "dcat:landingPage", "@type": "@id"},
    "homepage": {"@id": "foaf:homepage", "@type": "@id"},
    "dataset": {"@id": "dcat:dataset", "@type": "@id"},
    "distribution": {"@id": "dcat:distribution", "@type": "@id"},
    "accessURL": {"@id": "dcat:accessURL", "@type": "@id"},
    "downloadURL": {"@id": "dcat:downloadURL", "@type": "@id"},
    "mediaType": {"@id": "dcat:mediaType", "@type": "@id"},
    "startDate": {"@id": "dcat:startDate", "@type": "xsd:date"},
    "endDate": {"@id": "dcat:endDate", "@type": "xsd:date"},
    "issued": {"@id": "dct:issued", "@type": "xsd:dateTime"},
    "modified": {"@id": "dct:modified", "@type": "xsd:dateTime"},
}
