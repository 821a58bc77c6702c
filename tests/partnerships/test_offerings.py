"""Services: the owner's own until they are shared."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from partnerships import offerings, steps
from partnerships.models import Service, ServiceCapacity
from partnerships.steps import StepRefused


@pytest.fixture
def alfa(world, travel):
    travel(date(2024, 4, 10))
    return world.alfa


@pytest.fixture
def service(alfa):
    return offerings.create(alfa.ngo.party, actor=alfa.ngo.representative, name="Boendet", kind="housing")


def test_a_draft_is_invisible_to_the_city(alfa, service):
    assert service in Service.objects.visible_to(alfa.ngo.reader)
    for other in (alfa.city.coordinator, alfa.city.economist, alfa.ngo2.representative, alfa.observer):
        assert service not in Service.objects.visible_to(other)


def test_sharing_is_dated_and_for_good(alfa, service):
    shared = offerings.share(service, actor=alfa.ngo.representative)
    assert shared.shared_at is not None
    assert service in Service.objects.visible_to(alfa.city.economist)
    with pytest.raises(StepRefused):
        offerings.share(service, actor=alfa.ngo.representative)


def test_only_the_owner_edits(alfa, service):
    offerings.share(service, actor=alfa.ngo.representative)
    for other in (alfa.city.coordinator, alfa.ngo2.representative, alfa.ngo.economist):
        with pytest.raises(PermissionDenied):
            offerings.edit(service, actor=other, status="closed")


def test_an_edit_conflict_shows_what_stands(alfa, service):
    offerings.edit(service, actor=alfa.ngo.representative, version=service.version, status="active")
    with pytest.raises(steps.EditConflict) as conflict:
        offerings.edit(service, actor=alfa.ngo.representative, version=service.version, status="paused")
    assert conflict.value.current.status == "active"


def test_a_party_has_one_service_of_a_name(alfa, service):
    with pytest.raises(StepRefused):
        offerings.create(alfa.ngo.party, actor=alfa.ngo.representative, name="Boendet", kind="housing")
    other = offerings.create(alfa.ngo.party, actor=alfa.ngo.representative, name="Kursen", kind="training")
    with pytest.raises(StepRefused):
        offerings.edit(other, actor=alfa.ngo.representative, name="Boendet")
    assert offerings.create(alfa.ngo2.party, actor=alfa.ngo2.representative, name="Boendet", kind="housing").pk


def test_capacity_has_one_value_a_day(alfa, service):
    for capacity, day in ((8, date(2024, 1, 1)), (10, date(2024, 3, 1))):
        offerings.set_capacity(service, actor=alfa.ngo.representative, capacity=capacity, valid_from=day)
    assert offerings.capacity_on(service, date(2023, 12, 31)) is None
    assert offerings.capacity_on(service, date(2024, 2, 29)) == 8
    assert offerings.capacity_on(service, date(2024, 3, 1)) == 10
    offerings.set_capacity(service, actor=alfa.ngo.representative, capacity=12, valid_from=date(2024, 3, 1))
    assert offerings.capacity_on(service, date(2024, 3, 1)) == 12
    assert ServiceCapacity.objects.count() == 2


@pytest.mark.parametrize(
    ("capacity", "day"), [(-1, date(2024, 4, 1)), (10**6, date(2024, 4, 1)), (5, date(2024, 1, 1))]
)
def test_impossible_capacities_are_refused(alfa, service, capacity, day):
    offerings.set_capacity(service, actor=alfa.ngo.representative, capacity=8, valid_from=date(2024, 3, 1))
    with pytest.raises(StepRefused):
        offerings.set_capacity(service, actor=alfa.ngo.representative, capacity=capacity, valid_from=day)
