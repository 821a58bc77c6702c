"""The documents: that each passes both standards, says what the record says, and comes out the same twice."""

import subprocess
from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from governance import contributions, decisions, grants, meetings, minutes, payments
from partnerships import agreements, analyses, clock, form_choices, mandates, monthly_reports, offerings, organisations
from partnerships.models import User
from reporting import documents
from tests.factories import login
from tests.governance import stage
from tests.reporting.test_pdf_engine import PROFILES, failed_rules, words_of_pages


def text_of(pdf):
    return " ".join(" ".join(words_of_pages(pdf)).split())


def fetch(client, person, address):
    response = login(client, person).get(address)
    assert response.status_code == 200, response.status_code
    assert response["Content-Type"] == "application/pdf"
    return response


def head_of(alfa):
    return alfa.partnership.chain.events.latest("number").hash


def accessible(pdf):
    faults = {profile: failed_rules(pdf, profile) for profile in PROFILES}
    assert faults == dict.fromkeys(PROFILES, [])
    return True


# -- Minutes ----------------------------------------------------------------------------------------------------------
def minutes_url(alfa, meeting):
    return reverse("reporting:minutes_pdf", args=[alfa.slug, meeting.pk])


def test_approved_minutes(world, client):
    alfa = world.alfa
    it = stage.approved(alfa)
    minutes.add_addendum(it.minutes, actor=alfa.ngo.secretary, text="Rätt namn är Åsa.", item=it.item)
    first = fetch(client, alfa.observer, minutes_url(alfa, it.meeting))
    assert accessible(first.content)
    words = text_of(first.content)
    for word in ("Läxhjälp får pengar", "Mötet öppnades.", "Alfastad chair", "§ 1/", "Rätt namn är Åsa."):
        assert word in words
    it.minutes.refresh_from_db()
    assert it.minutes.text_hash in words.replace(" ", "")
    assert head_of(alfa) in words.replace(" ", "")
    assert "UTKAST" not in words.upper().replace(" ", "")
    assert first["Content-Disposition"].startswith('inline; filename="')
    assert fetch(client, alfa.city.reader, minutes_url(alfa, it.meeting)).content == first.content


def test_what_happens_later_does_not_change_approved_minutes(world, client, travel):
    alfa = world.alfa
    it = stage.approved(alfa)
    before = fetch(client, alfa.observer, minutes_url(alfa, it.meeting)).content
    stage.held(alfa)
    User.objects.filter(pk=alfa.observer.pk).update(name="Ny")
    assert fetch(client, alfa.observer, minutes_url(alfa, it.meeting)).content == before


def test_minutes_not_yet_approved_are_a_draft(world, client):
    alfa = world.alfa
    it = stage.circulated(alfa)
    pdf = fetch(client, alfa.observer, minutes_url(alfa, it.meeting)).content
    assert accessible(pdf)
    assert "UTKAST" in text_of(pdf).upper().replace(" ", "") or "DRAFT" in text_of(pdf).upper().replace(" ", "")


def test_minutes_of_others_are_404(world, client):
    alfa = world.alfa
    it = stage.circulated(alfa)
    for who in (world.outsider, world.superuser, world.beta.city.coordinator):
        assert login(client, who).get(minutes_url(alfa, it.meeting)).status_code == 404
    without = stage.held(alfa)
    assert login(client, alfa.city.reader).get(minutes_url(alfa, without)).status_code == 404


def test_minutes_of_the_closed_room_are_its_members_alone(world, client):
    alfa = world.alfa
    keeper = alfa.ngo.coordinator
    meeting = meetings.plan(alfa.room, actor=keeper, starts_at=clock.now(), place="Köket")
    seats = alfa.room.seats.select_related("party")
    meeting = meetings.hold(meeting, actor=keeper, presence={seat: "present" for seat in seats})
    minutes.begin(meeting, actor=keeper)
    pdf = fetch(client, alfa.ngo2.representative, minutes_url(alfa, meeting)).content
    assert accessible(pdf)
    for who in (alfa.city.coordinator, alfa.observer, alfa.ngo2.reader, world.superuser):
        assert login(client, who).get(minutes_url(alfa, meeting)).status_code == 404


