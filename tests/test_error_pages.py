"""Error pages and the choice of language, as somebody who is not logged in meets them."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import translation

from iop import views


@pytest.fixture(autouse=True)
def _plain_static_files(settings):
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}


def test_a_missing_page(client):
    response = client.get("/there-is-no-such-page/", secure=True)
    assert response.status_code == 404
    assert b"<h1>" in response.content
    assert b"there-is-no-such-page" not in response.content.split(b"<footer>")[0]


def test_forbidden_says_which_role_could(rf):
    reason = "Your role does not allow this. A <coordinator> could."
    response = views.handler403(rf.get("/"), PermissionDenied(reason))
    assert response.status_code == 403
    assert "A &lt;coordinator&gt; could." in response.content.decode()


def test_a_request_that_cannot_be_understood(rf):
    assert views.handler400(rf.get("/"), ValueError("secret")).status_code == 400
    assert b"secret" not in views.handler400(rf.get("/"), ValueError("secret")).content


def test_a_forged_form_is_refused(rf):
    assert views.csrf_failure(rf.post("/")).status_code == 403


def test_a_broken_page_asks_nothing_of_the_database(rf):
    with translation.override("en"):
        response = views.handler500(rf.get("/"))
    assert response.status_code == 500
    assert b"Something went wrong" in response.content


def test_the_last_line_of_defence_does_not_break(rf, monkeypatch):
    monkeypatch.setattr(views, "render_to_string", lambda name: 1 / 0)
    assert views.handler500(rf.get("/")).status_code == 500


def test_the_choice_of_language_is_kept_in_a_cookie_and_leads_back(client, settings):
    address = reverse("set_language")
    response = client.post(address, {"language": "en", "next": "/konto/login/?a=1"}, secure=True)
    assert (response.status_code, response["Location"]) == (302, "/konto/login/?a=1")
    assert response.cookies[settings.LANGUAGE_COOKIE_NAME].value == "en"
    assert client.get("/nowhere/", secure=True)["Content-Language"] == "en"


@pytest.mark.parametrize("form", [{}, {"language": "tlh"}, {"language": "en", "next": "https://example.org/"}])
def test_a_strange_choice_of_language_leads_to_the_start(client, form):
    response = client.post(reverse("set_language"), form, secure=True)
    assert (response.status_code, response["Location"]) == (302, "/")


def test_the_language_never_changes_on_get(client):
    assert client.get(reverse("set_language"), {"language": "en"}, secure=True).status_code == 405


@pytest.mark.django_db
def test_the_choice_of_language_is_kept_in_the_account(client, django_user_model):
    person = django_user_model.objects.create_user("anna@example.org", name="Anna")
    client.force_login(person)
    client.post(reverse("set_language"), {"language": "en"}, secure=True)
    person.refresh_from_db()
    assert person.language == "en"
    client.post(reverse("set_language"), {"language": "en-gb"}, secure=True)
    person.refresh_from_db()
    assert person.language == "en"
