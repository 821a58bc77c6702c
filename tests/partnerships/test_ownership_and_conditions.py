"""The ownership matrix and the conditions: written in the draft, frozen with it; looked after by somebody else."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.urls import reverse

from partnerships import agreements, clock, steps, tasks
from partnerships.agreements import commitments, conditions, ownership
from partnerships.models import Condition, ConditionCheck, OwnershipItem
from reporting.waits import waits_in
from tests.factories import login, role
from tests.partnerships.test_agreements import beginning, propose, sign
from tests.partnerships.test_commitments import at, hours, table

FIRST = date(2015, 12, 31)


def line(owner, bearer=None, **values):
    return {"kind": "staff", "item": "Personalen", "owner": owner, "cost_bearer": bearer or owner, **values}


def yearly(party, **values):
    return {"party": party, "text": "Revisionsintyg lämnas", "due_on": FIRST, "every_months": 12, **values}


@pytest.fixture
def it(db):
    with clock.travel(date(2015, 3, 1)):
        yield beginning()


@pytest.fixture
def agreed(it):
    (it.condition,) = conditions.add(it.draft, actor=it.lead, rows_of=[yearly(it.ngo.party)])
    (it.line,) = ownership.add(it.draft, actor=it.ngo.representative, rows_of=[line(it.ngo.party)])
    propose(it)
    sign(it, it.city, it.ngo, it.gole)
    return it


@pytest.fixture
def due(agreed, travel):
    travel(date(2016, 1, 11))
    return agreed


def next_on(condition):
    return Condition.objects.with_next().get(pk=condition.pk).next_on


def check(it, who=None, outcome="fulfilled", **values):
    values = {"checked_on": clock.today(), **values}
    return conditions.check(it.condition, actor=who or it.lead, outcome=outcome, **values)


# -- The matrix -------------------------------------------------------------------------------------------------------
def test_a_party_writes_what_it_owns_and_coordinators_what_is_joint(it):
    ngo = it.ngo.representative
    (own,) = ownership.add(it.draft, actor=ngo, rows_of=[line(it.ngo.party)])
    (joint,) = ownership.add(it.draft, actor=it.lead, rows_of=[line(None, None, kind="goals", item="Målen")])
    ownership.edit(own, actor=ngo, item="Våra anställda")
    for act in (
        lambda: ownership.add(it.draft, actor=ngo, rows_of=[line(it.city.party)]),
        lambda: ownership.edit(own, actor=it.gole.representative, item="x"),
        lambda: ownership.edit(own, actor=ngo, owner=it.gole.party),
        lambda: ownership.edit(joint, actor=ngo, item="x"),
        lambda: ownership.remove(joint, actor=ngo),
        lambda: ownership.remove(own, actor=it.ngo.reader),
    ):
        with pytest.raises(PermissionDenied):
            act()
    ownership.remove(joint, actor=it.lead)
    assert list(OwnershipItem.objects.values_list("item", flat=True)) == ["Våra anställda"]


def test_another_owner_than_payer_is_asked_about_not_refused(it):
    rows = [
        line(it.ngo.party, it.city.party),
        line(it.ngo.party, it.city.party, reason="Hyrs av staden"),
        line(it.ngo.party, kind="learning", item="Lärandet"),
        line(None, it.city.party, kind="goals", item="Målen"),
    ]
    made = ownership.add(it.draft, actor=it.lead, rows_of=rows)
    assert [bool(ownership.doubt(one)) for one in made] == [True, False, True, False]
    with pytest.raises(steps.StepRefused):
        ownership.add(it.draft, actor=it.lead, rows_of=[{**line(it.ngo.party), "cost_bearer": None}])


def test_the_text_holds_the_lines_and_the_conditions(agreed):
    number = agreed.ngo.organisation.number
    assert agreements.package_text(agreed.draft).endswith(
        "\n\nVAD SOM ÄR GEMENSAMT OCH VAD SOM ÄGS\n"
        f"Personalen (personal): ägs av Missionen ({number}); kostnaden bärs av Missionen ({number}).\n"
        f"\nVILLKOR\nRevisionsintyg lämnas. Fullgörs av Missionen ({number}). Tillsyn av samordnarna: 2015-12-31,"
        " därefter var 12:e månad.\n"
    )
    assert agreements.digest(agreed.draft) == agreed.draft.text_hash
    for act in (
        lambda: ownership.edit(agreed.line, actor=agreed.lead, item="x"),
        lambda: ownership.remove(agreed.line, actor=agreed.lead),
        lambda: conditions.edit(agreed.condition, actor=agreed.lead, text="x"),
        lambda: conditions.remove(agreed.condition, actor=agreed.lead),
        lambda: conditions.add(agreed.draft, actor=agreed.lead, rows_of=[yearly(agreed.ngo.party)]),
    ):
        with pytest.raises(steps.StepRefused):
            act()


def test_who_is_left_over_in_rows_stops_the_proposal(it):
    ownership.add(it.draft, actor=it.lead, rows_of=[line(it.city.party, it.gole.party)])
    agreements.set_parties(it.draft, actor=it.lead, parties=[it.city.party, it.ngo.party])
    with pytest.raises(steps.StepRefused, match="FC Gole"):
        propose(it)
    assert "FC Gole" in agreements.package_text(it.draft)


# -- Conditions -------------------------------------------------------------------------------------------------------
def test_the_next_date_follows_from_the_checks(due):
    assert next_on(due.condition) == FIRST
    check(due, outcome="not_yet", note="Intyget saknas")
    assert next_on(due.condition) == FIRST
    check(due, due_on=FIRST)
    assert next_on(due.condition) == date(2016, 12, 31)
    with pytest.raises(steps.StepRefused):
        check(due, due_on=FIRST)  # somebody else has answered that date
    check(due, outcome="not", note="Kom aldrig")
    assert next_on(due.condition) == date(2017, 12, 31)


def test_the_last_of_a_month_stays_within_the_month(it, travel):
    rows = [yearly(it.ngo.party, due_on=date(2015, 8, 31), every_months=1)]
    (it.condition,) = conditions.add(it.draft, actor=it.lead, rows_of=rows)
    propose(it)
    sign(it, it.city, it.ngo, it.gole)
    travel(date(2016, 1, 1))
    for expected in (date(2015, 9, 30), date(2015, 10, 31), date(2015, 11, 30)):
        check(it)
        assert next_on(it.condition) == expected


def test_once_is_once(due):
    once = conditions.decide(
        due.draft, actor=due.lead, decision="Nämnden § 12", party=due.ngo.party, text="Tillstånd", due_on=FIRST
    )
    assert "Tillstånd" not in agreements.package_text(due.draft)
    conditions.check(once, actor=due.lead, outcome="fulfilled", checked_on=clock.today())
    assert next_on(once) is None
    with pytest.raises(steps.StepRefused):
        conditions.check(once, actor=due.lead, outcome="fulfilled", checked_on=clock.today())
    with pytest.raises(steps.StepRefused):
        conditions.edit(once, actor=due.lead, text="x")


def test_nobody_checks_their_own(due):
    for who in (due.ngo.representative, due.ngo.reader, due.city.signatory):
        with pytest.raises(PermissionDenied):
            check(due, who)
    role(due.ngo.representative, due.partnership, "coordinator", due.ngo.organisation, valid_from=date(2015, 6, 1))
    with pytest.raises(PermissionDenied):
        check(due, due.ngo.representative)
    assert check(due, due.gole.representative).organisation == due.gole.organisation
    assert not conditions.may_check(due.ngo.representative, due.condition)


@pytest.mark.parametrize(
    "values",
    [{"checked_on": date(2016, 1, 12)}, {"outcome": "not"}, {"outcome": "not_yet", "note": " "}],
)
def test_what_cannot_be_recorded(due, values):
    with pytest.raises(steps.StepRefused):
        check(due, **values)


def test_a_check_keeps_its_document_and_is_never_changed(due):
    made = check(due, file=SimpleUploadedFile("intyg.pdf", b"%PDF-1.7\n%%EOF"))
    assert made.document.name == "intyg.pdf"
    made.note = "x"
    with pytest.raises(IntegrityError):
        made.save()


def test_who_watches_is_reminded_until_it_is_checked(agreed, travel):
    def waiting(person):
        return [one.title for one in tasks.waiting_for(person) if "villkor" in one.url]

    travel(date(2015, 11, 30))
    assert waiting(agreed.lead) == []
    assert waits_in(agreed.partnership, agreed.ngo.reader) == []
    travel(date(2015, 12, 1))
    assert len(waiting(agreed.lead)) == 1
    assert waiting(agreed.ngo.representative) == waiting(agreed.gole.representative) == []
    assert [one.due_on for one in waits_in(agreed.partnership, agreed.ngo.reader)] == [FIRST]
    conditions.decide(
        agreed.draft, actor=agreed.lead, decision="§ 1", party=agreed.city.party, watcher=agreed.gole.party,
        text="Lokalen", due_on=FIRST,
    )  # fmt: skip
    assert len(waiting(agreed.gole.representative)) == len(waiting(agreed.lead)) == 1
    check(agreed)
    assert waiting(agreed.lead) == []


def test_a_lifted_condition_is_looked_after_no_more(due):
    with pytest.raises(PermissionDenied):
        conditions.lift(due.condition, actor=due.ngo.representative, on=clock.today(), reason="§ 3")
    with pytest.raises(steps.StepRefused):
        conditions.lift(due.condition, actor=due.lead, on=clock.today(), reason=" ")
    conditions.lift(due.condition, actor=due.lead, on=clock.today(), reason="Styrgruppen § 3")
    assert next_on(due.condition) is None
    for act in (lambda: check(due), lambda: conditions.lift(due.condition, actor=due.lead, on=FIRST, reason="x")):
        with pytest.raises(steps.StepRefused):
            act()
    assert agreements.digest(due.draft) == due.draft.text_hash


def test_only_coordinators_write_and_decide(it, agreed):
    values = {"party": agreed.city.party, "text": "x", "due_on": FIRST}
    with pytest.raises(PermissionDenied):
        conditions.decide(agreed.draft, actor=agreed.ngo.representative, decision="§ 1", **values)
    with pytest.raises(steps.StepRefused):
        conditions.decide(agreed.draft, actor=agreed.lead, decision=" ", **values)
    with pytest.raises(steps.StepRefused):
        conditions.decide(agreed.draft, actor=agreed.lead, decision="§ 1", watcher=agreed.city.party, **values)
    amendment = agreements.create(
        agreed.partnership, actor=agreed.lead, kind="amendment", title="Tillägg", parent=agreed.draft
    )
    with pytest.raises(PermissionDenied):
        conditions.add(amendment, actor=agreed.ngo.representative, rows_of=[yearly(agreed.city.party)])
    (row,) = conditions.add(amendment, actor=agreed.lead, rows_of=[yearly(agreed.city.party)])
    with pytest.raises(steps.EditConflict):
        conditions.edit(row, actor=agreed.lead, version=0, text="x")
    with pytest.raises(steps.StepRefused):
        conditions.decide(amendment, actor=agreed.lead, decision="§ 1", **values)


# -- Pages ------------------------------------------------------------------------------------------------------------
def test_the_pages_of_the_matrix(it, client):
    login(client, it.ngo.representative)
    new = at("ownership_new", it.draft)
    row = {"kind": "premises", "item": "Huset", "owner": it.ngo.party.pk, "cost_bearer": it.city.party.pk}
    assert client.post(new, table({**row, "cost_bearer": ""})).status_code == 422
    assert client.post(new, table({**row, "owner": it.city.party.pk})).status_code == 422
    response = client.post(new, table(row), follow=True)
    page = response.content.decode()
    assert page.count("Huset") >= 2  # the line, and the warning that a reason lacks
    item = OwnershipItem.objects.get()
    edit = at("ownership_edit", it.draft, item.pk)
    assert client.get(edit).status_code == 200
    data = {**row, "reason": "Staden hyr det", "version": str(item.version)}
    assert client.post(edit, data).status_code == 302
    assert client.post(edit, {**data, "item": "Annat"}).status_code == 422  # somebody else has changed it
    login(client, it.gole.representative)
    assert client.get(edit).status_code == 403
    assert "Staden hyr det" in client.get(at("ownership_list", it.draft) + "?format=csv").content.decode()
    for query in ("?owned=joint", "?owned=owned&q=huset", "?sort=owner"):
        assert client.get(at("ownership_list", it.draft) + query).status_code == 200
    login(client, it.lead)
    assert client.post(at("ownership_remove", it.draft, item.pk), {}).status_code == 302


def test_the_pages_of_conditions(due, client):
    login(client, due.lead)
    page, listing = at("condition", due.draft, due.condition.pk), at("condition_list", due.draft)
    answer = at("condition_check", due.draft, due.condition.pk)
    for address in (page, listing, answer, at("condition_decide", due.draft), at("agreement", due.draft)):
        assert client.get(address).status_code == 200
    data = {"due_on": "2015-12-31", "checked_on": "2016-01-11", "outcome": "not_yet", "note": ""}
    assert client.post(answer, data).status_code == 422
    assert client.post(answer, {**data, "outcome": "fulfilled"}).status_code == 302
    assert client.post(answer, {**data, "outcome": "fulfilled"}).status_code == 422
    assert ConditionCheck.objects.count() == 1
    decided = {"text": "Tillstånd", "party": due.ngo.party.pk, "due_on": "2016-02-01", "decision": ""}
    assert client.post(at("condition_decide", due.draft), decided).status_code == 422
    assert client.post(at("condition_decide", due.draft), {**decided, "decision": "§ 9"}).status_code == 302
    for query in ("?state=late", "?state=ahead", "?state=over", "?sort=-next_on", "?q=revision"):
        assert client.get(listing + query).status_code == 200
    assert "Tillstånd" in client.get(f"{listing}?format=csv").content.decode()
    lift = at("condition_lift", due.draft, due.condition.pk)
    assert client.post(lift, {"on": "2016-01-11", "reason": "§ 4"}).status_code == 302
    login(client, due.ngo.representative)
    assert client.get(answer).status_code == 200  # the right, but not for its own
    assert client.post(answer, {**data, "outcome": "fulfilled"}).status_code == 403
    for address in (lift, at("condition_new", due.draft), at("condition_decide", due.draft)):
        assert client.get(address).status_code == 403
    login(client, due.ngo.reader)
    assert client.get(page).status_code == client.get(listing).status_code == 200


def test_conditions_in_a_draft(it, client):
    login(client, it.lead)
    row = {"text": "Intyg", "party": it.ngo.party.pk, "due_on": "2016-01-01", "every_months": "12"}
    new = at("condition_new", it.draft)
    assert client.post(new, table({**row, "watcher": it.ngo.party.pk})).status_code == 422
    assert client.post(new, table({**row, "every_months": "0"})).status_code == 422
    assert client.post(new, table(row, {**row, "watcher": it.gole.party.pk})).status_code == 302
    one = Condition.objects.order_by("pk").first()
    edit = at("condition_edit", it.draft, one.pk)
    assert client.post(edit, {**row, "text": "Nytt intyg"}).status_code == 302
    assert client.post(at("condition_remove", it.draft, one.pk), {}).status_code == 302
    assert Condition.objects.count() == 1


def test_the_documents_hold_every_row(agreed, client):
    commitments_before = agreements.package_text(agreed.draft)
    login(client, agreed.gole.reader)
    for name in ("agreement_summary", "agreement_signed"):
        address = reverse(f"reporting:{name}", args=["nya", agreed.draft.pk])
        assert client.get(address).content.startswith(b"%PDF")
    assert agreements.package_text(agreed.draft) == commitments_before


def test_the_one_who_signs_reads_every_row(it, client):
    commitments.add(it.draft, actor=it.lead, rows_of=[hours(it.ngo.party, Decimal("7.5"))])
    ownership.add(it.draft, actor=it.lead, rows_of=[line(it.ngo.party)])
    conditions.add(it.draft, actor=it.lead, rows_of=[yearly(it.ngo.party)])
    propose(it)
    login(client, it.gole.signatory)
    page = client.get(at("agreement_sign", it.draft, it.gole.party.pk)).content.decode()
    for words in ("Volontärer", "7,5", "Personalen", "Revisionsintyg lämnas"):
        assert words in page
