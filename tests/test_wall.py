"""The wall: a word planted in every text of a members-only body is found by its members and by nobody else, anywhere.

tests/governance/test_room.py asks page by page; here every address, export, document, message and log line is searched.
"""

import io
import logging
import re
import subprocess
import zipfile
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import reverse

from governance import actions, decisions, meetings, minutes, seats
from governance.models import Body
from partnerships import access, clock
from partnerships.models import Notification, User
from reporting import history
from tests.factories import login
from tests.governance import stage
from tests.test_routes import OURS, PLAIN, Addresses, ask

WORD = "Hemligstenen"
#: Pages that count, number or sum something.
COUNTING = [f"governance:{noun}_list" for noun in ("body", "decision", "action", "report", "movement", "proposal")]
COUNTING += [f"partnerships:{noun}_list" for noun in ("party", "agreement", "service")]
COUNTING += ["reporting:history", "reporting:overview", "governance:fund"]
IN_BOTH_LANGUAGES = pytest.mark.parametrize("language", ["sv", "en"])


@pytest.fixture
def language():
    """What everybody reads the product in: Swedish, unless a test asks for both."""
    return "sv"


@pytest.fixture
def secret(world, furnished, language, django_capture_on_commit_callbacks):
    """A body of Birgitta's and Cecilia's with WORD in every text, made through the product's own calls."""
    User.objects.update(language=language)
    with django_capture_on_commit_callbacks(execute=True):
        made = plant(world.alfa)
    access.sync(*User.objects.all())
    return made


def plant(alfa):
    it = SimpleNamespace(keeper=alfa.ngo.coordinator, members=[alfa.ngo2, alfa.ngo3])
    it.body = seats.open_body(
        Body(
            partnership=alfa.partnership,
            kind=Body.Kind.NGO_STEERING,
            name=f"{WORD} rum",
            mandate_text=f"{WORD} uppdrag",
            quorum_both_sides=False,
        ),
        actor=it.keeper,
    )
    for one, office in zip(it.members, ("chair", "member"), strict=True):
        seats.give(
            it.body,
            actor=it.keeper,
            person=one.representative,
            party=one.party,
            office=office,
            valid_from=clock.today() - timedelta(days=30),
        )
    meet(it)
    return it


def meet(it):
    """A meeting that has been through everything, and one that is called."""
    call = {"actor": it.keeper}
    ahead = meetings.plan(it.body, starts_at=stage.ahead(20), place=f"{WORD} torg", **call)
    meetings.add_item(ahead, title=f"{WORD} sedan", **call)
    it.ahead = meetings.call(ahead, **call)
    it.cancelled = meetings.plan(it.body, starts_at=stage.ahead(25), place=f"{WORD} torg", **call)
    meetings.cancel(meetings.call(it.cancelled, **call), reason=f"{WORD} förhinder", **call)
    it.meeting = meetings.plan(it.body, starts_at=clock.now(), place=f"{WORD} hus", **call)
    it.item = meetings.add_item(
        it.meeting,
        kind="decision",
        title=f"{WORD} fråga",
        basis=f"{WORD} underlag",
        proposed_wording=f"{WORD} förslag",
        **call,
    )
    taken = it.body.seats.select_related("party", "person")
    it.seat = taken.get(person=it.members[0].representative)
    it.meeting = meetings.hold(it.meeting, presence=dict.fromkeys(taken, "present"), **call)
    it.decision = decisions.open_decision(
        it.item, title=f"{WORD} beslut", wording=f"{WORD} lydelse", conditions=f"{WORD} villkor", **call
    )
    stances = {one.party: ("reservation", f"{WORD} skäl") for one in it.members}
    keepers_party = taken.get(person=it.keeper).party
    decisions.set_positions(it.decision, positions={**stances, keepers_party: ("supports", "")}, **call)
    it.decision = decisions.close(it.decision, **call)
    adopted = decisions.open_decision(it.item, title=f"{WORD} andra", wording=f"{WORD} andra lydelsen", **call)
    decisions.set_positions(adopted, positions={one: ("supports", "") for one in [*stances, keepers_party]}, **call)
    it.adopted = decisions.close(adopted, ratify_by=[it.members[0].party], **call)
    it.ratification = it.adopted.ratifications.get()
    it.action = actions.assign(
        it.item,
        title=f"{WORD} åtgärd",
        party=it.members[0].party,
        person=it.members[0].representative,
        due_on=clock.today() + timedelta(days=1),
        **call,
    )
    record = minutes.begin(it.meeting, **call)
    minutes.write(
        record,
        version=minutes.text_version(record),
        opening=f"{WORD} öppnade",
        texts={it.item: f"{WORD} samtal"},
        **call,
    )
    minutes.name_approvers(record, seats=[it.seat], **call)
    record = minutes.circulate(record, **call)
    it.minutes = minutes.approve(record, actor=it.members[0].representative)
    it.addendum = minutes.add_addendum(it.minutes, text=f"{WORD} tillägg", item=it.item, **call)


