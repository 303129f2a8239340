"""The look from outside at where the links of an item lead."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, CollectionViewRestriction

from tests.checks.outside_view import body, found, item_template, link, look, use_templates
from tests.checks.servers import content, page, redirect, serving
from tests.sample import (
    FULL_MEASURE,
    RECORD,
    make_document,
    make_index,
    make_item,
    make_report,
    make_site,
)
from wagtail_ita.checks.public import check_public

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _home(settings: Any) -> None:
    use_templates(settings)


@pytest.fixture
def index() -> Any:
    return make_index()


@pytest.mark.parametrize(
    ("href", "codes"),
    [
        ("#", ["link-empty"]),
        ("", ["link-empty"]),
        (" javascript:void(0)", ["link-empty"]),
        ("#nowhere", ["link-anchor"]),
        ("#ita-body", []),
        ("#top", []),
        ("mailto:town@example.go.th", []),
        # Shown without its address, which opens nothing for a visitor.
        ("file:///C:/report.docx", ["link-empty"]),
        ("ftp://www.example.go.th/report.docx", ["link-unusable"]),
        ("http://[", ["link-malformed"]),
        ("https:///report.pdf", ["link-malformed"]),
        ("http://user:secret@www.example.go.th/", ["link-credentials"]),
        ("http://10.0.0.1/report.pdf", ["link-private"]),
        ("http://localhost:8000/", ["link-private"]),
        ("//0x7f.1/", ["link-private"]),
        ("https://www.example.go.th:22/", ["link-port"]),
        ("https://drive.google.com/open?id=1", ["link-drive"]),
        ("https://www.facebook.com/town", ["link-drive"]),
        ("https://www.example.go.th/", ["link-outside"]),
        ("http://www.example.go.th/", ["link-insecure", "link-outside"]),
        ("/", []),
        ("/ita-2569/", []),
        ("../o2/#ita-body", []),
        ("http://localhost/ita-2569/", []),
        ("/gone/", ["link-dead"]),
        ("/admin/", ["link-login"]),
        ("/documents/999/report.pdf", ["link-dead"]),
        ("/media/report.pdf", ["link-dead"]),
        ("/media/../../etc/passwd", ["link-dead"]),
        ("/media/%2e%2e/%2e%2e/etc/passwd", ["link-dead"]),
        ("/static/wagtail_ita/css/ita.css", []),
        ("/static/gone.pdf", ["link-dead"]),
    ],
)
def test_where_a_link_leads_without_leaving_the_site(
    index: Any, href: str, codes: list[str]
) -> None:
    make_item(index, "O2", body=body(link(href)))
    assert found(index, fetch_outside=False) == [("O2", code) for code in codes]


def test_a_document_that_is_not_what_it_says_is_found(index: Any) -> None:
    documents = [
        make_document("ดี", "good.pdf"),
        make_document("ผิด", "wrong.pdf", b"<!doctype html>"),
        make_document("ว่าง", "empty.pdf", b""),
        make_document("หาย", "lost.pdf"),
    ]
    lost = documents[-1].file
    lost.storage.delete(lost.name)
    evidence = [("document", {"document": each, "title": "", "note": ""}) for each in documents]
    make_item(index, "O2", evidence=evidence)
    findings = look(index).findings
    assert [(each.code, each.params["text"].split()[0]) for each in findings] == [
        ("file-other", "ผิด"),
        ("file-empty", "ว่าง"),
        ("link-dead", "หาย"),
    ]


def test_a_document_behind_a_login_is_found(index: Any) -> None:
    private = Collection.get_first_root_node().add_child(name="Private")
    CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
    document = make_document("ลับ", collection=private)
    make_item(index, "O2", body=body(link(document.url)))
    assert found(index) == [("O2", "link-login")]


def test_a_picture_of_the_page_is_opened_in_its_storage(index: Any, settings: Any) -> None:
    document = make_document("ภาพ", "picture.png", b"\x89PNG\r\n\x1a\n")
    words = make_document("ภาพ", "words.txt", b"no picture")
    pictures = "".join(f'<img src="{each.file.url}" alt="ภาพ">' for each in (document, words))
    make_item(index, "O2")
    use_templates(settings, item_template(f"2569 {pictures}"))
    assert found(index) == [("O2", "file-other")]


def test_a_menu_link_without_an_address_is_named_once(index: Any, settings: Any) -> None:
    make_item(index, "O2")
    make_item(index, "O3")
    base = (
        '{% block ita_title %}{% endblock %}<nav><a href="#">เมนู</a></nav>'
        "<main>{% block ita_content %}{% endblock %}</main>"
    )
    use_templates(settings, {"wagtail_ita/base.html": base})
    assert found(index) == [("", "link-empty-menu")]


def test_a_placeholder_on_the_index_page_is_found(index: Any) -> None:
    index.introduction = "<p>" + link("#", "คู่มือ") + "</p>"
    index.save_revision().publish()
    make_item(index, "O2")
    # Wagtail cleans typed text of most of these; a template has them all the same.
    assert found(index) == [("ITA 2569", "link-empty")]


def test_the_measures_of_a_report_are_looked_at(index: Any) -> None:
    measure = replace(FULL_MEASURE, output="<p>" + link("/gone/") + "</p>")
    make_report(index, replace(RECORD, measures=(measure,)))
    assert found(index) == [("O26", "link-dead")]


# ------------------------------------------------------------------------------------ outside


def test_links_that_leave_the_site_are_opened(index: Any) -> None:
    answers = {
        "/good": page("x"),
        "/good.pdf": content(b"%PDF-1.7", "application/pdf"),
        "/viewer.pdf": page("<!doctype html><title>Viewer</title>"),
        "/gone": page("x", status=410),
        "/busy": page("x", status=503),
        "/members": page("x", status=401),
        "/moved": redirect("/accounts/login/?next=/"),
        "/inside": redirect("http://192.168.0.1/"),
        "/loop": redirect("/loop"),
    }
    with serving(answers) as server:
        links = "".join(link(server.url(path), path) for path in answers)
        make_item(index, "O2", body=body(f"<p>{links}</p>"))
        findings = look(index, server).findings
    opened = [
        (each.params["text"], each.code)
        for each in findings
        if each.code not in {"link-outside", "link-insecure"}
    ]
    assert opened == [
        ("/viewer.pdf", "file-other"),
        ("/gone", "link-dead"),
        ("/busy", "link-unsure"),
        ("/members", "link-login"),
        ("/moved", "link-login"),
        ("/inside", "link-private"),
        ("/loop", "link-unsure"),
    ]


def test_without_permission_no_test_server_is_ever_asked(index: Any) -> None:
    with serving({"/": page("x")}) as server:
        make_item(index, "O2", body=body(link(server.url())))
        codes = [finding.code for finding in check_public(index)]
        assert (codes, server.requests) == (["link-private"], [])


def test_a_link_in_two_items_is_opened_once_and_named_in_both(index: Any) -> None:
    with serving() as server:
        for code in ("O2", "O3"):
            make_item(index, code, body=body(link(server.url("/gone")) * 2))
        pairs = [pair for pair in found(index, server) if pair[1] == "link-dead"]
        assert pairs == [("O2", "link-dead"), ("O3", "link-dead")]
        assert server.requests == [("HEAD", "/gone"), ("GET", "/gone")]


def test_a_document_that_is_stored_elsewhere_is_followed_there(index: Any) -> None:
    with serving({"/x.pdf": content(b"%PDF-1.7", "application/pdf")}) as server:
        Redirect.objects.create(
            old_path="/old.pdf", site=make_site(), redirect_link=server.url("/x.pdf")
        )
        Redirect.objects.create(
            old_path="/lost.pdf", site=make_site(), redirect_link=server.url("/y.pdf")
        )
        Redirect.objects.create(
            old_path="/in.pdf", site=make_site(), redirect_link="http://10.0.0.1/x.pdf"
        )
        links = "".join(link(f"/{name}.pdf", name) for name in ("old", "lost", "in"))
        make_item(index, "O2", body=body(f"<p>{links}</p>"))
        assert found(index, server) == [("O2", "link-dead"), ("O2", "link-private")]
