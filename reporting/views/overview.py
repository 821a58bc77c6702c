"""The two pages one comes to first: one's own day, and a partnership."""

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from partnerships import clock, frame
from partnerships.models import Notification
from reporting import selectors


@require_GET
def my_day(request: HttpRequest) -> HttpResponse:
    """What waits for the reader in every partnership."""
    return render(request, "reporting/my_day.html", selectors.my_day(request.user))


@require_POST
def mark_read(request: HttpRequest) -> HttpResponse:
    """Mark one of the reader's notifications as read, or all of them when none is named."""
    rows = Notification.objects.filter(person=request.user, read_at=None)
    chosen = request.POST.get("notification", "")
    if chosen:
        rows = rows.filter(Q(pk=int(chosen)) if chosen.isascii() and chosen.isdigit() else Q(pk__in=[]))
    rows.update(read_at=clock.now())
    return redirect("reporting:my_day")


@require_GET
def overview(request: HttpRequest, slug: str) -> HttpResponse:
    """A partnership on one page: what waits, what it is for, who takes part, and how it stands."""
    partnership = frame.seen(request, slug)
    more = selectors.overview(partnership, request.user)
    context = frame.context(request, partnership, "overview", **more)
    context["tasks"] = more["tasks"] or selectors.first_steps(
        partnership, more["parties"], more["agreement"], context["actions"]
    )
    return render(request, "reporting/overview.html", context)