def outside(world):
    """People of every kind who have no seat there; three of them act for NGOs that do."""
    alfa, beta = world.alfa, world.beta
    return [
        *(alfa.city.coordinator, alfa.city.representative, alfa.city.signatory, alfa.city.economist, alfa.city.chair),
        *(alfa.city.reader, alfa.observer, alfa.ngo.representative, alfa.ngo.secretary, alfa.ngo.signatory),
        *(alfa.ngo2.signatory, alfa.ngo2.economist, alfa.ngo3.signatory),
        *(beta.city.coordinator, beta.ngo.representative, world.outsider, world.superuser),
    ]


def a_few(world):
    """One for each way of standing outside."""
    alfa = world.alfa
    return [
        *(alfa.city.coordinator, alfa.city.reader, alfa.observer, alfa.ngo.representative, alfa.ngo2.signatory),
        *(world.beta.city.coordinator, world.superuser),
    ]


def text_of(response):
    """Everything a response says: headers, page, spreadsheet or document."""
    content = b"".join(response) if response.streaming else response.content
    kind = response.get("Content-Type", "")
    if kind == "application/pdf":
        words = subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True).stdout
        body = words.decode() + content.decode("latin-1")
    elif "spreadsheetml" in kind:
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            body = " ".join(book.read(name).decode() for name in book.namelist())
    else:
        body = content.decode("utf-8-sig", errors="replace")
    return f"{response.headers} {body}"


def said(response, searched=False):
    """The same without what the reader typed: a search box shows it again."""
    text = text_of(response)
    return re.sub(rf'value="{WORD}"|q(=|%3D){WORD}', "", text) if searched else text


def rows_of(it):
    """The rows behind the wall: what may stand for `pk`."""
    return [
        *(it.body, it.meeting, it.ahead, it.cancelled, it.item, it.seat, it.decision, it.adopted),
        *(it.ratification, it.action, it.minutes, it.addendum),
    ]


def addresses_behind(alfa, it):
    """Every address of the partnership with the key of every row behind the wall, whatever sort of row it asks for."""
    keys = sorted({one.pk for one in rows_of(it)})
    for name, parameters in OURS:
        if set(parameters) == {"slug", "pk"}:
            for pk in keys:
                yield reverse(name, args=[alfa.slug, pk])
    for one in rows_of(it):
        yield reverse("reporting:object_history", args=[one._meta.label_lower, one.pk])


def addresses_inside(alfa, it):
    """The room's own addresses, each with the right sort of row."""
    sorts = [
        (it.body, ["body", "body_edit", "seat_new", "meeting_new"]),
        (it.meeting, ["meeting", "minutes_addendum"]),
        (it.ahead, ["meeting", "meeting_edit", "meeting_cancel", "meeting_roll", "item_new"]),
        (it.item, ["item_edit", "item_roll", "action_new", "decision_new", "minutes_write"]),
        (it.decision, ["decision", "decision_edit", "decision_positions", "decision_close"]),
        (it.ratification, ["ratification"]),
        (it.seat, ["seat_end"]),
    ]
    yield from (reverse(f"governance:{name}", args=[alfa.slug, row.pk]) for row, names in sorts for name in names)
    yield reverse("reporting:minutes_pdf", args=[alfa.slug, it.meeting.pk])
    for one in rows_of(it):
        if one._meta.label_lower in history.WITH_HISTORY:
            yield reverse("reporting:object_history", args=[one._meta.label_lower, one.pk])


