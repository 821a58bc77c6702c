"""Organisations: who sees, registers and edits them, their numbers, units and list."""

import io

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook

from partnerships import organisations, steps
from partnerships.models import LogEvent, Organisation, Unit
from tests.factories import login, organisation_number, party

LIST = reverse("partnerships:organisation_list")
NEW = reverse("partnerships:organisation_new")


def page(name, *args):
    return reverse(f"partnerships:{name}", args=args)


def typed(**changes):
    """A form as a browser sends it."""
    return {
        "name": "Föreningen Svalan", "number": organisation_number(), "side": "ideburen", "legal_form": "association",
        "profile": "", "municipality_code": "1480", "value_base": "", "website": "", "is_registered": "unknown",
        "registration_checked_on": "",
    } | changes  # fmt: skip


# -- Numbers ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("number", "word"),
    [
        ("212000-135", "ten digits"),
        ("212000-1356", "check digit"),
        ("811218-9876", "third digit"),
        ("1" * 21, "20"),
        ("\x00", "Null"),
        ("", "required"),
    ],
)
def test_a_wrong_number_is_told_beside_the_field(world, client, number, word):
    world.alfa.city.coordinator.language = "en"
    world.alfa.city.coordinator.save()
    response = login(client, world.alfa.city.coordinator).post(NEW, typed(number=number))
    assert response.status_code == 422
    with translation.override("en"):
        assert word in " ".join(response.context["form"].errors["number"])
    assert set(response.context["form"].errors) == {"number"}
    assert "Föreningen Svalan" in response.content.decode()


def test_a_number_is_kept_in_one_spelling_and_used_once(world, client):
    login(client, world.alfa.city.coordinator)
    client.post(NEW, typed(number="2120001355", name="Göteborgs Stad", side="public", legal_form="municipality"))
    assert Organisation.objects.get(name="Göteborgs Stad").number == "212000-1355"
    again = client.post(NEW, typed(number="212000-1355"))
    assert again.status_code == 422
    assert "number" in again.context["form"].errors


def test_a_number_that_was_free_a_moment_ago(world):
    values = {"name": "A", "number": "212000-1355", "side": "public", "legal_form": "municipality"}
    organisations.create(actor=world.alfa.city.coordinator, values=values)
    with pytest.raises(steps.StepRefused):
        organisations.create(actor=world.alfa.city.coordinator, values=values)


# -- Who --------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("who", "status"), [("coordinator", 200), ("representative", 200), ("signatory", 403)])
def test_who_may_register(world, client, who, status):
    login(client, getattr(world.alfa.ngo, who))
    assert client.get(NEW).status_code == status
    if status == 403:
        assert client.post(NEW, typed()).status_code == 403
        assert b"organisationer/ny" not in client.get(LIST).content


@pytest.mark.parametrize("query", ["", "?organisation=7"])
def test_whoever_registers_on_the_way_comes_back_with_it_chosen(world, client, query):
    login(client, world.alfa.city.coordinator)
    propose = page("party_propose", world.alfa.partnership.slug)
    assert f"{NEW}?next={propose}" in client.get(propose).content.decode()
    asked = client.get(NEW, {"next": propose + query})
    assert asked.context["cancel_url"] == propose + query
    wrong = client.post(f"{NEW}?next={propose}", typed(number="1"))
    assert wrong.context["cancel_url"] == propose
    back = client.post(f"{NEW}?next={propose}{query}", typed(), follow=True)
    made = Organisation.objects.get(name="Föreningen Svalan")
    assert back.redirect_chain[-1][0] == f"{propose}?organisation={made.pk}"
    assert f'<option value="{made.pk}" selected' in back.content.decode()


@pytest.mark.parametrize("to", ["https://example.org/", "//example.org/", "/\\example.org/", "javascript:alert(1)"])
def test_nobody_is_led_to_another_site(world, client, to):
    login(client, world.alfa.city.coordinator)
    assert client.get(NEW, {"next": to}).context["cancel_url"] == LIST
    back = client.post(f"{NEW}?next={to}", typed())
    assert back.url == Organisation.objects.get(name="Föreningen Svalan").get_absolute_url()


