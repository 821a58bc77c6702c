"""State aid: who may state what, what it adds up to on a day, and the pages that show the arithmetic."""

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from partnerships import aid_statements, reference_values, state_aid, steps
from partnerships.models import AidGrant, LogEvent
from partnerships.state_aid import Level
from tests import factories
from tests.factories import PDF, login

DAY = date(2025, 3, 14)
GRANT = {
    "kind": "de_minimis",
    "granted_on": DAY,
    "amount": Decimal("1000000"),
    "rate": Decimal("11.5"),
    "rate_on": DAY,
    "rate_source": "Riksbanken",
}


def by_ngo(alfa, **values):
    """The NGO states that the city granted it something."""
    ngo, city = alfa.ngo.organisation, alfa.city.organisation
    values = {"granted_by": city, **GRANT, **values}
    return aid_statements.state(ngo, actor=alfa.ngo.economist, stated_by=ngo, **values)


def by_city(alfa, **values):
    """The city states the same."""
    values = {**GRANT, **values}
    city = alfa.city.organisation
    return aid_statements.state(alfa.ngo.organisation, actor=alfa.city.economist, stated_by=city, **values)


def sum_of(alfa, day=DAY, kind="de_minimis", **more):
    ngo = alfa.ngo.organisation
    return state_aid.sums([ngo], day, **more)[ngo.pk][kind]


# -- The window -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("day", "first"),
    [
        (date(2027, 3, 15), date(2024, 3, 15)),
        (date(2027, 3, 31), date(2024, 3, 31)),
        (date(2027, 2, 28), date(2024, 2, 28)),  # 29 February 2024 is within
        (date(2027, 3, 1), date(2024, 3, 1)),  # and no longer is
        (date(2028, 2, 29), date(2025, 3, 1)),
        (date(2028, 3, 1), date(2025, 3, 1)),
        (date(2026, 12, 31), date(2023, 12, 31)),
        (date(2027, 1, 1), date(2024, 1, 1)),
    ],
)
def test_three_years_are_counted_back_from_the_day(day, first):
    assert state_aid.three_years_back(day) == first


@given(st.dates(date(1994, 1, 1), date(2090, 1, 1)), st.integers(-400, 400))
@example(date(2024, 2, 29), 0)
def test_a_grant_counts_until_the_period_from_it_has_ended(granted, offset):
    """The window says the same as a period of three years counted forwards from the grant, to the day."""
    try:
        end = granted.replace(year=granted.year + 3)
    except ValueError:  # no 29 February: the period ends with the last day of the month
        end = date(granted.year + 3, 2, 28)
    day = end + timedelta(days=offset)
    assert (state_aid.three_years_back(day) <= granted) == (day <= end)


def test_before_2024_whole_years_were_counted(db):
    limit = reference_values.value_on("de_minimis", date(2017, 2, 6))
    assert state_aid.window(limit, date(2017, 2, 6)) == date(2015, 1, 1)
    assert state_aid.window(limit, date(2017, 12, 31)) == date(2015, 1, 1)
    assert state_aid.window(reference_values.value_on("de_minimis", DAY), DAY) == date(2022, 3, 14)
    assert state_aid.window(None, date(2031, 5, 5)) == date(2028, 5, 5)


