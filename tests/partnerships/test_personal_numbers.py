"""No personal identity number gets into a record, whichever way it comes; other numbers do."""

import pytest
from django.apps import apps
from django.db import models
from django.urls import reverse

from governance import meetings
from partnerships import initiative, parties
from partnerships.models import Agreement, Governed, LogEvent, Unit
from partnerships.steps import StepRefused
from tests import factories
from tests.factories import login
from tests.governance import stage

NUMBERS = ["811218-9876", "19811218-9876", "8112189876", "samordningsnr 811278-9873"]
OTHERS = [
    "212000-1355",
    "2120001355",
    "802000-0006",
    "16212000-1355",
    "dnr N136-0453/16",
    "SRF 2016-0042-1",
    "KS 2017.0123",
    "2016-12-18",
    "20161218",
    "1 250 000,50 kr",
    "031-365 00 00",
    "0300-12 34 56",
    "BG 5050-1055",
    "811218-9875",
]


@pytest.mark.parametrize("number", NUMBERS)
def test_a_step_refuses_one_in_any_text(world, number):
    alfa, count = world.alfa, LogEvent.objects.count()
    city = {"actor": alfa.city.coordinator}
    acts = [
        lambda: parties.edit(alfa.ngo2.party, brings=f"Född {number}.", **city),
        lambda: meetings.plan(alfa.steering, starts_at=stage.ahead(30), place=f"Rum {number}", **city),
        lambda: initiative.start(
            actor=alfa.city.representative,
            organisation=alfa.city.organisation,
            name=f"Om {number}",
            slug="om",
            challenge="En utmaning",
            phase_from=factories.START,
        ),
        lambda: parties.edit(alfa.ngo2.party, brings="Tillit", authority=f"Beslut om {number}", **city),
    ]
    for act in acts:
        with pytest.raises(StepRefused, match="personnummer"):
            act()
    assert LogEvent.objects.count() == count


@pytest.mark.parametrize("text", OTHERS)
def test_other_numbers_pass(world, text):
    party = parties.edit(world.alfa.ngo2.party, actor=world.alfa.city.coordinator, brings=text, authority=text)
    assert party.brings == text
    factories.save(world.alfa.partnership, registry_number=text)


def test_organisation_numbers_pass_wherever_they_stand(world):
    """Their third digit is at least 2, so they are nobody's day of birth."""
    for one in apps.get_model("partnerships", "Organisation").objects.all():
        factories.save(world.alfa.partnership, purpose=f"Med {one.number} och {one.number.replace('-', '')}")


def test_digits_that_meet_in_a_hash_are_no_number(world):
    agreement = factories.save(Agreement(partnership=world.alfa.partnership, kind="main", title="Avtal"))
    text_hash = "ab8112189876cd".ljust(64, "0")
    factories.save(agreement, status="proposed", round=1, text_hash=text_hash, proposed_on=factories.START)


def test_what_is_there_already_stops_no_other_change(world):
    party = world.alfa.ngo2.party
    type(party).objects.filter(pk=party.pk).update(brings="Född 811218-9876.")
    party.refresh_from_db()
    unit = factories.save(Unit(organisation=party.organisation, name="Lokalen"))
    assert parties.edit(party, actor=world.alfa.city.coordinator, unit=unit).brings == "Född 811218-9876."


def test_every_text_of_every_record_is_looked_at():
    """Names that end as a hash's are the only ones passed by; nothing that people type has such a name."""
    passed = {
        f"{model._meta.label}.{one.name}"
        for model in apps.get_models()
        if issubclass(model, Governed) or model._meta.label in ("partnerships.Signature", "partnerships.LogEvent")
        for one in model._meta.concrete_fields
        if isinstance(one, models.CharField | models.TextField) and one.name.endswith(("_hash", "_digest"))
    }
    assert {name.rpartition(".")[2] for name in passed} == {"text_hash", "token_digest", "previous_hash"}


def test_the_form_says_it_beside_the_field_and_keeps_what_was_typed(world, client):
    party = world.alfa.ngo2.party
    login(client, world.alfa.city.coordinator)
    url = reverse("partnerships:party_edit", args=[world.alfa.slug, party.pk])
    answer = client.post(url, {"brings": "Född 811218-9876.", "version": party.version})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["brings"])
    assert "Född 811218-9876." in answer.content.decode()


def test_a_form_without_the_rule_of_its_own_says_it_too(world, client):
    mine = world.alfa.ngo.organisation
    login(client, world.alfa.ngo.representative)
    url = reverse("partnerships:organisation_edit", args=[mine.pk])
    form = client.get(url).context["form"]
    data = {name: form[name].value() or "" for name in form.fields}
    answer = client.post(url, data | {"name": "Kalle 811218-9876", "version": mine.version})
    assert (answer.status_code, "personnummer" in answer.content.decode()) == (422, True)
    mine.refresh_from_db()
    assert mine.name == "Ansgar"
