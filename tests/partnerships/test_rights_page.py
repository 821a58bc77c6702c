"""Pages that everybody may read: rights, glossary, accessibility statement."""

import re

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import translation

from partnerships import access, glossary

ACCESSIBILITY = reverse("partnerships:accessibility")


def cells(response):
    """(scope, action's label, role's label) -> the word in the table."""
    return {
        (table["scope"], str(label), str(role)): word
        for table in response.context["tables"]
        for label, words in table["rows"]
        for role, word in zip(table["roles"], words, strict=True)
    }


def test_the_table_says_what_the_code_asks(db, client):
    response = client.get(reverse("partnerships:rights"))
    assert response.status_code == 200
    with translation.override("sv"):
        table = cells(response)
        for action in access.ACTIONS.values():
            for role in access.Role:
                key = (action.scope, str(action.label), str(role.label))
                if key in table:
                    assert bool(table[key]) is (role in action.roles), key
                else:
                    assert role not in action.roles or len(action.roles) == len(access.Role), key
        assert all(action.side == "" or action.label for action in access.ACTIONS.values())


@pytest.mark.parametrize("action", [one.name for one in access.ACTIONS.values() if one.side])
def test_a_right_of_one_side_names_the_side(db, client, action):
    one = access.ACTIONS[action]
    response = client.get(reverse("partnerships:rights"))
    with translation.override("sv"):
        words = {word for (_scope, label, _role), word in cells(response).items() if label == str(one.label) and word}
    assert words
    assert all(len(word) > 5 for word in words)


@pytest.mark.parametrize("name", ["rights", "glossary", "accessibility", "signature_law"])
@pytest.mark.parametrize("language", ["sv", "en"])
def test_open_pages_in_both_languages(db, client, name, language):
    client.cookies["django_language"] = language
    response = client.get(reverse(f"partnerships:{name}"))
    assert response.status_code == 200
    assert response.headers["Content-Language"] == language
    assert response.content.count(b"<h1>") == 1


def test_the_glossary_is_in_the_order_of_the_readers_language():
    for language in ("sv", "en"):
        with translation.override(language):
            rows = glossary.entries()
        assert len(rows) >= 45
        assert {row["lang"] for row in rows} == {language}
        assert len({row["word"] for row in rows}) == len(rows)
    with translation.override("sv"):
        words = [row["word"] for row in glossary.entries()]
    assert words.index("anpassning") < words.index("värdegrund") < words.index("återrapportering")


# -- Accessibility ----------------------------------------------------------------------------------------------------
def test_the_statement_has_its_eleven_fields(db, client):
    text = client.get(ACCESSIBILITY).content.decode()
    panels = re.findall(r'<section class="panel"><h2>([^<]+)</h2><p>([^<]+)</p>', text)
    assert len(panels) == 11
    assert all(heading.strip() and words.strip() for heading, words in panels)
    assert "https://www.digg.se/tdosanmalan" in text
    assert "mailto:" in text


def test_views_are_sent_without_login(db, client, settings):
    response = client.post(ACCESSIBILITY, {"message": "Knappen syns inte.", "email": "jag@example.org"})
    assert response.status_code == 302
    (letter,) = mail.outbox
    assert letter.to == [settings.DEFAULT_FROM_EMAIL]
    assert "Knappen syns inte." in letter.body
    assert "jag@example.org" in letter.body


@pytest.mark.parametrize(
    ("form", "field"),
    [({"message": ""}, "message"), ({"message": "x" * 4001}, "message"), ({"message": "a", "email": "x"}, "email")],
)
def test_a_bad_view_is_told_beside_the_field(db, client, form, field):
    response = client.post(ACCESSIBILITY, form)
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert mail.outbox == []


def test_robots_and_floods_send_nothing(db, client):
    client.post(ACCESSIBILITY, {"message": "Köp nu", "website": "https://example.org"})
    assert mail.outbox == []
    for _ in range(5):
        assert client.post(ACCESSIBILITY, {"message": "Hej"}).status_code == 302
    assert client.post(ACCESSIBILITY, {"message": "Hej"}).status_code == 422
    assert len(mail.outbox) == 5
