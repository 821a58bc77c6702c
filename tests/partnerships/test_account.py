"""Log-in, password, e-mail, sessions, one's own page, and the back office."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.urls import reverse

from partnerships import access
from partnerships.models import SectionTemplate
from tests.factories import PASSWORD, login, person

LOGIN = reverse("account_login")
ACCOUNT = reverse("partnerships:account")


def log_in(client, user, password=PASSWORD, **rest):
    return client.post(LOGIN, {"login": user.email, "password": password, **rest})


# -- Log-in -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "name",
    ["account_login", "account_signup", "account_reset_password", "account_reset_password_done", "account_inactive"],
)
def test_login_pages_are_open_and_in_our_look(db, client, name):
    response = client.get(reverse(name))
    assert response.status_code == 200
    assert b'class="brand"' in response.content
    assert response.content.count(b"<h1>") == 1


def test_log_in_and_out(db, client):
    user = person("Anna")
    response = log_in(client, user, next=ACCOUNT)
    assert response.url == ACCOUNT
    assert client.get(ACCOUNT).status_code == 200
    client.get(reverse("account_logout"))
    assert client.get(ACCOUNT).status_code == 200
    client.post(reverse("account_logout"))
    assert client.get(ACCOUNT).status_code == 302


def test_log_in_leads_to_no_other_site(db, client):
    assert log_in(client, person("Anna"), next="https://evil.example/").url == "/"


def test_a_wrong_password_says_nothing_about_the_account(db, client):
    texts = [
        re.sub(rb'value="[^"]*"', b"", log_in(client, user, "fel lösenord").content)
        for user in (person("Anna"), type("Nobody", (), {"email": "nobody@example.org"}))
    ]
    assert texts[0] == texts[1]


def test_a_closed_account_does_not_come_in(db, client):
    user = person("Anna", is_active=False)
    log_in(client, user)
    assert client.get(ACCOUNT).status_code == 302


def test_guessing_is_slowed_down(db, client):
    user = person("Anna")
    for _ in range(12):
        log_in(client, user, "fel")
    log_in(client, user)
    assert client.get(ACCOUNT).status_code == 302


def test_nobody_signs_up(db, client):
    form = {"email": "ny@example.org", "password1": "tre blå hästar på ett berg"}
    response = client.post(reverse("account_signup"), form)
    assert response.status_code in (200, 403)
    from partnerships.models import User

    assert not User.objects.exists()
    assert b'href="/konto/signup/' not in client.get(LOGIN).content


# -- Password and e-mail ----------------------------------------------------------------------------------------------
def test_a_forgotten_password(db, client):
    user = person("Anna")
    client.post(reverse("account_reset_password"), {"email": user.email.upper()})
    (letter,) = mail.outbox
    assert letter.to == [user.email]
    link = re.search(r"https?://[^/\s]+(/\S+)", letter.body)[1]
    page = client.get(link, follow=True)
    new = "en helt annan ekorre i granen"
    answer = client.post(page.request["PATH_INFO"], {"password1": new, "password2": new})
    assert answer.status_code == 302
    user.refresh_from_db()
    assert user.check_password(new)
    assert b"<form" not in client.get(link, follow=True).content.split(b"<footer>")[0]


def test_nobody_without_an_account_gets_a_letter(db, client):
    response = client.post(reverse("account_reset_password"), {"email": "nobody@example.org"})
    assert response.status_code == 302
    assert mail.outbox == []


def test_the_password_is_changed_with_the_old_one(db, client):
    user = person("Anna")
    log_in(client, user)
    new = "en helt annan ekorre i granen"
    form = {"oldpassword": "fel", "password1": new, "password2": new}
    assert "oldpassword" in client.post(reverse("account_change_password"), form).context["form"].errors
    client.post(reverse("account_change_password"), form | {"oldpassword": PASSWORD})
    user.refresh_from_db()
    assert user.check_password(new)
    assert client.get(ACCOUNT).status_code == 200


def test_the_address_changes_when_the_new_one_is_confirmed(db, client):
    user = person("Anna")
    log_in(client, user)
    asked = client.post(reverse("account_email"), {"email": "ny@example.org", "action_add": ""})
    assert asked.url.startswith(reverse("account_reauthenticate"))
    assert mail.outbox == []
    assert client.post(asked.url, {"password": PASSWORD, "next": reverse("account_email")}).status_code == 302
    user.refresh_from_db()
    assert user.email != "ny@example.org"
    link = next(
        re.search(r"https?://[^/\s]+(/\S+)", one.body)[1] for one in mail.outbox if one.to == ["ny@example.org"]
    )
    assert client.get(link).status_code == 200
    user.refresh_from_db()
    assert user.email != "ny@example.org"
    client.post(link)
    user.refresh_from_db()
    assert user.email == "ny@example.org"
    assert EmailAddress.objects.filter(user=user).count() == 1


def test_changing_the_address_asks_for_the_password_again(db, client):
    login(client, person("Anna"))  # a session that has not shown a password
    response = client.post(reverse("account_email"), {"email": "ny@example.org", "action_add": ""})
    assert response.url.startswith(reverse("account_reauthenticate"))
    assert client.get(response.url).status_code == 200
    assert client.post(response.url, {"password": "fel"}).context["form"].errors


def test_sessions_elsewhere_are_ended(db, client):
    from django.test import Client

    user, other = person("Anna"), Client()
    log_in(client, user)
    log_in(other, user)
    page = client.get(reverse("usersessions_list"))
    assert page.status_code == 200
    assert page.context["session_count"] == 2
    client.post(reverse("usersessions_list"))
    assert client.get(ACCOUNT).status_code == 200
    assert other.get(ACCOUNT).status_code == 302


# -- One's own page ---------------------------------------------------------------------------------------------------
def test_the_account_tells_ones_roles(world, client):
    text = login(client, world.alfa.ngo.coordinator).get(ACCOUNT).content.decode()
    assert "De idéburnas rum" in text
    assert "Alfa" in text
    assert "De idéburnas rum" not in login(client, world.alfa.city.coordinator).get(ACCOUNT).content.decode()


def test_the_account_changes_its_own_four_fields_and_no_other(db, client):
    user = person("Anna")
    login(client, user)
    form = {"name": "Anna A", "title": "Chef", "phone": "031-365 00 00", "language": "en", "reminders": "weekly"}
    rest = {"email": "x@example.org", "is_staff": "on", "is_superuser": "on", "is_active": ""}
    assert client.post(ACCOUNT, form | rest).status_code == 302
    user.refresh_from_db()
    assert (user.name, user.title, user.phone, user.language) == ("Anna A", "Chef", "031-365 00 00", "en")
    assert user.reminders == "weekly"
    assert (user.is_staff, user.is_superuser, user.is_active) == (False, False, True)
    assert user.email != "x@example.org"
    assert client.get(ACCOUNT).headers["Content-Language"] == "en"


@pytest.mark.parametrize(
    "change",
    [
        {"name": ""},
        {"name": "x" * 121},
        {"phone": "ring mig"},
        {"language": "xx"},
        {"reminders": "xx"},
        {"title": "\x00"},
    ],
)
def test_a_bad_field_is_told_beside_it(db, client, change):
    form = {"name": "Anna A", "title": "", "phone": "", "language": "sv", "reminders": "daily"} | change
    response = login(client, person("Anna")).post(ACCOUNT, form)
    assert response.status_code == 422
    assert set(response.context["form"].errors) == set(change)
    assert response.context["user"].name == "Anna"


# -- The back office --------------------------------------------------------------------------------------------------
INDEX = reverse("admin:index")


def test_the_back_office_is_behind_our_login_and_for_staff(world, client):
    first = client.get(INDEX, follow=True)
    assert first.redirect_chain[-1][0].startswith(LOGIN)
    login(client, world.alfa.city.coordinator)
    assert client.get(INDEX, follow=True).status_code == 403
    login(client, world.superuser)
    assert client.get(INDEX).status_code == 200


def test_the_back_office_holds_accounts_and_reference_data_only():
    from partnerships.admin import back_office

    assert {model.__name__ for model in back_office._registry} == {
        "User",
        "SectionTemplate",
        "CriteriaSet",
        "ReferenceValue",
        "WindingStep",
    }


def test_closing_an_account_takes_its_rights_and_opening_gives_them_back(world, client):
    login(client, world.superuser)
    someone = world.alfa.ngo.representative
    address = reverse("admin:partnerships_user_change", args=[someone.pk])
    assert client.get(address).status_code == 200
    assert client.post(address, {"is_staff": "on", "email": "x@example.org"}).status_code == 302
    someone.refresh_from_db()
    assert (someone.is_active, someone.is_staff) == (False, True)
    assert someone.email != "x@example.org"
    rows = access._table("organisation").objects.filter(user=someone)
    assert not rows.exists()
    client.post(address, {"is_active": "on"})
    someone.refresh_from_db()
    assert access.may(someone, "manage_mandates", world.alfa.ngo.organisation)


def test_accounts_are_neither_added_nor_deleted_there_nor_ones_own_closed(world, client):
    login(client, world.superuser)
    assert client.get(reverse("admin:partnerships_user_add")).status_code == 403
    assert client.get(reverse("admin:partnerships_user_delete", args=[world.outsider.pk])).status_code == 403
    client.post(reverse("admin:partnerships_user_change", args=[world.superuser.pk]), {})
    world.superuser.refresh_from_db()
    assert world.superuser.is_active
    assert world.superuser.is_staff


def test_reference_data_is_edited_there(world, client):
    world.outsider.is_staff = True
    world.outsider.save()
    login(client, world.outsider)
    form = {"kind": "main", "position": "99", "heading": "Tvister", "help_text": "", "body": ""}
    assert client.post(reverse("admin:partnerships_sectiontemplate_add"), form).status_code == 302
    assert SectionTemplate.objects.filter(heading="Tvister").exists()
    assert client.get(reverse("admin:partnerships_user_changelist"), {"q": "Alfa"}).status_code == 200
