"""Pages of services: everyone in the partnership reads them, the owner edits its own."""

from typing import Any

from django import forms
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from partnerships import access, clock, frame, monthly_reports, offerings
from partnerships.forms.services import CapacityForm, ServiceForm
from partnerships.lists import Column, Filter, Listing
from partnerships.models import Party, Service, ServiceCapacity, ServiceReport, swedish
from partnerships.tasks import Task

from .acts import form_page, get_and_post, posted, version_of

RELATED = ("party__organisation", "party__unit", "party__partnership")


@require_GET
def service_list(request: HttpRequest, slug: str) -> HttpResponse:
    """The partnership's services, one's own drafts among them."""
    partnership = frame.seen(request, slug)
    now = ServiceCapacity.objects.valid_on(clock.today()).filter(service=OuterRef("pk")).values("capacity")[:1]
    rows = Service.objects.visible_to(request.user).filter(party__partnership=partnership)
    listing = Listing(
        request,
        rows.select_related(*RELATED).annotate(capacity_now=Subquery(now)),
        _columns(),
        name=f"{partnership.slug}-tjanster",
        search=("name", "description", "party__organisation__name"),
        search_label=_("Search services"),
        filters=[
            Filter("kind", _("Kind"), Service.Kind.choices),
            Filter("status", _("Status"), Service.Status.choices),
        ],
        sort="party",
    )
    if listing.response:
        return listing.response
    own = Party.objects.current().filter(
        partnership=partnership, organisation__in=access.objects_with(request.user, "edit_service")
    )
    more = {
        **listing.context,
        "own_parties": own.select_related("organisation", "unit").order_by("pk"),
        "tasks": list(monthly_reports.tasks_for(request.user, partnership)),
        "last_month": monthly_reports.month_before(clock.today()),
    }
    return render(request, "partnerships/service_list.html", frame.context(request, partnership, "services", **more))


def _columns() -> list[Column]:
    return [
        Column(
            "party", _("Party"), lambda row: row.party.name, (swedish("party__organisation__name"), swedish("name"))
        ),
        Column("name", _("Service"), lambda row: row.name, (swedish("name"),)),
        Column("kind", _("Kind"), lambda row: row.get_kind_display(), ("kind",)),
        Column("status", _("Status"), lambda row: row.get_status_display(), ("status",)),
        Column("capacity", _("Capacity"), lambda row: row.capacity_now),
        Column("daily_rate", _("Daily rate, kr"), lambda row: row.daily_rate, ("daily_rate",)),
        Column("contributes", _("Contributes to the fund"), lambda row: _("yes") if row.contributes else _("no")),
        Column("description", _("Description"), lambda row: row.description),
    ]


def service_of(request: HttpRequest, slug: str, pk: int) -> Service:
    """The service if the reader may see it, else 404."""
    rows = Service.objects.visible_to(request.user).select_related(*RELATED, "contact")
    return get_object_or_404(rows, pk=pk, party__partnership__slug=slug)