def lists(alfa, furnished, *people):
    """The address of every list that one of `people` can export: asked for, so that no new one is forgotten."""
    addresses, found = Addresses(alfa, furnished), []
    clients = [login(Client(), person) for person in people]
    for address in [addresses.of(name, parameters) for name, parameters in OURS]:
        answers = (ask(client, "get", f"{address}?format=csv") for client in clients)
        if any(answer.get("Content-Type", "").startswith("text/csv") for answer in answers):
            found.append(address)
    return found


#: How a list can be asked: searched, exported, and both.
QUERIES = [f"?q={WORD}", "?format=xlsx", "?format=csv", f"?format=csv&q={WORD}"]


def leaks(person, addresses):
    """Those of `addresses` that say the word to `person`."""
    client = login(Client(), person)
    return [address for address in addresses if WORD in said(ask(client, "get", address), searched=WORD in address)]


def everywhere(alfa, furnished):
    """Every address of the product, as somebody of the partnership would come to it."""
    addresses = Addresses(alfa, furnished)
    found = [addresses.of(name, parameters) for name, parameters in OURS]
    return [*found, *map(reverse, PLAIN), "/no-such-page/"]


def test_its_members_find_the_word(world, secret):
    """The control: the same addresses, the same search."""
    client = login(Client(), secret.members[0].representative)
    inside = [
        secret.body.get_absolute_url(),
        secret.meeting.get_absolute_url(),
        secret.decision.get_absolute_url(),
        reverse("reporting:minutes_pdf", args=[world.alfa.slug, secret.meeting.pk]),
        *(
            reverse(name, args=[world.alfa.slug]) + query
            for name in ("governance:decision_list", "governance:action_list", "reporting:history")
            for query in ("", "?format=xlsx", "?format=csv")
        ),
        reverse("reporting:my_day"),
    ]
    for address in inside:
        assert WORD in said(client.get(address)), address


def test_its_addresses_are_404_for_everybody_else(world, secret, subtests):
    keeper = login(Client(), secret.keeper)
    for address in addresses_inside(world.alfa, secret):
        assert ask(keeper, "get", address).status_code in {200, 302, 403}, address
        for person in outside(world):
            with subtests.test(address, person=str(person)):
                response = ask(login(Client(), person), "get", address)
                assert response.status_code == 404
                assert WORD not in text_of(response)


@IN_BOTH_LANGUAGES
def test_no_list_search_or_export_finds_it(world, furnished, secret, language, subtests):
    found = lists(world.alfa, furnished, world.alfa.ngo.representative, world.alfa.city.coordinator)
    declared = sum(path.read_text().count(" Listing(") for path in Path(settings.BASE_DIR).glob("*/views/*.py"))
    assert len(found) >= declared > 10  # history's one listing serves several pages
    for person in outside(world) if language == "sv" else a_few(world):
        with subtests.test(person=str(person)):
            assert leaks(person, [address + query for address in found for query in QUERIES]) == []


@IN_BOTH_LANGUAGES
def test_no_page_export_or_document_holds_it(world, furnished, secret, language, subtests):
    people = a_few(world)
    assert login(Client(), people[0]).get("/").headers["Content-Language"] == language
    for person in people if language == "sv" else people[:3]:
        with subtests.test(person=str(person)):
            assert leaks(person, everywhere(world.alfa, furnished)) == []


