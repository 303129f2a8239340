"""An owner hears once a day of what is due, and of nothing else."""

from __future__ import annotations

import datetime as dt
import io
import smtplib
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.mail import EmailMessage
from django.core.management import CommandError, call_command
from django.test import override_settings
from django.utils import timezone, translation
from wagtail.models import PageLogEntry, Revision, Site
from wagtail.users.models import UserProfile

from tests.sample import make_index, make_item, make_report, make_site, translate
from wagtail_ita.checks.reminders import plan_reminders

pytestmark = pytest.mark.django_db

NOTHING = "ปี 2569 ไม่มีเรื่องร้องเรียน"


@pytest.fixture(autouse=True)
def english() -> Any:
    with translation.override("en"):
        yield make_site()


@pytest.fixture
def index() -> Any:
    return make_index()


@pytest.fixture
def owner() -> Any:
    return make_owner("malee")


def make_owner(name: str, language: str = "en", **fields: Any) -> Any:
    owner = get_user_model().objects.create_user(
        **{"username": name, "email": f"{name}@example.go.th", "first_name": name, **fields}
    )
    UserProfile.objects.create(user=owner, preferred_language=language)
    return owner


def due(index: Any, code: str, owner: Any, days: int, **fields: Any) -> Any:
    """Return an item whose owner and date only the draft has, as the editor leaves them."""
    page = make_item(index, code, live=False)
    page.item_owner = owner
    page.due_date = timezone.localdate() + dt.timedelta(days=days)
    page.nothing_to_report = NOTHING
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision()
    return page


def run(*args: str) -> str:
    out = io.StringIO()
    call_command("ita_remind", *args, stdout=out)
    return out.getvalue()


# ------------------------------------------------------------------------------- what is due


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        (-3, "3 days ago"),
        (-1, "1 day ago"),
        (0, "Due today"),
        (1, "in 1 day"),
        (14, "in 14 days"),
        (15, None),
    ],
)
def test_an_item_is_due_from_two_weeks_before(
    index: Any, owner: Any, days: int, sentence: str | None
) -> None:
    due(index, "O1", owner, days)
    run()
    assert [sentence in message.body for message in mail.outbox] == ([True] if sentence else [])


def test_the_number_of_days_can_be_chosen(index: Any, owner: Any) -> None:
    due(index, "O1", owner, 20)
    run("--days", "19")
    assert mail.outbox == []
    run("--days", "20")
    assert len(mail.outbox) == 1


def test_an_item_without_a_date_is_not_due(index: Any, owner: Any) -> None:
    due(index, "O1", owner, 0, due_date=None)
    assert "nobody to remind" in run()
    assert mail.outbox == []


def test_a_live_item_in_order_is_done(index: Any, owner: Any) -> None:
    page = due(index, "O1", owner, -3)
    page.get_latest_revision().publish()
    assert "nobody to remind" in run()


def test_a_live_item_whose_draft_has_errors_is_not_done(index: Any, owner: Any) -> None:
    page = due(index, "O1", owner, -3)
    page.get_latest_revision().publish()
    page.refresh_from_db()
    page.nothing_to_report = ""
    page.save_revision()
    run()
    assert "the latest version has errors" in mail.outbox[0].body
    assert "\n  - " in mail.outbox[0].body


@pytest.mark.parametrize(("ahead", "mails"), [(2, 0), (9, 1)])
def test_an_item_that_goes_live_in_time_needs_nobody(
    index: Any, owner: Any, ahead: int, mails: int
) -> None:
    page = due(index, "O1", owner, 5)
    page.go_live_at = timezone.now() + dt.timedelta(days=ahead)
    page.save_revision().publish()
    run()
    assert len(mail.outbox) == mails


def test_a_broken_draft_is_reported_to_its_owner(index: Any, owner: Any) -> None:
    page = due(index, "O1", owner, -1)
    page.save()
    Revision.objects.update(content={"title": 5})
    run()
    assert "cannot be read" in mail.outbox[0].body


