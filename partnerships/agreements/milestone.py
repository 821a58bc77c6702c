"""Where the road leads: the partnership agreement."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from partnerships.models import Agreement, Partnership
from partnerships.road import Milestone, State

from .package import Kind, Status


def milestones(partnership: Partnership, _user: Any) -> Iterator[Milestone]:
    """The partnership agreement: not begun, being written or signed, or in force. One query."""
    newest = Agreement.objects.filter(partnership=partnership, kind=Kind.MAIN).order_by("-number").first()
    if newest is None:
        url = reverse("partnerships:agreement_list", args=[partnership.slug])
        text = _("It is written together, once the challenge and the parties are known.")
        yield Milestone(_("The agreement"), url, State.NOT_BEGUN, text)
        return
    url = reverse("partnerships:agreement", args=[partnership.slug, newest.pk])
    text = _("“%(title)s”: %(state)s.") % {"title": newest.title, "state": newest.get_status_display()}
    is_made = newest.status not in (Status.DRAFT, Status.PROPOSED)
    yield Milestone(_("The agreement"), url, State.DONE if is_made else State.UNDER_WAY, text)
