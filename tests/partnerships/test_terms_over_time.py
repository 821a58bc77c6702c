"""Term, notice and extension over time, each party's own notice, and a party that leaves."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from governance import seats
from governance.models import Body
from partnerships import agreements, clock, following, steps
from partnerships.agreements import extending, notice_days, withdrawal
from partnerships.models import Agreement, AutomaticExtension, Notification, Party, Withdrawal
from tests.factories import PASSWORD, login
from tests.partnerships.test_agreements import newcomer, write
from tests.partnerships.test_amending import SIGNED, It

DAYS = st.dates(date(1995, 1, 1), date(2099, 12, 31))
MONTHS = st.integers(0, 60)


@pytest.fixture
def it(db):
    with clock.travel(SIGNED):
        made = It()
        made.third = newcomer("ideburen", "Tredje")
        made.third.party = made.join(made.third)
        made.begin(subjects=["parties"])
        write(made.draft, "Nya parter", "Tredje.", made.lead)
        made.finish(made.third)
        yield made


@given(DAYS, MONTHS)
def test_notice_on_the_last_day_has_run_out_by_the_end_and_a_day_later_not(end, months):
    last = agreements.months_before(end, months)
    assert agreements.months_after(last, months) <= end < agreements.months_after(last + timedelta(1), months)


@given(DAYS, MONTHS)
def test_months_run_out_on_the_same_number_or_the_last_of_the_month(day, months):
    after = agreements.months_after(day, months)
    assert after.day == day.day or (after.day < day.day and (after + timedelta(1)).day == 1)


def own(it, months):
    """The NGO's own time of notice, by an amendment."""
    it.begin(subjects=["term"], notice_months=4)
    write(it.draft, "Bakgrund", "Olika tid.", it.lead)
    notice_days.set_notice(it.draft, actor=it.lead, months={it.ngo.party.pk: months})
    it.finish(it.third)


def test_a_party_can_have_a_notice_of_its_own_and_the_day_is_explained(it):
    own(it, 12)
    assert "egen uppsägningstid 12 månader" in agreements.package_text(it.draft)
    assert agreements.last_day_to_give_notice(it.main, it.ngo.party) == date(2019, 4, 30)
    assert agreements.last_day_to_give_notice(it.main, it.city.party) == date(2019, 12, 31)
    assert notice_days.first_notice_day(it.main) == date(2019, 4, 30)
    it.begin("extension", "Förlängning", ends_on=date(2022, 2, 28))
    write(it.draft, "Förlängning", "Två år.", it.lead)
    it.finish(it.third)
    found = notice_days.reckon(it.main, it.ngo.party)
    assert found.day == date(2021, 2, 28)
    assert any("Förlängning" in step for step in found.steps)
    assert any("1930:173" in step for step in found.steps)
    with pytest.raises(PermissionDenied):
        notice_days.set_notice(it.main, actor=it.ngo.reader, months={it.ngo.party.pk: 1})


def automatic(it, times=2):
    it.begin(subjects=["term"], extension_kind="automatic", extension_months=12, extension_times=times)
    write(it.draft, "Bakgrund", "Förlängs av sig självt.", it.lead)
    it.finish(it.third)


def test_it_is_extended_by_itself_when_nobody_has_said_no_and_only_once(it):
    automatic(it)
    main = Agreement.objects.get(pk=it.main.pk)
    assert extending.coming(main) == (date(2019, 10, 31), date(2020, 4, 30), date(2021, 4, 30))
    with clock.travel(date(2019, 10, 31)):
        assert extending.extend_due() == 0
        assert [task.due_on for task in agreements.tasks_for(it.lead)] == [date(2019, 10, 31)]
    with clock.travel(date(2019, 11, 1)):
        call_command("follow_terms")
        call_command("follow_terms")
        assert AutomaticExtension.objects.count() == 1
        assert agreements.effective_end(Agreement.objects.get(pk=main.pk)) == date(2021, 4, 30)
        assert Notification.objects.filter(key__contains="extended").exists()
        assert any("2020" in step for step in notice_days.term_in_steps(Agreement.objects.get(pk=main.pk)))
    with clock.travel(date(2030, 1, 1)):
        assert extending.extend_due() == 1  # as often as it may, and no more
        assert agreements.effective_end(Agreement.objects.get(pk=main.pk)) == date(2022, 4, 30)
        assert extending.extend_due() == 0


def test_an_amendment_that_holds_from_a_later_day_takes_effect_on_it(it):
    it.begin(subjects=["target_group"], target_group="Andra unga.", starts_on=date(2015, 6, 1))
    write(it.draft, "Bakgrund", "Nytt.", it.lead)
    it.finish(it.third)
    with clock.travel(date(2015, 5, 31)):
        call_command("follow_terms")
        it.partnership.refresh_from_db()
        assert it.partnership.target_group == ""
    with clock.travel(date(2015, 6, 1)):
        call_command("follow_terms")
        call_command("follow_terms")
        it.partnership.refresh_from_db()
        assert it.partnership.target_group == "Andra unga."