# -- The sum ----------------------------------------------------------------------------------------------------------
def naive(rows, day, kind):
    """The sum, slowly: each grant once, with the highest of what is said of it."""
    total = Decimal(0)
    grants = defaultdict(list)
    for number, row in enumerate(rows):
        if row["kind"] != kind:
            continue
        passed = 0
        step = row["granted_on"]
        while step < day and passed <= 1100:
            step += timedelta(days=1)
            passed += 1
        first = date(day.year - 2, 1, 1) if day < date(2024, 1, 1) else None
        if row["granted_on"] > day:
            continue
        if first is None:
            anniversary = (row["granted_on"].year + 3, row["granted_on"].month, row["granted_on"].day)
            if anniversary[1:] == (2, 29):
                anniversary = (anniversary[0], 2, 28)
            if (day.year, day.month, day.day) > anniversary:
                continue
        elif row["granted_on"] < first:
            continue
        grants[row["same"] if row["same"] is not None else f"own {number}"].append(row["amount_eur"])
    for amounts in grants.values():
        total += max(amounts)
    return total


ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "kind": st.sampled_from(["de_minimis", "sgei_de_minimis"]),
            "granted_on": st.dates(date(2019, 1, 1), date(2026, 6, 30)),
            "amount_eur": st.decimals("0.01", "400000", places=2),
            "same": st.none() | st.integers(0, 2),
        }
    ),
    max_size=12,
)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ROWS, st.dates(date(2020, 1, 1), date(2026, 10, 1)))
def test_the_sum_is_that_of_a_naive_one(monkeypatch, limits, rows, day):
    grants = [
        AidGrant(pk=number, organisation_id=1, about_id=None if row["same"] is None else 1000 + row["same"], **{
            name: row[name] for name in ("kind", "granted_on", "amount_eur")
        })
        for number, row in enumerate(rows, start=1)
    ]  # fmt: skip
    with monkeypatch.context() as patch:
        patch.setattr(state_aid.reference_values, "values_on", limits)
        patch.setattr(state_aid.AidGrant, "objects", Rows(grants))
        found = state_aid.sums([SimpleNamespace(pk=1)], day)[1]
    for kind, one in found.items():
        assert one.total == naive(rows, day, kind)
        assert one.remaining == one.limit.value - one.total
        assert (one.level == Level.ABOVE) == (one.total > one.limit.value)


@pytest.fixture
def limits(db):
    """What holds on a day, from rows that are fetched once."""
    rows = {day: reference_values.values_on(day) for day in (date(2023, 12, 31), date(2024, 1, 1))}
    return lambda day: rows[date(2023, 12, 31) if day < date(2024, 1, 1) else date(2024, 1, 1)]


class Rows(list):
    """Statements that were never kept, asked as the database would be."""

    def standing(self):
        return self

    for_list = standing

    def filter(self, organisation__in, kind__in, granted_on__gte, granted_on__lte):
        return Rows(
            row for row in self if row.kind in kind__in and granted_on__gte <= row.granted_on <= granted_on__lte
        )

    def order_by(self, *_names):
        return Rows(sorted(self, key=lambda row: (row.granted_on, row.pk)))


@settings(max_examples=200)
@given(st.decimals("0.01", "999999999999", places=2), st.decimals("1", "1000", places=6))
def test_euro_is_true_to_the_cent(amount, rate):
    euro = state_aid.in_euro(amount, rate)
    assert abs(euro * rate - amount) * 200 <= rate  # as the database checks it


def test_a_sum_stands_below_near_or_above_its_limit(world):
    alfa = world.alfa
    by_ngo(alfa, amount=Decimal("2000000"), rate=Decimal("10"))
    assert sum_of(alfa).level == Level.BELOW
    by_ngo(alfa, amount=Decimal("400000"), rate=Decimal("10"))
    assert (sum_of(alfa).total, sum_of(alfa).level) == (240_000, Level.BELOW)  # just 80 per cent
    planned = state_aid.Planned("de_minimis", Decimal("1"), Decimal("10"))
    assert sum_of(alfa, planned=planned).level == Level.NEAR
    planned = state_aid.Planned("de_minimis", Decimal("600000.10"), Decimal("10"))
    above = sum_of(alfa, planned=planned)
    assert (above.level, above.above, above.remaining) == (Level.ABOVE, Decimal("0.01"), Decimal("-0.01"))
    assert sum_of(alfa, kind="sgei_de_minimis", planned=planned).total == 0
    unknown = sum_of(alfa, day=date(2031, 1, 1), planned=planned)
    assert (unknown.level, unknown.limit, unknown.remaining) == (Level.UNKNOWN, None, None)


def test_two_statements_of_one_grant_count_once_with_the_higher(world):
    alfa = world.alfa
    first = by_ngo(alfa, amount=Decimal("100"), rate=Decimal("10"))
    answer = aid_statements.answer(
        first,
        actor=alfa.city.economist,
        stated_by=alfa.city.organisation,
        **{**GRANT, "amount": Decimal("120"), "rate": Decimal("10")},
    )
    found = sum_of(alfa)
    assert (found.total, found.counted[0].grant, found.counted[0].others) == (12, answer, (first,))


