"""The product's addresses and one more: the floor, a signed-in page of the usual size that asks one question."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from iop.urls import handler400, handler403, handler404, handler500
from iop.urls import urlpatterns as product
from partnerships.models import Partnership

ROWS = [("Göteborgs Stad, Social resursförvaltning", "2015", "Samordning", number) for number in range(60)]


def floor(request: HttpRequest) -> HttpResponse:
    """What a page costs at the least here: the base template, a table, one query besides session and person."""
    name = Partnership.objects.values_list("name", flat=True).first()
    return render(request, "bench/floor.html", {"name": name, "rows": ROWS})


urlpatterns = [*product, path("floor/", floor)]
__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]
