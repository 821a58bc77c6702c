"""The password asked for anew: right, wrong, and wrong too often."""

from datetime import date, datetime, time, timedelta
from threading import Barrier, Thread

import pytest
from django.core.cache import cache, caches
from django.db import connection
from django.urls import reverse
from django.utils import translation

from partnerships import clock, passwords
from partnerships.forms.agreements import SignForm
from tests import factories
from tests.factories import PASSWORD, login, person

DAY = date(2024, 5, 2)


def fail(user, times=1):
    for _ in range(times):
        with pytest.raises(passwords.PasswordRefused):
            passwords.confirm(user, "fel")


def test_after_so_many_wrong_ones_the_right_one_waits_too(db, travel):
    user = person("Anna")
    travel(DAY)
    fail(user, passwords.WRONG_AT_MOST)
    with pytest.raises(passwords.PasswordRefused, match="09:16"):
        passwords.confirm(user, PASSWORD)
    travel(DAY, time(9, 14))
    with pytest.raises(passwords.PasswordRefused, match="09:16"):
        passwords.confirm(user, PASSWORD)
    travel(DAY, time(9, 15))
    passwords.confirm(user, PASSWORD)


def test_waiting_is_not_made_longer_by_trying(db, travel):
    user = person("Anna")
    travel(DAY)
    fail(user, passwords.WRONG_AT_MOST)
    clock.tick(10)
    fail(user, 20)
    clock.tick(5)
    passwords.confirm(user, PASSWORD)


def test_a_right_one_and_a_long_while_begin_the_count_anew(db, travel):
    user = person("Anna")
    travel(DAY)
    fail(user, passwords.WRONG_AT_MOST - 1)
    passwords.confirm(user, PASSWORD)
    fail(user, passwords.WRONG_AT_MOST - 1)
    clock.tick(16)
    fail(user, passwords.WRONG_AT_MOST - 1)
    passwords.confirm(user, PASSWORD)


def test_one_persons_mistakes_are_nobody_elses(db):
    anna, bo = person("Anna"), person("Bo")
    fail(anna, passwords.WRONG_AT_MOST)
    passwords.confirm(bo, PASSWORD)


def test_a_clock_that_was_set_back_shuts_nobody_out(db, travel):
    """The demo's day stands still: after midnight the moment is earlier than the last wrong password."""
    user = person("Anna")
    travel(DAY, time(23, 59))
    fail(user, passwords.WRONG_AT_MOST)
    travel(DAY, time(0, 1))
    passwords.confirm(user, PASSWORD)


@pytest.mark.parametrize(("language", "words"), [("sv", "Lösenordet har varit fel"), ("en", "has been wrong")])
def test_it_is_told_beside_the_field(db, language, words):
    user = person("Anna")
    fail(user, passwords.WRONG_AT_MOST)
    with translation.override(language):
        form = SignForm({"text_hash": "0", "password": PASSWORD}, actor=user)
        assert not form.is_valid()
        assert words in form.errors["password"][0]


def test_one_count_for_every_place_that_asks(db, client):
    user = person("Anna")
    login(client, user)
    change = {
        "oldpassword": "fel",
        "password1": "tre blå hästar på ett berg",
        "password2": "tre blå hästar på ett berg",
    }
    for _ in range(passwords.WRONG_AT_MOST):
        answer = client.post(reverse("account_change_password"), change)
        assert "oldpassword" in answer.context["form"].errors
    fail(user)
    answer = client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert "password" in answer.context["form"].errors
    answer = client.post(reverse("account_change_password"), change | {"oldpassword": PASSWORD})
    assert "oldpassword" in answer.context["form"].errors
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


@pytest.mark.django_db(transaction=True)
def test_guesses_at_the_same_moment_are_counted_one_by_one(monkeypatch):
    user = factories.person("Anna")
    meet = Barrier(2, timeout=1)

    def slow(self, password):
        try:
            meet.wait()
        except Exception:  # the other one waits for the row, as it should
            meet.reset()
        return False

    monkeypatch.setattr(type(user), "check_password", slow)

    def guess():
        try:
            fail(user)
        finally:
            connection.close()

    threads = [Thread(target=guess) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    user.refresh_from_db()
    assert user.wrong_passwords == 2


# -- The limits of login ----------------------------------------------------------------------------------------------
def test_the_counts_are_common_to_all_workers(db, client):
    """A second worker is another instance of the cache; it sees what the first has counted."""
    user = person("Anna")
    for _ in range(6):
        client.post(reverse("account_login"), {"login": user.email, "password": "fel"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM iop_cache")
        assert cursor.fetchone()[0] > 0
    caches.close_all()
    del caches["default"]
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    assert client.get(reverse("partnerships:account")).status_code == 302
    cache.clear()
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    assert client.get(reverse("partnerships:account")).status_code == 200


def test_too_many_attempts_have_a_page_of_ours(db, client):
    for _ in range(31):
        answer = client.post(reverse("account_login"), {"login": "x@example.org", "password": "fel"})
    assert answer.status_code == 429
    assert b'class="brand"' in answer.content
    assert answer.content.count(b"<h1>") == 1


def test_feedback_is_counted_for_an_hour(db, client, monkeypatch):
    url, sent = reverse("partnerships:accessibility"), {"message": "Kontrasten", "email": "", "website": ""}
    assert [client.post(url, sent).status_code for _ in range(6)] == [302] * 5 + [422]
    later = datetime.now().timestamp() + timedelta(minutes=30).total_seconds()
    monkeypatch.setattr("allauth.core.internal.ratelimit.time.time", lambda: later)
    assert client.post(url, sent).status_code == 422
