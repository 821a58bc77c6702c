"""Erasing a person: by two, for good, so that the log still holds and only what the law keeps bears the name."""

import json
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.apps import apps
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from governance import minutes
from governance.minutes_text import canonical_text, hash_of
from governance.models import Minutes, Seat
from partnerships import access, clock, erasure, invitations, log, mandates, steps
from partnerships.models import Erasure, Invitation, LogEvent, Mandate, Notification, User
from partnerships.steps import StepRefused
from tests import factories
from tests.factories import PASSWORD, login
from tests.governance import stage

NAME, ADDRESS, PHONE, TITLE = "Klara Radersson", "klara.radersson@example.org", "031-998 87 76", "Enhetschef Unik"
TABLE = "partnerships_historicalinvitation"


@pytest.fixture
def alfa(world):
    return world.alfa


@pytest.fixture
def klara(alfa, client):
    """A signatory who came by invitation, has signed, sits in two bodies and stands in approved minutes."""
    invitation, link = invitations.invite(
        alfa.ngo.organisation, actor=alfa.ngo.representative, email=ADDRESS.upper(), role="reader"
    )
    person = invitations.accept_as_new(invitation, name=NAME, password=PASSWORD, language="sv")
    User.objects.filter(pk=person.pk).update(phone=PHONE, title=TITLE)
    for body, actor in ((alfa.steering, alfa.city.chair), (alfa.room, alfa.ngo.coordinator)):
        factories.seat(body, person, alfa.ngo.party, actor=actor)
    Notification.objects.create(person=person, key="x", text="Något", url="/")
    return User.objects.get(pk=person.pk)


def leave(person):
    """Let every role of the person cease, as the organisations would."""
    for row in list(erasure._standing(person)):
        with steps.record("mandate.end", actor=None, root=row.log_root) as act:
            row.valid_until = max(clock.today(), row.valid_from)
            act.save(row)
    access.sync(person)


def erase(person, first, second):
    return erasure.confirm(erasure.ask(person, actor=first), actor=second)


def faults():
    return {name: fault for name, chain in log.chains() if (fault := log.verify(chain))}


# -- Who --------------------------------------------------------------------------------------------------------------
def test_the_person_and_one_of_the_own_organisation(alfa, klara):
    erase(klara, klara, alfa.ngo.representative)
    assert User.objects.get(pk=klara.pk).erased_at is not None


def test_two_of_the_own_side_or_one_and_a_coordinator(alfa, klara):
    leave(klara)
    request = erasure.ask(klara, actor=alfa.ngo.representative)
    for other in (alfa.ngo.representative, alfa.ngo.reader, alfa.ngo2.representative, alfa.observer):
        with pytest.raises(PermissionDenied):
            erasure.confirm(request, actor=other)
    erasure.confirm(request, actor=alfa.city.coordinator)


def test_nobody_alone_not_even_the_person(alfa, klara):
    with pytest.raises(PermissionDenied):
        erase(klara, klara, klara)
    for statement in ("confirmed_by_id = asked_by_id", "confirmed_by_id = person_id"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE partnerships_erasure SET {statement}, done_at = now()")  # noqa: S608


def test_somebody_who_still_has_a_role_is_not_erased_by_others(alfa, klara):
    with pytest.raises(StepRefused):
        erasure.ask(klara, actor=alfa.ngo.representative)
    leave(klara)
    request = erasure.ask(klara, actor=alfa.ngo.representative)
    factories.mandate(klara, alfa.ngo.organisation, "economist", valid_from=clock.today())
    with pytest.raises(StepRefused):
        erasure.confirm(request, actor=alfa.city.coordinator)


def test_a_seat_in_the_ngos_room_is_not_given_away_by_a_refusal(alfa, klara):
    """Whoever has left everything else can be erased, seat in the room or not: it ceases without anybody being told."""
    room = Seat.objects.get(person=klara, body=alfa.room)
    for row in list(erasure._standing(klara)):
        if row != room:
            with steps.record("mandate.end", actor=None, root=row.log_root) as act:
                row.valid_until = clock.today()
                act.save(row)
    request = erasure.ask(klara, actor=alfa.city.coordinator)
    erasure.confirm(request, actor=alfa.ngo.representative)
    assert not Seat.objects.valid_on(clock.today()).filter(pk=room.pk).exists()
    assert faults() == {}


@pytest.mark.parametrize("who", ["outsider", "superuser"])
def test_strangers_find_nothing(world, klara, client, who):
    stranger = getattr(world, who)
    with pytest.raises(PermissionDenied):
        erasure.ask(klara, actor=stranger)
    for name in ("person_erase", "person_erase_confirm"):
        assert login(client, stranger).get(reverse(f"partnerships:{name}", args=[klara.pk])).status_code == 404
    assert client.post(reverse("partnerships:person_keep", args=[klara.pk])).status_code == 404


def test_a_request_is_made_once_and_taken_back_by_who_made_it_or_the_person(alfa, klara):
    leave(klara)
    request = erasure.ask(klara, actor=alfa.ngo.representative)
    with pytest.raises(StepRefused):
        erasure.ask(klara, actor=alfa.ngo.representative)
    with pytest.raises(PermissionDenied):
        erasure.withdraw(request, actor=alfa.city.coordinator)
    erasure.withdraw(request, actor=klara)
    with pytest.raises(StepRefused):
        erasure.confirm(request, actor=alfa.city.coordinator)
    erasure.ask(klara, actor=alfa.ngo.representative)


def test_an_account_that_takes_part_in_nothing_is_closed_by_those_who_run_the_system(world):
    with pytest.raises(StepRefused):
        erasure.ask(world.outsider, actor=world.outsider)


def test_those_who_can_confirm_are_told_without_a_name(alfa, klara):
    Notification.objects.all().delete()
    erasure.ask(klara, actor=klara)
    told = Notification.objects.all()
    assert alfa.ngo.representative.pk in told.values_list("person", flat=True)
    assert [one for one in told if NAME in one.text] == []


# -- What goes, what stays --------------------------------------------------------------------------------------------
def everything():
    """Every value of every row in the database, by table."""
    found = {}
    for model in apps.get_models():
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT coalesce(json_agg(t)::text, '') FROM \"{model._meta.db_table}\" t")  # noqa: S608
            found[model._meta.label] = cursor.fetchone()[0]
    return found


