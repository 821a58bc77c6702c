"""The history: who reads which events, and how they read."""

import ast
import csv
import io
import re
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from governance.models import Fund, FundProposal
from partnerships import log, offerings, steps
from partnerships.models import LogEvent, Service, ServiceCapacity, ServiceReport
from reporting import entries, history
from reporting.sentences import SENTENCES
from tests import factories
from tests.factories import login
from tests.governance import stage


def url(world):
    return reverse("reporting:history", args=[world.alfa.slug])


def read(client, person, address, **query):
    """The page as `person` sees it, in English."""
    person.language = "en"
    person.save(update_fields=["language"])
    with translation.override("en"):
        return login(client, person).get(address, query, headers={"accept-language": "en"})


def body_of(response):
    assert response.status_code == 200
    return response.content.decode()


def make(action, obj, *, actor, scope=None):
    with steps.record(action, actor=actor, scope=scope) as act:
        return act.save(obj)


@pytest.fixture
def draft(world):
    """Birgitta's own drafts: a service, a report on a shared service, a proposal; each with a telling word in it."""
    party, actor = world.alfa.ngo2.party, world.alfa.ngo2.representative
    own = make("service.create", Service(party=party, name="Hemligstugan", kind="housing"), actor=actor, scope=party)
    shared = Service(party=party, name="Öppna huset", kind="housing", shared_at=timezone.now())
    shared = make("service.create", shared, actor=actor, scope=party)
    report = ServiceReport(service=shared, month=date(2024, 3, 1), days=41, words="Hemligrapport")
    report = make("report.write", report, actor=actor, scope=shared)
    fund = make("fund.create", Fund(partnership=world.alfa.partnership, name="Potten"), actor=None)
    proposal = FundProposal(fund=fund, party=party, title="Hemligförslag", need="n", amount=10)
    proposal = make("proposal.create", proposal, actor=actor, scope=proposal)
    return {"service": own, "shared": shared, "report": report, "proposal": proposal, "fund": fund}


SECRETS = ("Hemligstugan", "Hemligrapport", "Hemligförslag")


# -- Who reads what ---------------------------------------------------------------------------------------------------
def test_everyone_in_the_partnership_reads_what_happened(world, client):
    for who in (world.alfa.city.reader, world.alfa.ngo3.signatory, world.alfa.observer):
        assert "Styrgruppen" in body_of(read(client, who, url(world)))
    assert read(client, world.outsider, url(world)).status_code == 404
    assert read(client, world.superuser, url(world)).status_code == 404
    assert read(client, world.beta.city.coordinator, url(world)).status_code == 404


def test_a_closed_room_is_told_to_its_seats_alone(world, client):
    room = world.alfa.room.name
    inside = body_of(read(client, world.alfa.ngo2.representative, url(world)))
    assert room in inside
    for who in (world.alfa.city.coordinator, world.alfa.observer, world.alfa.ngo2.reader, world.superuser):
        response = read(client, who, url(world))
        assert room not in response.content.decode()
    address = reverse("reporting:object_history", args=["governance.body", world.alfa.room.pk])
    assert read(client, world.alfa.city.coordinator, address).status_code == 404
    assert room in body_of(read(client, world.alfa.ngo.representative, address))


def test_drafts_are_told_to_their_own_organisation_alone(world, client, draft):
    own = body_of(read(client, world.alfa.ngo2.reader, url(world)))
    for word in SECRETS:
        assert word in own
    for who in (world.alfa.city.coordinator, world.alfa.ngo.representative, world.alfa.observer):
        page = read(client, who, url(world))
        for word in SECRETS:
            assert word not in page.content.decode()
        assert "Öppna huset" in page.content.decode()
        export = read(client, who, url(world), format="csv").content.decode()
        assert not any(word in export for word in SECRETS)


def test_the_number_of_events_counts_no_drafts(world, draft):
    mine = history.of_partnership(world.alfa.partnership, world.alfa.ngo2.reader).count()
    theirs = history.of_partnership(world.alfa.partnership, world.alfa.ngo3.signatory).count()
    assert mine - theirs == 3


def test_a_shared_draft_is_told_from_then_on(world, client, draft):
    with steps.record("service.share", actor=world.alfa.ngo2.representative, scope=draft["service"]) as act:
        draft["service"].shared_at = timezone.now()
        act.save(draft["service"])
    assert "Hemligstugan" in body_of(read(client, world.alfa.city.reader, url(world)))


def test_a_thrown_away_draft_stays_its_organisations_own(world, client, draft):
    with steps.record("report.discard", actor=world.alfa.ngo2.representative, scope=draft["report"]) as act:
        act.delete(draft["report"])
    assert "Hemligrapport" in body_of(read(client, world.alfa.ngo2.reader, url(world)))
    assert "Hemligrapport" not in body_of(read(client, world.alfa.city.coordinator, url(world)))