# -- The fund's statement ---------------------------------------------------------------------------------------------
@pytest.fixture
def fund(world, travel):
    """A fund with three months of contributions, a correction, a grant and a payment, all in 2024."""
    alfa = world.alfa
    travel(date(2024, 2, 1))
    decision = stage.adopted(stage.held(alfa), alfa, "50 kr")
    made = grants.open_fund(alfa.partnership, actor=alfa.city.coordinator, name="Gemensamma potten")
    rule = {"rate": Decimal(50), "valid_from": date(2024, 1, 1), "decision": decision}
    grants.set_rule(made, actor=alfa.city.coordinator, **rule)
    house = offerings.create(
        alfa.ngo.party, actor=alfa.ngo.representative, name="Huset", kind="housing", contributes=True
    )
    house = offerings.share(house, actor=alfa.ngo.representative)
    report = {}
    for month, days in ((1, 1000), (2, 900), (3, 1100)):
        travel(date(2024, month + 1, 5))
        draft = monthly_reports.save_draft(house, actor=alfa.ngo.representative, month=date(2024, month, 1), days=days)
        report[month] = monthly_reports.submit(draft, actor=alfa.ngo.representative)
        report[month] = contributions.confirm(report[month], actor=alfa.city.economist)
    travel(date(2024, 4, 10))
    proposal = grants.draft_proposal(
        made, actor=alfa.ngo2.representative, party=alfa.ngo2.party, title="Läxhjälp", need="Tid", amount=Decimal(90000)
    )
    proposal = grants.submit_proposal(proposal, actor=alfa.ngo2.representative)
    stances = dict.fromkeys(("city", "ngo", "ngo3"), "supports")
    chosen = stage.opened(stage.held(alfa), alfa, "Läxhjälp", **stances, ngo2="disqualified")
    chosen = decisions.close(chosen, actor=alfa.ngo.secretary)
    given = grants.grant(proposal, actor=alfa.city.coordinator, decision=chosen, amount=Decimal(80000))
    given = grants.accept(given, actor=alfa.ngo2.signatory)
    payment = payments.request(given, actor=alfa.ngo2.economist, amount=Decimal(30000))
    payment = payments.attest(payment, actor=alfa.city.economist)
    payments.pay(payment, actor=alfa.city.economist2, paid_on=date(2024, 4, 10), reference="BG 1")
    return made


def statement_url(alfa, **query):
    return reverse("reporting:fund_statement", args=[alfa.slug]) + (f"?{urlencode(query)}" if query else "")


def spaced(words):
    return words.replace("\N{NO-BREAK SPACE}", " ")


def test_the_statement_adds_up(world, client, fund):
    first = fetch(client, world.alfa.observer, statement_url(world.alfa)).content
    assert accessible(first)
    parts = subprocess.run(["pdfinfo", "-struct", "-"], input=first, capture_output=True, check=True).stdout.decode()
    assert parts.count("Figure") == 2  # that they have their alternative texts is the validator's to say
    words = spaced(text_of(first))
    assert fetch(client, world.alfa.city.reader, statement_url(world.alfa)).content == first
    for word in ("150 000 kr", "80 000 kr", "30 000 kr", "70 000 kr", "50 000 kr", "3 000", "BG 1", "Läxhjälp"):
        assert word in words, word


def test_the_statement_of_an_earlier_day_knows_nothing_of_what_came_later(world, client, fund):
    pdf = fetch(client, world.alfa.observer, statement_url(world.alfa, per="2024-03-31")).content
    words = spaced(text_of(pdf))
    assert "95 000 kr" in words
    assert "Läxhjälp" not in words
    assert "150 000 kr" not in words
    empty = fetch(client, world.alfa.observer, statement_url(world.alfa, per="1999-12-31")).content
    assert accessible(empty)


@pytest.mark.parametrize("per", ["x", "2024-02-31", "2024-13-01", "\x00", "99999-01-01", "2024-01-01T10:00"])
def test_what_is_no_day_is_404(world, client, fund, per):
    assert login(client, world.alfa.observer).get(statement_url(world.alfa, per=per)).status_code == 404


def test_the_statement_of_others_and_of_no_fund_is_404(world, client, fund):
    for who in (world.outsider, world.superuser, world.beta.city.coordinator):
        assert login(client, who).get(statement_url(world.alfa)).status_code == 404
    assert login(client, world.beta.city.coordinator).get(statement_url(world.beta)).status_code == 404


