"""Every address of the product, asked by everybody: strangers find nothing, reading changes nothing, nothing breaks.

A new route that takes a parameter fails here until OBJECTS (or PARAMETERS) says what stands behind it. That the row is
the right one is checked too: somebody of the partnership has to find something there.
"""

import re
from contextlib import contextmanager

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, get_resolver, reverse

from partnerships import access
from reporting import pdf
from tests.factories import SENTINEL, login

#: Addresses that anybody may open without logging in, and why.
PUBLIC = {
    "set_language": "the choice of language",
    "account_login": "login, and all that goes with a forgotten password",
    "account_logout": "leads to the start",
    "account_signup": "says that it is closed",
    "account_inactive": "says that an account is closed",
    "account_reset_password": "",
    "account_reset_password_done": "",
    "account_reset_password_from_key": "",
    "account_reset_password_from_key_done": "",
    "account_confirm_email": "",
    "account_email_verification_sent": "",
    "account_confirm_login_code": "",
    "admin:login": "leads to the login",
    "partnerships:invitation_accept": "the link in an invitation",
    "partnerships:accessibility": "the accessibility statement",
    "partnerships:rights": "who may do what: the same for everybody, of no partnership in particular",
    "partnerships:personal_data": "which personal data are processed, and why: of nobody in particular",
    "partnerships:glossary": "the words of a partnership",
    "partnerships:signature_law": "what a signature is in law: the same for everybody",
    "partnerships:reference_values": "thresholds and limits of the law, with their sources",
}

#: Beginning of a route's name -> what `pk` is in it: a row of `furnished`, or of world.alfa after a dot. Longest wins.
OBJECTS = {
    "partnerships:organisation": ".ngo.organisation",
    "partnerships:person": ".ngo.reader",
    "partnerships:unit": ".city.organisation",
    "partnerships:mandate": ".ngo.organisation",
    "partnerships:invitation_new": ".ngo.organisation",
    "partnerships:invitation": "invitation",
    "partnerships:role": ".role",
    "partnerships:party": ".ngo.party",
    "partnerships:party_stay": ".ngo3.party",
    "partnerships:party_left": ".ngo3.party",
    "partnerships:perspective": ".ngo.party",
    "partnerships:agreement": "agreement",
    "partnerships:agreement_old": "old.agreement",
    "partnerships:agreement_section": "draft_section",
    "partnerships:agreement_file_count": "amendment",
    "partnerships:agreement_changes": "draft",
    "partnerships:agreement_drop": "draft",
    "partnerships:change": "draft",
    "partnerships:section": "draft_section.agreement",
    "partnerships:aid": "aid",
    "partnerships:annex": "annex",
    "partnerships:winding_item": "joint_item",
    "partnerships:winding_item_verify": "winding_item",
    "partnerships:commitment": "draft",
    "partnerships:outcome": "outcome",
    "partnerships:ownership": "draft",
    "partnerships:condition": "draft",
    "partnerships:agreement_turn": "draft",
    "partnerships:agreement_wordings": "draft",
    "partnerships:wording": "draft",
    "partnerships:comment": "draft",
    "partnerships:phase": ".phase",
    "partnerships:service": "service",
    "partnerships:capacity": "service",
    "partnerships:month_form": "service",
    "partnerships:report": "open_report",
    "partnerships:report_new": "service",
    "governance:body": ".steering",
    "governance:seat_new": ".steering",
    "governance:seat": "seat",
    "governance:meeting": "open_meeting",
    "governance:meeting_new": ".steering",
    "governance:item": "open_item",
    "governance:item_new": "open_meeting",
    "governance:minutes": "meeting",
    "governance:minutes_write": "item",
    "governance:decision": "open_decision",
    "governance:decision_new": "open_item",
    "governance:ratification": "open_ratification",
    "governance:action": "action",
    "governance:action_new": "open_item",
    "governance:report": "report",
    "governance:rule": "rule",
    "governance:movement": "contribution",
    "governance:proposal": "proposal",
    "governance:grant": "grant",
    "governance:payment": "payment",
    "governance:payment_request": "grant",
    "governance:payment_new": "grant",
    "governance:krona": "grant",
    "partnerships:document": "document",
    "partnerships:form_choice": "form_choice",
    "partnerships:considered": "considered",
    "partnerships:party_decision": "party_decision",
    "partnerships:weighed_form": "form_choice.weighed_form",
    "partnerships:criterion_answer": "form_choice.criterion_answer",
    "partnerships:red_flag": "form_choice.red_flag",
    "reporting:context": "context_event",
    "reporting:object_history": "agreement",
    "reporting:agreement": "agreement",
    "reporting:minutes": "meeting",
    "reporting:decision_basis": "form_choice",
}
#: Other parameters by name, the same way.
PARAMETERS = {
    "number": "1",
    "unit_pk": "unit",
    "mandate_pk": ".mandate",
    "label": "partnerships.agreement",
    "token": "no-such-token",
    "party": ".ngo.party",
    "service": "service",
    "section": "draft_section",
    "file": "signed_file",
    "wording": "wording",
    "comment": "comment",
    "signature": "signature",
    "row": "draft_commitment",
    "end": "end",
    "line": "draft_line",
    "condition": "draft_condition",
    "month": "2024-02",
}
#: A row of the joint world -> its like in the room.
IN_THE_ROOM = {
    ".steering": ".room",
    "open_meeting": "room_meeting",
    "meeting": "room_meeting",
    "open_item": "room_item",
    "item": "room_item",
    "open_decision": "room_decision",
    "action": "room_action",
}