def holding(*words):
    return {label for label, text in everything().items() if any(word.lower() in text.lower() for word in words)}


def in_minutes(alfa, klara):
    """Minutes of a meeting that Klara was at, approved."""
    it = stage.circulated(alfa)
    minutes.approve(it.minutes, actor=alfa.city.chair)
    return minutes.approve(it.minutes, actor=alfa.ngo.representative)


def test_no_table_holds_the_name_or_address_but_the_records_that_the_law_keeps(
    alfa, klara, django_capture_on_commit_callbacks
):
    record = in_minutes(alfa, klara)
    signatory = factories.mandate(klara, alfa.ngo.organisation, "signatory", valid_from=clock.today())
    assert {"partnerships.User", "account.EmailAddress", "partnerships.Invitation"} <= holding(ADDRESS)
    assert "partnerships.HistoricalInvitation" in holding(ADDRESS)
    mail.outbox = []
    with django_capture_on_commit_callbacks(execute=True):
        erase(klara, klara, alfa.ngo.representative)
    assert holding(ADDRESS, PHONE, TITLE) == set()
    assert holding(NAME) == {"governance.Minutes", "governance.HistoricalMinutes"}
    assert [letter for letter in mail.outbox if NAME in letter.subject + letter.body] == []
    (last,) = [letter for letter in mail.outbox if ADDRESS in letter.to]
    assert last.subject == "IOP: dina uppgifter är raderade"
    record = Minutes.objects.get(pk=record.pk)
    assert NAME in canonical_text(record)
    assert hash_of(canonical_text(record)) == record.text_hash
    signatory.refresh_from_db()
    assert signatory.valid_until is not None


def test_the_log_holds_and_says_who_did_it(alfa, klara):
    in_minutes(alfa, klara)
    erase(klara, klara, alfa.ngo.representative)
    assert faults() == {}
    call_command("verify_log", verbosity=0)
    told = LogEvent.objects.filter(action="person.erase")
    assert {one.chain_id for one in told} == {
        alfa.ngo.organisation.chain_id,
        alfa.partnership.chain_id,
        alfa.room.chain_id,
    }
    assert {one.actor for one in told} == {alfa.ngo.representative}


def test_the_row_is_empty_and_the_login_gone(alfa, klara):
    browser = Client()
    browser.post(reverse("account_login"), {"login": klara.email, "password": PASSWORD})
    assert browser.get(reverse("partnerships:account")).status_code == 200
    erase(klara, klara, alfa.ngo.representative)
    assert browser.get(reverse("partnerships:account")).status_code == 302
    row = User.objects.get(pk=klara.pk)
    assert row.name == f"Tidigare representant {klara.pk}"
    assert (row.phone, row.title, row.is_active, row.has_usable_password()) == ("", "", False, False)
    assert access.roles_held(row, clock.today() + timedelta(days=1)) == set()
    assert not Seat.objects.valid_on(clock.today()).filter(person=row).exists()
    assert not Mandate.objects.valid_on(clock.today()).filter(person=row).exists()