# -- Agreements -------------------------------------------------------------------------------------------------------
@pytest.fixture
def agreement(world, travel):
    """A draft between all four parties of alfa, with two sections with text and an annex for Ansgar."""
    alfa = world.alfa
    actor = alfa.city.coordinator
    travel(date(2030, 5, 2))  # after the real day on which the world was made: names are read as of a moment
    terms = {"registry_number": "N155/24", "notice_months": 6}
    dates = {"starts_on": date(2030, 5, 2), "ends_on": date(2032, 5, 31)}
    made = agreements.create(alfa.partnership, actor=actor, kind="main", title="Partnerskapsavtal", **terms, **dates)
    agreements.add_section(made, actor=actor, heading="Hållning", body="Vi *vill* detta.\n\n### Djupt", position=1)
    agreements.add_section(made, actor=actor, heading="Medel", body="- en\n- två", position=2)
    annex = agreements.add_annex(made, actor=actor, party=alfa.ngo.party, title="Ansgars insatser")
    agreements.add_section(annex, actor=actor, heading="Boende", body="Tjugo platser.", position=1)
    return made


def proposed(agreement, alfa):
    return agreements.propose(agreement, actor=alfa.city.coordinator)


def sign(agreement, member):
    return agreements.sign(agreement, actor=member.signatory, party=member.party)


def agreement_url(name, world, agreement):
    return reverse(f"reporting:{name}", args=[world.alfa.slug, agreement.pk])


@pytest.mark.parametrize("name", ["agreement_summary", "agreement_signed"])
def test_a_draft_agreement_says_so(world, client, agreement, name):
    pdf = fetch(client, world.alfa.observer, agreement_url(name, world, agreement)).content
    assert accessible(pdf)
    words = text_of(pdf).upper().replace(" ", "")
    assert "UTKAST" in words or "DRAFT" in words
    for who in (world.outsider, world.superuser, world.beta.city.coordinator):
        assert login(client, who).get(agreement_url(name, world, agreement)).status_code == 404
    other = reverse(f"reporting:{name}", args=[world.beta.slug, agreement.pk])
    assert login(client, world.beta.city.coordinator).get(other).status_code == 404
    annex = agreement_url(name, world, agreement.children.get())
    assert login(client, world.alfa.observer).get(annex).status_code == 404


def test_the_sheet_shows_who_has_signed_and_who_is_waited_for(world, client, agreement):
    alfa = world.alfa
    agreement = proposed(agreement, alfa)
    sign(agreement, alfa.city)
    pdf = fetch(client, alfa.observer, agreement_url("agreement_signed", world, agreement)).content
    assert accessible(pdf)
    words = text_of(pdf)
    assert alfa.city.signatory.name in words
    assert agreement.text_hash in words.replace(" ", "")
    assert head_of(alfa) in words.replace(" ", "")
    assert "enkel elektronisk underskrift" in " ".join(words.split()), "what it is in law"
    for word in ("Hållning", "Medel", "Ansgars insatser", "Tjugo platser.", "Ansgar; Birgitta; Cecilia"):
        assert word in words
    assert "UTKAST" not in words.upper().replace(" ", "")


def test_a_signed_agreement_comes_out_the_same_whatever_happens_beside_it(world, client, agreement):
    alfa = world.alfa
    agreement = proposed(agreement, alfa)
    for member in alfa.members:
        sign(agreement, member)
    address = agreement_url("agreement_signed", world, agreement)
    first = fetch(client, alfa.observer, address).content
    assert accessible(first)
    clock.tick(60)
    stage.held(alfa)
    organisations.edit(alfa.ngo.organisation, actor=alfa.ngo.representative, values={"name": "Ansgar och vänner"})
    mandate = alfa.city.signatory.mandates.get(role="signatory")
    mandates.end(mandate, actor=alfa.city.representative, on=date(2025, 1, 1))
    again = fetch(client, alfa.city.reader, address).content
    assert "Ansgar och vänner" not in text_of(again)
    assert again == first


def test_the_summary_holds_what_a_colleague_asks_for(world, client, agreement, fund):
    alfa = world.alfa
    agreement = proposed(agreement, alfa)
    for member in alfa.members:
        sign(agreement, member)
    address = agreement_url("agreement_summary", world, agreement)
    response = fetch(client, alfa.observer, address)
    assert accessible(response.content)
    assert len(words_of_pages(response.content)) <= 2
    words = spaced(text_of(response.content))
    for word in (
        "What Alfa is about",
        "Styrgruppen",
        "70 000 kr",
        "N155/24",
        "Alfastad",
        "Cecilia",
    ):
        assert word in words, word
    assert alfa.room.name not in words
    assert agreement.text_hash in words.replace(" ", "")
    assert fetch(client, alfa.ngo2.representative, address).content == response.content  # the room is not in it


