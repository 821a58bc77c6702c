"""Daily reminders: what presses, to whom, how often, in whose language."""

from datetime import date, time, timedelta
from smtplib import SMTPException
from threading import Thread

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection

from governance import seats
from partnerships import access, clock, reminders
from partnerships.models import User
from partnerships.tasks import Task
from tests import factories
from tests.governance import stage
from tests.test_wall import WORD, plant

DAY = date(2024, 5, 2)


@pytest.fixture(autouse=True)
def in_may(travel):
    travel(DAY)


@pytest.fixture
def waiting(monkeypatch):
    """Let one task wait for everybody."""

    def wait(*tasks):
        monkeypatch.setattr(reminders, "waiting_for", lambda *_: list(tasks))

    return wait


def send():
    """What the command sends, by address."""
    mail.outbox = []
    call_command("send_reminders", verbosity=0)
    return {letter.to[0]: letter for letter in mail.outbox}


# -- What presses -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("days", "expected"), [({"due": 4}, False), ({"due": 3}, True), ({"due": 0}, True), ({"due": -40}, True)]
    + [({"since": -6}, False), ({"since": -7}, True), ({"since": -30, "due": 20}, False), ({}, False)],
)  # fmt: skip
def test_what_presses_is_near_or_has_waited(days, expected):
    due, since = (days.get(key) is not None and clock.today() + timedelta(days=days[key]) for key in ("due", "since"))
    assert reminders.presses(Task("x", "/", due_on=due or None, since=since or None), 3) is expected


def test_the_days_follow_the_products_clock(world, travel):
    meeting = stage.planned(world.alfa, clock.now() + timedelta(days=30))
    keeper = world.alfa.ngo.secretary.email
    last = clock.day_of(meeting.starts_at) - timedelta(days=meeting.body.notice_days)
    travel(last - timedelta(days=4))
    assert keeper not in send()
    travel(last - timedelta(days=3))
    letter = send()[keeper]
    assert meeting.get_absolute_url() in letter.body
    assert f"senast {last.day} " in letter.body
    travel(last + timedelta(days=1))
    assert f"skulle ha gjorts senast {last.day} " in send()[keeper].body


def test_what_waits_without_a_last_day_is_told_of_after_a_week(world, travel):
    it = stage.planned(world.alfa, clock.now() + timedelta(minutes=1))
    travel(DAY + timedelta(days=6))
    assert world.alfa.ngo.secretary.email not in send()
    travel(DAY + timedelta(days=7))
    letter = send()[world.alfa.ngo.secretary.email]
    assert f"{it.get_absolute_url()}#attendance" in letter.body
    assert "har väntat sedan 2 maj 2024" in letter.body


# -- To whom, how often -----------------------------------------------------------------------------------------------
def test_never_twice_the_same_day(db, waiting, travel):
    waiting(Task("Något", "/a/", due_on=DAY))
    anna = factories.person("Anna")
    assert list(send()) == [anna.email]
    assert send() == {}
    travel(DAY, time(23, 0))
    assert send() == {}
    travel(DAY + timedelta(days=1), time(0, 5))
    assert list(send()) == [anna.email]


def test_a_night_that_was_missed_loses_nothing(db, waiting, travel):
    waiting(Task("Något", "/a/", due_on=DAY))
    anna = factories.person("Anna")
    travel(DAY + timedelta(days=12))
    assert list(send()) == [anna.email]


def test_each_chooses_how_often(db, waiting, travel):
    waiting(Task("Något", "/a/", due_on=DAY + timedelta(days=5)), Task("Mer", "/b/", due_on=DAY))
    daily, weekly, never = (factories.person(one, reminders=one) for one in ("daily", "weekly", "never"))
    got = send()
    assert set(got) == {daily.email, weekly.email}
    assert "/a/" not in got[daily.email].body
    assert "/a/" in got[weekly.email].body
    for days in range(1, 7):
        travel(DAY + timedelta(days=days))
        assert list(send()) == [daily.email]
    travel(DAY + timedelta(days=7))
    assert set(send()) == {daily.email, weekly.email}
    assert never.email not in send()