def test_the_history_of_a_shared_service_holds_no_draft_report(world, client, draft):
    address = reverse("reporting:object_history", args=["partnerships.service", draft["shared"].pk])
    assert "Hemligrapport" in body_of(read(client, world.alfa.ngo2.reader, address))
    page = body_of(read(client, world.alfa.city.coordinator, address))
    assert "Hemligrapport" not in page
    assert "Öppna huset" in page


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("partnerships.service", "service"),
        ("partnerships.servicereport", "report"),
        ("governance.fundproposal", "proposal"),
    ],
)
def test_an_unseen_object_has_no_history(world, client, draft, label, name):
    address = reverse("reporting:object_history", args=[label, draft[name].pk])
    assert read(client, world.alfa.ngo2.reader, address).status_code == 200
    assert read(client, world.alfa.city.coordinator, address).status_code == 404
    assert read(client, world.outsider, address).status_code == 404


@pytest.mark.parametrize(
    ("label", "pk"),
    [
        ("partnerships.user", 1),
        ("auth.permission", 1),
        ("nothing", 1),
        ("partnerships.agreement", 10**30),
        ("partnerships.agreement", 0),
    ],
)
def test_other_addresses_are_404(world, client, label, pk):
    address = reverse("reporting:object_history", args=[label, pk])
    assert read(client, world.alfa.city.coordinator, address).status_code == 404


def test_every_kind_with_a_history_can_be_asked_for(world, client, draft):
    for label in history.WITH_HISTORY:
        address = reverse("reporting:object_history", args=[label, 10**9])
        assert read(client, world.alfa.city.coordinator, address).status_code == 404
    alfa = world.alfa
    for obj in (alfa.partnership, alfa.city.party, alfa.city.organisation, alfa.steering, draft["fund"]):
        address = reverse("reporting:object_history", args=[obj._meta.label_lower, obj.pk])
        assert 'class="event"' in body_of(read(client, alfa.city.reader, address))


# -- How it reads -----------------------------------------------------------------------------------------------------
def test_an_edit_of_one_value_is_one_sentence(world):
    actor = world.alfa.city.coordinator
    steps.edit(world.alfa.steering, actor=actor, right="manage_bodies", values={"notice_days": 14})
    with translation.override("en"):
        entry = entries.tell(history.of_object(world.alfa.steering, actor)[:1], actor)[0]
    assert entry.sentence == "Alfastad changed days of notice from 10 to 14 (Styrgruppen)"
    assert entry.changes == []
    assert entry.actor == actor.name


def test_a_long_text_is_told_word_by_word(world, client):
    actor, partnership = world.alfa.city.coordinator, world.alfa.partnership
    old = "Barn och unga som kommer ensamma behöver både ett hem och vuxna som stannar i deras liv."
    for text in (old, old.replace("hem", "tryggt hem")):
        steps.edit(partnership, actor=actor, right="edit_partnership", values={"challenge": text})
    page = body_of(read(client, actor, url(world)))
    assert "<ins>tryggt</ins>" in page


def test_the_sentence_names_what_was_added_not_what_made_room(world):
    meeting = stage.planned(world.alfa)
    stage.item_of(meeting, world.alfa, "Läxhjälp")
    with translation.override("en"):
        entry = entries.tell(history.of_object(meeting, world.alfa.observer)[:1], world.alfa.observer)[0]
    assert "Läxhjälp to the agenda" in entry.sentence


def test_a_new_capacity_is_one_sentence(world, travel):
    actor = world.alfa.ngo.representative
    service = offerings.create(world.alfa.ngo.party, actor=actor, name="Huset", kind="housing")
    offerings.set_capacity(service, actor=actor, capacity=20, valid_from=date(2024, 1, 1))
    offerings.set_capacity(service, actor=actor, capacity=24, valid_from=date(2024, 6, 1))
    with translation.override("en"):
        second, first, _created = entries.tell(history.of_object(service, actor), actor)
    assert first.sentence == "Ansgar set the capacity of Huset to 20"
    assert second.sentence == "Ansgar changed the capacity of Huset from 20 to 24"


def test_values_are_words(world):
    actor, ngo = world.alfa.ngo.representative, world.alfa.ngo
    service = Service(party=ngo.party, name="Huset", kind="housing", daily_rate=1900, contributes=True)
    service = make("service.create", service, actor=actor, scope=ngo.party)
    make(
        "capacity.set",
        ServiceCapacity(service=service, capacity=24, valid_from=date(2024, 5, 1)),
        actor=actor,
        scope=service,
    )
    with translation.override("en"):
        newest, created = entries.tell(history.of_object(service, actor), actor)
    told = {label: new for label, _old, new in created.changes}
    assert told["Kind"] == "housing"
    assert told["Daily rate, kr"].replace("\N{NO-BREAK SPACE}", " ") in ("1,900 kr", "1 900 kr")
    assert told["Contributes to the shared fund"] == "yes"
    assert told["Party"] == "Ansgar"
    assert ("Valid from" in dict((label, new) for label, _old, new in newest.changes)) or newest.changes
    assert any(new == "2024-05-01" for _label, _old, new in newest.changes)


