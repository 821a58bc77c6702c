"""Pages of a party that leaves, and of what follows when one comes or goes."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from partnerships import access, clock, following, frame, parties
from partnerships.agreements import withdrawal as withdrawals
from partnerships.forms.change import WithdrawForm
from partnerships.forms.services import ReasonForm
from partnerships.models import Partnership, Party, Withdrawal

from .acts import form_page, get_and_post, posted
from .parties import crumbs_of_party, party_of


@require_GET
def party_following(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What follows when the party has come, or when it goes: done or not, with where to do it."""
    partnership, party = party_of(request, slug, pk)
    coming = withdrawals.coming_of(party)
    is_leaving = coming is not None or party.status == Party.Status.LEFT
    what = following.LEAVING if is_leaving else following.JOINING
    more = {
        "party": party,
        "coming": coming,
        "is_leaving": is_leaving,
        "points": following.points(party, what),
        "crumbs": crumbs_of_party(slug, party),
    }
    return render(request, "partnerships/party_following.html", frame.context(request, partnership, "parties", **more))


@get_and_post
def party_leave(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Give notice that the party leaves, when it has seen what follows."""
    partnership, party = party_of(request, slug, pk)
    access.require(request.user, "decline", party.organisation)
    first, months = withdrawals.earliest(party)
    form = WithdrawForm(posted(request), actor=request.user, first=first)
    given = {"actor": request.user}
    return form_page(
        request,
        partnership,
        "parties",
        form,
        lambda: withdrawals.give(
            party, **given, **{name: form.cleaned_data[name] for name in ("reason", "leaves_on", "consent")}
        ),
        to=reverse("partnerships:party_following", args=[slug, pk]),
        title=_("Give notice that the party leaves"),
        submit=_("Give notice of withdrawal"),
        back=parties.party_url(party),
        said=_("The notice is given. Everybody in the partnership has been told."),
        tone="danger",
        crumbs=crumbs_of_party(slug, party),
        template="partnerships/party_leave.html",
        what=_("The party leaves on the day. Until then it is a party with all that it has signed."),
        whom=party.name,
        stays=_(
            "It can be taken back until the day. Then its seats, its coordinators' roles and its annexes cease, and "
            "its people can no longer read the partnership. The other parties' agreement goes on."
        ),
        first=first,
        months=months,
        today=clock.today(),
        points=following.points(party, following.LEAVING),
    )


def _withdrawal_of(party: Party) -> Withdrawal:
    return get_object_or_404(Withdrawal.objects.coming(), party=party)


@get_and_post
def party_stay(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take the notice back."""
    partnership, party = party_of(request, slug, pk)
    access.require(request.user, "decline", party.organisation)
    given = _withdrawal_of(party)
    form = ReasonForm(request.POST or None)
    url = parties.party_url(party)
    return form_page(
        request,
        partnership,
        "parties",
        form,
        lambda: withdrawals.take_back(given, actor=request.user, **form.cleaned_data),
        to=url,
        title=_("Take the notice back"),
        submit=_("Take the notice back"),
        back=url,
        said=_("The notice is taken back. The party stays."),
        crumbs=crumbs_of_party(slug, party),
        what=_("The party stays in the partnership as if no notice had been given."),
        whom=party.name,
        stays=_("That the notice was given and taken back stays in the history."),
    )


@get_and_post
def party_left(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Let the party leave, now that its day has come."""
    partnership, party = party_of(request, slug, pk)
    access.require_any(request.user, ("decline", party.organisation), ("manage_parties", partnership))
    given = _withdrawal_of(party)
    return form_page(
        request,
        partnership,
        "parties",
        forms.Form(posted(request)),
        lambda: withdrawals.take_effect(given, actor=request.user),
        to=lambda: _after(request, party),
        title=_("Let the party leave"),
        submit=_("Let the party leave"),
        back=parties.party_url(party),
        said=_("The party has left the partnership."),
        tone="danger",
        crumbs=crumbs_of_party(slug, party),
        what=_("Its seats, its coordinators' roles and its annexes cease."),
        whom=party.name,
        stays=_("What it has done stays in the history. The organisation can be proposed anew."),
    )


def _after(request: HttpRequest, party: Party) -> str:
    """The party's page, unless the reader has gone with the party."""
    if Partnership.objects.visible_to(request.user).filter(pk=party.partnership_id).exists():
        return parties.party_url(party)
    return reverse("partnerships:partnership_list")