@pytest.mark.parametrize("name", ["agreement_summary", "agreement_signed"])
def test_an_amendment_says_to_which_agreement_and_what_it_changes(world, client, agreement, name):
    alfa = world.alfa
    agreement = proposed(agreement, alfa)
    for member in alfa.members:
        sign(agreement, member)
    actor = alfa.city.coordinator
    part = agreements.create(alfa.partnership, actor=actor, kind="amendment", title="Två nya hus", parent=agreement)
    agreements.add_section(part, actor=actor, heading="Ändring", body="Fyrtio platser.", position=1)
    pdf = fetch(client, alfa.observer, agreement_url(name, world, part)).content
    assert accessible(pdf)
    words = text_of(pdf)
    for word in ("Tilläggsavtal 1 till Partnerskapsavtal", "Två nya hus", "Fyrtio platser."):
        assert word in words


def test_a_file_name_is_plain():
    assert documents.file_name("0193/15", "Avtal: å/ä", "v2") == "0193-15-avtal-a-a-v2.pdf"
    assert "/" not in documents.file_name("../../etc")


# -- The basis for a decision -----------------------------------------------------------------------------------------
def test_the_basis_for_a_decision_says_it_all(world, furnished, client):
    alfa, choice = world.alfa, furnished.settled_choice
    address = reverse("reporting:decision_basis", args=[alfa.slug, choice.pk])
    first = fetch(client, alfa.observer, address)
    assert accessible(first.content)
    words = text_of(first.content)
    for word in (
        alfa.partnership.challenge,
        "Det vi vet",
        "Ingen klarar det ensam",
        "Enkelt",
        "F1 Verksamheten sker på initiativ av den idéburna organisationen",
        "Protokollet",
        "Betalning per enhet av en tjänst",
        "Frivilliga Dykare",
        "Vi deltar",
        "Forums kriterier",
        "Malmö stad",
    ):
        assert word in words, word
    assert "UTKAST" not in words.upper().replace(" ", "")
    assert fetch(client, alfa.city.reader, address).content == first.content
    assert login(client, world.beta.city.coordinator).get(address).status_code == 404


def test_before_it_is_settled_the_basis_is_a_draft_that_tells_what_is_open(world, furnished, client):
    alfa, flag = world.alfa, furnished.form_choice.red_flag
    form_choices.judge(flag, actor=alfa.city.coordinator, applies="yes")
    address = reverse("reporting:decision_basis", args=[alfa.slug, furnished.form_choice.pk])
    words = text_of(fetch(client, alfa.ngo.reader, address).content)
    assert "UTKAST" in words.upper().replace(" ", "")
    assert "1 varningsflagga stämmer men saknar skäl." in words


# -- The joint analysis -----------------------------------------------------------------------------------------------
def test_a_joint_analysis_with_who_has_approved_it(world, client):
    alfa = world.alfa
    made = analyses.begin(alfa.partnership, actor=alfa.city.coordinator)
    address = reverse("reporting:analysis_pdf", args=[alfa.slug, 1])
    assert "Utkast" in text_of(fetch(client, alfa.ngo.reader, address).content)
    made = analyses.propose(made, actor=alfa.city.coordinator)
    for one in alfa.members[:3]:
        analyses.approve(made, actor=one.representative, party=one.party)
    waiting = text_of(fetch(client, alfa.observer, address).content)
    assert "Behovsanalysen väntar på godkännande från: Cecilia." in waiting
    analyses.approve(made, actor=alfa.ngo3.representative, party=alfa.ngo3.party)
    pdf = fetch(client, alfa.observer, address).content
    assert accessible(pdf)
    words = text_of(pdf)
    for word in ("What Alfa is about", "Cecilia representative", "Alla organisationer har godkänt samma text."):
        assert word in words
    assert made.text_hash in words.replace(" ", "")
    organisations.edit(alfa.ngo.organisation, actor=alfa.ngo.representative, values={"name": "Ansgar och vänner"})
    assert fetch(client, alfa.city.reader, address).content == pdf, "what happens later changes nothing"
    for stranger in (world.beta.city.coordinator, world.outsider):
        assert login(client, stranger).get(address).status_code == 404
