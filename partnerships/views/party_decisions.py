"""Pages of each party's own decisions."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from partnerships import access, frame, party_decisions
from partnerships.forms.party_decisions import PartyDecisionForm
from partnerships.lists import Column, Filter, Listing
from partnerships.models import Agreement, Partnership, Party, PartyDecision, swedish

from .acts import form_page, get_and_post, posted

SECTION = "initiative"
Kind = PartyDecision.Kind
#: What one has probably decided about an agreement that is no main agreement.
KIND_ABOUT = {Agreement.Kind.AMENDMENT: Kind.CHANGE, Agreement.Kind.EXTENSION: Kind.EXTEND}


def _crumbs(slug: str, decision: PartyDecision | None = None) -> list[tuple[str, str]]:
    crumbs = [
        (_("Initiative"), reverse("partnerships:initiative", args=[slug])),
        (_("Each party's own decision"), reverse("partnerships:party_decision_list", args=[slug])),
    ]
    return [*crumbs, (_title(decision), decision.get_absolute_url())] if decision else crumbs


def _title(decision: PartyDecision) -> str:
    words = {"party": decision.party.name, "kind": decision.get_kind_display()}
    return _("%(party)s: decision %(kind)s") % words


# -- Reading ----------------------------------------------------------------------------------------------------------
@require_GET
def party_decision_list(request: HttpRequest, slug: str) -> HttpResponse:
    """The decisions that hold, and who has entered none."""
    partnership = frame.seen(request, slug)
    rows = PartyDecision.objects.current().filter(party__partnership=partnership)
    listing = Listing(
        request,
        rows.select_related("party__organisation", "party__unit", "agreement"),
        _columns(),
        name=f"{slug}-beslut",
        search=("party__organisation__name", "decided_by", "registry_number", "wording"),
        search_label=_("Search decisions"),
        filters=[
            Filter("kind", _("Concerns"), Kind.choices),
            Filter("level", _("Decided at"), PartyDecision.Level.choices),
        ],
        sort="-decided_on",
    )
    if listing.response:
        return listing.response
    own = access.keys_with(request.user, "enter_decision")
    inside = Party.objects.filter(partnership=partnership, status__in=Party.INSIDE)
    more = {
        **listing.context,
        "crumbs": _crumbs(slug)[:1],
        "without": list(party_decisions.without(partnership)),
        "own_parties": list(inside.filter(organisation__in=own).for_list()),
        "tasks": list(party_decisions.tasks_for(request.user, partnership)),
    }
    return render(
        request, "partnerships/party_decision_list.html", frame.context(request, partnership, SECTION, **more)
    )


def _columns() -> list[Column]:
    name = swedish("party__organisation__name")
    return [
        Column("party", _("Party"), lambda row: row.party.name, (name,)),
        Column("kind", _("Concerns"), lambda row: row.get_kind_display(), ("kind", name)),
        Column("agreement", _("Agreement"), lambda row: row.agreement.title if row.agreement else ""),
        Column("level", _("Decided at"), lambda row: row.get_level_display()),
        Column("decided_by", _("Deciding body"), lambda row: row.decided_by, (swedish("decided_by"),)),
        Column("decided_on", _("Decided on"), lambda row: row.decided_on, ("decided_on", name)),
        Column("paragraph", "§", lambda row: row.paragraph),
        Column("registry_number", _("Registry number"), lambda row: row.registry_number, ("registry_number",)),
        Column("wording", _("What was decided, in short"), lambda row: row.wording),
        Column("delegated_to", _("Commissioned to carry it out"), lambda row: row.delegated_to),
        Column("conditions", _("Conditions"), lambda row: row.conditions),
    ]


def _decision_of(request: HttpRequest, slug: str, pk: int) -> tuple[Partnership, PartyDecision]:
    partnership = frame.seen(request, slug)
    rows = PartyDecision.objects.filter(party__partnership=partnership).select_related(
        "party__organisation", "party__unit", "party__partnership", "agreement", "document", "corrects", "correction"
    )
    return partnership, get_object_or_404(rows, pk=pk)


@require_GET
def party_decision(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One decision, with what it corrects and what corrects it."""
    partnership, decision = _decision_of(request, slug, pk)
    later = getattr(decision, "correction", None)
    context = frame.context(request, partnership, SECTION, decision.party.organisation)
    context |= {
        "decision": decision,
        "title": _title(decision),
        "later": later,
        "crumbs": _crumbs(slug),
    }
    return render(request, "partnerships/party_decision.html", context)


# -- Entering ---------------------------------------------------------------------------------------------------------
@get_and_post
def party_decision_new(request: HttpRequest, slug: str, party: int) -> HttpResponse:
    """Enter a decision of one's own organisation."""
    partnership = frame.seen(request, slug)
    rows = partnership.parties.select_related("organisation", "unit", "partnership")
    found = get_object_or_404(rows, pk=party)
    access.require(request.user, "enter_decision", found.organisation)
    chosen = request.GET.get("agreement", "")
    agreement = (
        found.agreement_parties.filter(
            agreement=int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 10 else 0
        )
        .select_related("agreement")
        .first()
    )
    initial: dict[str, Any] = {"registry_number": partnership.registry_number}
    if agreement is not None:
        kind = KIND_ABOUT.get(agreement.agreement.kind, Kind.SIGN)
        initial |= {"agreement": agreement.agreement_id, "kind": kind}
    return _form(request, partnership, found, initial, None)


@get_and_post
def party_decision_correct(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Enter a decision that takes the place of one that was entered wrongly."""
    partnership, decision = _decision_of(request, slug, pk)
    access.require(request.user, "enter_decision", decision.party.organisation)
    initial = {name: getattr(decision, name) for name in PartyDecisionForm.base_fields if name != "file"}
    return _form(request, partnership, decision.party, initial, decision)


def _form(
    request: HttpRequest,
    partnership: Partnership,
    party: Party,
    initial: dict[str, Any],
    corrects: PartyDecision | None,
) -> HttpResponse:
    form = PartyDecisionForm(posted(request), request.FILES or None, initial=initial, party=party)
    made: list[PartyDecision] = []
    kept = {"document": corrects.document} if corrects else {}
    back = reverse("partnerships:party_decision_list", args=[partnership.slug])
    return form_page(
        request,
        partnership,
        SECTION,
        form,
        lambda: made.append(
            party_decisions.register(party, actor=request.user, corrects=corrects, **kept, **form.cleaned_data)
        ),
        to=lambda: made[0].get_absolute_url(),
        title=_("Correct the decision of %(party)s") % {"party": party.name}
        if corrects
        else _("Decision of %(party)s") % {"party": party.name},
        submit=_("Enter the decision"),
        back=corrects.get_absolute_url() if corrects else back,
        said=_("The decision is entered."),
        crumbs=_crumbs(partnership.slug, corrects),
        intro=_(
            "What you enter stays as it is and is read by all parties. What turns out wrong is corrected by a new row."
        ),
    )