def test_a_correction_counts_in_place_of_what_it_corrects(world):
    alfa = world.alfa
    first = by_ngo(alfa, amount=Decimal("100"), rate=Decimal("10"))
    change = {**GRANT, "granted_by": alfa.city.organisation, "rate": Decimal("10")}
    second = aid_statements.correct(
        first, actor=alfa.ngo.economist, correction_reason="Fel", **{**change, "amount": Decimal("70")}
    )
    assert sum_of(alfa).total == 7
    with pytest.raises(steps.StepRefused):
        aid_statements.correct(first, actor=alfa.ngo.economist, correction_reason="Igen", **change)
    aid_statements.correct(
        second, actor=alfa.ngo.economist, correction_reason="Blev inte av", is_withdrawn=True, **change
    )
    assert sum_of(alfa).total == 0
    assert AidGrant.objects.count() == 3


# -- Who may state ----------------------------------------------------------------------------------------------------
def test_the_receiver_and_the_giver_may_state_and_nobody_else(world):
    alfa, beta = world.alfa, world.beta
    ngo = alfa.ngo.organisation
    may = {
        person: [one.name for one in aid_statements.may_state_for(person, ngo)]
        for person in [
            alfa.ngo.economist, alfa.ngo.representative, alfa.city.economist, alfa.city.coordinator,
            alfa.ngo.coordinator, alfa.ngo.reader, alfa.ngo.signatory, alfa.ngo2.economist, alfa.observer,
            beta.city.coordinator, world.outsider, world.superuser,
        ]
    }  # fmt: skip
    assert may[alfa.ngo.economist] == may[alfa.ngo.representative] == ["Ansgar"]
    assert may[alfa.city.economist] == may[alfa.city.coordinator] == ["Alfastad"]
    assert {person for person, names in may.items() if names} == set(list(may)[:4])


@pytest.mark.parametrize("who", ["ngo.reader", "ngo.signatory", "ngo2.economist", "observer", "ngo.coordinator"])
def test_others_are_refused(world, who):
    person = world.alfa
    for part in who.split("."):
        person = getattr(person, part)
    ngo = world.alfa.ngo.organisation
    for by in (ngo, world.alfa.city.organisation):
        with pytest.raises(PermissionDenied):
            aid_statements.state(ngo, actor=person, stated_by=by, granted_by=world.alfa.city.organisation, **GRANT)


def test_the_city_cannot_speak_for_the_organisation(world):
    ngo = world.alfa.ngo.organisation
    with pytest.raises(PermissionDenied):
        aid_statements.state(
            ngo, actor=world.alfa.city.economist, stated_by=ngo, granted_by=world.alfa.city.organisation, **GRANT
        )
    first = by_ngo(world.alfa)
    with pytest.raises(PermissionDenied):
        aid_statements.correct(first, actor=world.alfa.city.economist, correction_reason="Nej", **GRANT)


def test_a_statement_is_told_to_the_other_side_and_in_the_log(world):
    first = by_city(world.alfa)
    assert world.alfa.ngo.economist.notifications.filter(key=f"aid:{first.pk}:stated").exists()
    event = LogEvent.objects.get(action="aid.state")
    assert (event.organisation, event.object_id) == (world.alfa.city.organisation, world.alfa.ngo.organisation.pk)
    assert event.chain_id == world.alfa.ngo.organisation.chain_id


# -- What has to be said first ----------------------------------------------------------------------------------------
def test_above_the_limit_a_reason_is_asked_for_and_nothing_is_stopped(world):
    with pytest.raises(aid_statements.WhyAbove) as refused:
        by_ngo(world.alfa, amount=Decimal("4000000"), rate=Decimal("10"))
    assert refused.value.sum.above == 100_000
    made = by_ngo(world.alfa, amount=Decimal("4000000"), rate=Decimal("10"), why_above="Prövat av juristen")
    answer = {**GRANT, "amount": Decimal("4000000"), "rate": Decimal("10")}
    assert aid_statements.answer(
        made, actor=world.alfa.city.economist, stated_by=world.alfa.city.organisation, **answer
    ), "who says the same adds nothing to the sum"


