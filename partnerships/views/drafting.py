"""Beginning an agreement, an amendment, an extension or an annex, and writing its terms."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships import access, agreements, frame
from partnerships.forms.agreements import FORMS, AnnexForm, PartiesForm, TextForm
from partnerships.models import Agreement, Partnership
from partnerships.steps import StepRefused

from .acts import form_page, get_and_post, version_of
from .agreements import address_of, agreement_of, crumbs_of

Kind = Agreement.Kind


# -- Beginning --------------------------------------------------------------------------------------------------------
@get_and_post
def agreement_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin the partnership agreement."""
    partnership = frame.seen(request, slug)
    access.require(request.user, "draft_agreement", partnership)
    title = _("Partnership agreement %(name)s") % {"name": partnership.name}
    return _begin_page(request, partnership, Kind.MAIN, None, title[:160])


@get_and_post
def agreement_extend(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Begin an extension."""
    partnership, parent = agreement_of(request, slug, pk)
    access.require(request.user, "draft_agreement", partnership)
    return _begin_page(request, partnership, Kind.EXTENSION, parent, _("Extension"))


@get_and_post
def agreement_to_end(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Begin an agreement to end: all parties sign it."""
    partnership, parent = agreement_of(request, slug, pk)
    access.require(request.user, "draft_agreement", partnership)
    return _begin_page(request, partnership, Kind.ENDING, parent, _("Agreement to end"))


def _begin_page(
    request: HttpRequest, partnership: Partnership, kind: str, parent: Agreement | None, title: str
) -> HttpResponse:
    slug = partnership.slug
    form = FORMS[kind](request.POST or None, initial={"title": title})
    made: list[Agreement] = []

    def act() -> None:
        values = {name: value for name, value in form.cleaned_data.items() if name != "seen"}
        made.append(agreements.create(partnership, actor=request.user, kind=kind, parent=parent, **values))

    return form_page(
        request,
        partnership,
        "agreements",
        form,
        act,
        to=lambda: address_of(made[0], slug),
        title=_("New: %(kind)s") % {"kind": Kind(kind).label},
        submit=_("Begin the draft"),
        back=address_of(parent, slug) if parent else reverse("partnerships:agreement_list", args=[slug]),
        said=_("The draft has begun. Write its sections, then propose it for signing."),
        crumbs=crumbs_of(parent, slug),
        intro=_(
            "The draft gets the headings such agreements usually have, with help for each. You can change them all."
        ),
    )


@get_and_post
def agreement_annex(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Begin a party's annex."""
    partnership, agreement = agreement_of(request, slug, pk)
    access.require(request.user, "draft_agreement", partnership)
    form = AnnexForm(request.POST or None, agreement=agreement)
    made: list[Agreement] = []
    return form_page(
        request,
        partnership,
        "agreements",
        form,
        lambda: made.append(agreements.add_annex(agreement, actor=request.user, **form.cleaned_data)),
        to=lambda: address_of(made[0], slug),
        title=_("New annex"),
        submit=_("Begin the annex"),
        back=address_of(agreement, slug),
        warning=lambda: void_warning(agreement),
        crumbs=crumbs_of(agreement, slug),
        intro=_("The party's representatives and the coordinators write the annex. It is signed with its agreement."),
    )


# -- Writing ----------------------------------------------------------------------------------------------------------
def void_warning(agreement: Agreement) -> str:
    """What saving does to the signatures, said before it is done; empty for a draft."""
    counts = agreements.voiding(agreement)
    if counts is None:
        return ""
    signed, of = counts
    if not signed:
        return _(
            "The agreement waits for signatures. If you change it, it goes back to draft and has to be proposed anew. "
            "Nobody has signed yet."
        )
    return ngettext(
        "%(signed)s of %(of)s has signed. If you change it, it goes back to draft and that signature is void.",
        "%(signed)s of %(of)s have signed. If you change it, it goes back to draft and the signatures are void.",
        signed,
    ) % {"signed": signed, "of": of}


def writing(form: TextForm, agreement: Agreement, act: Callable[[dict[str, Any]], Any]) -> Callable[[], Any]:
    """`act` on the text; when it is refused, the form that is shown again knows how the package stands now."""

    def run() -> Any:
        try:
            return act({**form.cleaned_data, "seen": form.cleaned_data.get("seen") or None})
        except StepRefused:
            form.cleaned_data.pop("seen", None)
            form.see(agreements.state_of(Agreement.objects.select_related("parent").get(pk=agreement.pk)))
            raise

    return run


@get_and_post
def agreement_edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Change the terms."""
    partnership, agreement = agreement_of(request, slug, pk)
    agreements.require_writing(request.user, agreement)
    kind_form = FORMS[agreement.kind]
    initial = {name: getattr(agreement, name) for name in kind_form.base_fields if name != "seen"}
    form = kind_form(request.POST or None, initial={**initial, "seen": agreements.state_of(agreement)})
    version = version_of(request, agreement.version)
    return form_page(
        request,
        partnership,
        "agreements",
        form,
        writing(
            form, agreement, lambda data: agreements.edit_terms(agreement, actor=request.user, version=version, **data)
        ),
        to=address_of(agreement, slug),
        title=_("Edit %(name)s") % {"name": agreement.title},
        submit=_("Save"),
        back=address_of(agreement, slug),
        said=_("Saved."),
        version=agreement.version,
        warning=lambda: void_warning(agreement),
        crumbs=crumbs_of(agreement, slug),
    )


@get_and_post
def agreement_parties(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say which parties the agreement is between."""
    partnership, agreement = agreement_of(request, slug, pk)
    access.require(request.user, "draft_agreement", partnership)
    initial = {
        "parties": list(agreement.agreement_parties.values_list("party", flat=True)),
        "seen": agreements.state_of(agreement),
    }
    form = PartiesForm(request.POST or None, initial=initial, agreement=agreement)
    return form_page(
        request,
        partnership,
        "agreements",
        form,
        writing(form, agreement, lambda data: agreements.set_parties(agreement, actor=request.user, **data)),
        to=address_of(agreement, slug),
        title=_("Contracting parties"),
        submit=_("Save"),
        back=address_of(agreement, slug),
        said=_("Saved."),
        warning=lambda: void_warning(agreement),
        crumbs=crumbs_of(agreement, slug),
        intro=_gone(agreement),
    )


def _gone(agreement: Agreement) -> str:
    """Who stands in the agreement but has declined or left: out when the form is saved."""
    names = [row.party.name for row in agreements.standing(agreement) if row.party.status not in row.party.INSIDE]
    if not names:
        return ""
    return _("No longer takes part, and is taken out when you save: %(names)s.") % {"names": "; ".join(names)}
