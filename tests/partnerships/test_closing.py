"""Closing a partnership: by every party or when the time has passed; afterwards it is read and nothing changes."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from governance import seats
from partnerships import access, agreements, clock, closing, initiative, parties, steps, tasks, winding
from partnerships.models import LogEvent, Partnership, PartnershipRole, Service, User, WindingItem
from tests.factories import PASSWORD, login, save

DAY = date(2024, 10, 1)


@pytest.fixture
def plan(world, furnished, travel):
    """Alfa's plan on 1 October 2024, when its agreement has been rescinded; nothing in the plan is left to do."""
    alfa = world.alfa
    travel(DAY)
    agreements.rescind(furnished.agreement, actor=alfa.ngo.signatory, party=alfa.ngo.party, reason="Avtalsbrott")
    winding.lay_aside(furnished.winding, actor=alfa.city.coordinator, reason="Bara ett exempel")
    made = winding.begin(alfa.partnership, actor=alfa.city.coordinator)
    for item in WindingItem.objects.filter(winding=made):
        winding.not_needed(item, actor=alfa.city.coordinator, reason="Prövas på annat håll")
    return made


def close(plan, alfa):
    for one in alfa.members:
        closing.approve(plan, actor=one.signatory, party=one.party)
    alfa.partnership = Partnership.objects.get(pk=alfa.partnership.pk)
    for one in alfa.members:
        one.party.refresh_from_db()


def test_every_party_approves_and_the_last_closes(plan, world):
    alfa = world.alfa
    for person in (alfa.city.coordinator, alfa.ngo.representative):
        with pytest.raises(PermissionDenied):
            closing.approve(plan, actor=person, party=alfa.ngo.party)
    extra = winding.add_item(plan, actor=alfa.city.coordinator, title="Nycklarna")
    with pytest.raises(steps.StepRefused, match="kvar att göra"):
        closing.approve(plan, actor=alfa.ngo.signatory, party=alfa.ngo.party)
    winding.mark_done(extra, actor=alfa.city.coordinator)
    given = closing.approve(plan, actor=alfa.ngo.signatory, party=alfa.ngo.party)
    given.refresh_from_db()
    assert given.name == "Ansgar signatory"
    with pytest.raises(steps.StepRefused, match="redan"):
        closing.approve(plan, actor=alfa.ngo.signatory, party=alfa.ngo.party)
    for one in (alfa.city, alfa.ngo2):
        closing.approve(plan, actor=one.signatory, party=one.party)
    assert Partnership.objects.get(pk=alfa.partnership.pk).closed_on is None
    closing.approve(plan, actor=alfa.ngo3.signatory, party=alfa.ngo3.party)
    closed = Partnership.objects.get(pk=alfa.partnership.pk)
    assert (closed.closed_on, closed.readable_until) == (DAY, date(2026, 10, 1))
    assert LogEvent.objects.filter(chain=closed.chain).latest("number").action == "partnership.close"
    assert not PartnershipRole.objects.valid_on(DAY).filter(partnership=closed).exists()


def test_it_is_not_closed_while_the_agreement_holds(world, furnished):
    with pytest.raises(steps.StepRefused, match="gäller fortfarande"):
        closing.approve(furnished.winding, actor=world.alfa.city.signatory, party=world.alfa.city.party)
    assert closing.close_what_has_passed() == 0


def test_the_system_closes_it_when_the_time_has_passed(plan, world, travel):
    travel(date(2025, 10, 1))
    assert closing.close_what_has_passed() == 0
    travel(date(2025, 10, 2))
    assert closing.close_what_has_passed() == 1
    assert closing.close_what_has_passed() == 0
    event = LogEvent.objects.get(action="partnership.close")
    assert event.actor is None


def test_nothing_changes_any_more(plan, world, furnished):
    alfa = world.alfa
    close(plan, alfa)
    with pytest.raises((steps.StepRefused, PermissionDenied)):
        initiative.edit(alfa.partnership, actor=alfa.city.coordinator, name="Ny")
    with pytest.raises((steps.StepRefused, PermissionDenied)):
        parties.edit(alfa.ngo.party, actor=alfa.ngo.representative, brings="Mer")
    with pytest.raises((steps.StepRefused, PermissionDenied)):
        seats.end(alfa.steering.seats.first(), actor=alfa.city.chair, on=DAY)
    with pytest.raises(steps.StepRefused, match="stängt"):
        save(Service.objects.get(pk=furnished.service.pk), description="Ny")