def test_somebody_who_has_left_is_not_named(world, client):
    gone = world.alfa.ngo3.representative
    gone.is_active = False
    gone.save(update_fields=["is_active"])
    page = body_of(read(client, world.alfa.city.reader, url(world)))
    assert gone.name not in page
    assert f"Former representative {gone.pk}" in page


def test_an_unknown_action_and_a_field_that_is_gone_do_no_harm(world, client):
    partnership = world.alfa.partnership
    LogEvent.objects.create(
        chain=partnership.chain,
        action="never.heard_of",
        object_type="partnerships.partnership",
        object_id=partnership.pk,
        changes=[{"model": "partnerships.partnership", "pk": partnership.pk, "kind": "~", "fields": {"gone": [1, 2]}}],
    )
    assert "The system changed Alfa" in body_of(read(client, world.alfa.city.reader, url(world)))


def test_the_seal_is_the_head_of_the_chain(world, client):
    head = log.head(world.alfa.partnership.chain)
    page = body_of(read(client, world.alfa.city.reader, url(world)))
    assert head.hash in page
    assert f"Number {head.number}" in page


# -- Narrowing, paging, exports ---------------------------------------------------------------------------------------
def test_narrowing(world, client):
    with steps.record(
        "partnership.edit",
        actor=world.alfa.ngo.coordinator,
        right="edit_partnership",
        scope=world.alfa.partnership,
        authority="Protokoll 17 § 4",
    ) as act:
        world.alfa.partnership.place = "Mölndal"
        act.save(world.alfa.partnership)
    reader = world.alfa.city.reader
    found = body_of(read(client, reader, url(world), q="Protokoll 17"))
    assert found.count('class="event"') == 1
    assert "Mölndal" in found
    of_ngo = body_of(read(client, reader, url(world), party=world.alfa.ngo.organisation.pk))
    assert of_ngo.count('class="event"') == 1
    parties = body_of(read(client, reader, url(world), kind="partnerships.party"))
    assert parties.count('class="event"') == 4
    assert "Nothing found" in body_of(read(client, reader, url(world), q="finns inte"))
    for junk in ({"party": "x"}, {"kind": "'"}, {"page": "9999999999999999999"}, {"q": "a\x00b"}, {"sort": "-x"}):
        assert read(client, reader, url(world), **junk).status_code == 200


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_exports(world, client, kind):
    response = read(client, world.alfa.city.reader, url(world), format=kind)
    assert response.status_code == 200
    assert kind in response["Content-Disposition"]
    if kind == "csv":
        rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
        assert len(rows) - 1 == history.of_partnership(world.alfa.partnership, world.alfa.city.reader).count()
        assert any("Styrgruppen" in cell for row in rows for cell in row)


def test_a_page_costs_the_same_for_one_event_as_for_many(world, client):
    reader = world.alfa.city.reader
    read(client, reader, url(world))

    def cost(**query):
        with CaptureQueriesContext(
            connection,
        ) as captured:
            read(client, reader, url(world), **query)
        return len(captured)

    many = cost()
    assert many <= 35
    actor = world.alfa.city.coordinator
    for name in "abcdefghij":
        sitting = factories.person(name)
        factories.mandate(sitting, world.alfa.city.organisation, "reader")
        factories.seat(world.alfa.steering, sitting, world.alfa.city.party, actor=actor)
    assert cost() <= many


# -- Every act has its sentence ---------------------------------------------------------------------------------------
WRITERS = {"record", "Step", "edit", "Act", "_edit", "_managed", "_step"}
ACTION = re.compile(r"[a-z_]+\.[a-z_]+")


def acts_in_code():
    """The names of acts in the product: `record("x.y")`, `Step("x.y")`, `action="x.y"`."""
    for app in ("partnerships", "governance", "reporting", "iop"):
        for path in sorted((Path(settings.BASE_DIR) / app).rglob("*.py")):
            if "migrations" in path.parts:
                continue
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call):
                    yield from _acts_of(node, path)


def _acts_of(call, path):
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    named = [one.value for one in call.keywords if one.arg in ("action", "name")]
    if name in WRITERS:
        named += call.args
    for value in named:
        for one in ast.walk(value):
            if isinstance(one, ast.Constant) and isinstance(one.value, str) and ACTION.fullmatch(one.value):
                yield one.value, path


def test_every_act_has_a_sentence():
    found = {(name, path) for name, path in acts_in_code() if not name.endswith(".pdf")}
    assert len(found) > 15
    missing = {name: str(path) for name, path in found if name not in SENTENCES and not name.endswith(".edit")}
    assert missing == {}
    assert set(steps.STEPS) <= set(SENTENCES)


def test_sentences_use_who_and_what_alone():
    for sentence in SENTENCES.values():
        with translation.override("sv"):
            assert set(re.findall(r"%\((\w+)\)s", str(sentence))) <= {"who", "what"}
