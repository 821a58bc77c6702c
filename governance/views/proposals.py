"""Proposals to the fund: written by a party, decided jointly, granted or declined."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from governance import grants, ledger
from governance.forms.fund import DecisionForm, GrantForm, ProposalForm
from governance.models import Body, Decision, FundProposal, Grant
from partnerships import access, frame
from partnerships.lists import Column, Filter, Listing
from partnerships.models import Partnership, Party, swedish
from partnerships.templatetags.iop import kr
from partnerships.views.acts import form_page, get_and_post, posted, version_of

from .fund import fund_of

Status = FundProposal.Status
RELATED = ("fund__partnership", "party__organisation", "party__unit", "party__partnership", "grant")


@require_GET
def proposal_list(request: HttpRequest, slug: str) -> HttpResponse:
    """The proposals, one's own drafts among them."""
    partnership = frame.seen(request, slug)
    fund = fund_of(request, partnership)
    listing = Listing(
        request,
        FundProposal.objects.visible_to(request.user).filter(fund=fund).select_related(*RELATED),
        _columns(),
        name=f"{slug}-forslag",
        search=("title", "need", "party__organisation__name"),
        search_label=_("Search proposals"),
        filters=[Filter("status", _("Status"), Status.choices)],
        sort="-submitted_at",
    )
    if listing.response:
        return listing.response
    own = Party.objects.current().filter(
        partnership=partnership, organisation__in=access.objects_with(request.user, "edit_proposal")
    )
    more = {**listing.context, "fund": fund, "own_parties": own.select_related("organisation", "unit")}
    return render(request, "governance/proposal_list.html", frame.context(request, partnership, "fund", **more))


def _columns() -> list[Column]:
    return [
        Column("submitted_at", _("Submitted"), lambda row: row.submitted_at, ("submitted_at",)),
        Column("title", _("Title"), lambda row: row.title, (swedish("title"),)),
        Column("party", _("Party"), lambda row: row.party.name, (swedish("party__organisation__name"),)),
        Column("amount", _("Amount, kr"), lambda row: row.amount, ("amount",)),
        Column("status", _("Status"), lambda row: row.get_status_display(), ("status",)),
        Column("granted", _("Granted, kr"), lambda row: row.grant.amount if hasattr(row, "grant") else None),
        Column("need", _("Need"), lambda row: row.need),
        Column("goals", _("Goals"), lambda row: row.goals),
        Column("own_contribution", _("Own contribution"), lambda row: row.own_contribution),
    ]


def proposal_of(request: HttpRequest, slug: str, pk: int) -> FundProposal:
    """The proposal if the reader may see it, else 404."""
    rows = FundProposal.objects.visible_to(request.user).select_related(*RELATED)
    return get_object_or_404(rows, pk=pk, fund__partnership__slug=slug)


