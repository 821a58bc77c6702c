"""Pages of agreements and their text. Proposing and signing are in `signing`."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.db.models import BigIntegerField, Case, F, IntegerField, Value, When
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from partnerships import access, agreements, frame
from partnerships.forms.agreements import FORMS, AnnexForm, PartiesForm, SectionForm, TextForm
from partnerships.lists import Column, Filter, Listing
from partnerships.models import Agreement, AgreementSection, Partnership
from partnerships.steps import StepRefused
from partnerships.templatetags.iop import day

from .acts import attempt, form_page, get_and_post, version_of

Kind, Status = Agreement.Kind, Agreement.Status


def agreement_of(request: HttpRequest, slug: str, pk: int) -> tuple[Partnership, Agreement]:
    """The partnership and the agreement if the reader may see them, else 404."""
    partnership = frame.seen(request, slug)
    rows = partnership.agreements.select_related("partnership", "parent", "party__organisation", "party__unit")
    return partnership, get_object_or_404(rows, pk=pk)


def crumbs_of(agreement: Agreement | None, slug: str, *, below: bool = True) -> list[tuple[str, str]]:
    """The way to an agreement; with `below`, the agreement itself as the last link."""
    crumbs = [(_("Agreements"), reverse("partnerships:agreement_list", args=[slug]))]
    if agreement is None:
        return crumbs
    if agreement.parent:
        crumbs.append((agreement.parent.title, address_of(agreement.parent, slug)))
    return [*crumbs, (agreement.title, address_of(agreement, slug))] if below else crumbs


def address_of(agreement: Agreement, slug: str) -> str:
    """As `agreements.address`, without asking for the partnership."""
    return reverse("partnerships:agreement", args=[slug, agreement.pk])


# -- Reading ----------------------------------------------------------------------------------------------------------
@require_GET
def agreement_list(request: HttpRequest, slug: str) -> HttpResponse:
    """The partnership's agreements as a tree, with who is waited for."""
    partnership = frame.seen(request, slug)
    listing = Listing(
        request,
        _as_tree(agreements.with_signing(partnership.agreements.select_related("parent"))),
        _columns(),
        name=f"{slug}-avtal",
        search=("title", "registry_number"),
        search_label=_("Search agreements"),
        filters=[Filter("kind", _("Kind"), Kind.choices), Filter("status", _("Status"), Status.choices)],
        sort="place",
    )
    if listing.response:
        return listing.response
    rows = [(row, agreements.waited_for(row)) for row in listing.context["page_obj"]]
    more = {**listing.context, "rows": rows, "tasks": list(agreements.tasks_for(request.user, partnership))}
    more["may_begin_main"] = not partnership.agreements.filter(
        kind=Kind.MAIN, status__in=[Status.DRAFT, Status.PROPOSED, Status.IN_FORCE]
    ).exists()
    return render(
        request, "partnerships/agreement_list.html", frame.context(request, partnership, "agreements", **more)
    )


def _as_tree(rows: Any) -> Any:
    """Each agreement followed by its annexes, then its amendments and extensions, each with theirs."""
    whole = {"output_field": BigIntegerField()}
    branch = Case(
        When(parent__parent__isnull=False, then=F("parent_id")),
        When(parent__isnull=False, kind__in=[Kind.AMENDMENT, Kind.EXTENSION], then=F("pk")),
        default=Value(0),
        **whole,
    )
    depth = Case(
        When(parent__parent__isnull=False, then=Value(2)),
        When(parent__isnull=False, then=Value(1)),
        default=Value(0),
        output_field=IntegerField(),
    )
    return rows.annotate(top=Coalesce("parent__parent_id", "parent_id", "pk", **whole), branch=branch, depth=depth)


def _columns() -> list[Column]:
    return [
        Column("place", _("Agreement"), lambda row: row.title, ("-top", "branch", "depth", "number")),
        Column("kind", _("Kind"), lambda row: row.get_kind_display(), ("kind", "number")),
        Column("number", _("Number"), lambda row: row.number),
        Column("registry_number", _("Registry number"), lambda row: row.registry_number),
        Column("status", _("Status"), lambda row: row.get_status_display(), ("status",)),
        Column("starts_on", _("First day"), lambda row: row.starts_on, ("starts_on",)),
        Column("ends_on", _("Last day"), lambda row: row.ends_on, ("ends_on",)),
        Column("in_force_on", _("In force since"), lambda row: row.in_force_on),
        Column("waited_for", _("Waits for"), lambda row: ", ".join(party.name for party in agreements.waited_for(row))),
    ]