def test_an_address_that_was_changed_goes_too_and_an_open_invitation_ends(alfa, klara):
    invitation, _link = invitations.invite(
        alfa.partnership, actor=alfa.city.coordinator, email=ADDRESS, role="observer"
    )
    User.objects.filter(pk=klara.pk).update(email="ny.adress@example.org")
    klara.refresh_from_db()
    erase(klara, klara, alfa.ngo.representative)
    assert holding(ADDRESS, "ny.adress@example.org") == set()
    assert invitations.state_of(Invitation.objects.get(pk=invitation.pk)) == "withdrawn"
    assert faults() == {}


def test_no_page_or_export_shows_the_name_but_the_minutes(alfa, klara, client):
    record = in_minutes(alfa, klara)
    erase(klara, klara, alfa.ngo.representative)
    reader = login(client, alfa.ngo.coordinator)
    slug = alfa.slug
    pages = [
        reverse("reporting:my_day"),
        reverse("reporting:overview", args=[slug]),
        reverse("reporting:history", args=[slug]),
        reverse("reporting:history", args=[slug]) + "?export=csv",
        reverse("partnerships:organisation", args=[alfa.ngo.organisation.pk]),
        reverse("partnerships:partnership_people", args=[slug]),
        reverse("governance:body", args=[slug, alfa.steering.pk]),
        reverse("governance:body", args=[slug, alfa.room.pk]),
        reverse("governance:action_list", args=[slug]),
        reverse("partnerships:person_erase", args=[klara.pk]),
        reverse("partnerships:my_data_file"),
    ]
    for address in pages:
        answer = reader.get(address)
        assert answer.status_code in (200, 404), address
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert NAME not in content.decode(), address
        assert ADDRESS not in content.decode().lower(), address
    meeting = reader.get(record.meeting.get_absolute_url()).content.decode()
    assert NAME in meeting


def test_documents_of_record_are_the_same_to_the_byte(alfa, klara, furnished, client):
    """Approved minutes and signed agreements, on the page and on paper: nothing in them depends on the account."""
    record, signatory = in_minutes(alfa, klara), alfa.ngo.signatory
    papers = [
        reverse("reporting:minutes_pdf", args=[alfa.slug, record.meeting_id]),
        reverse("reporting:agreement_signed", args=[alfa.slug, furnished.agreement.pk]),
    ]
    reader = login(client, alfa.observer)
    before = [b"".join(reader.get(address)) for address in papers]
    assert all(one.startswith(b"%PDF") for one in before)
    old = signatory.name
    erase(klara, klara, alfa.ngo.representative)
    erase(signatory, signatory, alfa.ngo.representative)
    assert [b"".join(reader.get(address)) for address in papers] == before
    assert old in reader.get(furnished.agreement.get_absolute_url()).content.decode()


# -- The log can tell -------------------------------------------------------------------------------------------------
@pytest.fixture
def erased(alfa, klara):
    erase(klara, klara, alfa.ngo.representative)
    return klara


def redacted_row():
    return Invitation.history.filter(email="").order_by("history_id").first()


@pytest.mark.parametrize("change", ["mandate_role = 'signatory'", "email = 'annan@example.org'", "invited_by_id = 1"])
def test_what_was_emptied_is_still_vouched_for(erased, without_trigger, change):
    """Whoever changes anything else in an emptied row, or fills it in again, is found."""
    with without_trigger(TABLE, "append_only"), without_trigger(TABLE, "told"), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {TABLE} SET {change} WHERE history_id = %s", [redacted_row().pk])  # noqa: S608
    assert faults() != {}


def test_an_emptied_row_without_an_event_is_found(alfa, klara, without_trigger):
    with without_trigger(TABLE, "told"), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {TABLE} SET email = '' WHERE email <> ''")  # noqa: S608
        assert cursor.rowcount > 0
    assert faults() != {}


def test_an_event_cannot_put_right_a_change_of_another_kind(alfa, klara, without_trigger):
    """Only the history of invitations is ever emptied: a digest kept for another row is not believed."""
    event = LogEvent.objects.filter(
        chain=alfa.ngo.organisation.chain, rows__0__0="partnerships.historicalmandate"
    ).last()
    label, key, columns = event.rows[0]
    row = Mandate.history.get(pk=key)
    old = log.covered_digest(row, event)
    with without_trigger("partnerships_historicalmandate", "append_only"), connection.cursor() as cursor:
        cursor.execute("UPDATE partnerships_historicalmandate SET role = 'economist' WHERE history_id = %s", [key])
    changed = Mandate.history.get(pk=key)
    LogEvent.objects.create(
        chain=alfa.ngo.organisation.chain,
        action="person.erase",
        object_type="partnerships.organisation",
        object_id=alfa.ngo.organisation.pk,
        rows=[[label, key, columns, old]],
        digest=steps.digest_of([steps.row_digest(changed, columns)]),
    )
    assert faults() != {}


