"""No way leads round the chain: each is tried, by somebody who may publish anything."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.actions.convert_alias import ConvertAliasPageAction
from wagtail.actions.copy_page import CopyPageAction
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import GroupApprovalTask, Locale, Page, Revision, Workflow, WorkflowPage

from tests.admin.report_form import report_form
from tests.admin.roles import speak
from tests.sample import RECORD, make_index, make_item, make_report, make_site
from tests.workflow import chains
from tests.workflow.chains import edit_address, fresh, is_live
from wagtail_ita.domain.approvals import APPROVAL_MISSING
from wagtail_ita.models import MemoApprovalTask, PublishRefused, get_report_page_model
from wagtail_ita.transfer.pages import apply_report
from wagtail_ita.workflow.enforcing import check_approval

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

IMPORTED = """มาตรการ,ขั้นตอน,ระยะเวลา,ผู้รับผิดชอบ,ผลผลิต,ผลลัพธ์
มาตรการตู้รับความเห็น,ตั้งตู้,ตลอดปีงบประมาณ,สำนักปลัด,เปิดตู้ ๑๒ ครั้ง,ความเห็นได้คำตอบทุกเรื่อง
"""
TOMORROW = dt.timedelta(days=1)


def assert_refused() -> Any:
    """Expect the refusal that names the chain, in whatever language a request has left."""
    return pytest.raises(PublishRefused, check=names_the_chain)


def names_the_chain(refusal: PublishRefused) -> bool:
    return any(finding.code == "approval-missing" for finding in refusal.findings)


@pytest.fixture
def admin(admin_client: Client, admin_user: Any) -> Client:
    """A superuser: the chain holds for him, too."""
    speak(admin_user, "en")
    return admin_client


@pytest.fixture
def other() -> Any:
    """A live report elsewhere, where there is no chain."""
    section = make_site().root_page.add_child(instance=Page(title="อื่น", slug="other"))
    report = get_report_page_model()(live=False, slug="elsewhere")
    apply_report(report, RECORD)
    section.add_child(instance=report)
    report.save_revision().publish()
    return fresh(report)


def changed(page: Any, introduction: str = "<p>ข้อความใหม่</p>") -> Any:
    """Return a page with a text that no officer has seen."""
    page = fresh(page)
    page.introduction = introduction
    return page


def assert_told(response: Any) -> None:
    shown = chains.messages(response)
    assert "has not been through" in shown
    assert chains.MAYOR in shown


class TestForm:
    def test_publish_is_not_offered_and_submit_is(self, page: Any, admin: Client) -> None:
        shown = admin.get(edit_address(page)).content.decode()
        assert 'name="action-publish"' not in shown
        assert 'name="action-submit"' in shown

    def test_what_is_approved_may_be_published_again(self, approved: Any, admin: Client) -> None:
        approved.unpublish()
        assert 'name="action-publish"' in admin.get(edit_address(approved)).content.decode()

    def test_publish_is_refused_and_says_where_to_go(self, page: Any, admin: Client) -> None:
        data = report_form(page, **{"action-publish": "1"})
        response = admin.post(edit_address(page), data)
        [error] = response.context["form"].non_field_errors().as_data()
        assert error.code == APPROVAL_MISSING.code
        assert "submit it to" in str(error)
        assert "has not been through" in chains.messages(response)
        assert not is_live(page)

    def test_a_new_report_is_not_published_at_once(
        self, page: Any, index: Any, admin: Client
    ) -> None:
        args = ["wagtail_ita_pages", "itareportpage", index.pk]
        data = {**report_form(page), "slug": "o26-2", "action-publish": "1"}
        response = admin.post(reverse("wagtailadmin_pages:add", args=args), data)
        assert "has not been through" in chains.messages(response)
        assert get_report_page_model().objects.count() == 1

    def test_a_schedule_is_refused_when_it_is_set(self, page: Any, admin: Client) -> None:
        moment = (timezone.now() + TOMORROW).strftime("%Y-%m-%d %H:%M")
        data = report_form(page, **{"action-publish": "1", "go_live_at": moment})
        assert "has not been through" in chains.messages(admin.post(edit_address(page), data))
        assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()

    def test_an_old_version_is_refused(self, approved: Any, admin: Client, clerk: Any) -> None:
        old = approved.live_revision
        page = changed(approved)
        page.save_revision()
        chains.go_through(page, clerk, chains.make_mayor("other_mayor"))
        page = fresh(page)
        data = report_form(page, **{"action-publish": "1"})
        response = admin.post(edit_address(page), {**data, "revision": old.pk})
        assert "has not been through" in chains.messages(response)
        with assert_refused():
            old.publish(previous_revision=old)
        assert "ข้อความใหม่" in fresh(page).introduction

    def test_nothing_is_in_the_way_of_a_draft_and_of_the_chain(
        self, page: Any, admin: Client
    ) -> None:
        assert admin.post(edit_address(page), report_form(page)).status_code == 302
        data = report_form(page, **{"action-submit": "1"})
        assert admin.post(edit_address(page), data).status_code == 302
        assert chains.waiting(page).task.name == chains.STAGES[0].heading


class TestCode:
    def test_revision_publish(self, page: Any) -> None:
        with assert_refused():
            page.get_latest_revision().publish()
        assert not is_live(page)

    def test_the_action(self, page: Any, admin_user: Any) -> None:
        with assert_refused():
            PublishPageRevisionAction(page.get_latest_revision(), user=admin_user).execute()
        assert not is_live(page)

    def test_save_of_a_draft_as_live(self, page: Any) -> None:
        page = fresh(page)
        page.live = True
        with assert_refused():
            page.save()
        with assert_refused():
            page.save(update_fields=["live"])
        assert not is_live(page)

    def test_save_of_another_text(self, approved: Any) -> None:
        page = changed(approved)
        with assert_refused():
            page.save()
        with assert_refused():
            page.save(update_fields=["introduction"])
        assert "ข้อความใหม่" not in fresh(page).introduction

    def test_save_of_what_is_no_text(self, approved: Any, admin_user: Any) -> None:
        approved.item_owner = admin_user
        approved.due_date = dt.date(2026, 4, 30)
        approved.save()
        assert fresh(approved).item_owner == admin_user

    def test_a_new_live_page(self, page: Any, index: Any) -> None:
        report = get_report_page_model()(live=True, slug="o26-2")
        apply_report(report, RECORD)
        with assert_refused():
            index.add_child(instance=report)
        assert get_report_page_model().objects.count() == 1

    def test_a_live_page_in_next_years_index(self, page: Any) -> None:
        report = get_report_page_model()(live=True)
        apply_report(report, RECORD)
        with assert_refused():
            make_index(2570).add_child(instance=report)

    def test_import(self, page: Any, tmp_path: Any) -> None:
        source = tmp_path / "report.csv"
        source.write_text(IMPORTED, encoding="utf-8")
        with pytest.raises(CommandError, match="has not been through"):
            call_command(
                *("ita_import", str(source), "--year", "2569", "--item", "O26"),
                *("--replace", "--publish"),
            )
        assert not is_live(page)


class TestSchedule:
    def test_setting_it(self, page: Any) -> None:
        page.go_live_at = timezone.now() + TOMORROW
        revision = page.save_revision()
        with assert_refused():
            revision.publish()
        with assert_refused():
            PublishPageRevisionAction(revision).execute()
        revision.refresh_from_db()
        assert revision.approved_go_live_at is None

    def test_a_schedule_that_is_in_the_database_all_the_same(self, page: Any) -> None:
        page.go_live_at = timezone.now() - TOMORROW
        revision = page.save_revision()
        Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=page.go_live_at)
        call_command("publish_scheduled")
        assert not is_live(page)
        revision.refresh_from_db()
        assert revision.approved_go_live_at is None

    def test_what_is_approved_goes_live_at_its_time(
        self, page: Any, reporter: Any, clerk: Any, mayor: Any
    ) -> None:
        page.go_live_at = timezone.now() + TOMORROW
        page.save_revision(user=reporter)
        chains.go_through(page, clerk, mayor, reporter)
        assert not is_live(page)
        revision = fresh(page).scheduled_revision
        past = timezone.now() - TOMORROW
        content = {**revision.content, "go_live_at": past.isoformat()}
        Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=past, content=content)
        call_command("publish_scheduled")
        assert is_live(page)


class TestBulk:
    def publish(self, admin: Client, *pages: Any, **data: Any) -> Any:
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
        query = "&".join(f"id={page.pk}" for page in pages)
        return admin.post(f"{address}?{query}&next=/admin/", data, follow=True)

    def test_a_report_is_left_out(self, page: Any, index: Any, admin: Client) -> None:
        item = make_item(index, "O7", live=False, nothing_to_report="ไม่มี")
        assert_told(self.publish(admin, page, item))
        assert not is_live(page)
        assert is_live(item)

    def test_below_an_index(self, page: Any, index: Any, admin: Client) -> None:
        assert_told(self.publish(admin, index, include_descendants="on"))
        assert not is_live(page)

    def test_moving_many(self, page: Any, index: Any, other: Any, admin: Client) -> None:
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"])
        data = {"move_applied": "on", "chooser": index.pk}
        response = admin.post(f"{address}?id={other.pk}&next=/admin/", data, follow=True)
        assert_told(response)
        assert fresh(other).get_parent() != index


class TestMove:
    def test_a_live_report_into_the_index(
        self, page: Any, index: Any, other: Any, admin: Client
    ) -> None:
        with assert_refused():
            other.move(index, pos="last-child")
        args = [other.pk, index.pk]
        address = reverse("wagtailadmin_pages:move_confirm", args=args)
        assert_told(admin.post(address, follow=True))
        assert fresh(other).get_parent() != index

    def test_a_live_report_into_next_years_index(self, page: Any, other: Any) -> None:
        with assert_refused():
            other.move(make_index(2570), pos="last-child")

    def test_a_page_with_live_reports_below(self, page: Any, other: Any) -> None:
        home = make_site().root_page
        WorkflowPage.objects.filter(page=page).delete()
        WorkflowPage.objects.update_or_create(
            page=home, defaults={"workflow": MemoApprovalTask.objects.first().workflows.first()}
        )
        outside = home.get_parent().add_child(instance=Page(title="นอก", slug="outside"))
        section = other.get_parent()
        section.move(outside, pos="last-child")
        with assert_refused():
            Page.objects.get(pk=section.pk).move(home, pos="last-child")

    def test_a_draft_comes_under_the_chain(self, page: Any, index: Any, other: Any) -> None:
        other.unpublish()
        fresh(other).move(index, pos="last-child")
        assert fresh(other).get_workflow() == page.get_workflow()

    def test_an_approved_report_moves_as_it_likes(self, approved: Any) -> None:
        approved.move(make_index(2570), pos="last-child")
        assert is_live(approved)
        approved = fresh(approved)
        approved.move(approved.get_parent(), pos="first-child")


class TestCopy:
    def copy(self, admin: Client, page: Any, to: Any, **data: Any) -> Any:
        data = {
            "new_title": "สำเนา",
            "new_slug": "copy",
            "new_parent_page": to.pk,
            **data,
        }
        return admin.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), data, follow=True)

    @pytest.mark.parametrize("data", [{"publish_copies": "on"}, {"alias": "on"}])
    def test_of_what_is_not_approved(
        self, page: Any, index: Any, other: Any, admin: Client, data: dict[str, str]
    ) -> None:
        assert_told(self.copy(admin, other, index, **data))
        assert get_report_page_model().objects.count() == 2

    def test_a_copy_of_what_is_approved_is_no_approval(
        self, approved: Any, index: Any, admin: Client
    ) -> None:
        assert_told(self.copy(admin, approved, index, publish_copies="on"))
        with assert_refused():
            CopyPageAction(
                approved, to=index, update_attrs={"slug": "copy"}, keep_live=True
            ).execute(skip_permission_checks=True)
        assert get_report_page_model().objects.count() == 1

    def test_a_copy_of_the_whole_year(self, approved: Any, index: Any, admin: Client) -> None:
        home = make_site().root_page
        assert_told(self.copy(admin, index, home, publish_copies="on", copy_subpages="on"))
        assert get_report_page_model().objects.count() == 1

    def test_a_copy_as_a_draft_has_the_chain(
        self, approved: Any, index: Any, admin: Client
    ) -> None:
        self.copy(admin, approved, index)
        copy = get_report_page_model().objects.get(slug="copy")
        assert copy.get_workflow() == approved.get_workflow()
        with assert_refused():
            copy.get_latest_revision().publish()

    def test_an_alias_of_what_is_approved_says_the_same(
        self, approved: Any, index: Any, clerk: Any
    ) -> None:
        alias = CreatePageAliasAction(approved, parent=index, update_slug="alias").execute()
        assert is_live(alias)
        page = changed(approved)
        page.save_revision()
        chains.go_through(page, clerk, chains.make_mayor("other_mayor"))
        assert "ข้อความใหม่" in fresh(alias).introduction

    def test_an_alias_of_what_is_not(self, page: Any, index: Any, other: Any) -> None:
        with assert_refused():
            CreatePageAliasAction(other, parent=index, update_slug="alias").execute()

    def test_an_alias_made_a_page_of_its_own(self, approved: Any, index: Any) -> None:
        alias = CreatePageAliasAction(approved, parent=index, update_slug="alias").execute()
        ConvertAliasPageAction(fresh(alias)).execute()
        assert is_live(alias)
        page = changed(alias)
        with assert_refused():
            page.save_revision().publish()


class TestChain:
    def test_cancelling(self, page: Any, clerk: Any, reporter: Any) -> None:
        chains.submit(page, reporter)
        chains.approve(page, clerk)
        chains.run_of(page).cancel(user=reporter)
        with assert_refused():
            fresh(page).get_latest_revision().publish()

    def test_half_of_it(self, page: Any, clerk: Any) -> None:
        chains.submit(page)
        chains.approve(page, clerk)
        with assert_refused():
            fresh(page).get_latest_revision().publish()

    def test_a_change_while_the_last_officer_decides(
        self, page: Any, clerk: Any, mayor: Any, admin_user: Any
    ) -> None:
        chains.submit(page)
        chains.approve(page, clerk)
        state = chains.waiting(page)
        # Another version is stored between his decision and what follows from it.
        state.approve(user=mayor, update=False)
        changed(page).save_revision(user=admin_user)
        state.workflow_state.update(user=mayor)
        assert is_live(page)
        assert "ข้อความใหม่" not in fresh(page).introduction

    def test_a_change_after_the_last_approval(self, approved: Any) -> None:
        revision = changed(approved).save_revision()
        with assert_refused():
            revision.publish()
        assert "ข้อความใหม่" not in fresh(approved).introduction

    def test_unpublishing_and_publishing_another_text(self, approved: Any) -> None:
        approved.unpublish()
        with assert_refused():
            changed(approved).save_revision().publish()
        assert not is_live(approved)

    def test_the_same_text_again(self, approved: Any) -> None:
        approved.unpublish()
        fresh(approved).save_revision().publish()
        assert is_live(approved)

    def test_a_correction_goes_through_it_again(self, approved: Any, clerk: Any) -> None:
        page = changed(approved)
        page.save_revision()
        chains.go_through(page, clerk, chains.make_mayor("other_mayor"))
        assert "ข้อความใหม่" in fresh(page).introduction

    def test_a_fresh_report_has_it(self, page: Any, index: Any) -> None:
        report = make_report(index, replace(RECORD, code="O27"), publish=False)
        assert report.get_workflow() == page.get_workflow()
        with assert_refused():
            report.get_latest_revision().publish()

    def test_next_years_report_has_it(self, page: Any) -> None:
        report = make_report(make_index(2570), publish=False)
        assert report.get_workflow() == page.get_workflow()

    def test_a_workflow_above_the_report_counts(self, index: Any) -> None:
        page = make_report(index, publish=False)
        workflow = chains.make_chain_for(page)
        WorkflowPage.objects.all().delete()
        WorkflowPage.objects.create(page=index, workflow=workflow)
        with assert_refused():
            fresh(page).get_latest_revision().publish()

    def test_a_workflow_of_another_kind_is_none(self, index: Any, admin_user: Any) -> None:
        page = make_report(index, publish=False)
        workflow = Workflow.objects.create(name="Moderation")
        workflow.workflow_tasks.create(task=GroupApprovalTask.objects.create(name="Look"))
        WorkflowPage.objects.create(page=index, workflow=workflow)
        fresh(page).get_latest_revision().publish(user=admin_user)
        assert is_live(page)


class TestTranslation:
    @pytest.fixture
    def english_page(self, approved: Any) -> Any:
        locale, _ = Locale.objects.get_or_create(language_code="en")
        return approved.copy_for_translation(locale, copy_parents=True)

    def test_of_a_text_that_is_public_and_approved(self, english_page: Any) -> None:
        english_page.title = "Report on measures"
        english_page.save_revision().publish()
        assert is_live(english_page)

    def test_of_one_that_is_not_public(self, approved: Any, english_page: Any) -> None:
        approved.unpublish()
        with pytest.raises(PublishRefused, match="which this page translates"):
            english_page.get_latest_revision().publish()

    def test_of_one_that_is_not_approved(self, page: Any) -> None:
        locale, _ = Locale.objects.get_or_create(language_code="en")
        copy = page.copy_for_translation(locale, copy_parents=True)
        with pytest.raises(PublishRefused, match="which this page translates"):
            copy.save_revision().publish()
        assert not is_live(copy)

    def test_with_a_chain_of_its_own(self, english_page: Any) -> None:
        chains.make_chain_for(english_page)
        with assert_refused():
            english_page.get_latest_revision().publish()

    @pytest.mark.localize
    def test_published_by_the_translation_app(
        self, page: Any, admin_user: Any, django_capture_on_commit_callbacks: Any
    ) -> None:
        from wagtail_localize.models import Translation, TranslationSource

        locale, _ = Locale.objects.get_or_create(language_code="en")
        page.get_parent().copy_for_translation(locale, copy_parents=True)
        source, _is_new = TranslationSource.get_or_create_from_instance(fresh(page))
        translation = Translation.objects.create(source=source, target_locale=locale)
        with django_capture_on_commit_callbacks(execute=True):
            translation.save_target(user=admin_user, publish=True)
        # The copy is there, and waits as a draft.
        assert translation.get_target_instance().latest_revision is not None
        with (
            pytest.raises(PublishRefused, match="which this page translates"),
            django_capture_on_commit_callbacks(execute=True),
        ):
            translation.save_target(user=admin_user, publish=True)
        assert not get_report_page_model().objects.filter(live=True).exists()


class TestNoChain:
    def test_a_site_without_workflows(self, page: Any, settings: Any) -> None:
        settings.WAGTAIL_WORKFLOW_ENABLED = False
        page.get_latest_revision().publish()
        assert is_live(page)

    def test_a_site_that_is_only_told(self, page: Any, settings: Any) -> None:
        settings.WAGTAIL_ITA = {**getattr(settings, "WAGTAIL_ITA", {}), "STOP_PUBLISHING": False}
        page.get_latest_revision().publish()
        assert is_live(page)
        assert [each.code for each in check_approval(changed(page))] == ["approval-missing"]

    def test_a_report_without_one(self, index: Any) -> None:
        page = make_report(index, publish=False)
        page.get_latest_revision().publish()
        assert is_live(page)

    def test_a_chain_whose_stages_are_all_out_of_use(self, page: Any) -> None:
        MemoApprovalTask.objects.update(active=False)
        page.get_latest_revision().publish()
        assert is_live(page)

    def test_a_chain_that_was_taken_off_by_whoever_may(self, page: Any) -> None:
        page.get_workflow().deactivate()
        fresh(page).get_latest_revision().publish()
        assert is_live(page)

    def test_a_report_that_was_public_before_there_was_a_chain(self, index: Any) -> None:
        page = make_report(index)
        chains.make_chain_for(page)
        page = fresh(page)
        page.save()
        assert is_live(page)
        with assert_refused():
            changed(page).save_revision().publish()