def test_control_a_wall_that_leaks_is_seen_to(world, furnished, secret, monkeypatch):
    """Bodies that everybody in the partnership can read: lists, exports, pages and documents are each found out."""
    reader = world.alfa.observer

    def leaky(rows, user, action="view_body"):
        return rows.filter(partnership__in=access.objects_with(user, "view_partnership"))

    inside = addresses_inside(world.alfa, secret)
    wanted = [address for address in inside if ask(login(Client(), secret.keeper), "get", address).status_code == 200]
    asked = [reverse(f"governance:{noun}_list", args=[world.alfa.slug]) for noun in ("decision", "action")]
    asked = [address + query for address in asked for query in ("", *QUERIES)]
    document = reverse("reporting:minutes_pdf", args=[world.alfa.slug, secret.meeting.pk])
    assert leaks(reader, [*asked, *wanted]) == []
    monkeypatch.setattr(type(Body.objects.all()), "visible_to", leaky)
    assert leaks(reader, asked) == asked
    assert {secret.body.get_absolute_url(), secret.meeting.get_absolute_url(), document} <= set(leaks(reader, wanted))


def test_no_key_of_it_opens_anything(world, secret, subtests):
    for person in (world.alfa.city.coordinator, world.alfa.ngo.representative):
        with subtests.test(person=str(person)):
            assert leaks(person, addresses_behind(world.alfa, secret)) == []


def test_the_back_office_knows_nothing_of_it(world, secret):
    client = login(Client(), world.superuser)
    start = client.get(reverse("admin:index"))
    assert start.status_code == 200
    pages = set(re.findall(r'href="(/backoffice/[^"]*)"', start.content.decode())) - {reverse("admin:logout")}
    assert len(pages) > 2
    for address in pages:
        assert WORD not in text_of(client.get(address))
        assert WORD not in said(client.get(address, {"q": WORD}), searched=True)


@IN_BOTH_LANGUAGES
def test_no_message_holds_it_and_only_members_get_one(world, secret):
    inside = set(seats.people_in(secret.body).values_list("pk", flat=True))
    rows = Notification.objects.exclude(key="test")
    assert rows
    for row in rows:
        assert row.person_id in inside
        assert WORD not in f"{row.text} {row.url} {row.key}"
    assert mail.outbox
    addresses = set(User.objects.filter(pk__in=inside).values_list("email", flat=True))
    for message in mail.outbox:
        assert set(message.recipients()) <= addresses
        assert WORD not in str(message.message())


def test_no_log_line_holds_it(world, secret, caplog):
    caplog.set_level(logging.DEBUG)
    logging.getLogger("django.db.backends").setLevel(logging.INFO)  # the statements themselves, which nobody keeps
    for person in (secret.keeper, world.alfa.city.coordinator):
        client = login(Client(), person)
        for address in addresses_inside(world.alfa, secret):
            ask(client, "get", address)
            ask(client, "post", address)
        ask(client, "post", secret.body.get_absolute_url(), data={"name": WORD})
    assert caplog.records
    assert WORD not in caplog.text


def test_what_everybody_s_log_says_holds_nothing_of_it(world, secret):
    events = apps.get_model("partnerships", "LogEvent").objects
    inside = events.filter(chain=secret.body.chain)
    assert WORD in str(list(inside.values()))
    assert WORD not in str(list(events.exclude(chain=secret.body.chain).values()))


def test_pages_stand_still_when_the_room_meets_again(world, secret):
    """No count, no number, no sum and no order changes for those outside."""
    alfa = world.alfa
    for person in (alfa.city.coordinator, alfa.observer, alfa.ngo.reader):
        client = login(Client(), person)
        before = snapshot(client, alfa)
        meet(secret)
        after = snapshot(client, alfa)
        assert {name for name in before if before[name] != after[name]} == set()
    inside = login(Client(), secret.members[0].representative)
    before = snapshot(inside, alfa)
    meet(secret)
    assert before != snapshot(inside, alfa)  # the control


def snapshot(client, alfa):
    """Page -> its text without what differs from one request to the next."""
    addresses = {name: reverse(name, args=[alfa.slug]) for name in COUNTING} | {"my_day": reverse("reporting:my_day")}
    addresses["partnership_list"] = reverse("partnerships:partnership_list")
    return {name: settled(client.get(address).content.decode()) for name, address in addresses.items()}


def settled(text):
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", text)


def test_the_joint_numbers_go_on_as_if_the_room_had_decided_nothing(world, secret):
    first = stage.adopted(stage.held(world.alfa), world.alfa)
    meet(secret)
    second = stage.adopted(stage.held(world.alfa), world.alfa)
    assert second.number == first.number + 1