# -- A party that leaves -----------------------------------------------------------------------------------------------
def test_a_withdrawal_takes_its_own_signatory_and_its_time_of_notice(it):
    for stranger in (it.city.signatory, it.third.representative, it.lead):
        with pytest.raises(PermissionDenied):
            withdrawal.give(it.third.party, actor=stranger, reason="Nej")
    with clock.travel(date(2016, 8, 31)):
        assert withdrawal.earliest(it.third.party) == (date(2017, 2, 28), 6)
        for wrong in (
            {"reason": " "},
            {"leaves_on": date(2016, 8, 30)},
            {"leaves_on": date(2017, 1, 1)},
        ):
            with pytest.raises(steps.StepRefused):
                withdrawal.give(it.third.party, actor=it.third.signatory, **{"reason": "Ny inriktning", **wrong})
        given_one = withdrawal.give(it.third.party, actor=it.third.signatory, reason="Ny inriktning")
        with pytest.raises(steps.StepRefused):
            withdrawal.give(it.third.party, actor=it.third.signatory, reason="Igen")
        with pytest.raises(steps.StepRefused):
            withdrawal.take_effect(given_one)
        with pytest.raises(PermissionDenied):
            withdrawal.take_back(given_one, actor=it.lead, reason="Stanna")
        withdrawal.take_back(given_one, actor=it.third.signatory, reason="Vi stannar")
        earlier = withdrawal.give(
            it.third.party,
            actor=it.third.signatory,
            reason="Ny inriktning",
            leaves_on=date(2016, 10, 1),
            consent="Styrgruppen den 30 augusti",
        )
        assert earlier.leaves_on == date(2016, 10, 1)


def test_on_the_day_the_party_leaves_with_seats_and_annex(it):
    steering = seats.open_body(Body(partnership=it.partnership, kind="steering", name="Styr"), actor=it.lead)
    seat = seats.give(
        steering, actor=it.lead, person=it.ngo.representative, party=it.ngo.party, office="member", valid_from=SIGNED
    )
    withdrawal.give(it.ngo.party, actor=it.ngo.signatory, reason="Ny inriktning")
    undone = {one.title for one in following.points(it.ngo.party, following.LEAVING) if not one.is_done}
    assert len(undone) == 2  # seats and annex
    with clock.travel(date(2015, 9, 1)):
        call_command("follow_terms")
        call_command("follow_terms")
        left = Party.objects.get(pk=it.ngo.party.pk)
        assert (left.status, left.left_on) == ("left", date(2015, 9, 1))
        assert Agreement.objects.get(party=left, kind="annex").status == "ended"
        seat.refresh_from_db()
        assert seat.valid_until == date(2015, 9, 1)
        assert Withdrawal.objects.get().status == "effective"
        assert "Insatser och åtaganden" not in it.reads()
        assert all(one.is_done for one in following.points(left, following.LEAVING))


def test_the_only_coordinator_has_to_hand_over_first(it, capsys):
    withdrawal.give(it.city.party, actor=it.city.signatory, reason="Omorganisation")
    with clock.travel(date(2016, 1, 1)):
        call_command("follow_terms")
        assert "withdrawal" in capsys.readouterr().err
        assert Party.objects.get(pk=it.city.party.pk).status == "party"


def test_a_party_leaves_through_the_pages(it, client):
    def at(name):
        return reverse(f"partnerships:{name}", args=[it.partnership.slug, it.third.party.pk])

    login(client, it.third.signatory)
    page = client.get(at("party_leave"))
    assert page.context["form"].initial["leaves_on"] == date(2015, 9, 1)
    form = {"reason": "Ny inriktning", "leaves_on": "2015-04-01", "password": PASSWORD}
    assert "consent" in client.post(at("party_leave"), form).context["form"].errors
    assert client.post(at("party_leave"), {**form, "leaves_on": "2015-09-01", "password": "x"}).status_code == 422
    client.post(at("party_leave"), {**form, "leaves_on": "2015-09-01"})
    assert Withdrawal.objects.get().status == "given"
    assert client.get(at("party_following")).status_code == 200
    assert at("party_stay") in client.get(at("party")).content.decode()
    client.post(at("party_stay"), {"reason": "Vi stannar"})
    assert Withdrawal.objects.get().status == "taken_back"
    client.post(at("party_leave"), {**form, "leaves_on": "2015-09-01"})
    with clock.travel(date(2015, 9, 1)):
        login(client, it.lead)
        assert at("party_left") in client.get(at("party")).content.decode()
        client.post(at("party_left"), {})
        assert Party.objects.get(pk=it.third.party.pk).status == "left"


def test_the_pages_of_terms_and_of_what_follows(it, client):
    own(it, 12)
    login(client, it.third.reader)
    page = client.get(it.at("agreement_terms", it.main)).content.decode()
    assert "30 april 2019" in page
    assert client.get(it.at("agreement_terms", it.draft)).status_code == 404
    address = reverse("partnerships:party_following", args=[it.partnership.slug, it.third.party.pk])
    undone = [one for one in client.get(address).context["points"] if not one.is_done]
    assert undone  # no economist, no annex, no services
    login(client, it.lead)
    it.begin(title="Nästa")
    address = it.at("agreement_own_notice", it.draft)
    assert client.get(address).status_code == 200
    client.post(address, {f"party_{it.ngo.party.pk}": "7"})
    assert it.draft.agreement_parties.get(party=it.ngo.party).notice_months == 7