def routes(patterns=None, namespace=""):
    """(name, parameters) of every address of ours and allauth's."""
    for node in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(node, URLPattern):
            regex = node.pattern.regex if hasattr(node.pattern, "regex") else None
            named = tuple(node.pattern.converters) or tuple(regex.groupindex if regex else ())
            if node.name:
                yield f"{namespace}{node.name}", named
        else:
            yield from routes(node.url_patterns, f"{namespace}{node.namespace}:" if node.namespace else namespace)


ROUTES = list(dict.fromkeys(routes()))
OURS = [route for route in ROUTES if ":" in route[0] and not route[0].startswith("admin:")]
PLAIN = [name for name, parameters in ROUTES if not parameters]
WITH_PARAMETERS = [route for route in OURS if route[1]]


def row_of(name):
    """What stands behind `pk` in the route called `name`, as OBJECTS says."""
    beginnings = [one for one in OBJECTS if name == one or name.startswith(f"{one}_")]
    if not beginnings:
        raise KeyError(f"{name} is new: say in OBJECTS of tests/test_routes.py which row its `pk` is")
    return OBJECTS[max(beginnings, key=len)]


def parameter_of(name):
    """What a parameter other than slug and pk is, as PARAMETERS says."""
    if name not in PARAMETERS:
        raise KeyError(f"the parameter {name} is new: say in PARAMETERS of tests/test_routes.py what it is")
    return PARAMETERS[name]


class Addresses:
    """Real addresses in world.alfa, where everything stands behind something."""

    def __init__(self, alfa, furnished):
        self.alfa, self.furnished = alfa, furnished
        alfa.role = alfa.partnership.roles.first()
        alfa.phase = alfa.partnership.phases.first()
        alfa.mandate = alfa.ngo.reader.mandates.get()

    def value(self, what):
        """The key of a row by its path; anything else as it is."""
        if what.startswith("."):
            row = self.alfa
            for part in what[1:].split("."):
                row = getattr(row, part)
            return row.pk
        first, *rest = what.split(".")
        row = getattr(self.furnished, first, None)
        for part in rest if row is not None else ():
            row = getattr(row, part)
        return what if row is None else row.pk

    def of(self, name, parameters, in_the_room=False):
        """The address of a route with everything filled in."""
        values = {}
        for one in parameters:
            if one == "slug":
                values[one] = self.alfa.slug
            elif one == "pk":
                what = row_of(name)
                values[one] = self.value(IN_THE_ROOM[what] if in_the_room else what)
            else:
                values[one] = self.value(parameter_of(one))
        return reverse(name, kwargs=values)


@pytest.fixture(autouse=True)
def untypeset(monkeypatch):
    """A PDF as the HTML that it is made from: nothing is typeset, and its words can be searched."""
    monkeypatch.setattr(pdf, "html_to_pdf", lambda html, *, created: html.encode())


@pytest.fixture
def addresses(world, furnished):
    people = apps.get_model("partnerships", "User").objects.all()
    access.sync(*people)  # as on the first request of the day
    return Addresses(world.alfa, furnished)


@contextmanager
def undone():
    """A block whose every change is taken back, and after which the connection is sound whatever broke."""
    with transaction.atomic():
        try:
            yield
        finally:
            transaction.set_rollback(True)


def ask(client, method, address, **data):
    """One request, its changes undone; an exception in the view comes out here."""
    with undone():
        return getattr(client, method)(address, **data)


