"""Handing over the turn to write."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from partnerships import access
from partnerships.agreements import turns
from partnerships.forms.drafting import TurnForm

from .acts import form_page, get_and_post, posted
from .agreements import address_of, crumbs_of
from .versions import package_of


@get_and_post
def agreement_turn(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say whose turn it is to write on a draft."""
    partnership, agreement = package_of(request, slug, pk)
    access.require(request.user, "propose_wording", partnership)
    form = TurnForm(posted(request), agreement=agreement)
    now = turns.turns([agreement]).get(agreement.pk)
    url = address_of(agreement, slug)

    def act() -> None:
        values = {"note": form.cleaned_data["note"], "due_on": form.cleaned_data["due_on"]}
        turns.hand_over(agreement, actor=request.user, party=form.party, **values)

    return form_page(
        request,
        partnership,
        "agreements",
        form,
        act,
        to=url,
        title=_("Hand over the turn to write"),
        submit=_("Hand over"),
        back=url,
        said=_("The turn is handed over, and those whose turn it is have been told."),
        crumbs=crumbs_of(agreement, slug),
        intro=_("It is the turn of %(who)s now. %(why)s") % {"who": now.who, "why": now.why} if now else "",
    )