def test_what_is_stated_already_is_pointed_at(world):
    first = by_ngo(world.alfa)
    with pytest.raises(aid_statements.StatedAlready) as refused:
        by_city(world.alfa)
    assert refused.value.other == first
    assert by_city(world.alfa, is_another=True)
    assert sum_of(world.alfa).total == 2 * first.amount_eur


def test_tomorrow_cannot_be_stated(world, travel):
    travel(DAY - timedelta(days=1))
    with pytest.raises(steps.StepRefused):
        by_ngo(world.alfa)


# -- The pages --------------------------------------------------------------------------------------------------------
def address(name, alfa, *more):
    return reverse(f"partnerships:{name}", args=[alfa.ngo.organisation.pk, *more])


POSTED = {
    "kind": "de_minimis",
    "granted_on": "2025-03-14",
    "amount": "1 000 000,50",
    "rate": "11,5",
    "rate_source": "Riksbanken",
}


def test_the_organisation_states_and_the_city_says_that_it_is_right(world, client):
    alfa = world.alfa
    login(client, alfa.ngo.economist)
    new = address("organisation_aid_new", alfa)
    wrong = client.post(new, {"kind": "de_minimis", "amount": "12"})
    assert wrong.status_code == 422
    errors = wrong.context["form"].errors
    assert {"granted_by_name", "granted_on", "rate", "rate_source"} == set(errors)
    assert client.post(new, {**POSTED, "granted_by": alfa.city.organisation.pk}).status_code == 302
    made = AidGrant.objects.get()
    assert (made.amount_eur, made.rate_on, made.entered_by) == (Decimal("86956.57"), DAY, alfa.ngo.economist)
    login(client, alfa.city.coordinator)
    answer = reverse("partnerships:aid_answer", args=[made.pk])
    shown = client.get(answer)
    assert shown.context["form"].initial["amount"] == made.amount
    assert client.post(answer, POSTED).status_code == 302
    assert client.post(answer, POSTED).status_code == 422  # once is enough
    assert AidGrant.objects.get(about=made).stated_by == alfa.city.organisation


def test_a_reason_is_asked_for_beside_its_field_and_nothing_is_lost(world, client):
    login(client, world.alfa.ngo.economist)
    new = address("organisation_aid_new", world.alfa)
    posted = {**POSTED, "amount": "9000000", "granted_by_name": "Region Halland", "legal_basis": "2023/2831"}
    refused = client.post(new, posted)
    assert refused.status_code == 422
    assert set(refused.context["form"].errors) == {"why_above"}
    page = refused.content.decode()
    assert "Region Halland" in page
    assert "<textarea" in page.split('name="why_above"')[0].rsplit("<", 1)[0] + "<textarea"
    assert client.post(new, {**posted, "why_above": "Notifierat"}).status_code == 302
    twice = client.post(new, {**posted, "why_above": "Notifierat"})
    assert set(twice.context["form"].errors) == {"is_another"}
    assert client.post(new, {**posted, "why_above": "Notifierat", "is_another": "on"}).status_code == 302


def test_what_is_not_aid_needs_a_reason_and_no_rate(world, client):
    login(client, world.alfa.city.economist)
    new = address("organisation_aid_new", world.alfa)
    posted = {"kind": "not_aid", "granted_on": "2025-03-14", "amount": "5000"}
    assert set(client.post(new, posted).context["form"].errors) == {"why_not_aid"}
    assert client.post(new, {**posted, "why_not_aid": "Ingen ekonomisk verksamhet"}).status_code == 302
    made = AidGrant.objects.get()
    assert (made.granted_by, made.amount_eur) == (world.alfa.city.organisation, None)
    assert sum_of(world.alfa).total == 0