def as_person(person):
    return login(Client(), person)


# -- Who is not logged in ---------------------------------------------------------------------------------------------
def test_anonymous_is_led_to_the_login(addresses, subtests):
    client = Client()
    for name, parameters in ROUTES:
        if name in PUBLIC or name.startswith("admin:"):
            continue
        address = addresses.of(name, parameters)
        for method in ("get", "post"):
            with subtests.test(name, method=method):
                response = ask(client, method, address)
                assert response.status_code in {302, 404, 405}
                if response.status_code == 302:
                    assert response["Location"].startswith(reverse("account_login"))


def test_what_is_public_is_no_more_than_it_should(subtests, addresses):
    client = Client()
    for name, parameters in ROUTES:
        if name in PUBLIC and not parameters:
            with subtests.test(name):
                response = ask(client, "get", reverse(name))
                assert response.status_code in {200, 302, 405}
                assert_tells_nothing(response)
    assert set(PUBLIC) <= {name for name, _parameters in ROUTES}, "a line of PUBLIC is no address any more"


# -- Strangers --------------------------------------------------------------------------------------------------------
#: Words of Alfa that no stranger may read: its name, people, organisations, and what the room says.
WORDS = re.compile(rf"\bAlfa\b|Alfastad|Ansgar|Birgitta|Cecilia|De idéburnas rum|Läxhjälp|{SENTINEL}")


def assert_tells_nothing(response):
    if response.get("Content-Type", "").startswith("text/html"):
        assert WORDS.search(response.content.decode()) is None


def strangers(world):
    beta = world.beta
    return [world.outsider, world.superuser, beta.city.coordinator, beta.ngo.coordinator, beta.city.representative]


def test_strangers_find_nothing_of_alfa(addresses, world, subtests):
    clients = {person: as_person(person) for person in strangers(world)}
    for name, parameters in WITH_PARAMETERS:
        if name in PUBLIC:
            continue
        address = addresses.of(name, parameters)
        for person, client in clients.items():
            for method in ("get", "post"):
                with subtests.test(name, method=method, person=str(person)):
                    response = ask(client, method, address)
                    assert response.status_code in {404, 405}
                    assert_tells_nothing(response)


def test_pages_of_one_s_own_tell_strangers_nothing_of_alfa(addresses, world, subtests):
    clients = {person: as_person(person) for person in strangers(world)}
    for name in PLAIN:
        if name.startswith("admin:"):
            continue
        for person, client in clients.items():
            with subtests.test(name, person=str(person)):
                assert_tells_nothing(ask(client, "get", reverse(name)))


def test_the_back_office_is_for_its_own_people(world, subtests):
    client = as_person(world.alfa.city.coordinator)
    for name in PLAIN:
        if name.startswith("admin:"):
            with subtests.test(name):
                assert ask(client, "get", reverse(name)).status_code in {302, 403, 404}


# -- The room ---------------------------------------------------------------------------------------------------------
def test_the_room_is_not_there_for_who_has_no_seat(addresses, world, subtests):
    alfa = world.alfa
    outside = [alfa.city.coordinator, alfa.city.representative, alfa.observer, alfa.ngo.reader, alfa.ngo.secretary]
    outside = {person: as_person(person) for person in [*outside, world.superuser]}
    inside = [as_person(person) for person in (alfa.ngo.coordinator, alfa.ngo2.representative)]
    tried = 0
    for name, parameters in WITH_PARAMETERS:
        if "pk" not in parameters or row_of(name) not in IN_THE_ROOM:
            continue
        tried += 1
        address = addresses.of(name, parameters, in_the_room=True)
        with subtests.test(name):
            assert {ask(one, method, address).status_code for one in inside for method in ("get", "post")} - {404, 405}
        for person, client in outside.items():
            for method in ("get", "post"):
                with subtests.test(name, method=method, person=str(person)):
                    response = ask(client, method, address)
                    assert response.status_code in {404, 405}
                    assert SENTINEL not in response.content.decode()
    assert tried > 10


def test_no_page_tells_the_room_s_words_to_who_has_no_seat(addresses, world, subtests):
    alfa = world.alfa
    for person in (alfa.city.coordinator, alfa.observer, alfa.ngo.reader):
        client = as_person(person)
        for name, parameters in OURS:
            with subtests.test(name, person=str(person)):
                response = ask(client, "get", addresses.of(name, parameters))
                content = b"".join(response) if response.streaming else response.content
                assert SENTINEL.encode() not in content


