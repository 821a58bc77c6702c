"""Proposing an agreement, taking it back, and signing it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from partnerships import access, agreements, frame, party_decisions
from partnerships.agreements import talk
from partnerships.agreements.law import IN_LAW
from partnerships.agreements.versions import told
from partnerships.forms.agreements import SignForm
from partnerships.forms.services import ReasonForm
from partnerships.models import Agreement, AgreementSection, Party, Signature

from .acts import form_page, get_and_post, posted
from .agreements import address_of, agreement_of, crumbs_of

Status = Agreement.Status


def package_of(request: HttpRequest, slug: str, pk: int) -> tuple[Any, Agreement]:
    """As `agreement_of`, for what is signed as a whole: an annex has no such pages of its own."""
    partnership, agreement = agreement_of(request, slug, pk)
    if agreement.kind == Agreement.Kind.ANNEX:
        raise Http404
    return partnership, agreement


@get_and_post
def agreement_propose(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Confirm that the text is ready to be signed."""
    partnership, agreement = package_of(request, slug, pk)
    access.require(request.user, "propose_agreement", partnership)
    url = address_of(agreement, slug)
    return form_page(
        request,
        partnership,
        "agreements",
        forms.Form(posted(request)),
        lambda: agreements.propose(agreement, actor=request.user),
        to=url,
        title=_("Propose for signing"),
        submit=_("Propose for signing"),
        back=url,
        said=_("The agreement waits for signatures. The signatories of every party have been told."),
        crumbs=crumbs_of(agreement, slug),
        template="partnerships/agreement_propose.html",
        faults=agreements.not_ready(agreement) if agreement.status == Status.DRAFT else [],
        empty=agreements.left_out(agreement),
        unresolved=talk.unresolved(agreement),
        what=_("The text of the agreement and its annexes is frozen, and every party is asked to sign it."),
        whom=_in_turn(agreement),
        without_decision=party_decisions.missing(agreement),
        stays=_("It can be taken back to draft until all have signed. Signatures given until then are void."),
    )


def _in_turn(agreement: Agreement) -> str:
    """The parties, with their numbers if they sign in an order."""
    groups = [
        "; ".join(row.party.name for row in group) for group in agreements.in_order(agreements.standing(agreement))
    ]
    return groups[0] if len(groups) == 1 else " ".join(f"{place}. {names}." for place, names in enumerate(groups, 1))


@get_and_post
def agreement_return(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Confirm that a proposed agreement goes back to draft."""
    partnership, agreement = package_of(request, slug, pk)
    access.require(request.user, "propose_agreement", partnership)
    form = ReasonForm(request.POST or None)
    url = address_of(agreement, slug)
    return form_page(
        request,
        partnership,
        "agreements",
        form,
        lambda: agreements.return_to_draft(agreement, actor=request.user, **form.cleaned_data),
        to=url,
        title=_("Take back to draft"),
        submit=_("Take back to draft"),
        back=url,
        said=_("The agreement is a draft again."),
        crumbs=crumbs_of(agreement, slug),
        what=_("The agreement and its annexes become drafts. Signatures given on them are void."),
        whom="; ".join(row.party.name for row in agreements.standing(agreement) if row.signature) or _("Nobody yet."),
        stays=_("Those who had signed are told. Their signatures stay in the history, as void."),
        tone="danger",
    )


@get_and_post
def agreement_sign(request: HttpRequest, slug: str, pk: int, party: int) -> HttpResponse:
    """Read the whole text and sign it for a party, with the password anew."""
    partnership, agreement = package_of(request, slug, pk)
    between = Party.objects.filter(agreement_parties__agreement=agreement).select_related("organisation", "unit")
    signer = get_object_or_404(between, pk=party)
    access.require(request.user, "sign", signer.organisation)
    if request.method != "POST" and agreement.status != Status.PROPOSED:
        messages.info(request, _("There is nothing to sign here now."))
        return redirect(address_of(agreement, slug))
    form = SignForm(request.POST or None, actor=request.user, initial={"text_hash": agreement.text_hash})
    given: list[Signature] = []
    standing = agreements.standing(agreement)
    seen = agreements.last_seen(agreement, request.user)
    changes = agreements.changes_since(agreement, seen) if seen else []
    return form_page(
        request,
        partnership,
        "agreements",
        form,
        lambda: given.append(
            agreements.sign(agreement, actor=request.user, party=signer, text_hash=form.cleaned_data["text_hash"])
        ),
        to=lambda: reverse("partnerships:agreement_receipt", args=[slug, pk, given[0].pk]),
        title=_("Sign for %(party)s") % {"party": signer.name},
        submit=_("Sign"),
        back=address_of(agreement, slug),
        crumbs=crumbs_of(agreement, slug),
        template="partnerships/agreement_sign.html",
        scopes=(signer.organisation,),
        agreement=agreement,
        signer=signer,
        has_signed=any(row.signature and row.party == signer for row in standing),
        first=_before(standing, signer),
        seen=seen,
        changes=changes,
        told=told(changes),
        standing=standing,
        parts=_parts(agreement),
        further_terms=agreements.further_terms(agreement),
        package_text=agreements.package_text(agreement),
        without_decision=[one for one in party_decisions.missing(agreement) if one == signer],
        in_law=IN_LAW[Signature.Method.PASSWORD],
    )


def _before(standing: list[agreements.Standing], signer: Party) -> str:
    """Who has to sign before the party may; empty if it is its turn."""
    now = [row.party for row in standing if row.is_next]
    return "" if signer in now else "; ".join(party.name for party in now)


def _parts(agreement: Agreement) -> list[Agreement]:
    """The agreement and its annexes with their sections."""
    sections = Prefetch(
        "sections",
        AgreementSection.objects.exclude(body="", effect="").select_related("target__agreement").order_by("position"),
    )
    keys = [agreement.pk, *agreements.annexes_of(agreement).values_list("pk", flat=True)]
    rows = Agreement.objects.filter(pk__in=keys).select_related("party__organisation", "party__unit")
    found = {row.pk: row for row in rows.prefetch_related(sections)}
    return [found[key] for key in keys]


@require_GET
def agreement_receipt(request: HttpRequest, slug: str, pk: int, signature: int) -> HttpResponse:
    """A signature's receipt: who, for whom, when, on what mandate and on which text."""
    partnership, agreement = agreement_of(request, slug, pk)
    rows = agreement.signatures.select_related("party__organisation", "party__unit", "person", "mandate")
    given = get_object_or_404(rows, pk=signature)
    if given.person_id != request.user.pk:
        raise PermissionDenied(
            _("A receipt is shown to the one who signed. Everyone reads the signatures on the page.")
        )
    more = {
        "agreement": agreement,
        "signature": given,
        "is_void": given.round != agreement.round or agreement.status == Status.DRAFT,
        "missing": agreements.missing(agreement) if agreement.status == Status.PROPOSED else [],
        "crumbs": crumbs_of(agreement, slug),
        "in_law": IN_LAW.get(given.method, ""),
    }
    context = frame.context(request, partnership, "agreements", **more)
    return render(request, "partnerships/agreement_receipt.html", context)
