"""What follows in bodies and fund when a party comes or goes; and the seats that end with it."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from partnerships import access, clock, steps
from partnerships.following import JOINING, Point
from partnerships.models import Party

from .models import Body, Fund, Grant, PaymentRequest, Seat


def points(party: Party, what: str) -> Iterator[Point]:
    """Seats, the fund's rule, grants and payments. Of members-only bodies nothing is said."""
    slug = party.partnership.slug
    bodies = Body.objects.filter(partnership=party.partnership_id, visibility=Body.Visibility.PARTNERSHIP)
    seats = Seat.objects.valid_on(clock.today()).filter(party=party)
    sitting = set(seats.values_list("body", flat=True))
    fund = Fund.objects.filter(partnership=party.partnership_id).first()
    for body in bodies.order_by("pk") if what == JOINING else ():
        url = reverse("governance:body", args=[slug, body.pk])
        yield Point(_("A seat in %(body)s") % {"body": body.name}, url, body.pk in sitting)
    if what == JOINING:
        if fund:
            covered = fund.rules.valid_on(clock.today()).exists()
            yield Point(_("A rule of the fund that covers its days"), reverse("governance:fund", args=[slug]), covered)
        return
    open_seats = seats.filter(body__in=bodies).exists()
    yield Point(_("Its seats have ended"), reverse("governance:body_list", args=[slug]), not open_seats)
    if fund:
        url = reverse("governance:proposal_list", args=[slug])
        unsettled = Grant.objects.filter(proposal__party=party).exclude(status=Grant.Status.PAID)
        waiting = [PaymentRequest.Status.REQUESTED, PaymentRequest.Status.ATTESTED]
        payments = PaymentRequest.objects.filter(grant__proposal__party=party, status__in=waiting)
        yield Point(_("Its grants paid in full or given back"), url, not unsettled.exists())
        yield Point(_("Its payments attested and paid"), url, not payments.exists())
        holds = fund.holder_id == party.pk
        yield Point(_("Another party holds the fund's money"), reverse("governance:fund", args=[slug]), not holds)


def end_seats(party: Party, on: date) -> None:
    """Let every seat that the party has cease when it leaves, each told in its body's own log."""
    seats = Seat.objects.select_for_update(of=("self",)).filter(
        Q(valid_until=None) | Q(valid_until__gt=on), party=party
    )
    people = []
    for seat in seats.select_related("body__partnership", "person").order_by("pk"):
        with steps.record("seat.end", actor=None, root=seat.log_root, authority=_("The party has left.")) as act:
            seat.valid_until = max(on, seat.valid_from)
            act.save(seat)
        people.append(seat.person)
    access.sync(*people)