@require_GET
def proposal(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One proposal and what happens next with it."""
    partnership = frame.seen(request, slug)
    proposal = proposal_of(request, slug, pk)
    context = frame.context(request, partnership, "fund", proposal.organisation)
    context |= {
        "proposal": proposal,
        "grant": getattr(proposal, "grant", None),
        "balances": ledger.balances(proposal.fund),
        "may_enter": proposal.status == Status.SUBMITTED and grants.may_enter_decisions(request.user, partnership),
    }
    return render(request, "governance/proposal.html", context)


def _crumbs(slug: str, proposal: FundProposal | None = None) -> list[tuple[str, str]]:
    crumbs = [
        (_("Fund"), reverse("governance:fund", args=[slug])),
        (_("Proposals"), reverse("governance:proposal_list", args=[slug])),
    ]
    return [*crumbs, (proposal.title, proposal.get_absolute_url())] if proposal else crumbs


@get_and_post
def proposal_new(request: HttpRequest, slug: str, party: int) -> HttpResponse:
    """Begin a proposal of one of one's own parties."""
    partnership = frame.seen(request, slug)
    fund = fund_of(request, partnership)
    own = get_object_or_404(Party.objects.select_related("organisation", "unit"), pk=party, partnership=partnership)
    access.require(request.user, "edit_proposal", own)
    form = ProposalForm(posted(request))
    made: list[FundProposal] = []
    return form_page(
        request,
        partnership,
        "fund",
        form,
        lambda: made.append(grants.draft_proposal(fund, actor=request.user, party=own, **form.cleaned_data)),
        to=lambda: made[0].get_absolute_url(),
        title=_("New proposal"),
        submit=_("Save as draft"),
        back=reverse("governance:proposal_list", args=[slug]),
        crumbs=_crumbs(slug),
        intro=_("Only your organisation sees the proposal until it is submitted."),
    )


@get_and_post
def proposal_edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Go on writing a draft."""
    partnership = frame.seen(request, slug)
    proposal = proposal_of(request, slug, pk)
    access.require(request.user, "edit_proposal", proposal)
    form = ProposalForm(posted(request), initial={name: getattr(proposal, name) for name in ProposalForm.base_fields})
    return form_page(
        request,
        partnership,
        "fund",
        form,
        lambda: grants.edit_proposal(
            proposal, actor=request.user, version=version_of(request, proposal.version), **form.cleaned_data
        ),
        to=proposal.get_absolute_url(),
        title=_("Edit %(name)s") % {"name": proposal.title},
        submit=_("Save"),
        back=proposal.get_absolute_url(),
        said=_("Saved."),
        version=proposal.version,
        crumbs=_crumbs(slug, proposal),
    )


def _confirm(request: HttpRequest, slug: str, pk: int, act: Any, **words: Any) -> HttpResponse:
    """A confirming page for one step of a proposal."""
    partnership = frame.seen(request, slug)
    proposal = proposal_of(request, slug, pk)
    access.require(request.user, "edit_proposal", proposal)
    form = forms.Form(posted(request))
    return form_page(
        request,
        partnership,
        "fund",
        form,
        lambda: act(proposal, actor=request.user),
        to=proposal.get_absolute_url(),
        back=proposal.get_absolute_url(),
        crumbs=_crumbs(slug, proposal),
        **words,
    )


@get_and_post
def proposal_submit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Confirm that the proposal is handed in."""
    return _confirm(
        request,
        slug,
        pk,
        grants.submit_proposal,
        title=_("Submit the proposal"),
        submit=_("Submit"),
        said=_("The proposal is submitted."),
        what=_("The proposal can be put on a joint agenda and decided."),
        whom=_("Everyone in the partnership can read it."),
        stays=_("What the public side can open counts as received by it. A submitted proposal stays as it is."),
    )


def require_recorder(request: HttpRequest, partnership: Partnership) -> None:
    """403 for who does not enter decisions about the fund."""
    if not grants.may_enter_decisions(request.user, partnership):
        access.require(request.user, "manage_fund", partnership)


@get_and_post
def proposal_grant(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Enter what a joint decision gave the proposal."""
    partnership = frame.seen(request, slug)
    proposal = proposal_of(request, slug, pk)
    require_recorder(request, partnership)
    free = grants.usable_decisions(partnership).filter(grant__isnull=True, fund_rules__isnull=True)
    form = GrantForm(posted(request), decisions=free, initial={"amount": proposal.amount})
    made: list[Grant] = []
    return form_page(
        request,
        partnership,
        "fund",
        form,
        lambda: made.append(grants.grant(proposal, actor=request.user, **form.cleaned_data)),
        to=lambda: made[0].get_absolute_url(),
        title=_("Enter the grant to %(title)s") % {"title": proposal.title},
        submit=_("Enter the grant"),
        back=proposal.get_absolute_url(),
        crumbs=_crumbs(slug, proposal),
        intro=_("Proposed: %(amount)s. The fund has %(available)s available. The money is set aside in the same act.")
        % {"amount": kr(proposal.amount), "available": kr(ledger.balances(proposal.fund).available)},
    )


@get_and_post
def proposal_decline(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Enter that a joint decision declined the proposal."""
    partnership = frame.seen(request, slug)
    proposal = proposal_of(request, slug, pk)
    require_recorder(request, partnership)
    rejected = Decision.objects.filter(
        body__partnership=partnership, body__visibility=Body.Visibility.PARTNERSHIP, outcome=Decision.Outcome.REJECTED
    ).select_related("body")
    form = DecisionForm(posted(request), decisions=rejected.order_by("-year", "-number"))
    return form_page(
        request,
        partnership,
        "fund",
        form,
        lambda: grants.decline_proposal(proposal, actor=request.user, **form.cleaned_data),
        to=proposal.get_absolute_url(),
        title=_("Enter that %(title)s was declined") % {"title": proposal.title},
        submit=_("Enter that it was declined"),
        back=proposal.get_absolute_url(),
        crumbs=_crumbs(slug, proposal),
        intro=_("Choose the joint decision that rejected the proposal."),
    )
