"""Pages of the organisations that were invited or considered."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from partnerships import access, considered, frame
from partnerships.forms.party_decisions import ConsideredForm
from partnerships.lists import Column, Filter, Listing
from partnerships.models import ConsideredOrganisation, Partnership, swedish

from .acts import form_page, get_and_post, posted, version_of
from .form_choices import SECTION, crumbs_of


@require_GET
def considered_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Everybody that was invited or considered, with answer and reason."""
    partnership = frame.seen(request, slug)
    listing = Listing(
        request,
        partnership.considered.all(),
        _columns(),
        name=f"{slug}-tillfragade",
        search=("name", "reason"),
        search_label=_("Search organisations"),
        filters=[
            Filter("how", _("How"), ConsideredOrganisation.How.choices),
            Filter("answer", _("Answer"), ConsideredOrganisation.Answer.choices),
        ],
        sort="on",
    )
    if listing.response:
        return listing.response
    more = {**listing.context, "crumbs": crumbs_of(slug)}
    return render(request, "partnerships/considered_list.html", frame.context(request, partnership, SECTION, **more))


def _columns() -> list[Column]:
    return [
        Column("name", _("Organisation"), lambda row: row.name, (swedish("name"),)),
        Column("on", _("Day"), lambda row: row.on, ("on", swedish("name"))),
        Column("how", _("How"), lambda row: row.get_how_display(), ("how", swedish("name"))),
        Column("answer", _("Answer"), lambda row: row.get_answer_display(), ("answer", swedish("name"))),
        Column("reason", _("Reason"), lambda row: row.reason),
    ]


@get_and_post
def considered_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Note an organisation."""
    partnership = frame.seen(request, slug)
    access.require(request.user, "choose_form", partnership)
    form = ConsideredForm(posted(request), actor=request.user)
    return _form(
        request,
        partnership,
        form,
        lambda: considered.add(partnership, actor=request.user, **form.cleaned_data),
        _("Invited or considered organisation"),
    )


@get_and_post
def considered_edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Change what stands about an organisation."""
    partnership = frame.seen(request, slug)
    row = get_object_or_404(partnership.considered.select_related("organisation"), pk=pk)
    access.require(request.user, "choose_form", partnership)
    initial = {name: getattr(row, name) for name in ConsideredForm.base_fields}
    form = ConsideredForm(posted(request), initial=initial, actor=request.user, keep=row.organisation)
    version = version_of(request, row.version)
    return _form(
        request,
        partnership,
        form,
        lambda: considered.edit(row, actor=request.user, version=version, **form.cleaned_data),
        row.name,
        row,
    )


def _form(
    request: HttpRequest,
    partnership: Partnership,
    form: ConsideredForm,
    act: Any,
    title: str,
    row: ConsideredOrganisation | None = None,
) -> HttpResponse:
    back = reverse("partnerships:considered_list", args=[partnership.slug])
    return form_page(
        request,
        partnership,
        SECTION,
        form,
        act,
        to=back,
        title=title,
        submit=_("Save"),
        back=back,
        said=_("Saved."),
        version=row.version if row else None,
        crumbs=[*crumbs_of(partnership.slug), (_("Invited and considered"), back)],
    )
