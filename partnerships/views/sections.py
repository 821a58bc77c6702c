"""Pages of an agreement's sections: their order, and one at a time."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from partnerships import agreements, frame
from partnerships.forms.agreements import SectionForm, TextForm
from partnerships.models import Agreement, AgreementSection

from .acts import attempt, form_page, get_and_post, version_of
from .agreements import address_of, agreement_of, crumbs_of
from .drafting import void_warning, writing


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
