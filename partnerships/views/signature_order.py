"""In which order the parties sign."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from partnerships import access, agreements
from partnerships.forms.signature_order import OrderForm
from partnerships.models import Agreement

from .acts import form_page, get_and_post, posted
from .agreements import address_of, crumbs_of
from .signing import package_of


@get_and_post
def agreement_order(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Set the order of a draft."""
    partnership, agreement = package_of(request, slug, pk)
    access.require(request.user, "draft_agreement", partnership)
    url = address_of(agreement, slug)
    if request.method != "POST" and agreement.status != Agreement.Status.DRAFT:
        messages.info(
            request, _("The order is set while the agreement is a draft. Take it back to draft to change it.")
        )
        return redirect(url)
    form = OrderForm(posted(request), standing=agreements.standing(agreement), seen=agreements.order_of(agreement))
    return form_page(
        request,
        partnership,
        "agreements",
        form,
        lambda: agreements.set_order(
            agreement, actor=request.user, turns=form.turns(), seen=form.cleaned_data["seen"] or None
        ),
        to=url,
        title=_("Order of signing"),
        submit=_("Save"),
        back=url,
        said=_("Saved."),
        crumbs=crumbs_of(agreement, slug),
        intro=_(
            "Parties with the same number may sign at the same time, the next ones when all of those have. "
            "The order is no part of the text that is signed."
        ),
    )