def test_an_outsider_registers_nothing(world):
    with pytest.raises(PermissionDenied):
        organisations.create(actor=world.superuser, values={"name": "A"})


def test_whoever_registers_corrects_until_there_are_people(world, client):
    login(client, world.alfa.city.coordinator)
    number = organisation_number()
    assert client.post(NEW, typed(number=number)).status_code == 302
    made = Organisation.objects.get(number=number)
    assert client.get(made.get_absolute_url()).status_code == 200
    edit = page("organisation_edit", made.pk)
    assert client.post(edit, typed(number=number, name="Svalan", side="public")).status_code == 302
    made.refresh_from_db()
    assert (made.name, made.side, made.created_by) == ("Svalan", "public", world.alfa.city.coordinator)
    party(world.alfa.partnership, made, "proposed")
    assert "side" not in client.get(edit).context["form"].fields
    with pytest.raises(steps.StepRefused):
        organisations.edit(made, actor=world.alfa.city.coordinator, values={"side": "ideburen"})


def test_one_sees_ones_own_and_those_of_ones_partnerships(world, client):
    shown = login(client, world.alfa.observer).get(LIST).context["page_obj"].object_list
    assert {row.name for row in shown} == {"Alfastad", "Ansgar", "Birgitta", "Cecilia"}
    assert client.get(world.beta.city.organisation.get_absolute_url()).status_code == 404
    assert client.get(world.alfa.ngo.organisation.get_absolute_url()).status_code == 200
    for one in (world.outsider, world.superuser):
        login(client, one)
        assert list(client.get(LIST).context["page_obj"].object_list) == []
        assert client.get(world.alfa.ngo.organisation.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("name", ["organisation_edit", "unit_new", "mandate_new", "invitation_new"])
def test_only_its_representative_changes_an_organisation(world, client, name):
    address = page(name, world.alfa.ngo.organisation.pk)
    for one, status in [
        (world.alfa.ngo.representative, 200),
        (world.alfa.ngo.reader, 403),
        (world.alfa.ngo2.representative, 403),
        (world.alfa.city.coordinator, 403),
        (world.beta.ngo.representative, 404),
        (world.outsider, 404),
    ]:
        login(client, one)
        assert client.get(address).status_code == status
        assert client.post(address, {}).status_code == (422 if status == 200 else status)


# -- Editing ----------------------------------------------------------------------------------------------------------
def test_two_who_edit_the_same_lose_nothing(world, client):
    mine = world.alfa.ngo.organisation
    login(client, world.alfa.ngo.representative)
    edit = page("organisation_edit", mine.pk)
    seen = client.get(edit).context["version"]
    form = typed(number=mine.number, name="Den andras namn")
    assert client.post(edit, form | {"version": seen}).status_code == 302
    late = client.post(edit, form | {"version": seen, "name": "Mitt namn"})
    assert late.status_code == 422
    text = late.content.decode()
    assert "Mitt namn" in text
    assert "Den andras namn" in text
    assert client.post(edit, form | {"version": late.context["version"], "name": "Mitt namn"}).status_code == 302
    mine.refresh_from_db()
    assert mine.name == "Mitt namn"


@pytest.mark.parametrize("version", ["x", "٣", "9" * 40, "-1", "\x00"])
def test_a_version_that_is_nonsense_is_an_old_one(world, client, version):
    mine = world.alfa.ngo.organisation
    login(client, world.alfa.ngo.representative)
    form = typed(number=mine.number, version=version)
    assert client.post(page("organisation_edit", mine.pk), form).status_code == 422


def test_fields_that_are_not_in_the_form_do_not_change(world, client):
    mine = world.alfa.ngo.organisation
    login(client, world.alfa.ngo.representative)
    form = typed(number=mine.number, side="public", is_illustrative="on", created_by=str(world.outsider.pk))
    assert client.post(page("organisation_edit", mine.pk), form).status_code == 302
    mine.refresh_from_db()
    assert (mine.side, mine.is_illustrative, mine.created_by) == ("ideburen", False, None)


def test_a_personal_identity_number_is_refused(world, client):
    mine = world.alfa.ngo.organisation
    login(client, world.alfa.ngo.representative)
    form = typed(number=mine.number, value_base="Hon är 811218-9876.")
    assert "value_base" in client.post(page("organisation_edit", mine.pk), form).context["form"].errors


def test_each_change_is_one_event(world):
    before = LogEvent.objects.count()
    organisations.edit(world.alfa.ngo.organisation, actor=world.alfa.ngo.representative, values={"name": "Nytt"})
    event = LogEvent.objects.order_by("-pk").first()
    assert LogEvent.objects.count() == before + 1
    assert (event.action, event.actor, event.organisation) == (
        "organisation.edit",
        world.alfa.ngo.representative,
        world.alfa.ngo.organisation,
    )


# -- Units ------------------------------------------------------------------------------------------------------------
def test_units_are_added_renamed_and_closed(world, client):
    mine = world.alfa.city.organisation
    login(client, world.alfa.city.representative)
    assert client.post(page("unit_new", mine.pk), {"name": "Social resursförvaltning"}).status_code == 302
    unit = Unit.objects.get()
    twice = client.post(page("unit_new", mine.pk), {"name": "Social resursförvaltning"})
    assert twice.status_code == 422
    assert "name" in twice.context["form"].errors
    address = page("unit_edit", mine.pk, unit.pk)
    assert client.post(address, {"name": "Socialförvaltningen", "is_closed": "on"}).status_code == 302
    unit.refresh_from_db()
    assert (unit.name, unit.is_closed) == ("Socialförvaltningen", True)
    assert unit not in client.get(page("invitation_new", mine.pk)).context["form"].fields["unit"].queryset
    assert client.get(page("unit_edit", world.alfa.ngo.organisation.pk, unit.pk)).status_code == 404


# -- The list ---------------------------------------------------------------------------------------------------------
def test_the_list_is_searched_filtered_and_fetched(world, client):
    login(client, world.alfa.observer)
    assert [row.name for row in client.get(LIST, {"q": "birg"}).context["page_obj"]] == ["Birgitta"]
    assert [row.name for row in client.get(LIST, {"side": "public"}).context["page_obj"]] == ["Alfastad"]
    assert client.get(LIST, {"side": "\x00", "q": "\x00", "sort": "nonsense", "page": "9" * 30}).status_code == 200
    book = load_workbook(io.BytesIO(client.get(LIST, {"format": "xlsx"}).content))
    assert [row[0].value for row in book.active.iter_rows(min_row=2)] == ["Alfastad", "Ansgar", "Birgitta", "Cecilia"]
    assert "Cecilia;" in client.get(LIST, {"format": "csv"}).content.decode()


def test_pages_cost_the_same_however_much_there_is(world, client, django_assert_max_num_queries):
    from tests.factories import mandate, organisation, person

    login(client, world.alfa.ngo.representative)
    addresses = [LIST, world.alfa.ngo.organisation.get_absolute_url(), page("partnership_people", world.alfa.slug)]

    def cost(address):
        with django_assert_max_num_queries(15) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    for address in addresses:
        client.get(address)
    few = [cost(address) for address in addresses]
    for number in range(20):
        party(world.alfa.partnership, organisation("ideburen", f"Förening {number}"))
        mandate(person(f"Person {number}"), world.alfa.ngo.organisation, "reader")
    assert [cost(address) for address in addresses] == few


def test_what_waits_is_a_signatory_or_a_first_representative(world):
    from tests.factories import organisation

    mine = world.alfa.ngo3.organisation
    organisations.end_mandate(
        mine.mandates.get(role="signatory"), actor=world.alfa.ngo3.representative, on=organisations.clock.today()
    )
    assert [task.url for task in organisations.tasks_for(world.alfa.ngo3.representative)] == [
        page("invitation_new", mine.pk)
    ]
    party(world.alfa.partnership, organisation("ideburen", "Ny"), "proposed")
    waiting = list(organisations.tasks_for(world.alfa.city.coordinator, world.alfa.partnership))
    assert [task.url for task in waiting] == [page("partnership_people", world.alfa.slug)]
    assert list(organisations.tasks_for(world.beta.city.coordinator)) == []
