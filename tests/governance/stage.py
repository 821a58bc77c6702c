"""A meeting of the steering group at every stage, made through the product's own calls."""

from datetime import timedelta
from types import SimpleNamespace

from governance import decisions, meetings, minutes
from governance.models import MinutesItem
from partnerships import clock

ALL = ("city", "ngo", "ngo2", "ngo3")


def members(alfa):
    """Name -> party of alfa."""
    return {name: getattr(alfa, name).party for name in ALL}


def planned(alfa, starts_at=None):
    """A meeting of the steering group, planned by its secretary."""
    return meetings.plan(alfa.steering, actor=alfa.ngo.secretary, starts_at=starts_at or clock.now(), place="Rum 1")


def held(alfa, absent=()):
    """A held meeting where somebody is there for every party but the `absent` ones."""
    meeting = planned(alfa)
    seats = alfa.steering.seats.select_related("party")
    away = {getattr(alfa, name).party.pk for name in absent}
    presence = {seat: "present" for seat in seats if seat.party_id not in away}
    return meetings.hold(meeting, actor=alfa.ngo.secretary, presence=presence)


def item_of(meeting, alfa, title="Läxhjälp"):
    """A decision item on the agenda of a meeting."""
    return meetings.add_item(meeting, actor=alfa.ngo.secretary, kind="decision", title=title)


def opened(meeting, alfa, title="Läxhjälp", **stances):
    """An open decision with positions by member: `city="supports"`; those that need a reason get one."""
    decision = decisions.open_decision(
        item_of(meeting, alfa, title), actor=alfa.ngo.secretary, title=title, wording=f"{title} får pengar"
    )
    positions = {
        getattr(alfa, name).party: (stance, "Ett skäl" if stance in decisions.NEEDS_REASON else "")
        for name, stance in stances.items()
    }
    if positions:
        decisions.set_positions(decision, actor=alfa.ngo.secretary, positions=positions)
    return decision


def adopted(meeting, alfa, title="Läxhjälp", **values):
    """A decision that everybody supports."""
    decision = opened(meeting, alfa, title, **dict.fromkeys(ALL, "supports"))
    return decisions.close(decision, actor=alfa.ngo.secretary, **values)


def seat_of(alfa, person):
    """The seat of a person in the steering group."""
    return alfa.steering.seats.select_related("party__organisation", "person").get(person=person)


def circulated(alfa):
    """Minutes sent for approval to the city's chair and Ansgar's representative; with their meeting and decision."""
    meeting = held(alfa)
    decision = adopted(meeting, alfa)
    record = minutes.begin(meeting, actor=alfa.ngo.secretary)
    item = meeting.items.order_by("position").first()
    minutes.write(
        record, actor=alfa.ngo.secretary, version=minutes.text_version(record), texts={item: "Mötet öppnades."}
    )
    approvers = [seat_of(alfa, alfa.city.chair), seat_of(alfa, alfa.ngo.representative)]
    minutes.name_approvers(record, actor=alfa.ngo.secretary, seats=approvers)
    record = minutes.circulate(record, actor=alfa.ngo.secretary)
    return SimpleNamespace(meeting=meeting, decision=decision, minutes=record, item=item, approvers=approvers)


def approved(alfa):
    """Minutes that both sides have approved."""
    it = circulated(alfa)
    minutes.approve(it.minutes, actor=alfa.city.chair)
    it.minutes = minutes.approve(it.minutes, actor=alfa.ngo.representative)
    it.meeting.refresh_from_db()
    return it


def texts(record):
    """Item -> what the minutes say under it."""
    return {row.item: row.text for row in MinutesItem.objects.filter(minutes=record).select_related("item")}


def ahead(days):
    """A moment some days from now."""
    return clock.now() + timedelta(days=days)
