"""A live page as a publication: what anonymous visitors may see of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from tests.sample import (
    FULL_MEASURE,
    RECORD,
    make_document,
    make_index,
    make_item,
    make_report,
    make_site,
    translate,
)
from wagtail_ita.domain.records import EvidenceKind, EvidenceRecord, ReportRecord
from wagtail_ita.models import ITASettings
from wagtail_ita.transfer.published import NotPublicError, publication_of, published

pytestmark = pytest.mark.django_db


def fresh(page: Any) -> Any:
    return type(page).objects.get(pk=page.pk)


def with_evidence(*pieces: EvidenceRecord, attachments: Any = ()) -> ReportRecord:
    measures = (replace(FULL_MEASURE, evidence=pieces),)
    return replace(RECORD, measures=measures, attachments=attachments)


def document_piece(document: Any, id_: str = "e") -> EvidenceRecord:
    return EvidenceRecord(id=id_, kind=EvidenceKind.DOCUMENT, key=str(document.pk))


def test_it_has_the_record_and_what_the_site_knows() -> None:
    agency = ITASettings.for_site(make_site())
    agency.agency_name_th, agency.agency_name_en = "เทศบาลตัวอย่าง", "Sample Municipality"
    agency.save()
    page = fresh(make_report(make_index()))
    found = publication_of(page)
    assert found.record == replace(RECORD, agency="เทศบาลตัวอย่าง")
    assert found.url == "http://localhost/ita-2569/o26/"
    assert (found.scheme, found.assessment_year, found.language) == ("nacc", 2569, "th")
    assert found.item_title.startswith("รายงานผลการดำเนินการ")
    assert found.revision == page.live_revision_id
    assert found.last_published == page.last_published_at
    assert found.thai_digits

    english = publication_of(fresh(translate(page)))
    assert english.record.agency == "Sample Municipality"
    assert (english.language, english.thai_digits) == ("en", False)


def test_a_newer_draft_has_no_part_in_it_and_a_draft_is_refused() -> None:
    index = make_index()
    page = make_report(index)
    page.introduction = "<p>ร่างลับ</p>"
    page.save_revision()
    assert "ร่างลับ" not in repr(publication_of(fresh(page)))
    with pytest.raises(NotPublicError):
        publication_of(make_report(make_index(2568), publish=False))


def test_evidence_leads_to_an_absolute_address_and_names_its_file() -> None:
    index = make_index()
    document = make_document("คำสั่ง", "order.pdf")
    document.get_file_size()
    image = get_image_model().objects.create(title="ภาพ", file=get_test_image_file("photo.png"))
    other = make_item(index, "O7")
    page = make_report(
        index,
        with_evidence(
            document_piece(document, "d"),
            EvidenceRecord(id="i", kind=EvidenceKind.IMAGE, key=str(image.pk)),
            EvidenceRecord(id="p", kind=EvidenceKind.PAGE, key=str(other.pk)),
            EvidenceRecord(id="l", kind=EvidenceKind.LINK, url="https://example.go.th/x"),
        ),
    )
    targets = publication_of(fresh(page)).targets
    assert list(targets) == ["d", "i", "p", "l"]
    assert targets["d"].url == f"http://localhost{document.url}"
    assert targets["d"].content_type == "application/pdf"
    assert targets["d"].size == len(b"%PDF-1.4\n")
    assert targets["d"].storage_name == document.file.name
    assert targets["i"].content_type == "image/png"
    assert targets["i"].url.startswith("http://localhost/media/")
    assert targets["p"].url == "http://localhost/ita-2569/o7/"
    assert targets["l"].title == targets["l"].url == "https://example.go.th/x"


def test_evidence_that_visitors_may_not_see_is_in_neither_place() -> None:
    index = make_index()
    collection = Collection.get_first_root_node().add_child(name="Private")
    CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")
    secret = make_document("เอกสารลับ", collection=collection)
    hidden = make_item(index, "O9", title="หน้าลับ")
    PageViewRestriction.objects.create(page=hidden, restriction_type="login")
    draft = make_item(index, "O10", title="หน้าร่าง", live=False)
    gone = make_document("ลบแล้ว")
    pieces = (
        document_piece(secret, "1"),
        EvidenceRecord(id="2", kind=EvidenceKind.PAGE, key=str(hidden.pk)),
        EvidenceRecord(id="3", kind=EvidenceKind.PAGE, key=str(draft.pk)),
        document_piece(gone, "4"),
        EvidenceRecord(id="5", kind=EvidenceKind.LINK, url="https://example.go.th"),
    )
    page = make_report(index, with_evidence(*pieces, attachments=(document_piece(secret, "6"),)))
    gone.delete()
    found = publication_of(fresh(page))
    assert list(found.targets) == ["5"]
    assert [each.id for each in found.record.measures[0].evidence] == ["5"]
    assert found.record.attachments == ()
    assert "ลับ" not in repr(found.targets)


def test_evidence_without_an_id_or_with_that_of_another_is_found_all_the_same() -> None:
    documents = [make_document(f"หลักฐาน {number}") for number in range(2)]
    page = make_report(
        make_index(), with_evidence(*(document_piece(each, "e") for each in documents))
    )
    found = publication_of(fresh(page))
    pieces = found.record.measures[0].evidence
    assert [found.targets[each.id].title for each in pieces] == ["หลักฐาน 0", "หลักฐาน 1"]
    assert publication_of(fresh(page)).record == found.record


def test_the_emblem_is_read_when_a_file_is_made_and_may_be_missing() -> None:
    emblem = get_image_model().objects.create(title="ตรา", file=get_test_image_file())
    agency = ITASettings.for_site(make_site())
    agency.emblem = emblem
    agency.save()
    page = fresh(make_report(make_index()))
    report = published(page)
    assert report.publication.emblem == b""
    assert report.complete().emblem.startswith(b"\x89PNG")
    emblem.file.storage.delete(emblem.file.name)
    assert publication_of(page).emblem == b""


def test_the_fingerprint_changes_with_everything_that_a_file_shows() -> None:
    page = make_report(make_index(), with_evidence(document_piece(make_document("คำสั่ง"))))
    seen = [published(fresh(page)).fingerprint]
    assert published(fresh(page)).fingerprint == seen[0]

    agency = ITASettings.for_site(make_site())
    agency.agency_name_th = "เทศบาลตัวอย่าง"
    agency.save()
    seen.append(published(fresh(page)).fingerprint)

    document = make_document("อื่น").__class__.objects.get(title="คำสั่ง")
    document.file.save("again.pdf", ContentFile(b"%PDF-1.7\n"))
    document.file.close()
    seen.append(published(fresh(page)).fingerprint)

    root = Collection.get_first_root_node()
    restriction = CollectionViewRestriction.objects.create(
        collection=root, restriction_type="login"
    )
    seen.append(published(fresh(page)).fingerprint)
    assert len(set(seen)) == 4
    restriction.delete()
    assert published(fresh(page)).fingerprint == seen[2]


def test_the_fingerprint_changes_when_a_page_that_the_text_links_to_moves() -> None:
    index = make_index()
    other = make_item(index, "O7")
    link = f'<p><a linktype="page" id="{other.pk}">ข้อ ๗</a></p>'
    page = make_report(index, replace(RECORD, conclusion=link))
    before = published(fresh(page)).fingerprint
    other.slug = "o7-new"
    other.save()
    assert published(fresh(page)).fingerprint != before


def test_the_number_of_queries_does_not_grow_with_measures_and_evidence() -> None:
    index = make_index()
    documents = [make_document(f"หลักฐาน {number}") for number in range(20)]
    others = [make_item(index, f"O{number}") for number in range(1, 21)]

    def count(size: int, code: str) -> int:
        pieces = [document_piece(each, "") for each in documents[:size]]
        pieces += [
            EvidenceRecord(kind=EvidenceKind.PAGE, key=str(each.pk)) for each in others[:size]
        ]
        measures = tuple(
            replace(
                FULL_MEASURE,
                id="",
                evidence=tuple(pieces),
                output=f'<p><a linktype="page" id="{others[number].pk}">ดู</a></p>',
            )
            for number in range(size)
        )
        page = make_report(index, replace(RECORD, code=code, measures=measures))
        publication_of(fresh(page))
        stored = fresh(page)
        with CaptureQueriesContext(connection) as queries:
            publication_of(stored)
        return len(queries)

    few = count(1, "O26")
    assert count(20, "O27") == few
    assert few <= 13
