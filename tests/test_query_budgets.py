"""How many questions a page asks the database: a ceiling for each, and no more with twenty rows than with one."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from governance import meetings
from partnerships import access, clock, offerings
from partnerships.models import User
from tests.factories import login

#: Page -> the most queries it may take, session and person counted.
CEILINGS = {
    "reporting:my_day": 42,
    "reporting:overview": 54,
    "reporting:history": 34,
    "partnerships:partnership_list": 28,
    "partnerships:party_list": 10,
    "partnerships:initiative": 60,
    "partnerships:perspective_list": 14,
    "partnerships:analysis": 16,
    "partnerships:form_choice": 19,
    "partnerships:considered_list": 10,
    "partnerships:party_decision_list": 15,
    "partnerships:agreement_list": 24,
    "partnerships:service_list": 12,
    "governance:body_list": 16,
    "governance:decision_list": 11,
    "governance:action_list": 11,
    "governance:fund": 19,
    "governance:income_services": 12,
    "governance:movement_list": 11,
    "governance:report_list": 11,
    "governance:proposal_list": 11,
}
WITHOUT_SLUG = {"reporting:my_day", "partnerships:partnership_list"}


def queries_of(client, alfa, name):
    address = reverse(name, args=[] if name in WITHOUT_SLUG else [alfa.slug])
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_no_page_asks_more_than_its_ceiling_or_more_for_more_rows(world, furnished, client):
    access.sync(*User.objects.all())
    login(client, world.alfa.city.coordinator)
    before = {name: queries_of(client, world.alfa, name) for name in CEILINGS}
    assert {name: count for name, count in before.items() if count > CEILINGS[name]} == {}
    crowd(world.alfa)
    after = {name: queries_of(client, world.alfa, name) for name in CEILINGS}
    grown = {name: (before[name], after[name]) for name in CEILINGS if after[name] > before[name] + 2}
    assert grown == {}


def crowd(alfa):
    """Twenty more services and meetings."""
    for number in range(20):
        service = offerings.create(
            alfa.ngo.party, actor=alfa.ngo.representative, name=f"Tjänst {number}", kind="voice", status="active"
        )
        offerings.share(service, actor=alfa.ngo.representative)
        meetings.plan(
            alfa.steering, actor=alfa.ngo.secretary, starts_at=clock.now() + timedelta(days=number + 1), place="Rum 1"
        )
