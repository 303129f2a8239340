"""Translating publishes nothing by itself, and nothing with errors, and says why."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.core.checks import run_checks
from django.test import Client
from django.urls import reverse
from wagtail.users.models import UserProfile
from wagtail_localize.models import StringTranslation, Translation
from wagtail_localize.operations import translate_object

from tests.localize.translating import (
    ENGLISH,
    english,
    in_english,
    missing,
    segments,
    submit,
    translate_all,
    translate_segment,
    translated,
)
from tests.sample import FULL_MEASURE, PLAIN_MEASURE, RECORD, make_index, make_report
from wagtail_ita.models import PublishRefused
from wagtail_ita.transfer.pages import apply_report

pytestmark = [pytest.mark.django_db, pytest.mark.localize]

SYNC_LIVE = "WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE"
EMPTY_STEPS = replace(RECORD, measures=(replace(FULL_MEASURE, steps=()), PLAIN_MEASURE))
Do = Callable[..., Any]


@pytest.fixture
def admin_client(admin_client: Client, admin_user: Any) -> Client:
    """The browser of somebody who has set his admin to English."""
    UserProfile.objects.create(user=admin_user, preferred_language="en")
    return admin_client


@pytest.fixture
def commit(django_capture_on_commit_callbacks: Any) -> Do:
    """Do something as outside a test, where what waits for the commit happens."""

    def do(what: Do, *args: Any, **kwargs: Any) -> Any:
        with django_capture_on_commit_callbacks(execute=True):
            return what(*args, **kwargs)

    return do


@pytest.fixture
def thai() -> Any:
    return make_report(make_index())


def editor(translation: Translation) -> str:
    return reverse("wagtailadmin_pages:edit", args=[translation.get_target_instance().pk])


def press_publish(client: Client, translation: Translation) -> Any:
    return client.post(editor(translation), {"action": "publish"}, follow=True)


def press_sync(client: Client, translation: Translation, *, publish: bool) -> Any:
    address = reverse("wagtail_localize:update_translations", args=[translation.source_id])
    data = {"publish_translations": "on"} if publish else {}
    return client.post(address, data, follow=True)


def told(response: Any) -> str:
    return " ".join(str(message) for message in response.context["messages"])


def segment_of(translation: Translation, path: str) -> Any:
    [segment] = [each for each in segments(translation) if each.context.path == path]
    return segment


def spoil(translation: Translation) -> None:
    """Let the English title speak of another year than the report."""
    text = "Report on integrity in fiscal year 2020"
    translate_segment(translation, segment_of(translation, "title"), text)


class TestSubmit:
    def press_translate(self, client: Client, page: Any) -> Any:
        english()
        page.get_parent().specific.copy_for_translation(english(), copy_parents=True)
        address = reverse("wagtail_localize:submit_page_translation", args=[page.pk])
        return client.post(address, {"locales": [english().pk]}, follow=True)

    def test_a_live_page_that_is_submitted_is_a_draft_in_the_other_language(
        self, admin_client: Client, thai: Any, commit: Do
    ) -> None:
        response = commit(self.press_translate, admin_client, thai)
        assert response.status_code == 200
        assert not thai.get_translation(english()).live

    def test_a_copy_with_errors_is_a_draft_even_where_a_site_publishes_at_once(
        self, admin_client: Client, commit: Do, settings: Any
    ) -> None:
        page = make_report(make_index(), EMPTY_STEPS)
        setattr(settings, SYNC_LIVE, True)
        response = commit(self.press_translate, admin_client, page)
        assert response.status_code == 200
        assert response.wsgi_request.path == editor(Translation.objects.get())
        assert not page.get_translation(english()).live

    def test_an_alias_with_errors_becomes_a_translation_where_a_site_publishes_at_once(
        self, commit: Do, settings: Any
    ) -> None:
        page = make_report(make_index(), EMPTY_STEPS)
        alias = page.copy_for_translation(english(), copy_parents=True, alias=True)
        setattr(settings, SYNC_LIVE, True)
        commit(translate_object, page, [english()])
        alias.refresh_from_db()
        assert alias.alias_of_id is None
        assert Translation.objects.get().get_target_instance().pk == alias.pk


class TestEditor:
    def test_every_segment_is_shown(self, admin_client: Client, thai: Any) -> None:
        translation = submit(thai)
        response = admin_client.get(editor(translation))
        shown = json.loads(response.context["props"])["segments"]
        paths = {each["contentPath"] for each in shown if each["type"] == "string"}
        assert paths == {each.context.path for each in segments(translation)}
        assert not paths & {"slug", "code", "memo_number", "explanation"}
        assert all(each["location"]["field"] for each in shown)

    def test_a_whole_translation_is_published(
        self, admin_client: Client, thai: Any, commit: Do
    ) -> None:
        translation = submit(thai)
        translate_all(translation, in_english)
        response = commit(press_publish, admin_client, translation)
        assert "Published" in told(response)
        page = translated(translation)
        assert page.live
        assert page.slug == thai.slug
        assert page.measures[0].value.step_list == [ENGLISH[step] for step in FULL_MEASURE.steps]

    def test_a_translation_in_part_is_published_with_the_rest_in_thai(
        self, admin_client: Client, thai: Any, commit: Do
    ) -> None:
        translation = submit(thai)
        title = segment_of(translation, "title")
        translate_segment(translation, title, in_english(title))
        response = commit(press_publish, admin_client, translation)
        assert "missing translations" in told(response)
        page = translated(translation)
        assert page.live
        assert page.title == in_english(title)
        assert page.measures[0].value["title"] == FULL_MEASURE.title

    def test_errors_are_told_where_the_translator_is_and_nothing_is_published(
        self, admin_client: Client, thai: Any, commit: Do
    ) -> None:
        translation = submit(thai)
        translate_all(translation, in_english)
        spoil(translation)
        response = commit(press_publish, admin_client, translation)
        assert response.status_code == 200
        assert response.wsgi_request.path == editor(translation)
        assert "has not been published" in told(response)
        assert "2563" in told(response)
        assert not translated(translation).live

    def test_a_live_translation_keeps_its_content_when_errors_are_refused(
        self, admin_client: Client, thai: Any, commit: Do
    ) -> None:
        translation = submit(thai)
        translate_all(translation, in_english)
        commit(press_publish, admin_client, translation)
        before = translated(translation)
        spoil(translation)
        response = commit(press_publish, admin_client, translation)
        assert "has not been published" in told(response)
        after = translated(translation)
        assert (after.live, after.title) == (True, before.title)
        assert after.live_revision_id == before.live_revision_id

    def test_a_text_that_does_not_fit_is_marked_in_the_editor(
        self, admin_client: Client, thai: Any, commit: Do
    ) -> None:
        translation = submit(thai)
        translate_segment(translation, segment_of(translation, "memo_subject"), "long " * 120)
        response = commit(press_publish, admin_client, translation)
        assert "validation errors" in told(response)
        [text] = StringTranslation.objects.filter(context__path="memo_subject")
        assert text.has_error
        assert "500" in text.field_error
        assert not translated(translation).live

    def test_code_that_publishes_a_translation_with_errors_is_refused(self, thai: Any) -> None:
        translation = submit(thai)
        spoil(translation)
        with pytest.raises(PublishRefused):
            translation.save_target(publish=True)
        translation.save_target(publish=False)
        assert not translated(translation).live

    def test_other_pages_are_translated_as_ever(self, thai: Any, commit: Do) -> None:
        home = thai.get_parent().get_parent()
        translation = commit(submit, home)
        commit(translation.save_target, publish=True)
        assert translation.get_target_instance().live

    def test_who_may_not_publish_is_told_so_by_wagtail(
        self, client: Client, thai: Any, django_user_model: Any
    ) -> None:
        from django.contrib.auth.models import Group

        clerk = django_user_model.objects.create_user("clerk", "clerk@example.go.th", "x")
        clerk.groups.set(Group.objects.filter(name="Editors"))
        client.force_login(clerk)
        translation = submit(thai)
        translate_all(translation, in_english)
        assert client.get(editor(translation)).status_code == 200
        press_publish(client, translation)
        assert not translated(translation).live


class TestStopped:
    def test_a_page_that_is_translated_no_more_is_held_by_its_form(
        self, admin_client: Client, thai: Any
    ) -> None:
        translation = submit(thai)
        translate_all(translation, in_english)
        translation.save_target(publish=False)
        stop = reverse("wagtail_localize:stop_translation", args=[translation.pk])
        assert admin_client.post(stop, {"next": editor(translation)}).status_code == 302
        page = translated(translation)
        response = admin_client.get(editor(translation))
        assert response.context["form"].initial["title"] == page.title
        page.title = "Report on integrity in fiscal year 2020"
        with pytest.raises(PublishRefused):
            page.save_revision().publish()


class TestSync:
    def test_a_sync_that_publishes_says_what_it_could_not_publish(
        self, admin_client: Client, thai: Any, commit: Do
    ) -> None:
        translation = submit(thai)
        translate_all(translation, in_english)
        commit(press_publish, admin_client, translation)
        spoil(translation)
        steps = (*FULL_MEASURE.steps, "ขั้นตอนใหม่")
        apply_report(thai, replace(RECORD, measures=(replace(FULL_MEASURE, steps=steps),)))
        thai.correction_note = "เพิ่มขั้นตอนที่ขาด"
        thai.save_revision().publish()
        response = commit(press_sync, admin_client, translation, publish=True)
        assert response.status_code == 200
        assert "has not been published" in told(response)
        assert "none of them has been published" in told(response)
        assert translated(translation).title == ENGLISH[thai.title]
        [path] = missing(translation) - {"correction_note"}
        assert path.split(".")[2] == "steps"

    def test_a_sync_that_publishes_publishes_what_is_right(
        self, admin_client: Client, thai: Any, commit: Do
    ) -> None:
        translation = submit(thai)
        translate_all(translation, in_english)
        response = commit(press_sync, admin_client, translation, publish=True)
        assert "not been published" not in told(response)
        assert translated(translation).live


class TestCheck:
    def warned(self) -> bool:
        return "wagtail_ita.W010" in {message.id for message in run_checks()}

    def test_a_site_that_publishes_with_the_translation_is_warned(self, settings: Any) -> None:
        assert not self.warned()
        setattr(settings, SYNC_LIVE, True)
        assert self.warned()

    def test_not_setting_it_is_the_same_as_true(self, settings: Any) -> None:
        delattr(settings, SYNC_LIVE)
        assert self.warned()
