"""Every field that could hold personal data is spoken for; the register and one's own data are made of that."""

import json

import pytest
from django.urls import reverse

from partnerships import personal_data
from partnerships.models import Invitation, LogEvent, Signature, User
from tests import factories
from tests.factories import PASSWORD, login

REGISTER, MINE, FILE = (reverse(f"partnerships:{name}") for name in ("personal_data", "my_data", "my_data_file"))


# -- The tags ---------------------------------------------------------------------------------------------------------
def test_every_field_is_tagged_or_named_as_not_personal():
    assert personal_data.untagged() == [], "say in partnerships/personal_data.py what they hold, or that it is nothing"


def test_nothing_is_named_that_does_not_exist():
    assert personal_data.gone() == []


def test_control_a_field_that_is_forgotten_is_found(monkeypatch):
    fewer = {label: names for label, names in personal_data.NOT_PERSONAL.items() if label != "partnerships.Unit"}
    monkeypatch.setattr(personal_data, "NOT_PERSONAL", fewer)
    assert personal_data.untagged() == ["partnerships.Unit.name"]
    account, *others = personal_data.TREATMENTS
    monkeypatch.setattr(personal_data, "TREATMENTS", others)
    assert "partnerships.User.phone" in personal_data.untagged()
    assert "partnerships.User.reminders" in personal_data.untagged()


def test_no_field_is_named_twice():
    named = [name for treatment in personal_data.TREATMENTS for name in treatment.fields]
    free = [f"{label}.{name}" for label, names in personal_data.NOT_PERSONAL.items() for name in names.split()]
    assert len({*named, *free}) == len(named) + len(free)


# -- The register -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("language", "word"), [("sv", "Rättslig grund"), ("en", "Legal basis")])
def test_the_register_tells_of_every_treatment_and_field(db, client, language, word):
    client.cookies["django_language"] = language
    text = client.get(REGISTER).content.decode()
    assert word in text
    for treatment in personal_data.TREATMENTS:
        assert f'id="{treatment.name}"' in text
        assert all(f"<code>{field}</code>" in text for field in treatment.fields)


def test_it_is_reached_from_every_page_and_from_who_may_do_what(db, client):
    rights = client.get(reverse("partnerships:rights")).content.decode()
    assert rights.count(f'href="{REGISTER}"') == 2
    assert f'href="{REGISTER}"' in client.get(reverse("account_login")).content.decode()


# -- What IOP holds about me ------------------------------------------------------------------------------------------
def test_the_file_holds_what_is_mine_and_opens_no_door(world, furnished, client):
    me = world.alfa.ngo.signatory
    me.phone = "031-365 00 00"
    me.save()
    login(client, me)
    answer = client.get(FILE)
    assert answer["Content-Disposition"].startswith("attachment")
    told = json.loads(answer.content)
    assert told["person"]["email"] == me.email
    assert told["person"]["phone"] == me.phone
    assert [one["role"] for one in told["records"]["partnerships.Mandate"]] == ["signatory"]
    signed = told["records"]["partnerships.Signature"]
    assert [one["id"] for one in signed] == list(
        Signature.objects.filter(person=me).order_by("pk").values_list("pk", flat=True)
    )
    assert "argon2" not in answer.content.decode()
    assert me.password not in answer.content.decode()
    assert PASSWORD not in answer.content.decode()


def test_it_holds_nothing_of_anybody_else(world, furnished, client):
    """Texts of joint records are not told again, whatever room they are in; nor whom one has invited."""
    me = world.alfa.ngo.coordinator
    text = login(client, me).get(FILE).content.decode()
    assert len(json.loads(text)["records"]["partnerships.LogEvent"]) == LogEvent.objects.filter(actor=me).count() > 0
    others = User.objects.exclude(pk=me.pk).values_list("email", "name")
    assert [one for pair in others for one in pair if one in text] == []
    assert factories.SENTINEL not in text


def test_an_invitation_to_my_address_is_mine(world, client):
    someone = world.outsider
    Invitation.objects.create(
        email=someone.email.upper(),
        token_digest="d" * 64,
        organisation=world.alfa.ngo.organisation,
        mandate_role="reader",
        valid_from="2024-01-01",
        expires_on="2024-02-01",
        invited_by=world.alfa.ngo.representative,
    )
    told = json.loads(login(client, someone).get(FILE).content)
    assert len(told["records"]["partnerships.Invitation"]) == 1
    assert "dddd" not in json.dumps(told)


def test_the_page_counts_the_same(world, furnished, client, django_assert_max_num_queries):
    me = world.alfa.ngo.signatory
    login(client, me)
    with django_assert_max_num_queries(46):
        page = client.get(MINE)
    assert page.status_code == 200
    assert me.email in page.content.decode()
    told = personal_data.about(me)["records"]
    assert sum(number for _one, number in page.context["found"]) == sum(map(len, told.values()))


@pytest.mark.parametrize("address", [MINE, FILE])
def test_whoever_is_not_logged_in_sees_nothing(db, client, address):
    assert client.get(address).status_code == 302