#: Table, and what one might do with it in a closed partnership.
STATEMENTS = [
    ("partnerships_agreement", "UPDATE partnerships_agreement SET version = version + 1 WHERE partnership_id = %s"),
    ("partnerships_party", "UPDATE partnerships_party SET version = version + 1 WHERE partnership_id = %s"),
    ("partnerships_partnershiprole", "UPDATE partnerships_partnershiprole SET version = 99 WHERE partnership_id = %s"),
    ("partnerships_phaseperiod", "UPDATE partnerships_phaseperiod SET version = 99 WHERE partnership_id = %s"),
    ("partnerships_partnership", "UPDATE partnerships_partnership SET name = 'x' WHERE id = %s"),
    (
        "partnerships_logevent",
        "INSERT INTO partnerships_logevent (chain_id, number, at, action, object_type, object_id, authority, changes,"
        " rows, digest, previous_hash, hash) SELECT chain_id, number, at, 'x', object_type, object_id, authority,"
        " changes, rows, digest, previous_hash, hash FROM partnerships_logevent"
        " WHERE chain_id = (SELECT chain_id FROM partnerships_partnership WHERE id = %s) LIMIT 1",
    ),
]


@pytest.mark.parametrize(("table", "statement"), STATEMENTS)
def test_the_database_refuses_too(plan, world, without_trigger, table, statement):
    alfa = world.alfa
    close(plan, alfa)
    with pytest.raises(IntegrityError, match="closed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, [alfa.partnership.pk])
    trigger = "closes" if table == "partnerships_partnership" else "closed"
    with without_trigger(table, trigger), connection.cursor() as cursor:
        cursor.execute(statement, [alfa.partnership.pk])


def test_who_reads_afterwards(plan, world):
    alfa = world.alfa
    close(plan, alfa)
    access.sync(*User.objects.all())
    for person in (alfa.ngo.representative, alfa.city.economist, alfa.ngo.reader, alfa.city.chair):
        assert access.actions_for(person, alfa.partnership) == {"view_partnership"}
    assert access.actions_for(alfa.ngo2.representative, alfa.room) == {"view_body"}
    for person in (alfa.observer, alfa.city.coordinator):
        assert access.actions_for(person, alfa.partnership) == set()
    with clock.travel(date(2026, 10, 1)):
        access.sync(*User.objects.all())
    assert access.actions_for(alfa.ngo.representative, alfa.partnership) == {"view_partnership"}
    assert access.actions_for(alfa.ngo2.representative, alfa.room) == set()
    for person in (alfa.city.economist, alfa.ngo.reader, alfa.city.signatory):
        assert access.actions_for(person, alfa.partnership) == set()


def test_pages(plan, world, client):
    alfa = world.alfa
    url = reverse("partnerships:winding_close", args=[alfa.slug, alfa.ngo.party.pk])
    assert login(client, alfa.ngo.representative).get(url).status_code == 403
    login(client, alfa.ngo.signatory)
    page = reverse("partnerships:winding", args=[alfa.slug])
    assert url in client.get(page).content.decode()
    assert client.get(url).status_code == 200
    assert client.post(url, {"password": "fel"}).status_code == 422
    assert client.post(url, {"password": PASSWORD}).status_code == 302
    assert client.post(url, {"password": PASSWORD}).status_code == 422
    for one in (alfa.city, alfa.ngo2, alfa.ngo3):
        closing.approve(plan, actor=one.signatory, party=one.party)
    for name in ("partnerships:winding", "reporting:overview", "partnerships:agreement_list", "governance:fund"):
        answer = client.get(reverse(name, args=[alfa.slug]))
        assert answer.status_code == 200
        assert "stängdes" in answer.content.decode()
    assert not [one for one in tasks.waiting_for(alfa.ngo.representative) if alfa.slug in one.url]
