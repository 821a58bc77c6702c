"""Pages of proposed wording: proposing, the list, one proposal, and its answer."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from partnerships import access, agreements, differences, frame
from partnerships.agreements import wording as domain
from partnerships.forms.drafting import (
    AcceptForm,
    AcceptRemovalForm,
    AnswerForm,
    NewWordingForm,
    RemovalForm,
    WordingForm,
)
from partnerships.lists import Column, Filter, Listing
from partnerships.models import Agreement, AgreementSection, WordingProposal

from .acts import attempt, form_page, get_and_post, posted, version_of
from .agreements import address_of, agreement_of, crumbs_of
from .drafting import void_warning, writing

Kind, Status = WordingProposal.Kind, WordingProposal.Status


# -- Proposing --------------------------------------------------------------------------------------------------------
@get_and_post
def wording_propose(request: HttpRequest, slug: str, pk: int, section: int) -> HttpResponse:
    """Propose another wording for a section."""
    partnership, agreement = agreement_of(request, slug, pk)
    access.require(request.user, "propose_wording", partnership)
    found = get_object_or_404(agreement.sections, pk=section)
    form = WordingForm(posted(request), initial={"heading": found.heading, "body": found.body})
    return _propose_page(
        request, agreement, form, _("Propose wording"), found, intro=_("The text stays as it is until it is taken in.")
    )


@get_and_post
def wording_propose_removal(request: HttpRequest, slug: str, pk: int, section: int) -> HttpResponse:
    """Propose that a section goes."""
    partnership, agreement = agreement_of(request, slug, pk)
    access.require(request.user, "propose_wording", partnership)
    found = get_object_or_404(agreement.sections, pk=section)
    form = RemovalForm(posted(request))
    title = _("Propose that “%(heading)s” goes") % {"heading": found.heading}
    return _propose_page(request, agreement, form, title, found, is_removal=True)


@get_and_post
def wording_new(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Propose a new section."""
    partnership, agreement = agreement_of(request, slug, pk)
    access.require(request.user, "propose_wording", partnership)
    return _propose_page(request, agreement, NewWordingForm(posted(request)), _("Propose a new section"), None)


def _propose_page(
    request: HttpRequest,
    agreement: Agreement,
    form: Any,
    title: str,
    section: AgreementSection | None,
    *,
    is_removal: bool = False,
    intro: str = "",
) -> HttpResponse:
    slug = agreement.partnership.slug
    made: list[WordingProposal] = []

    def act() -> None:
        more = {**form.cleaned_data, "section": section, "is_removal": is_removal}
        made.append(domain.propose_wording(agreement, actor=request.user, **more))

    return form_page(
        request,
        agreement.partnership,
        "agreements",
        form,
        act,
        to=lambda: reverse("partnerships:wording", args=[slug, agreement.pk, made[0].pk]),
        title=title,
        submit=_("Propose"),
        back=address_of(agreement, slug),
        said=_("Your wording is proposed. The coordinators have been told."),
        warning=lambda: _signing_warning(agreement),
        crumbs=crumbs_of(agreement, slug),
        intro=intro,
    )


def _signing_warning(agreement: Agreement) -> str:
    if agreements.voiding(agreement) is None:
        return ""
    return _(
        "The agreement waits for signatures. If your wording is taken in, it goes back to draft and its signatures "
        "are void."
    )


# -- Reading ----------------------------------------------------------------------------------------------------------
def _of_package(agreement: Agreement) -> Any:
    """The proposals on an agreement and its annexes; on an annex those on it alone."""
    keys = [agreement.pk, *agreement.children.filter(kind=Agreement.Kind.ANNEX).values_list("pk", flat=True)]
    rows = WordingProposal.objects.filter(agreement__in=keys)
    people = ("proposed_by", "answered_by", "party__organisation", "party__unit")
    return rows.select_related("agreement__partnership", "agreement__parent", "agreement__party", *people)