# -- People of the partnership ----------------------------------------------------------------------------------------
WRITES = re.compile(r'^(INSERT INTO|UPDATE|DELETE FROM) "(?!django_session|usersessions_usersession)')


def insiders(world):
    alfa = world.alfa
    return [
        alfa.city.coordinator,
        alfa.ngo.coordinator,
        alfa.ngo.representative,
        alfa.ngo.economist,
        alfa.city.economist2,
        alfa.ngo.signatory,
        alfa.city.signatory,
        alfa.ngo.secretary,
        alfa.city.chair,
    ]


def test_reading_changes_nothing_and_every_address_leads_somewhere(addresses, world, subtests):
    clients = {person: as_person(person) for person in insiders(world)}
    before = counts()
    for name, parameters in OURS:
        address = addresses.of(name, parameters)
        found = set()
        for person, client in clients.items():
            with subtests.test(name, person=str(person)), CaptureQueriesContext(connection) as queries:
                response = client.get(address)
                found.add(response.status_code)
                assert response.status_code in {200, 302, 403, 404, 405}
                written = [one["sql"] for one in queries.captured_queries if WRITES.match(one["sql"])]
                assert written == []
            connection.queries_log.clear()
        with subtests.test(name):
            if name not in PUBLIC:
                assert found - {404}, "nobody finds it: is its row in OBJECTS the right one?"
    assert counts() == before


def counts():
    """How many rows each table has, but for who is logged in."""
    with connection.cursor() as cursor:
        names = [one for one in connection.introspection.table_names() if "session" not in one]
        cursor.execute(" UNION ALL ".join(f"SELECT '{one}', count(*) FROM \"{one}\"" for one in names))  # noqa: S608
        return dict(cursor.fetchall())


#: What a form never asked for: empty, and nonsense under the names that forms usually have.
NONSENSE = dict.fromkeys(
    [
        "name",
        "title",
        "number",
        "amount",
        "person",
        "party",
        "organisation",
        "role",
        "office",
        "valid_from",
        "starts_at",
    ]
    + [
        "email",
        "password",
        "text",
        "version",
        "kind",
        "status",
        "decision",
        "item",
        "direction",
        "seat",
        "month",
        "to",
    ],
    "\x00" + "9" * 400 + "å'\"<",
)


def test_no_form_breaks(addresses, world, subtests):
    alfa = world.alfa
    # Between them these may do almost everything, so that nonsense gets past the rights to the forms.
    people = [
        alfa.city.coordinator,
        alfa.ngo.representative,
        alfa.ngo.secretary,
        alfa.ngo.economist,
        alfa.city.signatory,
    ]
    clients = {person: as_person(person) for person in people}
    for name, parameters in OURS:
        address = addresses.of(name, parameters)
        for person, client in clients.items():
            posts = [("empty", "post", {}), ("nonsense", "post", NONSENSE)]
            others = [("", "put", {}), ("", "delete", {})] if person is people[0] else []  # refused whoever asks
            for kind, method, data in [*posts, *others]:
                with subtests.test(name, person=str(person), kind=kind, method=method):
                    response = ask(client, method, address, **({"data": data} if data else {}))
                    assert response.status_code < 500


def test_no_query_string_breaks(addresses, world, subtests):
    client = as_person(world.alfa.city.coordinator)
    words = [
        "q",
        "page",
        "sort",
        "status",
        "side",
        "kind",
        "from",
        "to",
        "year",
        "export",
        "body",
        "party",
        "month",
        "all",
    ]
    for name, parameters in OURS:
        address = addresses.of(name, parameters)
        for value in ["", "-1", "9" * 400, "\x00", "å'\"<%", "2024-13-45"]:
            with subtests.test(name, value=value[:10]):
                assert ask(client, "get", address, data=dict.fromkeys(words, value)).status_code < 500


def test_no_key_breaks(addresses, world, subtests):
    client = as_person(world.alfa.city.coordinator)
    for name, parameters in WITH_PARAMETERS:
        keys = [one for one in parameters if one.endswith("pk")]
        for key in keys:
            for value in (0, 2**31, 2**63, 10**30):
                with subtests.test(name, key=key, value=value):
                    values = dict.fromkeys(keys, 1) | {key: value}
                    rest = {one: addresses.alfa.slug for one in parameters if one == "slug"}
                    rest |= {
                        one: addresses.value(parameter_of(one)) for one in parameters if one not in [*keys, "slug"]
                    }
                    response = ask(client, "get", reverse(name, kwargs=values | rest))
                    assert response.status_code in {404, 405}
