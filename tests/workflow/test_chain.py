"""The chain as ``ita_setup`` makes it, and how a report comes to have one."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from wagtail.models import GroupPagePermission, PageLogEntry, Workflow, WorkflowPage

from tests.admin.roles import make_user
from tests.sample import make_index, make_report, make_site
from tests.workflow import chains
from wagtail_ita.conf import get_settings
from wagtail_ita.domain.chains import default_chain, make_chain
from wagtail_ita.models import AgencyKind, ITASettings, MemoApprovalTask, get_report_page_model
from wagtail_ita.workflow.chain import CHAIN_ACTION, adopt_chain, chain_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


class Terminal(io.StringIO):
    """Somebody who types an answer."""

    def isatty(self) -> bool:
        return True


def setup(*args: str, year: int = 2569, **options: Any) -> str:
    out = io.StringIO()
    call_command("ita_setup", "--year", str(year), *args, stdout=out, **options)
    return out.getvalue()


def report(year: int = 2569) -> Any:
    return get_report_page_model().objects.get(reported_year=year - 1)


def positions() -> list[str]:
    tasks = MemoApprovalTask.objects.order_by("workflow_tasks__sort_order")
    return list(tasks.values_list("position", flat=True))


def everything() -> list[Any]:
    return [
        list(model.objects.order_by("pk").values())
        for model in (Workflow, MemoApprovalTask, Group, WorkflowPage, GroupPagePermission)
    ]


@pytest.fixture
def site() -> Any:
    return make_site()


@pytest.fixture
def municipality(site: Any) -> Any:
    settings = ITASettings.for_site(site)
    settings.kind = AgencyKind.MUNICIPALITY
    settings.save()
    return site


class TestSetup:
    def test_the_usual_chain_of_the_agencys_kind(self, municipality: Any) -> None:
        shown = setup("--chain", "default")
        assert positions() == ["รองปลัดเทศบาล", "ปลัดเทศบาล", "นายกเทศมนตรี"]
        for position in positions():
            assert position in shown
        assert report().get_workflow().name == "บันทึกข้อความเสนอนายกเทศมนตรี"
        assert WorkflowPage.objects.filter(page=report()).exists()

    @pytest.mark.parametrize("kind", [*AgencyKind.values, "", "unknown"])
    def test_every_kind_has_one_that_ends_with_an_order(self, kind: str) -> None:
        chain = default_chain(kind)
        assert len(chain) >= 2
        assert [each.heading.startswith("คำสั่ง") for each in chain].count(True) == 1
        assert chain[-1].heading.startswith("คำสั่ง")
        assert len({each.group for each in chain}) == len(chain)

    def test_any_number_of_stages(self, site: Any) -> None:
        setup("--stage", "ผู้อำนวยการ")
        assert positions() == ["ผู้อำนวยการ"]
        task = MemoApprovalTask.objects.get()
        assert task.heading == "คำสั่งผู้อำนวยการ"
        assert task.groups.get().permissions.filter(codename="access_admin").exists()

    def test_only_the_last_stage_may_publish_and_only_the_report(self, site: Any) -> None:
        setup("--stage", "ก", "--stage", "ข")
        rights = GroupPagePermission.objects.filter(group__name__in="กข").values_list(
            "group__name", "permission__codename", "page"
        )
        page = report().pk
        assert set(rights) == {
            ("ก", "change_page", page),
            ("ข", "change_page", page),
            ("ข", "publish_page", page),
        }

    def test_the_chain_of_the_settings(self, site: Any, settings: Any) -> None:
        settings.WAGTAIL_ITA = {
            "APPROVAL_CHAIN": [
                {"position": "ปลัดเทศบาล", "group": "clerks", "opinion": "ชอบแล้ว"},
                {"position": "นายกเทศมนตรี", "heading": "การพิจารณาของนายกเทศมนตรี"},
            ]
        }
        setup()
        first, last = MemoApprovalTask.objects.order_by("pk")
        assert (first.opinion, first.groups.get().name) == ("ชอบแล้ว", "clerks")
        assert last.heading == "การพิจารณาของนายกเทศมนตรี"

    def test_none_is_forced(self, site: Any, settings: Any) -> None:
        assert "--chain default" in setup()
        settings.WAGTAIL_ITA = {"APPROVAL_CHAIN": [{"position": "ปลัดเทศบาล"}]}
        setup("--chain", "none")
        assert not WorkflowPage.objects.filter(page=report()).exists()
        assert not MemoApprovalTask.objects.exists()

    @pytest.mark.parametrize("stages", [("--chain", "default"), ("--stage", "ก", "--stage", "ข")])
    def test_a_second_run_changes_nothing(self, municipality: Any, stages: tuple[str, ...]) -> None:
        setup(*stages)
        before = everything()
        assert "kept" in setup(*stages)
        setup()
        setup("--stage", "คนอื่น")
        assert everything() == before

    def test_a_dry_run_says_what_it_would_do(self, municipality: Any) -> None:
        before = everything()
        shown = setup("--chain", "default", "--dry-run")
        assert "3. คำสั่งนายกเทศมนตรี" in shown
        assert everything() == before

    def test_groups_that_are_there_keep_what_they_have(self, municipality: Any) -> None:
        user = make_user("clerk")
        group = Group.objects.create(name="ปลัดเทศบาล")
        user.groups.add(group)
        shown = setup("--chain", "default")
        assert [line for line in shown.splitlines() if "kept, 1 member" in line] == [
            "  2. ความเห็นปลัดเทศบาล · group “ปลัดเทศบาล”: kept, 1 member"
        ]
        assert "Add the officers to these groups: รองปลัดเทศบาล, นายกเทศมนตรี." in shown
        assert list(group.user_set.all()) == [user]

    def test_next_year_takes_the_same_chain(self, municipality: Any) -> None:
        setup("--chain", "default")
        chain = report().get_workflow()
        index = make_index(2570)
        page = make_report(index, publish=False)
        assert page.get_workflow() == chain
        assert Workflow.objects.filter(name=chain.name).count() == 1

    def test_a_year_without_one_takes_that_of_another_year(self, municipality: Any) -> None:
        setup("--stage", "ก")
        setup("--chain", "none", year=2568)
        assert report(2568).get_workflow() == report().get_workflow()

    def test_what_a_site_uses_already_is_left(self, site: Any) -> None:
        page = make_report(make_index(), publish=False)
        own = Workflow.objects.create(name="Own")
        WorkflowPage.objects.create(page=page, workflow=own)
        setup("--stage", "ก")
        assert chains.fresh(page).get_workflow() == own

    @pytest.mark.parametrize(
        "args", [("--chain", "setting"), ("--chain", "default", "--stage", "ก")]
    )
    def test_wrong_use(self, site: Any, args: tuple[str, ...]) -> None:
        with pytest.raises(CommandError) as error:
            setup(*args)
        assert error.value.returncode == 2
        assert not get_report_page_model().objects.exists()


class TestQuestion:
    @pytest.mark.parametrize(
        ("answer", "expected"),
        [
            ("\n", []),
            ("y\n", ["รองปลัดเทศบาล", "ปลัดเทศบาล", "นายกเทศมนตรี"]),
            ("ปลัดเทศบาล, นายกเทศมนตรี\n", ["ปลัดเทศบาล", "นายกเทศมนตรี"]),
        ],
    )
    def test_it_asks_in_a_terminal(
        self,
        municipality: Any,
        monkeypatch: pytest.MonkeyPatch,
        answer: str,
        expected: list[str],
    ) -> None:
        monkeypatch.setattr("sys.stdin", Terminal(answer))
        shown = setup()
        assert "Through whose hands" in shown
        assert positions() == expected

    @pytest.mark.parametrize("args", [("--no-input",), ("--chain", "none"), ("--stage", "ก")])
    def test_it_does_not_ask(
        self, municipality: Any, monkeypatch: pytest.MonkeyPatch, args: tuple[str, ...]
    ) -> None:
        monkeypatch.setattr("sys.stdin", Terminal("y\n"))
        assert "Through whose hands" not in setup(*args)

    def test_it_does_not_ask_again(
        self, municipality: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        setup("--chain", "default")
        monkeypatch.setattr("sys.stdin", Terminal("y\n"))
        assert "Through whose hands" not in setup()


class TestAdopting:
    def test_a_report_takes_over_the_chain_of_another(self, site: Any) -> None:
        old = make_report(make_index(2569), publish=False)
        new = make_report(make_index(2570), publish=False)
        workflow = chains.make_chain_for(old)
        assert adopt_chain(new, old) is True
        assert chains.fresh(new).get_workflow() == workflow
        assert adopt_chain(new, old) is False
        mayors = GroupPagePermission.objects.filter(
            group__name=chains.MAYOR, permission__codename="publish_page"
        )
        assert {each.page_id for each in mayors} == {old.pk, new.pk}

    def test_there_may_be_none_to_take(self, site: Any) -> None:
        old = make_report(make_index(2569), publish=False)
        new = make_report(make_index(2570), publish=False)
        assert adopt_chain(new, old) is False
        assert chain_of(new) is None

    def test_it_is_in_the_history_of_the_page(self, page: Any) -> None:
        entry = PageLogEntry.objects.get(action=CHAIN_ACTION, page=page.pk)
        assert entry.data["workflow"]["title"] == page.get_workflow().name
        assert "chain of approval" in str(entry.message)

    def test_a_page_that_is_no_report_has_none(self, page: Any, index: Any) -> None:
        assert chain_of(index) is None

    def test_a_chain_in_use_elsewhere_on_the_site_is_not_taken(self, page: Any, site: Any) -> None:
        from wagtail.models import Page

        section = site.root_page.add_child(instance=Page(title="อื่น", slug="other"))
        index = make_index(2570)
        index.move(section, pos="last-child")
        report = make_report(type(index).objects.get(pk=index.pk), publish=False)
        assert chain_of(report) is None


class TestSetting:
    @pytest.mark.parametrize(
        "value",
        [
            "ปลัด",
            [{"heading": "ไม่มีตำแหน่ง"}],
            [{"position": " "}],
            [{"position": "ปลัด", "rank": "1"}],
            [{"position": 1}],
            [{"position": "ป" * 256}],
            ["ปลัด"],
            {"position": "ปลัด"},
        ],
    )
    def test_a_wrong_one_fails_loudly(self, settings: Any, value: Any) -> None:
        settings.WAGTAIL_ITA = {"APPROVAL_CHAIN": value}
        with pytest.raises(ImproperlyConfigured, match="APPROVAL_CHAIN"):
            get_settings()

    def test_positions_are_enough(self) -> None:
        first, last = make_chain([{"position": " ปลัด "}, {"position": "นายก"}])
        assert (first.position, first.group, first.heading) == ("ปลัด", "ปลัด", "ความเห็นปลัด")
        assert last.heading == "คำสั่งนายก"
        assert first.opinion != last.opinion