@require_GET
def agreement(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One agreement: the next step, facts, parties and signatures, text, annexes."""
    partnership, agreement = agreement_of(request, slug, pk)
    root = agreement.parent if agreement.kind == Kind.ANNEX else agreement
    standing = agreements.standing(agreement)
    children = list(agreement.children.select_related("party__organisation", "party__unit").order_by("kind", "number"))
    organisation = agreement.party.organisation if agreement.party else None
    context = frame.context(request, partnership, "agreements", organisation)
    contracting = {row.party.pk for row in standing}
    context |= {
        "agreement": agreement,
        "root": root,
        "is_annex": agreement.kind == Kind.ANNEX,
        "crumbs": crumbs_of(agreement, slug, below=False),
        "tasks": agreements.next_steps(request.user, agreement),
        "waiting": _waits_for(root, standing),
        "facts": _facts(root if agreement.kind == Kind.ANNEX else agreement),
        "standing": standing,
        "signed": sum(1 for row in standing if row.signature),
        "sections": agreement.sections.order_by("position"),
        "annexes": [(one, one.party_id in contracting) for one in children if one.kind == Kind.ANNEX],
        "changes": [one for one in children if one.kind != Kind.ANNEX],
        "may_write": _may_write(context["actions"], root),
        "may_decline": set(access.objects_with(request.user, "decline").values_list("content_object", flat=True)),
    }
    return render(request, "partnerships/agreement.html", context)


def _may_write(actions: set[str], root: Agreement) -> bool:
    """A coordinator may write until the agreement is in force; a party its own annex while it is a draft."""
    if "draft_agreement" in actions:
        return root.status in (Status.DRAFT, Status.PROPOSED)
    return "edit_annex" in actions and root.status == Status.DRAFT


def _waits_for(root: Agreement, standing: list[agreements.Standing]) -> str:
    if root.status == Status.PROPOSED:
        names = "; ".join(row.party.name for row in standing if row.signature is None)
        return _("Waits for the signature of: %(names)s.") % {"names": names}
    if root.status == Status.DRAFT:
        return _("The coordinators write the text and propose it for signing.")
    if root.status == Status.IN_FORCE:
        return _("Nothing waits here. All parties have signed.")
    return _("Nothing waits here. The agreement no longer holds.")


def _facts(agreement: Agreement) -> list[tuple[str, Any, str]]:
    end, notice = agreements.effective_end(agreement), agreements.last_day_to_give_notice(agreement)
    extended = end != agreement.ends_on
    rows = [
        (_("Registry number"), agreement.registry_number, ""),
        (_("First day"), day(agreement.starts_on, "long") if agreement.starts_on else "", ""),
        (
            _("Last day"),
            day(end, "long") if end else (_("until further notice") if agreement.kind == Kind.MAIN else ""),
            _("with the extensions that are in force") if extended else "",
        ),
        (_("In force since"), day(agreement.in_force_on, "long") if agreement.in_force_on else "", ""),
    ]
    if agreement.notice_months is not None:
        months = ngettext("%(n)s month", "%(n)s months", agreement.notice_months) % {"n": agreement.notice_months}
        rows.append((_("Time of notice"), months, ""))
        if notice:
            note = _("%(months)s before the last day") % {"months": months}
            rows.append((_("Last day to give notice"), day(notice, "long"), note))
    return [row for row in [*rows, (_("Extension"), agreement.extension_rule, "")] if row[1]]


# -- Beginning --------------------------------------------------------------------------------------------------------
@get_and_post
def agreement_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin the partnership agreement."""
    partnership = frame.seen(request, slug)
    access.require(request.user, "draft_agreement", partnership)
    title = _("Partnership agreement %(name)s") % {"name": partnership.name}
    return _begin_page(request, partnership, Kind.MAIN, None, title[:160])


@get_and_post
def agreement_amend(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Begin an amendment."""
    partnership, parent = agreement_of(request, slug, pk)
    access.require(request.user, "draft_agreement", partnership)
    return _begin_page(request, partnership, Kind.AMENDMENT, parent, _("Amendment"))


@get_and_post
def agreement_extend(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Begin an extension."""
    partnership, parent = agreement_of(request, slug, pk)
    access.require(request.user, "draft_agreement", partnership)
    return _begin_page(request, partnership, Kind.EXTENSION, parent, _("Extension"))


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
            "The agreement waits for signatures. If you save, it goes back to draft and has to be proposed anew. "
            "Nobody has signed yet."
        )
    return ngettext(
        "%(signed)s of %(of)s has signed. If you save, the agreement goes back to draft and that signature is void.",
        "%(signed)s of %(of)s have signed. If you save, the agreement goes back to draft and the signatures are void.",
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


@require_GET
def section_order(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The sections in order, each with a way up, down and out."""
    partnership, agreement = agreement_of(request, slug, pk)
    agreements.require_writing(request.user, agreement)
    more = {
        "agreement": agreement,
        "sections": list(agreement.sections.order_by("position")),
        "crumbs": crumbs_of(agreement, slug),
        "warning": void_warning(agreement),
        "seen": agreements.state_of(agreement),
    }
    return render(request, "partnerships/section_order.html", frame.context(request, partnership, "agreements", **more))


@get_and_post
def section_new(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Add a section, last."""
    partnership, agreement = agreement_of(request, slug, pk)
    agreements.require_writing(request.user, agreement)
    form = SectionForm(request.POST or None, initial={"seen": agreements.state_of(agreement)})
    return form_page(
        request,
        partnership,
        "agreements",
        form,
        writing(form, agreement, lambda data: agreements.add_section(agreement, actor=request.user, **data)),
        to=address_of(agreement, slug),
        title=_("New section"),
        submit=_("Add the section"),
        back=address_of(agreement, slug),
        said=_("Saved."),
        warning=lambda: void_warning(agreement),
        crumbs=crumbs_of(agreement, slug),
        intro=_("It is placed last. You can move it afterwards."),
    )


def _section_of(agreement: Agreement, pk: int) -> AgreementSection:
    section = get_object_or_404(agreement.sections, pk=pk)
    section.agreement = agreement
    return section


@get_and_post
def section_edit(request: HttpRequest, slug: str, pk: int, section: int) -> HttpResponse:
    """Write one section."""
    partnership, agreement = agreement_of(request, slug, pk)
    found = _section_of(agreement, section)
    agreements.require_writing(request.user, agreement)
    initial = {"heading": found.heading, "body": found.body, "seen": agreements.state_of(agreement)}
    form = SectionForm(request.POST or None, initial=initial)
    version = version_of(request, found.version)
    return form_page(
        request,
        partnership,
        "agreements",
        form,
        writing(
            form, agreement, lambda data: agreements.edit_section(found, actor=request.user, version=version, **data)
        ),
        to=f"{address_of(agreement, slug)}#section-{found.position}",
        title=f"{found.position} {found.heading}",
        submit=_("Save"),
        back=f"{address_of(agreement, slug)}#section-{found.position}",
        said=_("Saved."),
        version=found.version,
        warning=lambda: void_warning(agreement),
        crumbs=crumbs_of(agreement, slug),
        intro=found.help_text and _("What usually stands here: %(help)s") % {"help": found.help_text},
    )


@require_POST
def section_move(request: HttpRequest, slug: str, pk: int, section: int) -> HttpResponse:
    """Move a section to another place in the order."""
    _partnership, agreement = agreement_of(request, slug, pk)
    found = _section_of(agreement, section)
    agreements.require_writing(request.user, agreement)
    to = request.POST.get("to", "")
    if to.isascii() and to.isdigit() and len(to) < 5:
        seen = request.POST.get("seen", "")[:40] or None
        attempt(request, lambda: agreements.move_section(found, actor=request.user, to=int(to), seen=seen))
    return redirect("partnerships:section_order", slug, pk)


@get_and_post
def section_remove(request: HttpRequest, slug: str, pk: int, section: int) -> HttpResponse:
    """Confirm that a section goes out of the text."""
    partnership, agreement = agreement_of(request, slug, pk)
    found = _section_of(agreement, section)
    agreements.require_writing(request.user, agreement)
    back = reverse("partnerships:section_order", args=[slug, pk])
    form = TextForm(
        request.POST if request.method == "POST" else None, initial={"seen": agreements.state_of(agreement)}
    )
    return form_page(
        request,
        partnership,
        "agreements",
        form,
        writing(form, agreement, lambda data: agreements.remove_section(found, actor=request.user, **data)),
        to=back,
        title=_("Take out a section"),
        submit=_("Take out the section"),
        back=back,
        said=_("The section is taken out."),
        warning=lambda: void_warning(agreement),
        crumbs=crumbs_of(agreement, slug),
        what=_("Section %(number)s, “%(heading)s”, goes out of the text.")
        % {"number": found.position, "heading": capfirst(found.heading)},
        whom=agreement.title,
        stays=_("Its text stays in the history. The sections after it get new numbers."),
        tone="danger",
    )


def no_fields(request: HttpRequest) -> forms.Form:
    """A form that only confirms."""
    return forms.Form(request.POST if request.method == "POST" else None)
