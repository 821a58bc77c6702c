"""Pages of what an amendment or extension changes: begun, compared with the text in effect, merged, laid aside."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from partnerships import access, agreements, frame
from partnerships.forms.amending import BeginAmendmentForm, ChangeForm, MergeForm
from partnerships.forms.services import ReasonForm
from partnerships.models import Agreement, AgreementSection, Partnership, Party

from .acts import form_page, get_and_post, version_of
from .agreements import address_of, agreement_of, crumbs_of
from .drafting import void_warning, writing

Kind, Status, Effect = Agreement.Kind, Agreement.Status, AgreementSection.Effect


def _changing(request: HttpRequest, slug: str, pk: int) -> tuple[Partnership, Agreement]:
    """As `agreement_of`, for what changes another agreement."""
    partnership, agreement = agreement_of(request, slug, pk)
    if agreement.kind not in (Kind.AMENDMENT, Kind.EXTENSION) or agreement.parent is None:
        raise Http404
    return partnership, agreement


def changes_address(agreement: Agreement, slug: str) -> str:
    """The address of the page that compares an amendment with the text in effect."""
    return reverse("partnerships:agreement_changes", args=[slug, agreement.pk])


@get_and_post
def agreement_amend(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Begin an amendment: what it is about, which sections, who joins."""
    partnership, main = agreement_of(request, slug, pk)
    access.require(request.user, "draft_agreement", partnership)
    number = main.children.filter(kind=Kind.AMENDMENT).count() + 1
    form = BeginAmendmentForm(request.POST or None, initial={"title": f"Tilläggsavtal {number}"}, main=main)
    made: list[Agreement] = []
    return form_page(
        request,
        partnership,
        "agreements",
        form,
        lambda: made.append(_begin(request, main, dict(form.cleaned_data))),
        to=lambda: address_of(made[0], slug),
        title=_("New amendment"),
        submit=_("Begin the draft"),
        back=address_of(main, slug),
        said=_("The draft has begun. Write its sections, then propose it for signing."),
        crumbs=crumbs_of(main, slug),
        warning=_being_written(main),
        intro=_(
            "What has been signed never changes. An amendment says what is to be read instead, and all parties sign it."
        ),
    )


def _being_written(main: Agreement) -> str:
    one = agreements.open_amendment(main)
    words = _("“%(title)s” is being written or signed. An agreement has one open amendment at a time.")
    return words % {"title": one.title} if one else ""


def _begin(request: HttpRequest, main: Agreement, values: dict[str, Any]) -> Agreement:
    del values["seen"]
    chosen, joining = set(values.pop("sections")), list(values.pop("joining"))
    present = Party.objects.filter(partnership=main.partnership_id).current()
    return agreements.create(
        main.partnership,
        actor=request.user,
        kind=Kind.AMENDMENT,
        parent=main,
        parties=[*present.order_by("pk"), *joining],
        sections=[one for one in agreements.in_effect(main) if one.pk in chosen],
        **values,
    )


# -- Comparing ---------------------------------------------------------------------------------------------------------
@require_GET
def agreement_changes(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What the amendment changes, word by word, and where the text in effect has changed meanwhile."""
    partnership, agreement = _changing(request, slug, pk)
    context = frame.context(request, partnership, "agreements")
    context |= {
        "agreement": agreement,
        "crumbs": crumbs_of(agreement, slug),
        "changes": agreements.changes(agreement),
        "conflicts": agreements.conflicts(agreement),
        "term_conflict": agreement.status in (Status.DRAFT, Status.PROPOSED) and agreements.term_conflict(agreement),
        "target_group": (partnership.target_group, agreement.target_group),
        "may_write": "draft_agreement" in context["actions"]
        and agreement.status in (Status.DRAFT, Status.PROPOSED)
        and not agreement.dropped_on,
    }
    return render(request, "partnerships/agreement_changes.html", context)


@get_and_post
def change_new(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Choose one more section to write anew, strike or add."""
    partnership, agreement = _changing(request, slug, pk)
    agreements.require_writing(request.user, agreement)
    form = ChangeForm(request.POST or None, initial={"seen": agreements.state_of(agreement)}, main=agreement.parent)
    made: list[AgreementSection] = []
    return form_page(
        request,
        partnership,
        "agreements",
        form,
        writing(form, agreement, lambda data: made.append(_change(request, agreement, data))),
        to=lambda: _onward(made[0], agreement, slug),
        title=_("Change another section"),
        submit=_("Choose the section"),
        back=changes_address(agreement, slug),
        crumbs=crumbs_of(agreement, slug),
        warning=lambda: void_warning(agreement),
    )


def _change(request: HttpRequest, agreement: Agreement, data: dict[str, Any]) -> AgreementSection:
    target = AgreementSection.objects.filter(pk=data["target"]).first() if data["target"] else None
    given: dict[str, Any] = {"actor": request.user, "seen": data["seen"]}
    if data["effect"] == Effect.ADDS or target is None:
        return agreements.insert_section(agreement, heading=data["heading"], target=target, **given)
    act = agreements.change_section if data["effect"] == Effect.REPLACES else agreements.strike_section
    return act(agreement, target=target, **given)


def _onward(section: AgreementSection, agreement: Agreement, slug: str) -> str:
    if section.effect == Effect.STRIKES:
        return changes_address(agreement, slug)
    return reverse("partnerships:section_edit", args=[slug, agreement.pk, section.pk])


@get_and_post
def change_merge(request: HttpRequest, slug: str, pk: int, section: int) -> HttpResponse:
    """Base, theirs and ours beside each other, and one text to write of them."""
    partnership, agreement = _changing(request, slug, pk)
    agreements.require_writing(request.user, agreement)
    found = get_object_or_404(agreement.sections, pk=section)
    conflict = next((one for one in agreements.conflicts(agreement) if one.ours.pk == found.pk), None)
    theirs = conflict.theirs.pk if conflict and conflict.theirs else 0
    initial = {"heading": found.heading, "body": found.body, "seen": agreements.state_of(agreement), "theirs": theirs}
    form = MergeForm(request.POST or None, initial=initial)
    version = version_of(request, found.version)
    return form_page(
        request,
        partnership,
        "agreements",
        form,
        writing(form, agreement, lambda data: agreements.resolve(found, actor=request.user, version=version, **data)),
        to=changes_address(agreement, slug),
        title=_("Decide how it shall read"),
        submit=_("Save this wording"),
        back=changes_address(agreement, slug),
        said=_("The section now changes the text in effect."),
        version=found.version,
        crumbs=crumbs_of(agreement, slug),
        warning=lambda: void_warning(agreement),
        template="partnerships/agreement_merge.html",
        conflict=conflict,
    )


@get_and_post
def agreement_drop(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Confirm that a draft is laid aside."""
    partnership, agreement = _changing(request, slug, pk)
    access.require(request.user, "draft_agreement", partnership)
    form = ReasonForm(request.POST or None)
    url = address_of(agreement, slug)
    return form_page(
        request,
        partnership,
        "agreements",
        form,
        lambda: agreements.drop(agreement, actor=request.user, **form.cleaned_data),
        to=url,
        title=_("Lay the draft aside"),
        submit=_("Lay the draft aside"),
        back=url,
        said=_("The draft is laid aside. Another can be begun."),
        crumbs=crumbs_of(agreement, slug),
        what=_("The draft can no longer be written or proposed."),
        whom=agreement.title,
        stays=_("It stays to be read, with its history. Another amendment can be begun in its place."),
    )
