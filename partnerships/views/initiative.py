"""The page "Initiativ": the road from the challenge to an agreement."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from partnerships import frame, road, tasks


@require_GET
def initiative(request: HttpRequest, slug: str) -> HttpResponse:
    """The milestones in order, each with its state, and what waits for the reader with those that are not done."""
    partnership = frame.seen(request, slug)
    milestones = road.milestones(partnership, request.user)
    left = tuple(one.url for one in milestones if one.state != road.State.DONE)
    waiting = [task for task in tasks.waiting_for(request.user, partnership) if task.url.startswith(left)]
    context = frame.context(request, partnership, "initiative", milestones=milestones, tasks=waiting)
    return render(request, "partnerships/initiative.html", context)
