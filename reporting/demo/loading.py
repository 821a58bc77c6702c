"""Telling the whole demo, once."""

from django.conf import settings
from django.db import transaction
from django.utils import translation

from partnerships import access, clock
from partnerships.models import Notification, Partnership, User

from . import (
    agreements,
    aid,
    bodies,
    context,
    drafting,
    form_choices,
    fund,
    gothenburg,
    meetings,
    needs,
    people,
    rooms,
    second,
    services,
    steering,
    steering_2017,
    terms,
)
from .story import Case, Story

#: Messages younger than this are new to their readers; the others were read when they came.
UNREAD_SINCE = clock.DEMO_DAY.replace(day=1)


class NotTheDemo(Exception):
    """The settings are not the demo's: nothing is loaded."""


def load() -> bool:
    """Load both partnerships in one transaction; False if they are there already. Raises NotTheDemo."""
    if not settings.DEMO:
        raise NotTheDemo("load_demo is for the demo only: set IOP_DEMO=1")
    if Partnership.objects.filter(slug=gothenburg.SLUG).exists():
        return False
    with transaction.atomic(), translation.override(settings.LANGUAGE_CODE):
        write().tell()
        with clock.travel(clock.DEMO_DAY):
            access.sync(*User.objects.all())
        _settle_messages()
    return True


def write() -> Story:
    """The story, not yet told."""
    story, first, other = Story(), Case(gothenburg.SLUG), Case(second.SLUG)
    people.cast(story, first)
    gothenburg.begin(story, first)
    needs.gather(story, first)
    agreements.gather(story, first)
    terms.gather(story, first)
    drafting.gather(story, first)
    bodies.gather(story, first)
    services.gather(story, first)
    fund.gather(story, first)
    for script in (*steering.MEETINGS_2015, *steering.MEETINGS_2016, steering_2017.LAST):
        meetings.play(story, first, script)
    for script in (*rooms.COOPERATION, *rooms.HEADS, *rooms.TRAINING, *rooms.ROOM):
        meetings.play(story, first, script)
    steering_2017.look_ahead(story, first)
    second.tell(story, other)
    form_choices.gather(story, first, other)
    needs.nordby(story, other)
    aid.gather(story, first, other)
    context.gather(story, first)
    return story


def _settle_messages() -> None:
    """Mark all as sent before the commit, so that nobody is e-mailed about the past; the older ones have been read."""
    now = clock.now()
    Notification.objects.filter(sent_at=None).update(sent_at=now)
    Notification.objects.filter(read_at=None, at__date__lt=UNREAD_SINCE).update(read_at=now)