# -- The database's own word ------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE partnerships_historicalinvitation SET email = 'annan@example.org'",
        "UPDATE partnerships_historicalinvitation SET email = '', mandate_role = 'signatory'",
        "UPDATE partnerships_historicalinvitation SET mandate_role = 'signatory'",
        "DELETE FROM partnerships_historicalinvitation",
        "UPDATE partnerships_user SET erased_at = now(), email = id || '@invalid', phone = '', title = '',"
        " is_active = false, is_staff = false",
        "INSERT INTO partnerships_erasure (person_id, asked_by_id, asked_at, confirmed_by_id, done_at)"
        " SELECT min(id), min(id) + 1, now(), min(id) + 2, now() FROM partnerships_user",
    ],
)
def test_the_database_refuses_all_else(klara, statement):
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_emptying_is_refused_at_commit_unless_the_log_tells_of_it(klara):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT iop_redact_invitations(array_agg(history_id)) FROM partnerships_historicalinvitation")
        with pytest.raises(IntegrityError, match="told in the log"):
            connection.check_constraints()
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE partnerships_user SET name = 'Klara igen' WHERE erased_at IS NOT NULL",
        "UPDATE partnerships_user SET is_active = true WHERE erased_at IS NOT NULL",
        "UPDATE partnerships_user SET erased_at = NULL WHERE erased_at IS NOT NULL",
        "UPDATE partnerships_erasure SET done_at = NULL, confirmed_by_id = NULL",
        "DELETE FROM partnerships_erasure",
    ],
)
def test_what_is_erased_stays_erased(erased, statement):
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


# -- The pages --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("language", "words"), [("sv", "arkivlagen"), ("en", "the Archives Act")])
def test_the_whole_way_by_page(alfa, klara, client, language, words):
    User.objects.update(language=language)
    page, confirm = (
        reverse(f"partnerships:{name}", args=[klara.pk]) for name in ("person_erase", "person_erase_confirm")
    )
    login(client, klara)
    assert page in client.get(reverse("partnerships:my_data")).content.decode()
    assert words in client.get(page).content.decode()
    wrong = client.post(page, {"password": "fel"})
    assert wrong.status_code == 422
    assert not Erasure.objects.exists()
    assert client.post(page, {"password": PASSWORD}).url == page
    assert client.post(confirm, {"password": PASSWORD}).status_code == 403
    second = login(Client(), alfa.ngo.representative)
    assert confirm in second.get(page).content.decode()
    assert NAME in second.get(confirm).content.decode()
    assert second.post(confirm, {"password": "fel"}).status_code == 422
    assert second.post(confirm, {"password": PASSWORD}, follow=True).status_code == 200
    assert User.objects.get(pk=klara.pk).erased_at is not None
    assert second.get(confirm, follow=True).status_code == 200
    assert client.get(page).status_code == 302


def test_it_is_taken_back_by_page(alfa, klara, client):
    page = reverse("partnerships:person_erase", args=[klara.pk])
    login(client, klara)
    client.post(page, {"password": PASSWORD})
    assert client.post(reverse("partnerships:person_keep", args=[klara.pk])).url == page
    assert Erasure.objects.get().withdrawn_at is not None


def test_former_people_have_a_link(alfa, klara, client):
    leave(klara)
    link = reverse("partnerships:person_erase", args=[klara.pk])
    address = reverse("partnerships:organisation", args=[alfa.ngo.organisation.pk])
    assert link in login(client, alfa.ngo.representative).get(address).content.decode()
    assert link not in login(client, alfa.ngo.reader).get(address).content.decode()


@pytest.mark.django_db(transaction=True)
def test_two_who_confirm_at_once_erase_once():
    alfa = factories.world().alfa
    person = alfa.ngo.reader
    mandates.end(Mandate.objects.get(person=person), actor=alfa.ngo.representative, on=clock.today())
    request = erasure.ask(person, actor=alfa.ngo.representative)
    start, answers = Barrier(2), []

    def confirm(actor):
        try:
            start.wait()
            erasure.confirm(request, actor=actor)
            answers.append("done")
        except StepRefused:
            answers.append("refused")
        finally:
            connection.close()

    threads = [Thread(target=confirm, args=[one]) for one in (alfa.city.coordinator, alfa.ngo.coordinator)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["done", "refused"]
    assert faults() == {}
    assert json.dumps(list(LogEvent.objects.values_list("changes", flat=True))).count(person.name) == 0