def test_nothing_pressing_nothing_sent(db, waiting):
    waiting(Task("Sedan", "/a/", due_on=DAY + timedelta(days=40)))
    factories.person("Anna")
    assert send() == {}


def test_not_to_whoever_has_left_since_yesterday(world, travel):
    """The nightly command that takes rights has not run: the reminder asks what holds today."""
    alfa = world.alfa
    stage.planned(alfa, clock.now() + timedelta(days=alfa.steering.notice_days + 2))
    keeper = alfa.ngo.secretary
    seats.end(stage.seat_of(alfa, keeper), actor=alfa.city.chair, on=DAY + timedelta(days=1))
    assert keeper.email in send()
    travel(DAY + timedelta(days=1))
    assert access.may_somewhere(keeper, "call_meeting")
    assert keeper.email not in send()
    assert not access.may_somewhere(keeper, "call_meeting")


def test_a_closed_account_gets_nothing(db, waiting):
    waiting(Task("Något", "/a/", due_on=DAY))
    factories.person("Anna", is_active=False)
    assert send() == {}


# -- How it reads -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("language", "subject", "words"),
    [("sv", "IOP: 2 saker väntar på dig", "skulle ha gjorts"), ("en", "IOP: 2 things wait for you", "was due")],
)
def test_in_the_persons_language(db, waiting, settings, language, subject, words):
    settings.BASE_URL = "https://iop.example.se"
    yesterday = DAY - timedelta(days=1)
    waiting(Task("A & B", "/a/", "<för oss>", due_on=yesterday), Task("C", "/c/", due_on=DAY))
    anna = factories.person("Anna", language=language)
    letter = send()[anna.email]
    assert letter.subject == subject
    assert words in letter.body
    assert "A & B (<för oss>)" in letter.body
    assert "https://iop.example.se/a/" in letter.body
    assert "https://iop.example.se/konto/jag/" in letter.body


def test_nothing_of_the_ngos_room_is_in_any_letter(world, furnished):
    """Its own members are told that something waits in one of their bodies; nobody else is told anything of it."""
    it = plant(world.alfa)
    before = send()
    member = it.members[0].representative
    assert "Något väntar i ett av dina organ." in before[member.email].body
    assert len(before) > 1
    assert [letter for letter in before.values() if WORD in letter.subject + letter.body] == []
    strangers = [letter for to, letter in before.items() if to == world.alfa.city.coordinator.email]
    assert all("ett av dina organ" not in letter.body for letter in strangers)
    assert any(WORD in task.title for task in reminders.waiting_for(member))


# -- When the mail server says no -------------------------------------------------------------------------------------
def test_one_that_fails_keeps_nobody_waiting_and_is_tried_again(db, waiting, monkeypatch, capsys):
    waiting(Task("Något", "/a/", due_on=DAY))
    anna, bo = factories.person("Anna"), factories.person("Bo")
    really = reminders.send_mail

    def refuse(subject, body, sender, to):
        if to == [anna.email]:
            raise SMTPException("no")
        return really(subject, body, sender, to)

    with monkeypatch.context() as patch:
        patch.setattr(reminders, "send_mail", refuse)
        with pytest.raises(CommandError, match="1 reminders could not be sent; 1 were"):
            send()
    assert [letter.to for letter in mail.outbox] == [[bo.email]]
    assert anna.email not in capsys.readouterr().err
    assert list(send()) == [anna.email]


@pytest.mark.django_db(transaction=True)
def test_two_at_once_send_one(waiting):
    waiting(Task("Något", "/a/", due_on=DAY))
    anna = factories.person("Anna")
    User.objects.update(rights_valid_on=DAY)
    mail.outbox = []

    def run():
        try:
            with clock.travel(DAY):
                reminders.remind(anna.pk)
        finally:
            connection.close()

    threads = [Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(mail.outbox) == 1
