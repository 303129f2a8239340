"""Next year's drafts: what goes over, what does not, and how the items follow each other."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client, override_settings
from django.utils import translation
from wagtail.models import Page, PageLogEntry

from tests.sample import (
    FULL_MEASURE,
    PLAIN_MEASURE,
    RECORD,
    make_index,
    make_item,
    make_report,
    make_site,
    translate,
)
from tests.transfer.seed_files import SEED
from wagtail_ita.catalogues import get_catalogue
from wagtail_ita.domain.catalogue import read_catalogue
from wagtail_ita.domain.completeness.passages import plain_text
from wagtail_ita.domain.records import (
    EvidenceKind,
    EvidenceRecord,
    MeasureRecord,
    ReportRecord,
)
from wagtail_ita.domain.succession import find_predecessors
from wagtail_ita.models import get_index_page_model, get_report_page_model
from wagtail_ita.selectors import find_item, index_items
from wagtail_ita.transfer.pages import report_to_record
from wagtail_ita.transfer.reading import read_report
from wagtail_ita.years.rollforward import (
    RollforwardError,
    apply_rollforward,
    plan_rollforward,
)

pytestmark = pytest.mark.django_db

SCAN = EvidenceRecord(
    kind=EvidenceKind.LINK, title="สแกนหนังสือลงนาม", url="https://example.go.th/scan"
)
FILLED = replace(RECORD, attachments=(SCAN,))


@pytest.fixture(autouse=True)
def site() -> Iterator[Any]:
    with translation.override("en"):
        yield make_site()


def rollforward(*args: Any) -> None:
    call_command("ita_rollforward", *args)


def index_of(year: int) -> Any:
    return get_index_page_model().objects.get(assessment_year=year, locale__language_code="th")


def plan(from_year: int, to_year: int, site: Any, scheme: str = "nacc") -> Any:
    return plan_rollforward(from_year=from_year, to_year=to_year, scheme=scheme, site=site)


# ------------------------------------------------------------------- nothing of the results


def runs(text: str) -> Iterator[str]:
    """Yield the sentences of a text, and the runs of letters in it that are long enough."""
    plain = plain_text(text)
    yield from (line.strip() for line in plain.splitlines() if line.strip())
    yield from (run for run in re.split(r"[\s\"“”'(),.:;/–-]+", plain) if len(run) >= 6)


def result_texts(record: ReportRecord) -> Iterator[str]:
    """Yield everything of a report that belongs to its year."""
    yield from (record.introduction, record.conclusion)
    for measure in record.measures:
        yield from (measure.output, measure.outcome, measure.period.note)
        yield from (str(day) for day in (measure.period.start, measure.period.end) if day)
    for piece in (*record.attachments, *(each for m in record.measures for each in m.evidence)):
        yield from (piece.title, piece.note, piece.url, piece.alt_text)
    memo = record.memo
    yield from (memo.unit, memo.number, memo.subject, memo.addressee)
    yield from (memo.background, memo.facts, memo.proposal, str(memo.date or ""))
    for each in memo.approvals:
        yield from (each.heading, each.opinion, each.name, each.position, str(each.date or ""))
    yield from (
        f"{score:.2f}" for score in (record.overall_score, *record.scores.values()) if score
    )


def kept_texts(record: ReportRecord) -> str:
    """What goes over, and the official titles: words of theirs are no results."""
    texts = [
        *(item.title_th for item in get_catalogue("nacc", 2569).items),
        *(
            f"{m.title} {m.description} {' '.join((*m.steps, *m.responsible))}"
            for m in record.measures
        ),
    ]
    return "\n".join(texts)


def everything_in(index: Any) -> str:
    """Every field of the pages of a year, and of every version of them."""
    found = []
    for page in index.get_descendants(inclusive=True).specific():
        found += [readable(page.serializable_data())]
        found += [readable(each.content) for each in page.revisions.all()]
    return "\n".join(found)


def readable(data: dict[str, Any]) -> str:
    """JSON in which a search finds Thai: blocks are stored as JSON in JSON, in ASCII."""
    opened = {
        name: json.loads(value) if isinstance(value, str) and value.startswith("[") else value
        for name, value in data.items()
    }
    return json.dumps(opened, ensure_ascii=False, default=str)


def leaks(texts: Iterator[str], kept: str, where: str) -> list[str]:
    return [run for text in texts for run in runs(text) if run not in kept and run in where]


def test_nothing_of_the_results_is_in_the_new_drafts() -> None:
    index = make_index(introduction="<p>ปีนี้หน่วยงานได้คะแนนสูงขึ้นสองลำดับ</p>")
    make_report(index, FILLED)
    statement = "ไม่มีเรื่องร้องเรียนตลอดปีงบประมาณนี้"
    path = "คลิกเมนูธรรมาภิบาลแล้วเลือกข้อสอง"
    make_item(
        index,
        "O2",
        nothing_to_report=statement,
        explanation=path,
        personal_data_confirmed=True,
        due_date="2026-04-30",
        seo_title="หัวเรื่องสำหรับค้นหา",
        search_description="คำอธิบายสำหรับค้นหา",
        body=[("paragraph", "<p>เนื้อหาของข้อสองประจำปีนี้</p>")],
        evidence=[("link", {"title": "ทำเนียบผู้บริหารชุดเดิม", "url": "https://example.go.th/x"})],
    )
    others = (
        *(statement, path, "หัวเรื่องสำหรับค้นหา", "คำอธิบายสำหรับค้นหา", "2026-04-30"),
        *("เนื้อหาของข้อสองประจำปีนี้", "ทำเนียบผู้บริหารชุดเดิม", "https://example.go.th/x"),
        "ปีนี้หน่วยงานได้คะแนนสูงขึ้นสองลำดับ",
    )
    texts = [*result_texts(FILLED), *others]
    # The search finds each of them in the pages that have them.
    old = everything_in(index)
    assert [run for text in others for run in runs(text) if run not in old] == []
    assert len(leaks(iter(texts), kept_texts(FILLED), old)) > 40

    rollforward(2569, 2570)
    new = everything_in(index_of(2570))
    assert leaks(iter(texts), kept_texts(FILLED), new) == []
    assert "true" not in re.findall(r'"personal_data_confirmed": (\w+)', new)


@pytest.mark.skipif(not SEED.exists(), reason="The real report is not here.")
def test_nothing_of_the_results_of_a_real_report_is_in_the_new_drafts() -> None:
    record = read_report(SEED.read_bytes(), name=SEED.name).parsed.record
    record = replace(record, code="O26", title=RECORD.title)
    make_report(make_index(), record)
    kept = kept_texts(record)
    found = leaks(result_texts(record), kept, everything_in(index_of(2569)))
    assert len(found) > 100
    rollforward(2569, 2570)
    assert leaks(result_texts(record), kept, everything_in(index_of(2570))) == []
    new = report_to_record(get_report_page_model().objects.get(code="O26", reported_year=2569))
    assert [each.steps for each in new.measures] == [each.steps for each in record.measures]


# ---------------------------------------------------------------------------- what goes over


def test_structure_units_and_owners_go_over() -> None:
    owner = User.objects.create_user("owner", "owner@example.go.th")
    index = make_index(show_unpublished=False)
    report = make_report(index)
    report.item_owner = owner
    report.save_revision()
    make_item(index, "O7", item_owner=owner)
    rollforward(2569, 2570)
    new = index_of(2570)
    assert (new.slug, new.live, new.show_unpublished) == ("ita-2570", False, False)
    assert new.get_parent().pk == index.get_parent().pk
    assert not new.get_descendants().live().exists()
    assert find_item(new, "O7").item_owner == owner
    page = find_item(new, "O26").get_latest_revision_as_object()
    assert (page.slug, page.reported_year, page.item_owner) == ("o26", 2569, owner)
    assert report_to_record(page) == ReportRecord(
        code="O26",
        title=page.title,
        reported_year=2569,
        measures=tuple(
            MeasureRecord(
                id=made.id,
                indicator=measure.indicator,
                title=measure.title,
                description=measure.description,
                steps=measure.steps,
                responsible=measure.responsible,
            )
            for measure, made in zip(
                (FULL_MEASURE, PLAIN_MEASURE), report_to_record(page).measures, strict=True
            )
        ),
    )


def test_the_measures_get_ids_of_their_own() -> None:
    make_report(make_index())
    rollforward(2569, 2570)
    report = find_item(index_of(2570), "O26")
    ids = re.findall(r'"id": "([0-9a-f-]{36})"', json.dumps(list(report.measures.raw_data)))
    assert len(ids) == len(set(ids)) == 2 + 4 + 3  # measures, steps, units
    assert {FULL_MEASURE.id, PLAIN_MEASURE.id}.isdisjoint(ids)


def test_the_latest_version_is_what_goes_over() -> None:
    page = make_report(make_index())
    page.measures[0].value["title"] = "มาตรการที่ปรับชื่อแล้ว"
    page.save_revision()
    rollforward(2569, 2570)
    measures = report_to_record(find_item(index_of(2570), "O26")).measures
    assert measures[0].title == "มาตรการที่ปรับชื่อแล้ว"


def test_the_old_year_is_not_touched() -> None:
    make_report(make_index())
    before = list(Page.objects.values_list("pk", "latest_revision_id", "live", "url_path"))
    rollforward(2569, 2570)
    after = Page.objects.filter(pk__in=[each[0] for each in before])
    assert list(after.values_list("pk", "latest_revision_id", "live", "url_path")) == before


def test_texts_that_name_a_date_are_listed_and_not_altered(
    capsys: pytest.CaptureFixture[str], site: Any
) -> None:
    steps = ("อบรมภายในวันที่ 15 มกราคม 2568", "สรุปผล", "ทบทวนภายใน ๓๐ มิ.ย.")
    record = replace(RECORD, measures=(replace(FULL_MEASURE, steps=steps),))
    make_report(make_index(), record)
    dated = plan(2569, 2570, site).dated
    assert [each.text for each in dated] == [steps[0], steps[2]]
    assert {each.code for each in dated} == {"O26"}
    rollforward(2569, 2570)
    assert steps[0] in capsys.readouterr().out
    assert report_to_record(find_item(index_of(2570), "O26")).measures[0].steps == steps


def test_only_the_sites_own_language_is_made() -> None:
    index = make_index()
    make_item(index, "O3")
    translate(index)
    rollforward(2569, 2570)
    assert get_index_page_model().objects.filter(assessment_year=2570).count() == 1


# -------------------------------------------------------------------- how the items follow


def test_items_are_matched_by_what_they_were_called_before(site: Any) -> None:
    """By the lists of 2568 and 2569, where most numbers have changed."""
    names = {name: User.objects.create_user(name) for name in ("one", "two", "three")}
    index = make_index(2568)
    make_item(index, "O16", item_owner=names["one"])
    make_item(index, "O21", item_owner=names["two"])
    make_item(index, "O22", item_owner=names["three"])
    make_item(index, "O11", item_owner=names["one"])
    make_report(index, replace(RECORD, code="O28"))
    found = plan(2568, 2569, site)
    assert [page.code for page in found.left] == ["O11"]
    remarks = " ".join(found.remarks)
    assert "O20 brings together what was asked for in O21, O22 of 2568" in remarks
    assert "different owners" in remarks
    assert "not certain" in remarks
    rollforward(2568, 2569)
    new = index_of(2569)
    owners = {page.code: page.item_owner for page in index_items(new) if page.item_owner}
    assert owners == {"O15": names["one"], "O20": names["two"]}
    assert len(report_to_record(find_item(new, "O26")).measures) == 2
    assert find_item(new, "O26").reported_year == 2568
    assert find_item(new, "O1").title == get_catalogue("nacc", 2569).get("O1").title_th


def test_the_report_follows_the_report_even_where_no_list_says_so() -> None:
    old, new = get_catalogue("nacc", 2568), get_catalogue("nacc", 2569)
    assert old and new
    alone = replace(new.report_item, also_known_as=())
    assert [each.item.code for each in find_predecessors(alone, new=new, old=old)] == ["O28"]
    other = replace(new.items[0], also_known_as=())
    assert find_predecessors(other, new=new, old=old) == ()


def test_of_two_pages_of_one_item_the_plan_names_the_one_it_takes(site: Any) -> None:
    index = make_index()
    make_item(index, "O7", title="หน้าแรกของข้อเจ็ด")
    make_item(index, "O7", title="หน้าที่สองของข้อเจ็ด", slug="o7-2")
    remarks = " ".join(plan(2569, 2570, site).remarks)
    assert "The number of pages of O7 in 2569 is 2" in remarks
    assert "หน้าแรกของข้อเจ็ด" in remarks


def test_an_owner_who_has_left_is_named(site: Any) -> None:
    gone = User.objects.create_user("gone", is_active=False)
    make_item(make_index(), "O7", item_owner=gone)
    assert "gone, has an account that is not active" in " ".join(plan(2569, 2570, site).remarks)


# -------------------------------------------------------------------- a list that is not known


def test_without_a_list_the_new_year_follows_the_old_one_and_says_so(
    client: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    make_report(make_index())
    rollforward(2569, 2570)
    assert "The list of 2570 is not known yet" in capsys.readouterr().out
    new = index_of(2570)
    assert (new.list_year, new.catalogue) == (2569, get_catalogue("nacc", 2569))
    assert find_item(new, "O26").catalogue_item.code == "O26"
    new.save_revision().publish()
    with translation.override("th"):
        page = client.get(new.url).content.decode()
    assert "ita-borrowed" in page
    assert "๒๕๗๐" in page
    assert 'id="O26"' in page  # what is not published yet, from the list of 2569


def later_list(tmp_path: Any) -> Any:
    """A list of 2570 in which O3 has become O4, and O4 is new as O3."""
    source = json.loads(read_text_of_2569())
    source["year"] = 2570
    rows = source["items"]
    for row in rows:
        row["also_known_as"] = [
            {"scheme": "nacc", "year": 2569, "code": row["code"], "kind": "same", "certainty": "B"}
        ]
    rows[2]["code"], rows[3]["code"] = "O4", "O3"
    rows.append({**rows[0], "code": "O27", "title_th": "ข้อใหม่ของปี", "also_known_as": []})
    path = tmp_path / "nacc-2570.json"
    path.write_text(json.dumps(source, ensure_ascii=False), encoding="utf-8")
    assert read_catalogue(path).year == 2570
    return path


def read_text_of_2569() -> str:
    from wagtail_ita.domain.catalogue import shipped_catalogues

    return next(path for path in shipped_catalogues() if "nacc-2569" in path.name).read_text(
        "utf-8"
    )


def test_when_the_list_arrives_setup_adds_what_is_missing_and_clears_nothing(
    tmp_path: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    make_report(make_index())
    rollforward(2569, 2570)
    before = {page.code: page.latest_revision_id for page in index_items(index_of(2570))}
    capsys.readouterr()
    with override_settings(WAGTAIL_ITA={"CATALOGUES": [later_list(tmp_path)]}):
        call_command("ita_setup", "--year", "2570")
        out = capsys.readouterr().out
        new = index_of(2570)
        after = {page.code: page.latest_revision_id for page in index_items(new)}
        assert {code: after[code] for code in before} == before
        assert set(after) - set(before) == {"O27"}
        assert "O3 is another item in the list of 2570" in out
        assert "empty the box" in out
        # Until somebody has looked and said so, the pages stay under the list they were made by.
        assert new.catalogue.year == 2569
        new.list_year = None
        new.save_revision().publish()
        assert index_of(2570).catalogue.year == 2570


def test_with_its_own_list_known_the_new_year_follows_that(tmp_path: Any) -> None:
    index = make_index()
    owner = User.objects.create_user("owner")
    make_item(index, "O3", item_owner=owner)
    with override_settings(WAGTAIL_ITA={"CATALOGUES": [later_list(tmp_path)]}):
        rollforward(2569, 2570)
        new = index_of(2570)
        assert new.list_year is None
        assert find_item(new, "O4").item_owner == owner
        assert find_item(new, "O3").item_owner is None
        assert find_item(new, "O27").title == "ข้อใหม่ของปี"


# --------------------------------------------------------------------- again, and refused


def test_a_second_run_adds_what_is_missing_and_overwrites_nothing() -> None:
    make_report(make_index())
    rollforward(2569, 2570)
    new = index_of(2570)
    report = find_item(new, "O26")
    report.conclusion = "<p>งานของปีใหม่</p>"
    report.save_revision()
    find_item(new, "O7").delete()
    kept = {page.code: page.latest_revision_id for page in index_items(new)}
    rollforward(2569, 2570)
    after = {page.code: page.latest_revision_id for page in index_items(index_of(2570))}
    assert {code: after[code] for code in kept} == kept
    assert set(after) - set(kept) == {"O7"}


def test_a_dry_run_changes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    make_report(make_index())
    before = Page.objects.count()
    rollforward(2569, 2570, "--dry-run")
    assert Page.objects.count() == before
    out = capsys.readouterr().out
    assert "nothing has been changed" in out
    assert "O26 from" not in out
    assert "from O26 · 2 measures" in out


@pytest.mark.parametrize("to_year", [2569, 2568])
def test_a_year_that_does_not_come_after_is_wrong_use(to_year: int) -> None:
    make_index()
    with pytest.raises(CommandError, match="does not come after") as error:
        rollforward(2569, to_year)
    assert error.value.returncode == 2


def test_without_the_old_year_there_is_nothing_to_start_from() -> None:
    with pytest.raises(CommandError, match="no index page for 2569") as error:
        rollforward(2569, 2570)
    assert error.value.returncode == 1


def test_an_address_that_is_taken_is_refused_in_words() -> None:
    home = make_index().get_parent()
    home.add_child(instance=Page(title="หน้าอื่น", slug="ita-2570", locale=home.locale))
    with pytest.raises(CommandError, match=r"“ita-2570”.*is taken by the page “หน้าอื่น”"):
        rollforward(2569, 2570)


def test_an_address_of_an_item_that_is_taken_undoes_all_of_it() -> None:
    make_report(make_index())
    make_item(make_index(2570), "O99", slug="o7")
    before = Page.objects.count()
    with pytest.raises(CommandError, match="cannot be made"):
        rollforward(2569, 2570)
    assert Page.objects.count() == before


def test_a_plan_that_is_overtaken_is_refused(site: Any) -> None:
    make_report(make_index())
    seen = plan(2569, 2570, site)
    rollforward(2569, 2570)
    with pytest.raises(RollforwardError, match="meanwhile"):
        apply_rollforward(seen)


def test_two_agencies_of_one_site_keep_to_their_own_years(site: Any) -> None:
    make_index()
    home = site.root_page
    branch = home.add_child(instance=Page(title="สาขา", slug="branch", locale=home.locale))
    theirs = get_index_page_model()(title="ITA 2569", assessment_year=2569, slug="ita-2569")
    branch.add_child(instance=theirs)
    rollforward(2569, 2570)
    from wagtail_ita.years.rollforward import plan_next_year

    apply_rollforward(plan_next_year(theirs, 2570, site=site))
    found = get_index_page_model().objects.filter(assessment_year=2570)
    assert {page.url_path for page in found} == {"/home/ita-2570/", "/home/branch/ita-2570/"}


def test_the_history_tells_where_the_year_comes_from() -> None:
    make_report(make_index())
    rollforward(2569, 2570)
    entry = PageLogEntry.objects.get(action="wagtail_ita.year_rolled_forward")
    assert (entry.page_id, entry.user) == (index_of(2570).pk, None)
    assert entry.message == "Year started from that of 2569: 27 pages made as drafts"