def test_a_correction_keeps_what_was_said(world, client):
    first = by_ngo(world.alfa)
    login(client, world.alfa.ngo.representative)
    address = reverse("partnerships:aid_correct", args=[first.pk])
    assert client.get(address).context["form"].initial["rate"] == first.rate
    posted = {**POSTED, "granted_by": world.alfa.city.organisation.pk, "correction_reason": "Öre saknades"}
    assert client.post(address, {**posted, "correction_reason": ""}).status_code == 422
    assert client.post(address, {**posted, "correction_reason": "19121212-1212"}).status_code == 422
    made = client.post(address, posted)
    assert made.status_code == 302
    page = client.get(made["Location"]).content.decode()
    assert first.get_absolute_url() in page
    old = client.get(first.get_absolute_url()).content.decode()
    assert reverse("partnerships:aid_correct", args=[first.pk]) not in old


def test_the_certificate_is_for_those_who_read_the_statement(world, client):
    ngo = world.alfa.ngo.organisation
    made = aid_statements.state(
        ngo, actor=world.alfa.ngo.economist, stated_by=ngo, granted_by_name="Region Halland", certificate=PDF, **GRANT
    )
    address = reverse("partnerships:aid_certificate", args=[made.pk])
    for person, answer in [
        (world.alfa.city.economist, 200),
        (world.alfa.observer, 200),
        (world.beta.city.economist, 404),
    ]:
        login(client, person)
        assert client.get(address).status_code == answer


def test_the_partnership_shows_sums_windows_limits_and_sources(world, client):
    alfa = world.alfa
    by_city(alfa, amount=Decimal("2500000"), rate=Decimal("10"))
    login(client, alfa.observer)
    page = reverse("partnerships:partnership_aid", args=[alfa.slug])
    text = client.get(page, {"day": "2025-03-20", "plan": "600000", "rate": "10"}).content.decode()
    for words in (
        "Ansgar",
        "Birgitta",
        "310\xa0000,00",
        "300\xa0000",
        "2022-03-20",
        "2025-03-20",
        "2023/2831",
        "2025-03-14",
    ):
        assert words in text
    assert text.count('data-color="danger"') == 1
    assert "Alfastad" in text
    unknown = client.get(page, {"day": "2031-01-01"}).content.decode()
    assert "2023/2831" not in unknown
    bad = client.get(page, {"day": "2025-13-45", "plan": "x", "rate": "nan"})
    assert bad.status_code == 200
    assert set(bad.context["form"].errors) == {"day", "plan", "rate"}
    csv = client.get(page, {"day": "2025-03-20", "format": "csv"}).content.decode()
    assert "Ansgar" in csv
    assert "250000,00" in csv
    assert client.get(page, {"format": "xlsx"}).status_code == 200


def test_a_public_organisation_s_page_shows_what_it_gave(world, client):
    by_city(world.alfa)
    login(client, world.alfa.ngo2.representative)
    page = client.get(reverse("partnerships:organisation_aid", args=[world.alfa.city.organisation.pk]))
    assert page.status_code == 200
    assert "Ansgar" in page.content.decode()
    new = reverse("partnerships:organisation_aid_new", args=[world.alfa.city.organisation.pk])
    login(client, world.alfa.city.economist)
    assert client.get(new).status_code == 403


def test_pages_ask_no_more_with_more_statements(world, client):
    alfa = world.alfa
    login(client, alfa.city.coordinator)
    pages = [address("organisation_aid", alfa), reverse("partnerships:partnership_aid", args=[alfa.slug])]

    def counted():
        found = []
        for page in pages:
            client.get(page)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(page).status_code == 200
            found.append(len(queries))
        return found

    factories.aid(alfa, granted_on=date(2026, 1, 1))
    before = counted()
    for number in range(20):
        factories.aid(alfa, granted_on=date(2026, 1, 2) + timedelta(days=number))
    assert counted() == before
    assert max(before) <= 16


def test_the_road_tells_of_aid(world):
    alfa = world.alfa
    (one,) = state_aid.milestones(alfa.partnership, alfa.observer)
    assert one.state == "not_begun"
    by_city(alfa)
    (one,) = state_aid.milestones(alfa.partnership, alfa.observer)
    assert one.state == "under_way"