@require_GET
def service(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One service: what it is, its capacity over time, its reports, and the owner's next step."""
    partnership = frame.seen(request, slug)
    service = service_of(request, slug, pk)
    rows = ServiceReport.objects.visible_to(request.user).filter(service=service).order_by("-month", "-revision")
    reports, last_month = list(rows[:36]), monthly_reports.month_before(clock.today())
    context = frame.context(request, partnership, "services", service.organisation)
    context |= {
        "service": service,
        "capacities": service.capacities.order_by("-valid_from", "-pk"),
        "reports": reports,
        "measures": [
            name for name in ("days", "participants", "hours") if any(getattr(one, name) is not None for one in reports)
        ],
        "tasks": list(_next_steps(service, context["actions"])),
        "last_month": last_month,
        "has_last_month": any(one.month == last_month for one in reports),
    }
    return render(request, "partnerships/service.html", context)


def _next_steps(service: Service, actions: set[str]) -> Any:
    if "edit_service" not in actions:
        return
    if service.shared_at is None:
        yield Task(
            _("Share the service with the partnership"),
            reverse("partnerships:service_share", args=[service.partnership.slug, service.pk]),
            _("until then only your organisation sees it"),
        )
    elif service.status == Service.Status.ACTIVE and (service.contributes or service.kind == Service.Kind.HOUSING):
        month = monthly_reports.month_before(clock.today())
        handed_in = service.reports.filter(month=month).exclude(status=ServiceReport.Status.DRAFT).exists()
        if not handed_in:
            url = reverse("partnerships:month_form", args=[service.partnership.slug, service.pk])
            yield Task(
                _("Report %(month)s") % {"month": monthly_reports.month_name(month)},
                f"{url}?month={month:%Y-%m}",
                "",
                monthly_reports.due_on(month),
            )


@get_and_post
def service_new(request: HttpRequest, slug: str, party: int) -> HttpResponse:
    """Begin a service of one of one's own parties."""
    partnership = frame.seen(request, slug)
    owner = get_object_or_404(
        Party.objects.select_related("organisation", "unit", "partnership"), pk=party, partnership=partnership
    )
    access.require(request.user, "edit_service", owner)
    form = ServiceForm(posted(request), organisation=owner.organisation)
    made: list[Service] = []
    return form_page(
        request,
        partnership,
        "services",
        form,
        lambda: made.append(offerings.create(owner, actor=request.user, **form.cleaned_data)),
        to=lambda: made[0].get_absolute_url(),
        title=_("New service"),
        submit=_("Save as draft"),
        back=reverse("partnerships:service_list", args=[slug]),
        crumbs=_crumbs(slug),
        intro=_("The service belongs to %(party)s. Only your organisation sees it until you share it.")
        % {"party": owner.name},
    )


def _crumbs(slug: str, service: Service | None = None) -> list[tuple[str, str]]:
    crumbs = [(_("Services"), reverse("partnerships:service_list", args=[slug]))]
    return crumbs + [(service.name, service.get_absolute_url())] if service else crumbs


@get_and_post
def service_edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Change one's own service."""
    partnership = frame.seen(request, slug)
    service = service_of(request, slug, pk)
    access.require(request.user, "edit_service", service)
    initial = {name: getattr(service, name) for name in ServiceForm.base_fields}
    form = ServiceForm(posted(request), initial=initial, organisation=service.organisation)
    return form_page(
        request,
        partnership,
        "services",
        form,
        lambda: offerings.edit(
            service, actor=request.user, version=version_of(request, service.version), **form.cleaned_data
        ),
        to=service.get_absolute_url(),
        title=_("Edit %(name)s") % {"name": service.name},
        submit=_("Save"),
        back=service.get_absolute_url(),
        said=_("Saved."),
        version=service.version,
        crumbs=_crumbs(slug, service),
    )


@get_and_post
def service_share(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Confirm that the whole partnership may read the service from now on."""
    partnership = frame.seen(request, slug)
    service = service_of(request, slug, pk)
    access.require(request.user, "edit_service", service)
    form = forms.Form(posted(request))
    return form_page(
        request,
        partnership,
        "services",
        form,
        lambda: offerings.share(service, actor=request.user),
        to=service.get_absolute_url(),
        title=_("Share %(name)s") % {"name": service.name},
        submit=_("Share with the partnership"),
        back=service.get_absolute_url(),
        said=_("The service is shared."),
        crumbs=_crumbs(slug, service),
        what=_("All parties can read the service and its submitted reports."),
        whom=_("Everyone in the partnership."),
        stays=_("What the public side can open counts as received by it. Sharing cannot be taken back."),
    )


@get_and_post
def capacity_new(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Set the capacity from a day on."""
    partnership = frame.seen(request, slug)
    service = service_of(request, slug, pk)
    access.require(request.user, "edit_service", service)
    form = CapacityForm(posted(request), initial={"valid_from": clock.today()})
    return form_page(
        request,
        partnership,
        "services",
        form,
        lambda: offerings.set_capacity(service, actor=request.user, **form.cleaned_data),
        to=service.get_absolute_url(),
        title=_("Capacity of %(name)s") % {"name": service.name},
        submit=_("Save"),
        back=service.get_absolute_url(),
        said=_("Saved."),
        crumbs=_crumbs(slug, service),
        intro=_("What was valid until then ends that day and stays in the history."),
    )
