"""An agreement's text through time: as it stood at any moment, and what differs between two of them."""

import hashlib
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from partnerships import agreements, clock, steps
from partnerships.agreements import versions
from partnerships.differences import Mark
from partnerships.models import Agreement
from tests.factories import login
from tests.partnerships.test_agreements import START, beginning, propose, write


@pytest.fixture
def it(db):
    with clock.travel(START):
        made = beginning()
    with clock.travel(date(2015, 3, 5)):
        write(made.draft, "Syfte", "Att unga ska bli sedda och hörda.", made.lead)
        write(made.annex, "Ekonomi", "Egen insats: 100 timmar.", made.ngo.representative)
    with clock.travel(date(2015, 3, 9)):
        propose(made)
    return made


def second_round(it):
    """A section is moved, one is taken out, one is new, a party has another name, and it is proposed anew."""
    with clock.travel(date(2015, 3, 12)):
        write(it.draft, "Syfte", "Att barn ska bli sedda och hörda.", it.lead)
        section = agreements.add_section(it.draft, actor=it.lead, heading="Tvist", body="Löses i samtal.")
        agreements.move_section(section, actor=it.lead, to=1)
        agreements.remove_section(it.annex.sections.get(heading="Ekonomi"), actor=it.lead)
        steps.edit(
            it.ngo.organisation,
            actor=it.ngo.representative,
            right="edit_organisation",
            values={"name": "Nya Missionen"},
        )
    with clock.travel(date(2015, 3, 16)):
        it.draft = agreements.propose(Agreement.objects.get(pk=it.draft.pk), actor=it.lead)


def hashes(agreement):
    rows = agreement.history.filter(status="proposed").order_by("history_id")
    return {row.round: row.text_hash for row in rows}


def sha(text):
    return hashlib.sha256(text.encode()).hexdigest()


def test_the_text_of_each_round_has_the_hash_it_was_frozen_with(it):
    second_round(it)
    rounds = [one for one in versions.versions_of(it.draft) if one.kind == versions.PROPOSED]
    assert [one.round for one in rounds] == [1, 2]
    for one in rounds:
        assert sha(versions.text_as_of(it.draft, one.at)) == hashes(it.draft)[one.round]
    assert "Missionen" in versions.text_as_of(it.draft, rounds[0].at)
    assert "Nya Missionen" not in versions.text_as_of(it.draft, rounds[0].at)
    assert "Nya Missionen" in versions.text_as_of(it.draft, rounds[1].at)


def test_as_of_now_is_the_text(it):
    with clock.travel(date(2015, 3, 10)):
        assert versions.text_as_of(it.draft, clock.now()) == agreements.package_text(it.draft)
        assert agreements.digest(it.draft) == it.draft.text_hash


def test_what_is_taken_out_stands_where_it_stood(it):
    second_round(it)
    assert "Egen insats: 100 timmar." in versions.text_as_of(it.draft, versions.end_of(date(2015, 3, 11)))
    assert "Egen insats: 100 timmar." not in versions.text_as_of(it.draft, versions.end_of(date(2015, 3, 12)))


def test_before_it_was_begun_there_is_no_text(it):
    at = versions.end_of(date(2015, 2, 1))
    assert versions.text_as_of(it.draft, at) == ""
    assert versions.package_as_of(it.draft, at) == []


def test_the_moments_that_matter(it):
    second_round(it)
    found = versions.versions_of(it.draft)
    assert [(one.kind, clock.day_of(one.at).day) for one in found] == [
        ("begun", 1), ("edited", 5), ("proposed", 9), ("edited", 12), ("proposed", 16),
    ]  # fmt: skip
    assert found[1].who == ("Staden representative, Staden", "Missionen representative, Nya Missionen")
    assert versions.versions_of(it.annex) == found
    assert "2" in found[-1].label


def test_what_differs_between_two_moments(it):
    first = versions.versions_of(it.draft)[-1]
    second_round(it)
    last = versions.versions_of(it.draft)[-1]
    found = {change.part.heading: change for change in versions.changes_between(it.draft, first.at, last.at)}
    assert found["Syfte"].mark == Mark.CHANGED
    assert [piece.text for piece in found["Syfte"].body if piece.mark == Mark.REMOVED] == ["unga"]
    assert found["Tvist"].mark == Mark.ADDED
    assert found["Ekonomi"].mark == Mark.REMOVED
    assert found["Ekonomi"].part.group == "Bilaga 1"
    assert found["Bilaga: Missionen"].mark == Mark.CHANGED
    assert "1" in versions.told(found.values())


def page(client, who, it, name, query=""):
    login(client, who)
    return client.get(reverse(f"partnerships:{name}", args=[it.partnership.slug, it.draft.pk]) + query)


@pytest.mark.parametrize("role", ["representative", "signatory", "reader"])
def test_any_party_reads_the_versions_and_what_differs(it, client, role):
    second_round(it)
    first, *_others, last = versions.versions_of(it.draft)
    with clock.travel(date(2015, 3, 17)):
        shown = page(client, getattr(it.ngo, role), it, "agreement_versions").content.decode()
        assert shown.count('name="from"') == 5
        query = f"?from={last.number}&to={first.number}"
        shown = page(client, getattr(it.gole, role), it, "agreement_difference", query).content.decode()
    assert "Tvist</ins>" in shown
    assert "hörda." in shown
    assert "taken out" in shown or "borttaget" in shown


def test_a_version_that_is_none_and_an_annex_s_own_are_404(it, client):
    assert page(client, it.lead, it, "agreement_difference", "?from=9999").status_code == 404
    assert page(client, it.lead, it, "agreement_difference", "?from=x&to=").status_code == 404
    url = reverse("partnerships:agreement_versions", args=[it.partnership.slug, it.annex.pk])
    assert client.get(url).status_code == 404


def test_the_text_on_a_day(it, client):
    second_round(it)
    with clock.travel(date(2015, 3, 17)):
        shown = page(client, it.gole.reader, it, "agreement_on_day", "?day=2015-03-10").content.decode()
        assert "Att unga ska bli sedda och hörda." in shown
        assert "Att barn" not in shown
        for day in ("2015-02-01", "2015-03-18", "nej", ""):
            response = page(client, it.gole.reader, it, "agreement_on_day", f"?day={day}")
            assert response.status_code == 422
            assert response.context["form"].errors["day"]


def test_the_same_as_pdf(it, client):
    second_round(it)
    login(client, it.gole.reader)
    with clock.travel(date(2015, 3, 17)):
        for name, query, status in [
            ("agreement_difference_pdf", "", 200),
            ("agreement_text_pdf", "?day=2015-03-10", 200),
            ("agreement_text_pdf", "?day=2015-02-10", 404),
        ]:
            response = client.get(reverse(f"reporting:{name}", args=[it.partnership.slug, it.draft.pk]) + query)
            assert response.status_code == status
            assert status == 404 or response.content.startswith(b"%PDF")


def test_the_same_number_of_queries_for_one_annex_and_for_three(it):
    at = versions.end_of(date(2015, 3, 9))

    def asked():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            versions.changes_between(Agreement.objects.get(pk=it.draft.pk), at, clock.now())
            versions.versions_of(it.draft)
        return len(queries)

    before = asked()
    with clock.travel(date(2015, 3, 12)):
        agreements.add_annex(it.draft, actor=it.lead, party=it.city.party)
        agreements.add_annex(it.draft, actor=it.lead, party=it.gole.party)
        for number in range(20):
            agreements.add_section(it.draft, actor=it.lead, heading=str(number), body="Text.")
    assert asked() <= before
