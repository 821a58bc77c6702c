"""Who may do what: the code's table against a copy written by hand, and against what people in a real world hold.

`permission_matrix.csv` is the policy: one line for each action, an x under each role that holds it, and the side if
only one side does. A person changes it when the policy changes; nothing generates it.
"""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied

from governance.models import Body
from partnerships import access, clock, mandates, steps
from partnerships.models import Organisation, Partnership, Party
from tests import factories

with (Path(__file__).parent / "permission_matrix.csv").open() as file:
    POLICY = list(csv.DictReader(file))

MANDATES = ["representative", "signatory", "economist", "reader"]
OFFICES = ["chair", "vice_chair", "secretary", "member", "substitute", "co_opted"]


def policy(role, scope, side):
    """The actions that the policy gives a role of `side` in a scope."""
    return {row["action"] for row in POLICY if row["scope"] == scope and row[role] and row["side"] in ("", side)}


def holds(person, alfa, organisation=None):
    """What `person` holds on each guarded object: organisation, partnership, the open body, the room."""
    objects = {
        "organisation": organisation or alfa.city.organisation,
        "partnership": alfa.partnership,
        "body": alfa.steering,
        "room": alfa.room,
    }
    return {name: access.actions_for(person, one) for name, one in objects.items()}


NOTHING = {"organisation": set(), "partnership": set(), "body": set(), "room": set()}


# -- The policy and the code's table ----------------------------------------------------------------------------------
def test_the_code_has_every_action_of_the_policy_and_no_other():
    assert [row["action"] for row in POLICY] == list(access.ACTIONS)


@pytest.mark.parametrize("row", POLICY, ids=lambda row: row["action"])
def test_the_code_says_what_the_policy_says(row):
    action = access.ACTIONS[row["action"]]
    assert (action.scope, action.side) == (row["scope"], row["side"])
    assert {str(role) for role in action.roles} == {role for role in access.Role if row[role]}


def test_every_role_is_in_the_policy():
    assert set(POLICY[0]) - {"action", "scope", "side"} == {str(role) for role in access.Role}


def test_every_step_takes_a_right_that_exists():
    assert {step.right for step in steps.STEPS.values() if step.right} <= set(access.ACTIONS)


# -- The policy and a real world --------------------------------------------------------------------------------------
@pytest.mark.parametrize("member", ["city", "ngo"])
@pytest.mark.parametrize("role", MANDATES)
def test_a_mandate_gives_exactly_its_actions(world, role, member):
    member = getattr(world.alfa, member)
    side = member.organisation.side
    somebody = factories.person("Somebody")
    factories.mandate(somebody, member.organisation, role)
    assert holds(somebody, world.alfa, member.organisation) == NOTHING | {
        "organisation": policy(role, "organisation", side),
        "partnership": policy(role, "partnership", side),
    }


@pytest.mark.parametrize("member", ["city", "ngo"])
def test_a_coordinator_holds_exactly_its_actions_and_none_in_the_room(world, member):
    member = getattr(world.alfa, member)
    side = member.organisation.side
    somebody = factories.person("Somebody")
    factories.role(somebody, world.alfa.partnership, "coordinator", member.organisation)
    assert holds(somebody, world.alfa, member.organisation) == NOTHING | {
        "partnership": policy("coordinator", "partnership", side),
        "body": policy("coordinator", "body", side),
    }


def test_an_observer_reads_the_partnership_and_no_more(world):
    somebody = factories.person("Somebody")
    factories.role(somebody, world.alfa.partnership, "observer")
    assert holds(somebody, world.alfa) == NOTHING | {"partnership": {"view_partnership"}}
    assert policy("observer", "partnership", "") == {"view_partnership"}
    assert world.alfa.steering in Body.objects.visible_to(somebody)
    assert world.alfa.room not in Body.objects.visible_to(somebody)


@pytest.mark.parametrize("place", ["steering", "room"])
@pytest.mark.parametrize("office", OFFICES)
def test_a_seat_gives_exactly_its_actions_in_its_own_body(world, office, place):
    alfa = world.alfa
    somebody = factories.person("Somebody")
    factories.mandate(somebody, alfa.ngo.organisation, "reader")
    factories.seat(getattr(alfa, place), somebody, alfa.ngo.party, office, actor=alfa.ngo.coordinator)
    assert holds(somebody, alfa, alfa.ngo.organisation) == NOTHING | {
        "organisation": {"view_organisation"},
        "partnership": {"view_partnership"},
        {"steering": "body", "room": "room"}[place]: policy(office, "body", "ideburen"),
    }


def test_everyone_in_the_world_holds_what_their_roles_give(world):
    """The whole of it at once: every person's rows are those that the policy gives their roles, on every object."""
    for place in (world.alfa, world.beta):
        everyone = {seat.person for body in place.partnership.bodies.all() for seat in body.seats.all()}
        everyone |= {person for member in place.members for person in member.people.values()}
        assert len(everyone) > 5
        for person in everyone:
            wanted = {}
            for held in access.roles_held(person, clock.today()):
                key = (held.scope, held.object_id)
                wanted.setdefault(key, set()).update(policy(held.role, held.scope, held.side))
            for scope, model in [("organisation", Organisation), ("partnership", Partnership), ("body", Body)]:
                for one in model.objects.all():
                    assert access.actions_for(person, one) == wanted.get((scope, one.pk), set()), (person, one)


