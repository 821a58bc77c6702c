"""Services and monthly reports, used as an organisation's representative does."""

from datetime import date

import pytest
from django.urls import reverse

from partnerships.models import Service, ServiceReport
from tests.factories import login
from tests.governance import fund_stage as stage


@pytest.fixture
def alfa(world, travel):
    travel(date(2024, 2, 6))
    return world.alfa


def url(name, *args):
    return reverse(f"partnerships:{name}", args=["alfa", *args])


FIELDS = {"name": "Läxhjälp", "kind": "added_value", "status": "active", "description": "Varje tisdag"}


def test_a_representative_writes_shares_and_edits_its_own_service(alfa, client):
    login(client, alfa.ngo.representative)
    new = url("service_new", alfa.ngo.party.pk)
    assert client.get(new).status_code == 200
    assert client.post(new, FIELDS | {"description": "811218-9876"}).status_code == 422
    assert client.post(new, FIELDS).status_code == 302
    service = Service.objects.get()
    login(client, alfa.city.coordinator)
    assert client.get(url("service", service.pk)).status_code == 404
    login(client, alfa.ngo.representative)
    assert client.post(url("service_share", service.pk)).status_code == 302
    assert (
        client.post(url("capacity_new", service.pk), {"capacity": "12", "valid_from": "2024-01-01"}).status_code == 302
    )
    service.refresh_from_db()
    stale = client.post(url("service_edit", service.pk), FIELDS | {"name": "Ny", "version": "0"})
    assert stale.status_code == 422
    assert "Läxhjälp" in stale.content.decode()
    assert client.post(url("service_edit", service.pk), FIELDS | {"version": str(service.version)}).status_code == 302
    login(client, alfa.ngo2.representative)
    assert client.get(url("service", service.pk)).status_code == 200
    assert client.get(url("service_edit", service.pk)).status_code == 403
    assert client.get(url("service_new", alfa.ngo.party.pk)).status_code == 403
    for kind in ("xlsx", "csv"):
        assert client.get(url("service_list"), {"format": kind, "q": "läx"}).status_code == 200


def test_a_month_is_filled_in_for_all_services_at_once(alfa, client):
    first, second = stage.home(alfa), stage.home(alfa, name="Boende B")
    login(client, alfa.ngo.representative)
    month = url("month", "2024-01")
    assert client.get(month).status_code == 200
    wrong = client.post(month, {f"s{first.pk}-days": "310", f"s{second.pk}-days": "-1", "submit": "1"})
    assert wrong.status_code == 422
    assert not ServiceReport.objects.exists()
    right = client.post(month, {f"s{first.pk}-days": "310", f"s{second.pk}-days": "", "submit": "1"})
    assert right.status_code == 302
    assert ServiceReport.objects.get().status == "submitted"
    assert client.get(url("month", "2024-13")).status_code == 404
    assert client.get(url("month", "0001-01")).status_code == 200
    assert client.get(url("month", "9999-12")).status_code == 200


def test_one_month_is_written_submitted_and_corrected(alfa, client):
    service = stage.home(alfa)
    login(client, alfa.ngo.representative)
    form = url("month_form", service.pk) + "?month=2024-01"
    assert client.post(form, {"days": "1e9"}).status_code == 422
    assert client.post(form, {"days": "310"}).status_code == 302
    report = ServiceReport.objects.get()
    login(client, alfa.city.economist)
    assert client.get(url("report", report.pk)).status_code == 404
    login(client, alfa.ngo.representative)
    assert client.get(url("report", report.pk)).status_code == 200
    assert client.post(url("report_submit", report.pk)).status_code == 302
    assert client.post(url("report_submit", report.pk)).status_code == 422
    assert client.post(form, {"days": "311"}).status_code == 422
    stage.contributions.confirm(report, actor=alfa.city.economist)
    assert client.post(url("report_correct", report.pk), {"days": "300"}).status_code == 302
    draft = ServiceReport.objects.get(revision=2)
    assert client.post(url("report_discard", draft.pk)).status_code == 302
    login(client, alfa.ngo2.representative)
    assert client.post(url("report_correct", report.pk), {"days": "1"}).status_code == 403
