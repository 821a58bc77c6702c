"""Entering agreements that were signed on paper before they came here."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from partnerships import access, agreements, frame
from partnerships.agreements import old as papers
from partnerships.forms.old_agreements import OldAgreementForm, PaperForm
from partnerships.models import OldAgreement

from .acts import form_page, get_and_post, posted, version_of
from .agreements import address_of, agreement_of, crumbs_of


@get_and_post
def agreement_old_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Enter an agreement with its PDF, as a draft that the parties then confirm."""
    partnership = frame.seen(request, slug)
    access.require(request.user, "draft_agreement", partnership)
    home = reverse("partnerships:agreement_list", args=[slug])
    kinds = papers.places(partnership)
    if not kinds:
        messages.error(
            request, _("A partnership agreement is being written or signed. Finish it before an older one is entered.")
        )
        return redirect(home)
    form = OldAgreementForm(posted(request), request.FILES if posted(request) else None, kinds=kinds)
    made: list[Any] = []

    def act() -> None:
        file = form.cleaned_data["file"]
        made.append(papers.enter(partnership, actor=request.user, file=file, paper=form.paper, **form.terms))

    return form_page(
        request,
        partnership,
        "agreements",
        form,
        act,
        to=lambda: address_of(made[0], slug),
        title=_("Enter an older agreement"),
        submit=_("Enter as a draft"),
        back=home,
        said=_("The draft is entered. Propose it, and each party confirms that this is the agreement it signed."),
        crumbs=crumbs_of(None, slug),
        intro=_(
            "For an agreement that was signed on paper. It holds here when every party has confirmed it with its own "
            "signature, and then since its first day. It is between all who take part today; you can change that."
        ),
    )


@get_and_post
def agreement_old_edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Change what is said of the paper, or its PDF."""
    partnership, agreement = agreement_of(request, slug, pk)
    paper = get_object_or_404(OldAgreement.objects.select_related("agreement__partnership"), agreement=agreement)
    access.require(request.user, "draft_agreement", partnership)
    initial = {name: getattr(paper, name) for name in papers.PAPER} | {"seen": agreements.state_of(agreement)}
    form = PaperForm(posted(request), request.FILES if posted(request) else None, initial=initial)
    form.fields["file"].help_text = _("Leave empty to keep %(name)s.") % {"name": paper.document.name}

    def act() -> None:
        papers.correct(
            paper,
            actor=request.user,
            paper=form.paper,
            file=form.cleaned_data["file"],
            version=version_of(request, paper.version),
            seen=form.cleaned_data["seen"] or None,
        )

    voided = agreements.voiding(agreement)
    warning = _("A change takes the agreement back to draft: the confirmations given are void.") if voided else ""
    return form_page(
        request,
        partnership,
        "agreements",
        form,
        act,
        to=address_of(agreement, slug),
        title=_("The agreement on paper"),
        submit=_("Save"),
        back=address_of(agreement, slug),
        said=_("The changes are saved."),
        version=paper.version,
        crumbs=crumbs_of(agreement, slug),
        warning=warning,
    )