@require_GET
def wording_list(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The wording that has been proposed for an agreement and its annexes."""
    partnership, agreement = agreement_of(request, slug, pk)
    listing = Listing(
        request,
        _of_package(agreement),
        [
            Column("heading", _("Section"), lambda row: row.heading, ("heading",)),
            Column("agreement", _("Agreement"), lambda row: row.agreement.title, ("agreement__number",)),
            Column("kind", _("Proposes"), lambda row: row.get_kind_display(), ("kind",)),
            Column("party", _("Party"), lambda row: row.party.name if row.party else "", ("party",)),
            Column("proposed_at", _("Proposed"), lambda row: row.proposed_at, ("proposed_at",)),
            Column("status", _("Status"), lambda row: row.get_status_display(), ("status",)),
            Column("reason", _("Reason"), lambda row: row.reason),
            Column("answer", _("The answer"), lambda row: row.answer),
        ],
        name=f"{slug}-andringsforslag",
        search=("heading", "body", "reason", "answer"),
        search_label=_("Search proposed wording"),
        filters=[Filter("status", _("Status"), Status.choices)],
        sort="-proposed_at",
    )
    if listing.response:
        return listing.response
    more = {**listing.context, "agreement": agreement, "crumbs": crumbs_of(agreement, slug)}
    return render(request, "partnerships/wording_list.html", frame.context(request, partnership, "agreements", **more))


def _proposal(request: HttpRequest, slug: str, pk: int, wording: int) -> tuple[Any, Agreement, WordingProposal]:
    partnership, agreement = agreement_of(request, slug, pk)
    found = get_object_or_404(_of_package(agreement).filter(agreement=agreement), pk=wording)
    found.agreement = agreement
    return partnership, agreement, found


def shown(proposal: WordingProposal) -> dict[str, list[differences.Piece]]:
    """The proposal as a difference from the section as it stood when it was made."""
    body = "" if proposal.kind == Kind.REMOVE else proposal.body
    heading = "" if proposal.kind == Kind.REMOVE else proposal.heading
    return {
        "heading": differences.pieces(proposal.basis_heading, heading),
        "body": differences.pieces(proposal.basis_body, body, fold=True),
    }


@require_GET
def wording(request: HttpRequest, slug: str, pk: int, wording: int) -> HttpResponse:
    """One proposal: what it changes, why, and what became of it."""
    partnership, agreement, found = _proposal(request, slug, pk, wording)
    organisation = agreement.party.organisation if agreement.party else None
    context = frame.context(request, partnership, "agreements", organisation)
    context |= {
        "agreement": agreement,
        "proposal": found,
        "shown": shown(found),
        "section_url": _section_url(found, slug),
        "may_answer": may_answer(context["actions"], agreement, found),
        "may_withdraw": may_withdraw(request.user, found),
        "crumbs": crumbs_of(agreement, slug),
    }
    return render(request, "partnerships/wording.html", context)


def _section_url(proposal: WordingProposal, slug: str) -> str:
    if proposal.section_id is None:
        return ""
    return reverse("partnerships:section_talk", args=[slug, proposal.agreement_id, proposal.section_id])


def may_answer(actions: set[str], agreement: Agreement, proposal: WordingProposal) -> bool:
    """Whether whoever holds `actions` may take the proposal in or answer it."""
    may_write = "draft_agreement" in actions or (agreement.kind == Agreement.Kind.ANNEX and "edit_annex" in actions)
    return proposal.status == Status.OPEN and may_write


def may_withdraw(user: Any, proposal: WordingProposal) -> bool:
    """Whether the person may take the proposal back."""
    if proposal.status != Status.OPEN:
        return False
    own = proposal.party is not None and access.may(user, "edit_annex", proposal.party.organisation)
    return own or proposal.proposed_by_id == user.pk


# -- Answering --------------------------------------------------------------------------------------------------------
@get_and_post
def wording_accept(request: HttpRequest, slug: str, pk: int, wording: int) -> HttpResponse:
    """Take a proposal in: with the text as it is to stand, shown beside what has changed since."""
    partnership, agreement, found = _proposal(request, slug, pk, wording)
    agreements.require_writing(request.user, agreement)
    if request.method != "POST" and found.status != Status.OPEN:
        messages.info(request, _("The proposal has been answered."))
        return redirect("partnerships:wording", slug, pk, wording)
    section = AgreementSection.objects.filter(pk=found.section_id).first() if found.section_id else None
    outcome = domain.outcome_of(found, section)
    initial = {"heading": outcome.heading, "body": outcome.body, "seen": agreements.state_of(agreement)}
    is_removal = found.kind == Kind.REMOVE
    form = (AcceptRemovalForm if is_removal else AcceptForm)(posted(request), initial=initial)
    current = section.version if section else None
    version = version_of(request, current)
    back = reverse("partnerships:wording", args=[slug, pk, wording])
    return form_page(
        request,
        partnership,
        "agreements",
        form,
        writing(form, agreement, lambda data: domain.accept(found, actor=request.user, version=version, **data)),
        to=back,
        title=_("Take in: %(heading)s") % {"heading": found.heading},
        submit=_("Take out the section") if is_removal else _("Take into the text"),
        back=back,
        said=_("It is in the text now. The one who proposed it has been told."),
        version=current,
        warning=lambda: void_warning(agreement),
        crumbs=crumbs_of(agreement, slug),
        template="partnerships/wording_accept.html",
        proposal=found,
        shown=shown(found),
        outcome=outcome,
        is_gone=found.kind != Kind.NEW and section is None,
        since=differences.pieces(found.basis_body, section.body, fold=True)
        if outcome.has_moved_on and section
        else None,
    )


@get_and_post
def wording_answer(request: HttpRequest, slug: str, pk: int, wording: int) -> HttpResponse:
    """Say why a proposal is not taken in."""
    partnership, agreement, found = _proposal(request, slug, pk, wording)
    agreements.require_writing(request.user, agreement)
    form = AnswerForm(posted(request))
    back = reverse("partnerships:wording", args=[slug, pk, wording])
    return form_page(
        request,
        partnership,
        "agreements",
        form,
        lambda: domain.answer(found, actor=request.user, **form.cleaned_data),
        to=back,
        title=_("Answer: %(heading)s") % {"heading": found.heading},
        submit=_("Answer without taking it in"),
        back=back,
        said=_("Answered. The one who proposed it has been told."),
        crumbs=crumbs_of(agreement, slug),
    )


@require_POST
def wording_withdraw(request: HttpRequest, slug: str, pk: int, wording: int) -> HttpResponse:
    """Take back a proposal of one's own."""
    _partnership, _agreement, found = _proposal(request, slug, pk, wording)
    attempt(request, lambda: domain.withdraw(found, actor=request.user), _("The proposal is taken back."))
    return redirect("partnerships:wording", slug, pk, wording)
