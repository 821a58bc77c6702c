"""What each party brings: written in the draft, frozen with it, replaced by an amendment, accounted for."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from partnerships import agreements, clock, steps, tasks
from partnerships.agreements import commitments, outcomes
from partnerships.agreements.outcomes import Period
from partnerships.models import Commitment, CommitmentActual, LogEvent
from partnerships.models.commitment import product
from reporting.shares import sheet_of
from tests.factories import login
from tests.partnerships.test_agreements import beginning, propose, sign, write

QUARTER = Period.of(2016, 1, 3)


def hours(party, quantity=100, **values):
    return {
        "party": party, "kind": "hours", "description": "Volontärer", "starts_on": date(2016, 1, 1),
        "ends_on": date(2016, 12, 31), "quantity": Decimal(quantity), "unit_value": Decimal(220), "basis": "Leader",
        **values,
    }  # fmt: skip


def money(party, quantity, **values):
    plain = {"kind": "money", "description": "Medel", "unit_value": Decimal(0), "basis": ""}
    return {**hours(party, quantity), **plain, **values}


@pytest.fixture
def it(db):
    with clock.travel(date(2015, 3, 1)):
        yield beginning()


@pytest.fixture
def agreed(it):
    """An agreement in force, with money from the city and hours from the NGO in 2016."""
    (it.money,) = commitments.add(it.draft, actor=it.lead, rows_of=[money(it.city.party, 50_000)])
    (it.hours,) = commitments.add(it.draft, actor=it.ngo.representative, rows_of=[hours(it.ngo.party)])
    propose(it)
    sign(it, it.city, it.ngo, it.gole)
    return it


def amend(it, *values):
    """An amendment from 1 July 2016 with these commitments, signed by all."""
    amendment = agreements.create(
        it.partnership, actor=it.lead, kind="amendment", title="Tillägg", parent=it.draft, starts_on=date(2016, 7, 1)
    )
    write(amendment, "Vad som ändras", "Det som står i raderna.", it.lead)
    made = commitments.add(amendment, actor=it.lead, rows_of=values)
    agreements.propose(amendment, actor=it.lead)
    for one in (it.city, it.ngo, it.gole):
        agreements.sign(amendment, actor=one.signatory, party=one.party)
    return made


def at(name, agreement, *args, **query):
    return reverse(f"partnerships:{name}", args=[agreement.partnership.slug, agreement.pk, *args], query=query or None)


# -- Writing ----------------------------------------------------------------------------------------------------------
def test_a_party_writes_its_own_and_a_coordinator_all(it):
    (row,) = commitments.add(it.draft, actor=it.ngo.representative, rows_of=[hours(it.ngo.party)])
    assert (row.value, row.unit) == (22_000, "timmar")
    commitments.edit(row, actor=it.ngo.representative, quantity=Decimal("12.5"))
    commitments.edit(row, actor=it.lead, unit_value=Decimal("0.25"))
    row.refresh_from_db()
    assert row.value == Decimal("3.13")  # 3.125, as PostgreSQL rounds
    commitments.remove(row, actor=it.ngo.representative)
    told = LogEvent.objects.filter(object_id=it.draft.pk, action__startswith="commitment").order_by("number")
    assert [one.action for one in told] == ["commitment.add", "commitment.edit", "commitment.edit", "commitment.remove"]
    assert told[0].organisation == it.ngo.organisation


def test_nobody_writes_another_party_s(it):
    (row,) = commitments.add(it.draft, actor=it.lead, rows_of=[hours(it.ngo.party)])
    for who in (it.gole.representative, it.ngo.reader, it.ngo.signatory):
        with pytest.raises(PermissionDenied):
            commitments.add(it.draft, actor=who, rows_of=[hours(it.ngo.party)])
        with pytest.raises(PermissionDenied):
            commitments.edit(row, actor=who, quantity=Decimal(1))
        with pytest.raises(PermissionDenied):
            commitments.remove(row, actor=who)
    both = [hours(it.ngo.party), hours(it.gole.party)]
    with pytest.raises(PermissionDenied):  # one's own row does not carry another's with it
        commitments.add(it.draft, actor=it.ngo.representative, rows_of=both)
    assert Commitment.objects.count() == 1


def test_two_at_once_see_each_other(it):
    (row,) = commitments.add(it.draft, actor=it.lead, rows_of=[hours(it.ngo.party)])
    commitments.edit(row, actor=it.lead, version=row.version, quantity=Decimal(7))
    with pytest.raises(steps.EditConflict) as conflict:
        commitments.edit(row, actor=it.ngo.representative, version=row.version, quantity=Decimal(8))
    assert conflict.value.current.quantity == 7
    commitments.remove(row, actor=it.lead)
    with pytest.raises(steps.StepRefused):
        commitments.edit(row, actor=it.lead, quantity=Decimal(9))


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"ends_on": date(2017, 1, 1)}, "ett år"),
        ({"ends_on": date(2015, 1, 1)}, "före"),
        ({"quantity": Decimal(0)}, "mer än 0"),
        ({"basis": " "}, "vilar på"),
        ({"kind": "in_kind", "unit": ""}, "räknas"),
        ({"quantity": Decimal(9_999_999_999), "unit_value": Decimal(1_000)}, "siffra för mycket"),
        ({"description": "Till 850709-9805"}, "personnummer"),
    ],
)
def test_what_cannot_be_so_is_refused(it, values, words):
    with pytest.raises(steps.StepRefused, match=words):
        commitments.add(it.draft, actor=it.lead, rows_of=[hours(it.ngo.party, **values)])
    assert not Commitment.objects.exists()


def test_only_a_contracting_party_and_only_at_the_agreement(it):
    with pytest.raises(steps.StepRefused):
        commitments.add(it.annex, actor=it.lead, rows_of=[hours(it.ngo.party)])
    commitments.add(it.draft, actor=it.lead, rows_of=[hours(it.gole.party)])
    agreements.set_parties(it.draft, actor=it.lead, parties=[it.city.party, it.ngo.party])
    with pytest.raises(steps.StepRefused):
        commitments.add(it.draft, actor=it.lead, rows_of=[hours(it.gole.party)])
    with pytest.raises(steps.StepRefused, match="FC Gole"):
        agreements.propose(it.draft, actor=it.lead)


# -- What is signed ---------------------------------------------------------------------------------------------------
def test_the_text_that_is_signed_holds_the_rows_and_without_rows_it_is_as_before(it):
    before = agreements.package_text(it.draft)
    commitments.add(it.draft, actor=it.lead, rows_of=[hours(it.ngo.party), money(it.city.party, "1500.50")])
    after = agreements.package_text(it.draft)
    number = it.ngo.organisation.number
    assert after.removeprefix(before.rstrip("\n")) == (
        "\n\nPARTERNAS ÅTAGANDEN\n"
        f"Staden ({it.city.organisation.number}), 2016-01-01–2016-12-31, pengar: Medel: 1500,50 kr.\n"
        f"Missionen ({number}), 2016-01-01–2016-12-31, tid: Volontärer: 100,00 timmar à 220,00 kr = 22000,00 kr."
        " Grund: Leader\n"
    )
    for row in Commitment.objects.all():
        commitments.remove(row, actor=it.lead)
    assert agreements.package_text(it.draft) == before


def test_whoever_changes_a_proposed_row_takes_the_agreement_back(it):
    (row,) = commitments.add(it.draft, actor=it.lead, rows_of=[hours(it.ngo.party)])
    propose(it)
    sign(it, it.city)
    with pytest.raises(PermissionDenied):
        commitments.edit(row, actor=it.ngo.representative, quantity=Decimal(1))
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE partnerships_commitment SET quantity = 1, value = 220")
    seen = agreements.state_of(it.draft)
    sign(it, it.gole)
    with pytest.raises(steps.StepRefused):
        commitments.edit(row, actor=it.lead, seen=seen, quantity=Decimal(1))
    commitments.edit(row, actor=it.lead, quantity=Decimal(1))
    it.draft.refresh_from_db()
    assert it.draft.status == "draft"
    assert not agreements.valid_signatures(it.draft).exists()


def test_in_force_nothing_changes(agreed):
    for act in (
        lambda: commitments.edit(agreed.hours, actor=agreed.lead, quantity=Decimal(1)),
        lambda: commitments.remove(agreed.hours, actor=agreed.lead),
        lambda: commitments.add(agreed.draft, actor=agreed.lead, rows_of=[hours(agreed.ngo.party)]),
    ):
        with pytest.raises(steps.StepRefused):
            act()
    assert agreements.digest(agreed.draft) == agreed.draft.text_hash


# -- Amendments -------------------------------------------------------------------------------------------------------
def test_an_amendment_replaces_from_a_day_on(agreed):
    new = hours(agreed.ngo.party, 200, starts_on=date(2016, 7, 1), replaces=agreed.hours)
    (made,) = amend(agreed, new)
    in_effect = Commitment.objects.in_effect_on
    assert set(in_effect(date(2016, 6, 30))) == {agreed.money, agreed.hours}
    assert set(in_effect(date(2016, 7, 1))) == {agreed.money, made}
    assert not in_effect(date(2017, 1, 1)).exists()
    old = Commitment.objects.with_figures().get(pk=agreed.hours.pk)
    assert (old.replaced_on, old.planned) == (date(2016, 7, 1), Decimal("10939.89"))  # 182 of 366 days
    assert "Ersätter från och med 2016-07-01: Volontärer" in agreements.package_text(made.agreement)
    assert sheet_of(agreed.partnership, 2016).whole.planned.time == Decimal("54939.89")


def test_what_replaces_is_of_the_same_party_and_time_and_once(agreed):
    ngo, city = agreed.ngo.party, agreed.city.party
    for wrong in (
        hours(city, replaces=agreed.hours),
        hours(ngo, starts_on=date(2017, 1, 1), ends_on=date(2017, 2, 1), replaces=agreed.hours),
    ):
        with pytest.raises(steps.StepRefused), transaction.atomic():
            amend(agreed, wrong)
    amend(agreed, hours(ngo, 0, starts_on=date(2016, 7, 1), replaces=agreed.hours))
    with pytest.raises(steps.StepRefused, match="redan ersatt"):
        amend(agreed, hours(ngo, 5, starts_on=date(2016, 8, 1), replaces=agreed.hours))


# -- What was brought -------------------------------------------------------------------------------------------------
@pytest.fixture
def spring(agreed, travel):
    travel(date(2016, 4, 20))
    return agreed


def enter(it, who, quantity=30, period=QUARTER, commitment=None):
    row = {"commitment": commitment or it.hours, "quantity": Decimal(quantity)}
    return outcomes.enter(it.ngo.party, actor=who, period=period, rows_of=[row])[0]


def test_the_party_itself_enters_and_corrects_with_a_new_row(spring):
    first = enter(spring, spring.ngo.representative, 300)
    second = outcomes.correct(first, actor=spring.ngo.representative, quantity=Decimal(30), note="En nolla")
    assert list(CommitmentActual.objects.standing()) == [second]
    with pytest.raises(steps.StepRefused):
        outcomes.correct(first, actor=spring.ngo.representative, quantity=Decimal(3))
    whole = sheet_of(spring.partnership, 2016).whole
    assert (whole.brought.time, whole.brought.hours, whole.planned.total) == (6_600, 30, 72_000)
    assert sheet_of(spring.partnership, 2017).lines == []


def test_nobody_enters_for_another(spring):
    first = enter(spring, spring.ngo.representative)
    for who in (spring.lead, spring.gole.representative, spring.ngo.reader):
        with pytest.raises(PermissionDenied):
            enter(spring, who, period=Period.of(2016, 4, 1))
        with pytest.raises(PermissionDenied):
            outcomes.correct(first, actor=who, quantity=Decimal(1))
    with pytest.raises(steps.StepRefused):
        enter(spring, spring.ngo.representative, commitment=spring.money)


def test_a_time_is_entered_once_and_not_before_it_begins(spring):
    enter(spring, spring.ngo.representative)
    for period in (QUARTER, Period.of(2016, 2, 1), Period.of(2016, 7, 3), Period.of(2015, 4, 3)):
        with pytest.raises(steps.StepRefused):
            enter(spring, spring.ngo.representative, period=period)
    enter(spring, spring.ngo.representative, period=Period.of(2016, 4, 1))


def test_a_quarter_without_figures_waits_for_the_party(spring):
    def waiting(person):
        return [one.url for one in tasks.waiting_for(person) if "utfall" in one.url]

    assert waiting(spring.ngo.representative) == [
        f"{reverse('partnerships:outcome_new', args=['nya', spring.ngo.party.pk])}?tid=2016-K1"
    ]
    assert waiting(spring.ngo.reader) == waiting(spring.gole.representative) == []
    enter(spring, spring.ngo.representative, 0)
    assert waiting(spring.ngo.representative) == []


@pytest.mark.parametrize("text", ["", "2016", "2016-K5", "2016-13", "K1-2016", "9999-01", "２０１６-01", "2016-K"])
def test_nonsense_is_no_period(text):
    assert Period.read(text) is None


@pytest.mark.parametrize("text", ["2016-K1", "2016-K4", "2016-02", "2015-12"])
def test_a_period_reads_its_own_code(text):
    assert Period.read(text).code == text


# -- Sums -------------------------------------------------------------------------------------------------------------
figure = st.decimals(Decimal("0.01"), 99_999, places=2)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(st.booleans(), st.booleans(), figure, figure), min_size=1, max_size=6))
def test_the_sheet_is_the_sum_of_its_rows_to_the_ore(it, rows):
    with transaction.atomic():
        values = [
            hours(it.ngo.party if ngo else it.city.party, quantity, unit_value=value)
            if of_hours
            else money(it.ngo.party if ngo else it.city.party, quantity)
            for ngo, of_hours, quantity, value in rows
        ]
        commitments.add(it.draft, actor=it.lead, rows_of=values)  # the database refuses a wrong product
        expected = [product(quantity, value) if of_hours else quantity for _ngo, of_hours, quantity, value in rows]
        propose(it)
        sign(it, it.city, it.ngo, it.gole)
        sheet = sheet_of(it.partnership)
        assert sheet.whole.planned.total == sum(expected)
        assert sum(line.planned.total for line in sheet.lines) == sum(side.planned.total for side in sheet.sides)
        assert sheet.both_finance is (len({ngo for ngo, *_rest in rows}) == 2)
        transaction.set_rollback(True)
    it.draft.refresh_from_db()


# -- Pages ------------------------------------------------------------------------------------------------------------
def table(*rows, **head):
    data = {"rows-TOTAL_FORMS": str(len(rows)), "rows-INITIAL_FORMS": "0", **head}
    for number, row in enumerate(rows):
        data |= {f"rows-{number}-{name}": value for name, value in row.items()}
    return data


ROW = {
    "year": "2016",
    "kind": "hours",
    "description": "Läxhjälp",
    "quantity": "1 200,5",
    "unit_value": "220",
    "basis": "L",
}
EMPTY = {"year": "2015", "kind": "hours"}


def test_many_rows_at_once(it, client):
    login(client, it.ngo.representative)
    address = at("commitment_new", it.draft)
    page = client.get(address).content.decode()
    assert page.count("<tr>") == 6
    wrong = {**ROW, "quantity": "-1"}
    response = client.post(address, table(ROW, wrong, EMPTY, party=it.ngo.party.pk))
    assert response.status_code == 422
    assert "Läxhjälp" in response.content.decode()
    assert not Commitment.objects.exists()
    more = client.post(address, table(ROW, party=it.ngo.party.pk, more="1"))
    assert more.content.decode().count("<tr>") == 7
    response = client.post(address, table(ROW, {**ROW, "year": "2015"}, EMPTY, party=it.ngo.party.pk))
    assert response.status_code == 302
    assert list(Commitment.objects.order_by("starts_on").values_list("starts_on", "value")) == [
        (date(2015, 5, 1), 264_110),  # the agreement begins in May
        (date(2016, 1, 1), 264_110),
    ]
    assert client.post(address, table(EMPTY, party=it.ngo.party.pk)).status_code == 422
    assert client.post(address, table(ROW, party=it.gole.party.pk)).status_code == 422


def test_the_pages_as_each_role(agreed, client):
    everybody = (agreed.lead, agreed.ngo.representative, agreed.ngo.reader, agreed.gole.signatory)
    new = at("commitment_new", agreed.draft)
    for who in everybody:
        login(client, who)
        assert "Volontärer" in client.get(at("commitment_list", agreed.draft)).content.decode()
        assert client.get(at("commitment", agreed.draft, agreed.hours.pk)).status_code == 200
        assert client.get(at("agreement", agreed.draft)).status_code == 200
        assert client.get(new).status_code == (200 if who in everybody[:2] else 403)
    assert client.get(at("commitment_list", agreed.annex)).status_code == 404


def test_a_conflict_shows_both_texts(it, client):
    (row,) = commitments.add(it.draft, actor=it.lead, rows_of=[hours(it.ngo.party)])
    login(client, it.ngo.representative)
    commitments.edit(row, actor=it.lead, description="Andra volontärer")
    data = {
        "kind": "hours", "description": "Egna volontärer", "starts_on": "2016-01-01", "ends_on": "2016-12-31",
        "quantity": "100", "unit_value": "220", "basis": "Leader", "version": "1",
    }  # fmt: skip
    response = client.post(at("commitment_edit", it.draft, row.pk), data)
    assert response.status_code == 422
    assert "Andra volontärer" in response.content.decode()
    assert "Egna volontärer" in response.content.decode()


def test_replacing_on_the_page(agreed, client):
    amendment = agreements.create(
        agreed.partnership, actor=agreed.lead, kind="amendment", title="Tillägg", parent=agreed.draft
    )
    login(client, agreed.ngo.representative)
    address = at("commitment_replace", amendment)
    data = {"replaces": agreed.hours.pk, "starts_on": "2017-01-01", "quantity": "50"}
    assert client.post(address, data).status_code == 422
    assert client.post(address, {**data, "starts_on": "2016-09-01"}).status_code == 302
    row = Commitment.objects.get(agreement=amendment)
    assert (row.replaces, row.value, row.description) == (agreed.hours, 11_000, "Volontärer")
    assert client.post(address, {**data, "replaces": agreed.money.pk}).status_code == 422  # the city's


def test_outcomes_on_the_page(spring, client):
    login(client, spring.ngo.representative)
    address = reverse("partnerships:outcome_new", args=["nya", spring.ngo.party.pk], query={"tid": "2016-K1"})
    assert client.post(address, {}).status_code == 422
    assert client.post(address, {f"c{spring.hours.pk}-quantity": "x"}).status_code == 422
    assert client.post(address, {f"c{spring.hours.pk}-quantity": "40"}).status_code == 302
    actual = CommitmentActual.objects.get()
    correct = reverse("partnerships:outcome_correct", args=["nya", actual.pk])
    assert correct in client.get(address).content.decode()
    assert client.post(correct, {"quantity": "41", "note": ""}).status_code == 302
    login(client, spring.lead)
    assert client.get(address).status_code == 403
    assert client.get(correct).status_code == 403


def test_the_sheet_and_its_exports(spring, client):
    enter(spring, spring.ngo.representative)
    login(client, spring.gole.signatory)
    address = reverse("reporting:shares", args=["nya"])
    page = client.get(address)
    assert "72 000" in page.content.decode().replace("\xa0", " ")
    for query in ("?year=2016", "?year=", "?year=1999", "?q=volont&year=2016"):
        assert client.get(address + query).status_code == 200
    rows = client.get(f"{address}?year=2016&sheet=csv").content.decode().splitlines()
    assert len(rows) == 1 + 2 + 2 + 1
    assert "Missionen" in client.get(f"{address}?year=2016&format=csv").content.decode()
    assert client.get(f"{address}?sheet=xlsx").status_code == 200
