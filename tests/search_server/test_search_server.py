"""What the tests of the search expect of a database holds with OpenSearch, too.

The tests are those of ``tests/pages``; the index that they fill and ask is another one here.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from wagtail.search.backends import get_search_backend

from tests.pages import test_search, test_search_page
from tests.pages.test_search import codes
from tests.pages.test_search_page import hits
from tests.sample import make_index, make_item
from tests.search_server.conftest import backends

pytestmark = pytest.mark.django_db

test_the_words_of_a_real_report = (
    test_search.test_the_words_of_a_real_report_are_found_inside_its_sentences
)
test_everything_that_a_visitor_reads = (
    test_search.test_everything_that_a_visitor_reads_in_a_report_leads_to_it
)
test_a_correction_note = test_search.test_a_correction_note_is_found_once_it_is_public
test_each_language = test_search.test_each_language_is_searched_in_its_own_pages
test_whatever_is_asked_is_answered = test_search_page.test_whatever_is_asked_is_answered


class TestTheIndex(test_search.TestTheIndex):
    """Words, phrases, drafts and what was moved or deleted."""


class TestWhatIsNotPublic(test_search.TestWhatIsNotPublic):
    """Private pages, internal fields and evidence of private collections."""


class TestTheAnswer(test_search_page.TestTheAnswer):
    """The page with what was found."""


class TestItemAndYear(test_search_page.TestItemAndYear):
    """Choosing an item and a year."""


@pytest.fixture
def index() -> Any:
    return make_index()


def test_it_is_the_server_that_is_asked(index: Any) -> None:
    page = make_item(index, "O9", title="แผนของกองคลัง")
    assert codes(index, "คลัง") == ["O9"]
    backend = get_search_backend()
    backend.get_index_for_object(page).delete_item(page)
    assert codes(index, "คลัง") == []


def test_a_server_that_is_gone_stops_neither_editors_nor_visitors(
    client: Client, index: Any, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    make_item(index, "O9", title="แผนของกองคลัง")
    # Nobody listens at port 9, which belongs to a service of old.
    settings.WAGTAILSEARCH_BACKENDS = backends("http://127.0.0.1:9")
    page = make_item(index, "O10", title="แผนของกองช่าง", nothing_to_report="ไม่มี")
    page.save_revision().publish()
    soup = test_search_page.ask(client, index, q="แผน")
    assert hits(soup) == ["O9", "O10"]
    assert "the pages are read instead" in caplog.text