# -- Who holds nothing ------------------------------------------------------------------------------------------------
def test_a_superuser_holds_nothing(world):
    for member in world.alfa.members:
        assert holds(world.superuser, world.alfa, member.organisation) == NOTHING
    for action in access.ACTIONS:
        assert not access.may_somewhere(world.superuser, action)
    assert not Partnership.objects.visible_to(world.superuser).exists()
    assert not Organisation.objects.visible_to(world.superuser).exists()
    assert not Body.objects.visible_to(world.superuser).exists()
    with pytest.raises(PermissionDenied):
        access.require(world.superuser, "view_partnership", world.alfa.partnership)


def test_an_outsider_and_another_partnerships_people_hold_nothing(world):
    strangers = [world.outsider, *(person for member in world.beta.members for person in member.people.values())]
    for person in strangers:
        for member in world.alfa.members:
            assert holds(person, world.alfa, member.organisation) == NOTHING, person


def test_an_ended_mandate_gives_nothing(world):
    ngo = world.alfa.ngo
    mandate = ngo.economist.mandates.get()
    assert holds(ngo.economist, world.alfa, ngo.organisation) != NOTHING
    mandates.end(mandate, actor=ngo.representative, on=clock.today())
    assert holds(ngo.economist, world.alfa, ngo.organisation) == NOTHING


def test_a_mandate_holds_from_its_first_day_until_the_day_it_ceases(world, travel):
    ngo = world.alfa.ngo
    first, ceases = date(2024, 5, 1), date(2024, 6, 1)
    somebody = factories.person("Somebody")
    factories.mandate(somebody, ngo.organisation, "reader", first, valid_until=ceases)
    for day, reads in [
        (first - timedelta(days=1), False),
        (first, True),
        (ceases - timedelta(days=1), True),
        (ceases, False),
    ]:
        travel(day)
        access.sync(somebody)
        assert (holds(somebody, world.alfa, ngo.organisation) != NOTHING) is reads, day


def test_rights_of_yesterday_are_gone_at_the_first_request_of_a_day(world, client, travel):
    ngo = world.alfa.ngo
    somebody = factories.person("Somebody")
    factories.mandate(somebody, ngo.organisation, "reader", valid_until=date(2099, 1, 1))
    assert access.may(somebody, "view_partnership", world.alfa.partnership)
    travel(date(2099, 1, 1))
    factories.login(client, somebody).get("/there-is-no-such-page/")
    assert not access.may(somebody, "view_partnership", world.alfa.partnership)


def test_an_ended_role_or_seat_gives_nothing(world):
    alfa = world.alfa
    mandates.end_role(
        alfa.partnership.roles.get(person=alfa.city.coordinator), actor=alfa.city.coordinator, on=clock.today()
    )
    assert holds(alfa.city.coordinator, alfa) == NOTHING
    from governance import seats

    seats.end(alfa.steering.seats.get(person=alfa.city.chair), actor=alfa.ngo.secretary, on=clock.today())
    assert holds(alfa.city.chair, alfa) == NOTHING | {
        "organisation": {"view_organisation"},
        "partnership": {"view_partnership"},
    }
    mandates.end(alfa.city.chair.mandates.get(), actor=alfa.city.representative, on=clock.today())
    assert holds(alfa.city.chair, alfa) == NOTHING


def test_an_account_that_is_closed_holds_nothing(world):
    reader = world.alfa.ngo.reader
    reader.is_active = False
    reader.save()
    assert holds(reader, world.alfa, world.alfa.ngo.organisation) == NOTHING
    access.sync(reader)
    reader.is_active = True  # the rows themselves are gone, not only overlooked
    assert holds(reader, world.alfa, world.alfa.ngo.organisation) == NOTHING


@pytest.mark.parametrize("status", ["declined", "left"])
def test_a_party_that_is_outside_gives_its_people_nothing(world, status):
    asked = factories.organisation("ideburen", "Tillfrågad")
    somebody = factories.person("Somebody")
    factories.mandate(somebody, asked, "reader")
    factories.party(world.alfa.partnership, asked, status)
    assert holds(somebody, world.alfa, asked) == NOTHING | {"organisation": {"view_organisation"}}


@pytest.mark.parametrize("status", [str(status) for status in Party.INSIDE])
def test_those_who_are_asked_may_read(world, status):
    asked = factories.organisation("ideburen", "Tillfrågad")
    somebody = factories.person("Somebody")
    factories.mandate(somebody, asked, "reader")
    factories.party(world.alfa.partnership, asked, status)
    assert holds(somebody, world.alfa, asked)["partnership"] == {"view_partnership"}


@pytest.mark.parametrize("row", [row for row in POLICY if row["side"]], ids=lambda row: row["action"])
def test_the_wrong_side_is_refused(world, row):
    wrong = world.alfa.ngo if row["side"] == "public" else world.alfa.city
    (role,) = (role for role in access.Role if row[role])
    with pytest.raises(PermissionDenied) as refused:
        access.require(getattr(wrong, role), row["action"], world.alfa.partnership)
    assert str(refused.value) == access.refusal(row["action"])