def test_a_translation_is_not_reminded_of_beside_its_source(index: Any, owner: Any) -> None:
    page = due(index, "O1", owner, -1)
    page.save()
    copy = translate(page)
    copy.live = False
    copy.save()
    run()
    assert mail.outbox[0].body.count("O1 ") == 1


# --------------------------------------------------------------------------------- the mail


def test_an_owner_gets_one_mail_for_all_items_the_most_urgent_first(index: Any, owner: Any) -> None:
    later = due(index, "O1", owner, 5)
    urgent = due(index, "O2", owner, -5)
    due(index, "O3", make_owner("somchai"), 5)
    run()
    [message] = [each for each in mail.outbox if each.to == ["malee@example.go.th"]]
    assert len(mail.outbox) == 2
    assert message.subject == "ITA: 2 items are due"
    assert message.body.startswith("Dear malee,\n")
    assert message.body.index("O2 ") < message.body.index("O1 ")
    assert "O3" not in message.body
    for page in (later, urgent):
        assert f"http://testserver/admin/pages/{page.pk}/edit/" in message.body
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"


@override_settings(WAGTAILADMIN_BASE_URL=None)
def test_links_are_full_addresses_without_the_setting_too(index: Any, owner: Any) -> None:
    page = due(index, "O1", owner, 0)
    run()
    assert f"{Site.objects.get().root_url}/admin/pages/{page.pk}/edit/" in mail.outbox[0].body


def test_text_is_not_escaped(index: Any, owner: Any) -> None:
    due(index, "O1", owner, 0, title="ข่าว & “ประกาศ” <1>")
    run()
    assert "ข่าว & “ประกาศ” <1>" in mail.outbox[0].body


def test_of_many_errors_the_first_are_shown(index: Any, owner: Any) -> None:
    page = make_report(index, publish=False)
    page.item_owner = owner
    page.due_date = timezone.localdate()
    page.measures = [("measure", {"title": "มาตรการ"}), ("measure", {"title": "มาตรการสอง"})]
    page.save_revision()
    run()
    assert mail.outbox[0].body.count("\n  - ") == 5
    assert "more." in mail.outbox[0].body


@pytest.fixture
def english_site() -> Any:
    with override_settings(LANGUAGE_CODE="en"):
        yield


@pytest.mark.parametrize(("preferred", "thai"), [("th", True), ("en", False), ("", True)])
def test_the_reader_chooses_the_language(index: Any, preferred: str, thai: bool) -> None:
    due(index, "O1", make_owner("malee", preferred), 0, due_date=dt.date(2026, 3, 31))
    run("--days", "3660")
    assert ("๓๑ มีนาคม ๒๕๖๙" in mail.outbox[0].body) is thai
    assert ("31 March 2026" in mail.outbox[0].body) is not thai


def test_a_reader_who_has_never_chosen_gets_the_language_of_the_site(
    index: Any, owner: Any, english_site: Any
) -> None:
    UserProfile.objects.all().delete()
    due(index, "O1", owner, 0, due_date=dt.date(2026, 3, 31))
    with translation.override("th"):
        run("--days", "3660")
    assert "31 March 2026" in mail.outbox[0].body


# ----------------------------------------------------------------------------- once a day


def test_a_second_run_on_one_day_sends_nothing(index: Any, owner: Any) -> None:
    page = due(index, "O1", owner, 0)
    run()
    due(index, "O2", owner, 0)
    assert "has had a mail today" in run()
    assert len(mail.outbox) == 1
    [entry] = PageLogEntry.objects.filter(action="wagtail_ita.remind")
    assert (entry.page_id, entry.message) == (page.pk, "Reminder mailed to the owner")


def test_on_the_next_day_it_sends_again(index: Any, owner: Any) -> None:
    due(index, "O1", owner, 0)
    run()
    yesterday = timezone.now() - dt.timedelta(days=1)
    PageLogEntry.objects.update(timestamp=yesterday)
    run()
    assert len(mail.outbox) == 2


