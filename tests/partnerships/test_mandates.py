"""Mandates and roles: given and ended by those who may, with rights that follow the same day."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from partnerships import access, clock, mandates, organisations, steps
from partnerships.models import Mandate
from tests.factories import login, mandate, person


def end_page(row):
    return reverse("partnerships:mandate_end", args=[row.organisation_id, row.pk])


def the(member, role):
    return member.organisation.mandates.get(role=role, person=member.people[role])


def test_a_mandate_that_ends_today_gives_nothing_more_today(world, client):
    boss, signatory = world.alfa.ngo.representative, world.alfa.ngo.signatory
    row, home = the(world.alfa.ngo, "signatory"), world.alfa.ngo.organisation.get_absolute_url()
    login(client, signatory)
    assert client.get(home).status_code == 200
    login(client, boss)
    assert client.get(end_page(row)).status_code == 200
    assert client.post(end_page(row), {"on": clock.today().isoformat()}).status_code == 302
    assert not access.may(signatory, "sign", world.alfa.ngo.organisation)
    assert login(client, signatory).get(home).status_code == 404


def test_a_mandate_that_ended_at_midnight_gives_nothing_although_nothing_has_run(world, client, travel):
    row, home = the(world.alfa.ngo, "reader"), world.alfa.ngo.organisation.get_absolute_url()
    tomorrow = clock.today() + timedelta(days=1)
    organisations.end_mandate(row, actor=world.alfa.ngo.representative, on=tomorrow)
    login(client, world.alfa.ngo.reader)
    assert client.get(home).status_code == 200
    travel(tomorrow)
    assert client.get(home).status_code == 404


def test_the_last_representative_does_not_end_silently(world, client):
    row = the(world.alfa.ngo, "representative")
    login(client, world.alfa.ngo.representative)
    assert client.get(end_page(row)).context["is_last"]
    refused = client.post(end_page(row), {"on": clock.today().isoformat()})
    assert refused.status_code == 422
    assert "last_is_known" in refused.context["form"].errors
    with pytest.raises(steps.StepRefused):
        organisations.end_mandate(row, actor=world.alfa.ngo.representative, on=clock.today())
    agreed = client.post(end_page(row), {"on": clock.today().isoformat(), "last_is_known": "on"})
    assert agreed.status_code == 302
    row.refresh_from_db()
    assert row.valid_until == clock.today()


def test_with_another_representative_there_is_nothing_to_warn_of(world):
    row = the(world.alfa.ngo, "representative")
    other = mandate(person("Two"), world.alfa.ngo.organisation, "representative")
    assert not organisations.is_last_representative(row, clock.today())
    organisations.end_mandate(other, actor=world.alfa.ngo.representative, on=clock.today() + timedelta(days=9))
    assert organisations.is_last_representative(row, clock.today() + timedelta(days=9))


@pytest.mark.parametrize("days", [-1, 10, 11])
def test_a_mandate_ends_neither_yesterday_nor_later_than_it_would(world, days):
    row = mandate(
        person("Guest"), world.alfa.ngo.organisation, "reader", valid_until=clock.today() + timedelta(days=10)
    )
    with pytest.raises(steps.StepRefused):
        organisations.end_mandate(row, actor=world.alfa.ngo.representative, on=clock.today() + timedelta(days=days))


@pytest.mark.parametrize("on", ["", "nonsense", "0000-00-00", "99999-01-01", "2000-01-01", "\x00"])
def test_a_day_that_is_none_is_told_beside_the_field(world, client, on):
    row = the(world.alfa.ngo, "reader")
    response = login(client, world.alfa.ngo.representative).post(end_page(row), {"on": on})
    assert response.status_code == 422
    assert "on" in response.context["form"].errors


def test_only_the_organisations_own_representative_ends_its_mandates(world, client):
    row = the(world.alfa.ngo, "signatory")
    for one, status in [
        (world.alfa.ngo.reader, 403),
        (world.alfa.city.coordinator, 403),
        (world.alfa.ngo2.representative, 403),
        (world.beta.ngo.representative, 404),
    ]:
        assert login(client, one).post(end_page(row), {"on": clock.today().isoformat()}).status_code == status
        with pytest.raises(PermissionDenied):
            organisations.end_mandate(row, actor=one, on=clock.today())
    foreign = reverse("partnerships:mandate_end", args=[world.alfa.ngo2.organisation.pk, row.pk])
    assert login(client, world.alfa.ngo2.representative).get(foreign).status_code == 404


def test_a_further_mandate_for_somebody_of_the_organisation(world, client):
    boss, reader = world.alfa.ngo.representative, world.alfa.ngo.reader
    address = reverse("partnerships:mandate_new", args=[world.alfa.ngo.organisation.pk])
    login(client, boss)
    form = {"person": reader.pk, "role": "signatory", "limit_amount": "50000", "valid_from": clock.today().isoformat()}
    assert client.post(address, form).status_code == 302
    assert access.may(reader, "sign", world.alfa.ngo.organisation)
    assert client.post(address, form).status_code == 422
    stranger = client.post(address, form | {"person": world.beta.ngo.reader.pk})
    assert "person" in stranger.context["form"].errors
    limit = client.post(address, form | {"role": "economist"})
    assert "limit_amount" in limit.context["form"].errors
    past = client.post(address, form | {"role": "economist", "limit_amount": "", "valid_from": "2020-01-01"})
    assert "valid_from" in past.context["form"].errors


def test_a_mandate_for_a_stranger_or_a_foreign_unit_is_refused(world):
    boss, mine = world.alfa.ngo.representative, world.alfa.ngo.organisation
    foreign = organisations.add_unit(
        world.alfa.city.organisation, actor=world.alfa.city.representative, name="Förvaltningen"
    )
    today = clock.today()
    with pytest.raises(steps.StepRefused):
        organisations.give_mandate(mine, actor=boss, person=world.outsider, role="reader", valid_from=today)
    with pytest.raises(steps.StepRefused):
        organisations.give_mandate(
            mine, actor=boss, person=world.alfa.ngo.reader, role="economist", valid_from=today, unit=foreign
        )
    assert not Mandate.objects.filter(person=world.outsider).exists()


# -- Roles in a partnership -------------------------------------------------------------------------------------------
def test_a_role_is_ended_by_its_own_side_and_an_observer_by_any_coordinator(world, client):
    theirs = world.alfa.partnership.roles.get(person=world.alfa.ngo.coordinator)
    address = reverse("partnerships:role_end", args=[world.alfa.slug, theirs.pk])
    login(client, world.alfa.city.coordinator)
    assert client.post(address, {"on": clock.today().isoformat()}).status_code == 422
    observing = world.alfa.partnership.roles.get(person=world.alfa.observer)
    address = reverse("partnerships:role_end", args=[world.alfa.slug, observing.pk])
    assert client.post(address, {"on": clock.today().isoformat()}).status_code == 302
    assert not access.may(world.alfa.observer, "view_partnership", world.alfa.partnership)
    with pytest.raises(steps.StepRefused):
        mandates.end_role(theirs, actor=world.alfa.city.coordinator, on=clock.today())
    login(client, world.alfa.ngo.representative)
    assert client.get(address).status_code == 403
