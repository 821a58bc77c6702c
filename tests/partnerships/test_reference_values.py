"""Thresholds and limits: what holds on a day, what is unknown, and that what has held is not rewritten."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from partnerships import reference_values
from partnerships.models import ReferenceValue
from tests.factories import login, person

ADDRESS = reverse("partnerships:reference_values")
Kind = ReferenceValue.Kind


@pytest.mark.parametrize(
    ("kind", "day", "value"),
    [
        ("de_minimis", date(2023, 12, 31), 200_000),
        ("de_minimis", date(2024, 1, 1), 300_000),
        ("de_minimis", date(2030, 12, 31), 300_000),
        ("de_minimis", date(2031, 1, 1), None),
        ("de_minimis", date(2013, 12, 31), None),
        ("sgei_de_minimis", date(2017, 2, 6), 500_000),
        ("sgei_de_minimis", date(2024, 1, 1), 750_000),
        ("social_threshold", date(2025, 12, 31), 8_109_450),
        ("social_threshold", date(2026, 1, 1), None),
        ("direct_award", date(2024, 1, 1), 700_000),
        ("direct_award", date(2026, 1, 1), None),
    ],
)
def test_a_value_holds_on_its_days_and_is_unknown_on_others(db, kind, day, value):
    found = reference_values.value_on(kind, day)
    assert (found and found.value) == value
    assert reference_values.values_on(day)[kind] == found


def test_all_values_of_a_day_are_one_query(db, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert set(reference_values.values_on(date(2017, 2, 6))) == set(Kind.values)


@pytest.mark.parametrize(
    "setting",
    [{"value": 1}, {"valid_from": date(2013, 1, 1)}, {"source": "x"}, {"period": "rolling"}, {"kind": "direct_award"}],
)
def test_what_has_begun_to_hold_does_not_change(db, setting, without_trigger):
    row = ReferenceValue.objects.filter(kind="de_minimis", valid_from=date(2014, 1, 1))
    with pytest.raises(IntegrityError, match="does not change"), transaction.atomic():
        row.update(**setting)


def test_it_can_cease_earlier_never_later_and_is_not_deleted(db):
    row = ReferenceValue.objects.filter(kind="direct_award")
    for day in (date(2027, 1, 1), None):
        with pytest.raises(IntegrityError, match="longer"), transaction.atomic():
            row.update(valid_until=day)
    with pytest.raises(IntegrityError, match="kept"), transaction.atomic():
        row.delete()
    assert row.update(valid_until=date(2025, 1, 1), to_verify="", checked_on=date(2024, 2, 1)) == 1


def test_control_without_the_trigger_it_would_change(db, without_trigger):
    with without_trigger("partnerships_referencevalue", "guards"):
        assert ReferenceValue.objects.filter(kind="direct_award").update(value=1) == 1


def test_no_two_values_hold_on_the_same_day(db):
    new = {"kind": "direct_award", "value": 1, "unit": "sek", "source": "x"}
    with pytest.raises(IntegrityError, match="one_a_day"), transaction.atomic():
        ReferenceValue.objects.create(**new, valid_from=date(2025, 12, 31))
    assert ReferenceValue.objects.create(**new, valid_from=date(2026, 1, 1))


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"unit": "eur"}, "of_its_kind"),
        ({"period": "rolling"}, "of_its_kind"),
        ({"kind": "de_minimis", "valid_from": date(2099, 1, 1)}, "of_its_kind"),
        ({"value": 0}, "positive"),
        ({"source": ""}, "has_source"),
        ({"kind": "x"}, "kind_known"),
    ],
)
def test_what_makes_no_sense_is_refused(db, changes, name):
    new = {"kind": "direct_award", "value": 1, "unit": "sek", "source": "x", "valid_from": date(2099, 1, 1)}
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        ReferenceValue.objects.create(**{**new, **changes})


# -- The page ---------------------------------------------------------------------------------------------------------
def test_everybody_reads_them_and_the_unknown_is_said(db, client, travel):
    travel(date(2017, 2, 6))
    page = client.get(ADDRESS).content.decode()
    now, values = page.split('id="values"')
    assert "500\xa0000 euro" in now
    assert now.count('data-color="warning"') == 2  # neither limit of procurement was entered for 2017
    assert "2024-01-01 –" in page
    assert "2025-12-31" in page
    assert "Förordning (EU) 2023/2832" in page
    assert values.count('data-color="warning"') == 3


def test_they_can_be_searched_and_fetched(db, client):
    assert "2023/2831" not in client.get(ADDRESS, {"q": "1407"}).content.decode()
    text = client.get(ADDRESS, {"format": "csv", "kind": "de_minimis"}).content.decode()
    assert text.count("\r\n") == 3
    assert client.get(ADDRESS, {"format": "xlsx"}).status_code == 200


# -- The back office --------------------------------------------------------------------------------------------------
@pytest.fixture
def staff(db, client):
    one = person("Staff", is_staff=True)
    return login(client, one)


def test_the_back_office_adds_the_next_value(staff):
    address = reverse("admin:partnerships_referencevalue_add")
    new = {"kind": "direct_award", "value": "700001", "unit": "sek", "period": "", "source": "Påhittad källa"}
    clash = staff.post(address, {**new, "valid_from": "2025-01-01"})
    assert clash.status_code == 200
    assert "errorlist" in clash.content.decode()
    assert staff.post(address, {**new, "valid_from": "2026-01-01"}).status_code == 302
    assert reference_values.value_on("direct_award", date(2026, 6, 1)).value == 700_001


def test_the_back_office_cannot_prolong_or_rewrite(staff):
    row = ReferenceValue.objects.get(kind="direct_award")
    address = reverse("admin:partnerships_referencevalue_change", args=[row.pk])
    assert staff.post(address, {"valid_until": "2027-01-01", "value": "1"}).status_code == 200
    assert staff.post(address, {"valid_until": "2025-06-01", "value": "1"}).status_code == 302
    row.refresh_from_db()
    assert (row.value, row.valid_until) == (700_000, date(2025, 6, 1))
    assert staff.post(reverse("admin:partnerships_referencevalue_delete", args=[row.pk])).status_code == 403