def test_a_day_begins_at_midnight_of_the_site(index: Any, owner: Any) -> None:
    due(index, "O1", owner, 0)
    run()
    today = timezone.localdate()
    midnight = timezone.make_aware(dt.datetime.combine(today, dt.time.min))
    PageLogEntry.objects.update(timestamp=midnight)
    assert plan_reminders(days=14).digests[0].sent_today
    PageLogEntry.objects.update(timestamp=midnight - dt.timedelta(seconds=1))
    assert not plan_reminders(days=14).digests[0].sent_today


def test_a_new_owner_is_told_on_the_same_day(index: Any, owner: Any) -> None:
    page = due(index, "O1", owner, 0)
    run()
    page.item_owner = make_owner("somchai")
    page.save_revision()
    run()
    assert [message.to for message in mail.outbox] == [
        ["malee@example.go.th"],
        ["somchai@example.go.th"],
    ]


def test_a_dry_run_prints_the_mail_and_sends_nothing(index: Any, owner: Any) -> None:
    due(index, "O1", owner, 0)
    shown = run("--dry-run")
    assert "malee@example.go.th (O1): ITA: 1 item is due" in shown
    assert "Dear malee," in shown
    assert mail.outbox == []
    assert not PageLogEntry.objects.filter(action="wagtail_ita.remind").exists()


# ------------------------------------------------------------------------- nobody to tell


@pytest.mark.parametrize("fields", [{"email": ""}, {"is_active": False}, None])
def test_an_item_without_somebody_to_tell_is_named(index: Any, fields: Any) -> None:
    owner = None if fields is None else make_owner("malee", **fields)
    due(index, "O1", owner, 0)
    shown = run()
    assert "O1 ข้อ O1 is due, but has no owner" in shown
    assert mail.outbox == []


# ---------------------------------------------------------------------------- bad servers


def test_a_server_that_is_down_is_said_and_the_next_run_tries_again(
    index: Any, owner: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    due(index, "O1", owner, 0)
    due(index, "O2", make_owner("somchai"), 0)
    attempts = []

    def refuse(self: Any, *args: Any, **kwargs: Any) -> None:
        attempts.append(self.to)
        raise ConnectionRefusedError(111, "Connection refused")

    with monkeypatch.context() as patch:
        patch.setattr(EmailMessage, "send", refuse)
        with pytest.raises(CommandError, match="Connection refused") as refusal:
            run()
    assert refusal.value.returncode == 1
    assert len(attempts) == 1, "a server that is down is not asked again for every owner"
    assert not PageLogEntry.objects.filter(action="wagtail_ita.remind").exists()
    run()
    assert len(mail.outbox) == 2


def test_one_bad_address_does_not_stop_the_others(
    index: Any, owner: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    due(index, "O1", owner, 0)
    due(index, "O2", make_owner("somchai"), 0)
    send = EmailMessage.send

    def refuse_malee(self: Any, *args: Any, **kwargs: Any) -> Any:
        if self.to == ["malee@example.go.th"]:
            raise smtplib.SMTPRecipientsRefused({"malee@example.go.th": (550, b"unknown")})
        return send(self, *args, **kwargs)

    monkeypatch.setattr(EmailMessage, "send", refuse_malee)
    with pytest.raises(CommandError, match="malee@example.go.th could not be sent"):
        run()
    assert [message.to for message in mail.outbox] == [["somchai@example.go.th"]]
    [entry] = PageLogEntry.objects.filter(action="wagtail_ita.remind")
    assert entry.page.title == "ข้อ O2"


@pytest.mark.parametrize("days", ["-1", "x", "99999"])
def test_a_number_of_days_that_is_none_is_wrong_use(days: str) -> None:
    with pytest.raises(CommandError, match="not a number of days"):
        run(f"--days={days}")
