"""What Elasticsearch and OpenSearch are given and asked: documents, mapping and queries.

No server is needed to make them. That Lucene keeps our words whole follows from their being
letters and digits of ASCII, of which its standard tokenizer makes one word each.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from modelsearch.backends.elasticsearchbase import (
    ElasticsearchBaseMapping,
    ElasticsearchBaseSearchQueryCompiler,
)

from tests.sample import make_index, make_item, make_report
from wagtail_ita.searching import live_pages, site_query

pytestmark = pytest.mark.django_db


def field_of(model: Any) -> tuple[str, dict[str, Any]]:
    properties = ElasticsearchBaseMapping(model).get_mapping()["properties"]
    (name,) = [name for name in properties if name.endswith("ita_search_text")]
    return name, properties[name]


def test_our_words_are_text_that_every_search_looks_in() -> None:
    index = make_index()
    for page in (index, make_item(index, "O9", title="แผนพัฒนา"), make_report(index)):
        name, mapping = field_of(type(page))
        assert mapping == {"type": "text", "copy_to": "_all_text"}
        document = ElasticsearchBaseMapping(type(page)).get_document(page)
        assert re.fullmatch(r"[a-z0-9]+( [a-z0-9]+)*", document[name])
    # One name in all page types: an index of Wagtail holds them all.
    assert len({field_of(type(page))[0] for page in (index, make_item(index, "O10"))}) == 1


def test_a_draft_gives_no_words() -> None:
    item = make_item(make_index(), "O9", live=False)
    name, _mapping = field_of(type(item))
    assert ElasticsearchBaseMapping(type(item)).get_document(item)[name] == ""


def test_the_question_is_a_phrase_for_each_word_among_the_live_pages_of_the_year() -> None:
    index, older = make_index(), make_index(2568)
    compiler = ElasticsearchBaseSearchQueryCompiler(
        live_pages([index, older]), site_query("กองคลัง ทุจริต"), order_by_relevance=False
    )
    # Each field is asked for both words; _all_text has all that the others have.
    phrases = [
        phrase["match_phrase"]["_all_text"]
        for query in compiler.get_inner_query()["dis_max"]["queries"]
        for phrase in query["bool"]["must"]
        if "_all_text" in phrase["match_phrase"]
    ]
    assert phrases == ["t012d t2d07 t0704 t0425 t2531 t3107", "t1738 t3808 t0823 t2334 t3415"]
    filters = str(compiler.get_filters())
    assert "live_filter" in filters and index.path in filters and older.path in filters
    assert compiler.get_sort() == [{"path_filter": "asc"}]
