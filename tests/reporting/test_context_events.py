"""What happens outside: who notes it, the consultation it takes, and what it led to."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from partnerships import clock, steps, tasks
from reporting import context_events, waits
from reporting.models import ContextEvent
from tests.factories import login

VALUES = {"kind": "law", "title": "Stödboende blir en form", "happened_on": date(2016, 1, 1), "changes": "Lägre rate"}


def note(alfa, **more):
    return context_events.note(alfa.partnership, actor=alfa.ngo2.representative, **{**VALUES, **more})


def test_a_representative_or_a_coordinator_notes_it_and_nobody_else(world):
    alfa = world.alfa
    assert note(alfa).status == "noted"
    context_events.note(alfa.partnership, actor=alfa.city.coordinator, **VALUES)
    for other in (alfa.ngo.reader, alfa.ngo.signatory, alfa.observer, world.beta.city.representative):
        with pytest.raises(PermissionDenied):
            context_events.note(alfa.partnership, actor=other, **VALUES)


def test_the_way_from_noted_to_what_it_led_to(world, furnished):
    alfa, leader = world.alfa, world.alfa.city.coordinator
    event = note(alfa)
    with pytest.raises(steps.StepRefused):
        context_events.hold(event, actor=leader, meeting=furnished.meeting)
    with pytest.raises(steps.StepRefused):
        context_events.call_for(event, actor=leader, body=alfa.room, due_on=date(2024, 3, 1))
    with pytest.raises(steps.StepRefused):
        context_events.settle(event, actor=leader, outcome="decision", conclusion="Ja", decision=furnished.decision)
    context_events.call_for(event, actor=leader, body=alfa.steering, due_on=date(2024, 3, 1))
    assert [one.due_on for one in context_events.tasks_for(leader)] == [date(2024, 3, 1)]
    assert any(one.url == event.get_absolute_url() for one in tasks.waiting_for(leader))
    told = [one for one in waits.waits_in(alfa.partnership, alfa.ngo.reader) if one.url == event.get_absolute_url()]
    assert told[0].who == (alfa.steering.name,)
    with pytest.raises(steps.StepRefused):
        context_events.hold(event, actor=leader, meeting=furnished.open_meeting)
    context_events.hold(event, actor=leader, meeting=furnished.meeting)
    with pytest.raises(steps.StepRefused):
        context_events.settle(event, actor=leader, outcome="decision", conclusion="Ja")
    done = context_events.settle(
        event, actor=leader, outcome="decision", conclusion="Potten fylls på", decision=furnished.decision
    )
    assert (done.status, done.decision) == ("settled", furnished.decision)
    with pytest.raises(steps.StepRefused):
        context_events.edit(done, actor=leader, title="Annat")
    assert not [one for one in context_events.tasks_for(leader) if one.url == event.get_absolute_url()]


def test_what_calls_for_nothing_is_settled_at_once_and_an_edit_conflict_is_seen(world):
    event = note(world.alfa)
    changed = context_events.edit(event, actor=world.alfa.city.representative, version=event.version, title="Ny titel")
    with pytest.raises(steps.EditConflict):
        context_events.edit(event, actor=world.alfa.city.representative, version=event.version, title="Annan")
    with pytest.raises(steps.StepRefused):
        context_events.settle(changed, actor=world.alfa.city.representative, outcome="nothing", conclusion=" ")
    done = context_events.settle(changed, actor=world.alfa.city.representative, outcome="nothing", conclusion="Rör ej")
    assert done.status == "settled"


def test_the_pages(world, furnished, client):
    alfa = world.alfa

    def at(name, *keys):
        return reverse(f"reporting:{name}", args=[alfa.slug, *keys])

    login(client, alfa.ngo2.representative)
    form = {**VALUES, "happened_on": "2016-01-01"}
    assert client.post(at("context_new"), {**form, "title": ""}).status_code == 422
    client.post(at("context_new"), form)
    event = ContextEvent.objects.get(title=VALUES["title"])
    page = client.get(at("context_list"))
    assert VALUES["title"] in page.content.decode()
    assert client.get(at("context_list"), {"q": "finns inte"}).status_code == 200
    assert client.get(at("context_list"), {"export": "csv"}).status_code == 200
    assert at("context_event_call", event.pk) in client.get(event.get_absolute_url()).content.decode()
    room = client.post(at("context_event_call", event.pk), {"body": alfa.room.pk, "due_on": "2024-04-01"})
    assert "body" in room.context["form"].errors
    client.post(at("context_event_call", event.pk), {"body": alfa.steering.pk, "due_on": "2024-04-01"})
    client.post(at("context_event_hold", event.pk), {"meeting": furnished.meeting.pk})
    client.post(at("context_event_settle", event.pk), {"outcome": "nothing", "conclusion": "Vi klarar det"})
    event.refresh_from_db()
    assert event.status == "settled"
    login(client, alfa.observer)
    assert "Vi klarar det" in client.get(event.get_absolute_url()).content.decode()
    assert client.get(at("context_new")).status_code == 403
    login(client, world.beta.city.coordinator)
    assert client.get(event.get_absolute_url()).status_code == 404
    assert clock.today()
