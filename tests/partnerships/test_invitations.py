"""Invitations: the life of a link, who may invite whom to what, and what a link tells."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.urls import reverse

from partnerships import access, clock, invitations, organisations, steps
from partnerships.models import Invitation, Mandate, Organisation, PartnershipRole, User
from tests.factories import PASSWORD, login, mandate, organisation, organisation_number, party, person

NEW_PASSWORD = "tre blå hästar på ett berg"


def path_of(link):
    return "/" + link.split("/", 3)[3]


def invite_to(member, email="ny@example.org", role="signatory", **rest):
    return invitations.invite(member.organisation, actor=member.representative, email=email, role=role, **rest)


def answers(**changes):
    return {"name": "Nils Ny", "password": NEW_PASSWORD, "repeated": NEW_PASSWORD} | changes


# -- The life of a link -----------------------------------------------------------------------------------------------
def test_an_invitation_from_form_to_right(world, client, django_capture_on_commit_callbacks):
    mine = world.alfa.ngo.organisation
    login(client, world.alfa.ngo.representative)
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(
            reverse("partnerships:invitation_new", args=[mine.pk]),
            {"email": "Ny@Example.org", "role": "signatory", "limit_amount": "1000", "valid_from": clock.today()},
        )
    assert response.status_code == 302
    (letter,) = mail.outbox
    assert letter.to == ["ny@example.org"]
    assert mine.name in letter.subject
    link = re.search(r"https?://\S+", letter.body)[0]
    token = link.rstrip("/").rsplit("/", 1)[1]
    assert not Invitation.objects.filter(token_digest=token).exists()
    assert "ny@example.org" in client.get(mine.get_absolute_url()).content.decode()
    client.logout()
    page = client.get(path_of(link))
    assert page.status_code == 200
    assert mine.name in page.content.decode()
    assert "ny@example.org" not in page.content.decode()
    assert world.alfa.ngo.representative.name not in page.content.decode()
    done = client.post(path_of(link), answers())
    assert done.status_code == 302
    newcomer = User.objects.get(email="ny@example.org")
    assert client.get(done.url).status_code == 200
    assert client.get(done.url).context["user"] == newcomer
    assert newcomer.check_password(NEW_PASSWORD)
    row = Mandate.objects.get(person=newcomer)
    assert (row.role, row.organisation, row.limit_amount) == ("signatory", mine, 1000)
    assert access.may(newcomer, "sign", mine)
    assert access.may(newcomer, "view_partnership", world.alfa.partnership)


def test_a_link_works_once(world, client):
    _row, link = invite_to(world.alfa.ngo)
    assert client.post(path_of(link), answers()).status_code == 302
    client.logout()
    assert client.get(path_of(link)).status_code == 410
    assert client.post(path_of(link), answers(name="Another")).status_code == 410
    assert User.objects.filter(email="ny@example.org").count() == 1


def test_a_link_becomes_too_old_after_thirty_days(world, client, travel):
    _row, link = invite_to(world.alfa.ngo)
    travel(clock.today() + timedelta(days=30))
    assert client.get(path_of(link)).status_code == 200
    travel(clock.today() + timedelta(days=1))
    for answer in (client.get(path_of(link)), client.post(path_of(link), answers())):
        assert answer.status_code == 410
        assert world.alfa.ngo.organisation.name not in answer.content.decode()
    assert not User.objects.filter(email="ny@example.org").exists()


def test_a_withdrawn_link_and_one_sent_again(world, client):
    row, first = invite_to(world.alfa.ngo)
    login(client, world.alfa.ngo.representative)
    again = reverse("partnerships:invitation_send_again", args=[row.pk])
    assert client.get(again).status_code == 200
    assert client.post(again).status_code == 302
    assert client.get(path_of(first)).status_code == 404
    withdraw = reverse("partnerships:invitation_withdraw", args=[row.pk])
    assert client.get(withdraw).status_code == 200
    row.refresh_from_db()
    assert row.withdrawn_at is None
    assert client.post(withdraw).status_code == 302
    assert client.post(withdraw).status_code == 422
    row.refresh_from_db()
    assert row.withdrawn_at
    with pytest.raises(steps.StepRefused):
        invitations.accept(row, person=person("Ny", email="ny@example.org"))


@pytest.mark.parametrize("token", ["x", "A" * 300, "-_-"])
def test_a_link_that_never_was(db, client, token):
    assert client.get(f"/inbjudan/{token}/").status_code == 404


def test_somebody_with_an_account_accepts_after_log_in(world, client):
    _row, link = invite_to(world.alfa.ngo, email=world.beta.ngo.reader.email, role="reader")
    page = client.get(path_of(link))
    assert page.context["log_in"]
    assert client.post(path_of(link), answers()).status_code == 200
    assert world.beta.ngo.reader.check_password(PASSWORD)
    response = client.post(
        f"{reverse('account_login')}?next={path_of(link)}",
        {"login": world.beta.ngo.reader.email, "password": PASSWORD, "next": path_of(link)},
    )
    assert response.url == path_of(link)
    assert client.get(path_of(link)).status_code == 200
    assert not access.may(world.beta.ngo.reader, "view_organisation", world.alfa.ngo.organisation)
    assert client.post(path_of(link)).status_code == 302
    assert access.may(world.beta.ngo.reader, "view_organisation", world.alfa.ngo.organisation)
    assert Mandate.objects.filter(person=world.beta.ngo.reader).count() == 2


def test_another_account_than_the_invited_one_gets_nothing(world, client):
    row, link = invite_to(world.alfa.ngo)
    login(client, world.outsider)
    assert client.get(path_of(link)).status_code == 403
    assert client.post(path_of(link), answers()).status_code == 403
    with pytest.raises(PermissionDenied):
        invitations.accept(row, person=world.outsider)
    row.refresh_from_db()
    assert row.accepted_at is None
    assert not Mandate.objects.filter(person=world.outsider).exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"password": "kort", "repeated": "kort"}, "password"),
        ({"password": "password1234", "repeated": "password1234"}, "password"),
        ({"repeated": "something else entirely"}, "repeated"),
        ({"name": "a\x00b"}, "name"),
    ],
)
def test_a_bad_answer_is_told_beside_the_field_and_uses_nothing_up(world, client, changes, field):
    row, link = invite_to(world.alfa.ngo)
    response = client.post(path_of(link), answers(**changes))
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {field}
    row.refresh_from_db()
    assert row.accepted_at is None


def test_what_was_invited_to_begins_when_accepted_and_ends_as_said(world, travel):
    row, _link = invite_to(world.alfa.ngo, valid_until=clock.today() + timedelta(days=20))
    travel(clock.today() + timedelta(days=5))
    given = invitations.accept(row, person=person("Ny", email="ny@example.org"))
    assert (given.valid_from, given.valid_until) == (clock.today(), clock.today() + timedelta(days=15))
    assert str(row.pk) in given.history.first().history_change_reason


def test_time_that_has_passed_before_the_link_was_opened(world, travel):
    row, _link = invite_to(world.alfa.ngo, valid_until=clock.today() + timedelta(days=2))
    travel(clock.today() + timedelta(days=2))
    with pytest.raises(steps.StepRefused):
        invitations.accept(row, person=person("Ny", email="ny@example.org"))
    row.refresh_from_db()
    assert row.accepted_at is None


def test_the_letter_is_in_the_inviters_language(world, django_capture_on_commit_callbacks):
    world.alfa.ngo.representative.language = "en"
    world.alfa.ngo.representative.save()
    with django_capture_on_commit_callbacks(execute=True):
        invite_to(world.alfa.ngo)
    assert "Open this link to accept" in mail.outbox[0].body


def test_the_log_holds_neither_address_nor_secret(world):
    from partnerships.models import LogEvent

    row, _link = invite_to(world.alfa.ngo, email="hemlig@example.org")
    told = str(list(LogEvent.objects.values_list("changes", flat=True)))
    assert "hemlig@example.org" not in told
    assert row.token_digest not in told


# -- Who may invite whom ----------------------------------------------------------------------------------------------
def test_a_representative_invites_to_the_own_organisation_only(world):
    for target in (world.alfa.ngo2, world.alfa.city, world.beta.ngo):
        with pytest.raises(PermissionDenied):
            invitations.invite(
                target.organisation, actor=world.alfa.ngo.representative, email="ny@example.org", role="reader"
            )
    with pytest.raises(PermissionDenied):
        invitations.invite(
            world.alfa.partnership, actor=world.alfa.ngo.representative, email="ny@example.org", role="observer"
        )
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("role", ["", "coordinator", "nonsense"])
def test_an_organisation_gives_mandates_only(world, role):
    with pytest.raises(steps.StepRefused):
        invite_to(world.alfa.ngo, role=role)


def test_the_same_role_twice_is_refused(world):
    with pytest.raises(steps.StepRefused):
        invite_to(world.alfa.ngo, email=world.alfa.ngo.signatory.email)
    invite_to(world.alfa.ngo)
    with pytest.raises(steps.StepRefused):
        invite_to(world.alfa.ngo)


def test_a_coordinator_invites_the_first_representative_and_only_the_first(world, client):
    new = organisation("ideburen", "Nykomlingen")
    party(world.alfa.partnership, new, "proposed")
    login(client, world.alfa.city.coordinator)
    address = reverse("partnerships:partnership_invite", args=[world.alfa.slug])
    choices = dict(client.get(address).context["form"].fields["what"].choices)
    assert f"representative-{new.pk}" in choices
    assert f"representative-{world.alfa.ngo.organisation.pk}" not in choices
    form = {"email": "ett@example.org", "what": f"representative-{new.pk}", "valid_from": clock.today()}
    assert client.post(address, form).status_code == 302
    assert client.post(address, form | {"email": "two@example.org"}).status_code == 302
    one, two = Invitation.objects.order_by("pk")
    invitations.accept(one, person=person("Ett", email="ett@example.org"))
    with pytest.raises(steps.StepRefused, match="egna|own"):
        invitations.accept(two, person=person("Two", email="two@example.org"))
    late = client.post(address, form | {"email": "three@example.org"})
    assert late.status_code == 422
    with pytest.raises(steps.StepRefused):
        invitations.invite(
            world.alfa.partnership,
            actor=world.alfa.city.coordinator,
            email="three@example.org",
            role="representative",
            organisation=world.alfa.ngo.organisation,
        )


def test_coordinators_are_invited_for_ones_own_or_for_those_without(world):
    def coordinator(member, email="ny@example.org"):
        return invitations.invite(
            world.alfa.partnership,
            actor=world.alfa.city.coordinator,
            email=email,
            role="coordinator",
            organisation=member.organisation,
        )

    with pytest.raises(steps.StepRefused):
        coordinator(world.alfa.ngo)
    with pytest.raises(steps.StepRefused):
        coordinator(world.beta.ngo)
    coordinator(world.alfa.city, "mer@example.org")
    row, _link = coordinator(world.alfa.ngo2)
    newcomer = person("Ny", email="ny@example.org")
    invitations.accept(row, person=newcomer)
    assert PartnershipRole.objects.get(person=newcomer).organisation == world.alfa.ngo2.organisation
    assert access.may(newcomer, "draft_agreement", world.alfa.partnership)
    with pytest.raises(steps.StepRefused):
        coordinator(world.alfa.ngo2, "till@example.org")


def test_an_observer_acts_for_nobody(world):
    with pytest.raises(steps.StepRefused):
        invitations.invite(
            world.alfa.partnership,
            actor=world.alfa.city.coordinator,
            email="ny@example.org",
            role="observer",
            organisation=world.alfa.city.organisation,
        )
    row, _link = invitations.invite(
        world.alfa.partnership, actor=world.alfa.city.coordinator, email="ny@example.org", role="observer"
    )
    newcomer = person("Ny", email="ny@example.org")
    invitations.accept(row, person=newcomer)
    assert access.actions_for(newcomer, world.alfa.partnership) == {"view_partnership"}
    assert access.actions_for(newcomer, world.alfa.room) == set()


def test_invitations_are_managed_where_they_were_sent(world, client):
    row, _link = invite_to(world.alfa.ngo)
    shared, _link = invitations.invite(
        world.alfa.partnership, actor=world.alfa.city.coordinator, email="ob@example.org", role="observer"
    )
    for one, mine, ours in [
        (world.alfa.ngo.representative, 200, 404),
        (world.alfa.ngo.reader, 404, 404),
        (world.alfa.ngo.coordinator, 404, 200),
        (world.alfa.ngo2.representative, 404, 404),
        (world.beta.city.coordinator, 404, 404),
    ]:
        login(client, one)
        assert client.get(reverse("partnerships:invitation_withdraw", args=[row.pk])).status_code == mine
        assert client.get(reverse("partnerships:invitation_withdraw", args=[shared.pk])).status_code == ours


def test_the_page_of_people_shows_addresses_to_those_who_invite(world, client):
    invitations.invite(
        world.alfa.partnership, actor=world.alfa.city.coordinator, email="ob@example.org", role="observer"
    )
    address = reverse("partnerships:partnership_people", args=[world.alfa.slug])
    assert b"ob@example.org" in login(client, world.alfa.city.coordinator).get(address).content
    assert b"ob@example.org" not in login(client, world.alfa.ngo.reader).get(address).content
    assert login(client, world.outsider).get(address).status_code == 404


def test_a_closed_account_is_not_invited_and_accepts_nothing(world):
    row, _link = invite_to(world.alfa.ngo, email=world.outsider.email)
    world.outsider.is_active = False
    world.outsider.save()
    with pytest.raises(PermissionDenied):
        invitations.accept(row, person=world.outsider)
    with pytest.raises(steps.StepRefused):
        invite_to(world.alfa.ngo2, email=world.outsider.email)


# -- A fresh installation ---------------------------------------------------------------------------------------------
def found(**changes):
    options = {
        "name": "Malmö stad", "number": organisation_number("2120"), "side": "public", "legal_form": "municipality",
        "email": "Forsta@example.org", "person_name": "Första Person",
    } | changes  # fmt: skip
    call_command("create_organisation", **options)


def test_the_first_organisation_and_its_representative(db, client, capsys):
    found()
    link = capsys.readouterr().out.split()[-1]
    assert client.get(path_of(link)).status_code == 200
    assert client.post(path_of(link), answers(name="Första Person")).status_code == 302
    first = User.objects.get(email="forsta@example.org")
    assert access.may(first, "manage_mandates", Organisation.objects.get())
    assert client.get(Organisation.objects.get().get_absolute_url()).status_code == 200


@pytest.mark.parametrize("changes", [{"number": "1"}, {"email": "x"}])
def test_a_fresh_installation_tells_what_is_wrong(db, changes):
    with pytest.raises(CommandError):
        found(**changes)
    assert not User.objects.exists()


def test_the_same_number_again_is_refused(db):
    number = organisation_number("2120")
    found(number=number)
    with pytest.raises(CommandError):
        found(number=number)
    assert Organisation.objects.count() == 1


def test_open_invitations_of_somebody_who_leaves_are_pointed_out(world, client):
    mandate(person("Two"), world.alfa.ngo.organisation, "representative")
    invite_to(world.alfa.ngo)
    row = world.alfa.ngo.organisation.mandates.get(person=world.alfa.ngo.representative)
    address = reverse("partnerships:mandate_end", args=[row.organisation_id, row.pk])
    assert login(client, world.alfa.ngo.representative).get(address).context["pending"] == 1
    assert organisations.people_of(world.alfa.ngo.organisation).count() == 6
