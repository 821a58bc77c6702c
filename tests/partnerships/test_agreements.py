"""Agreements from the first draft to the last day, and the pages they are read, written and signed on."""

import threading
from contextlib import suppress
from datetime import date
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from partnerships import access, agreements, clock, initiative, parties, steps
from partnerships.models import Agreement, LogEvent, Notification, Party, SectionTemplate, Signature, User
from tests.factories import PASSWORD, login, mandate, organisation, person

START = date(2015, 3, 1)


def newcomer(side, name):
    """An organisation with a representative, a signatory and a reader."""
    made = organisation(side, name)
    people = {}
    for role in ("representative", "signatory", "reader"):
        people[role] = person(f"{name} {role}")
        mandate(people[role], made, role, valid_from=START)
    return SimpleNamespace(organisation=made, **people)


def beginning():
    """A city, an NGO and FC Gole in dialogue, and a draft with some text, annexes and terms."""
    city, ngo, gole = newcomer("public", "Staden"), newcomer("ideburen", "Missionen"), newcomer("ideburen", "FC Gole")
    partnership = initiative.start(
        actor=city.representative, organisation=city.organisation, name="Nya", slug="nya", challenge="Unga"
    )
    city.party = partnership.parties.get()
    for one in (ngo, gole):
        one.party = parties.propose(partnership, actor=city.representative, organisation=one.organisation)
        one.party = parties.begin_dialogue(one.party, actor=city.representative)
    draft = agreements.create(
        partnership,
        actor=city.representative,
        kind="main",
        title="Partnerskapsavtal",
        starts_on=date(2015, 5, 1),
        ends_on=date(2020, 4, 30),
        notice_months=6,
    )
    write(draft, "Syfte", "Att unga ska bli sedda.", city.representative)
    annex = agreements.add_annex(draft, actor=city.representative, party=ngo.party)
    return SimpleNamespace(
        partnership=partnership, lead=city.representative, city=city, ngo=ngo, gole=gole, draft=draft, annex=annex
    )


def write(agreement, heading, body, actor):
    section = agreement.sections.get(heading=heading)
    return agreements.edit_section(section, actor=actor, body=body)


def propose(it):
    it.draft = agreements.propose(it.draft, actor=it.lead)
    return it.draft


def sign(it, *who):
    for one in who:
        agreements.sign(it.draft, actor=one.signatory, party=one.party)
    it.draft.refresh_from_db()
    return it.draft


@pytest.fixture
def it(db):
    with clock.travel(START):
        yield beginning()


@pytest.fixture
def in_force(it):
    propose(it)
    sign(it, it.city, it.ngo, it.gole)
    return it


@pytest.fixture
def strangers(it):
    """Nobody, Django's superuser, and the coordinator of another partnership."""
    other = newcomer("public", "Grannstaden").representative
    initiative.start(
        actor=other, organisation=other.mandates.get().organisation, name="Annan", slug="annan", challenge="x"
    )
    return [person("Outsider"), User.objects.create_superuser("root@example.org", PASSWORD, name="Root"), other]


def at(name, agreement, *args):
    return reverse(f"partnerships:{name}", args=[agreement.partnership.slug, agreement.pk, *args])


# -- The whole life ---------------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_each_kind_has_its_sections():
    kinds = SectionTemplate.objects.values_list("kind", flat=True)
    assert {kind: list(kinds).count(kind) for kind in set(kinds)} == {
        "main": 31,
        "annex": 7,
        "amendment": 5,
        "extension": 4,
        "ending": 5,
    }


def test_from_draft_to_force(it):
    assert it.draft.sections.count() == 31
    assert {row.party_id for row in it.draft.agreement_parties.all()} == {
        it.city.party.pk,
        it.ngo.party.pk,
        it.gole.party.pk,
    }
    proposed = propose(it)
    assert proposed.text_hash == agreements.digest(proposed)
    assert [one.name for one in agreements.missing(proposed)] == ["Staden", "FC Gole", "Missionen"]
    sign_here = at("agreement_sign", proposed, it.ngo.party.pk)
    assert [task.url for task in agreements.tasks_for(it.ngo.signatory)] == [sign_here]

    sign(it, it.city, it.ngo)
    assert it.draft.status == "proposed"
    sign(it, it.gole)

    assert (it.draft.status, it.draft.in_force_on) == ("in_force", date(2015, 5, 1))
    it.annex.refresh_from_db()
    assert (it.annex.status, it.annex.text_hash) == ("in_force", it.draft.text_hash)
    joined = set(it.partnership.parties.values_list("status", "joined_on"))
    assert joined == {("party", date(2015, 5, 1))}
    assert agreements.missing(it.draft) == []
    told = Notification.objects.get(person=it.ngo.reader, key=f"agreement:{it.draft.pk}:in_force")
    assert f"”{it.draft.title}”" in told.text


def test_the_day_of_the_last_signature_counts_if_it_is_later(it):
    propose(it)
    sign(it, it.city, it.ngo)
    with clock.travel(date(2015, 9, 1)):
        sign(it, it.gole)
    assert it.draft.in_force_on == date(2015, 9, 1)


def test_fc_gole_refuses_and_the_rest_go_on(it):
    propose(it)
    sign(it, it.ngo)
    parties.decline(it.gole.party, actor=it.gole.signatory, reason="Styrelsen sa nej")
    tasks = [task.url for task in agreements.tasks_for(it.lead)]
    assert at("agreement_parties", it.draft) in tasks, "the coordinator has to take it out"
    with pytest.raises(steps.StepRefused):
        agreements.sign(it.draft, actor=it.gole.signatory, party=it.gole.party)

    it.draft = agreements.set_parties(it.draft, actor=it.lead, parties=[it.city.party, it.ngo.party])
    assert it.draft.status == "draft"
    assert Notification.objects.filter(person=it.ngo.signatory, key__contains="returned").exists()
    propose(it)
    assert len(agreements.missing(it.draft)) == 2, "the first signature was on another text"
    sign(it, it.city, it.ngo)

    assert it.draft.status == "in_force"
    assert it.draft.round == 2
    assert Party.objects.get(pk=it.gole.party.pk).status == "declined"


def test_the_annex_of_who_declined_has_lapsed_and_says_why(client, it):
    annex = agreements.add_annex(it.draft, actor=it.lead, party=it.gole.party)
    assert (annex.is_lapsed, annex.state) == (False, "draft")
    parties.decline(it.gole.party, actor=it.gole.signatory, reason="Styrelsen sa nej")
    it.draft = agreements.set_parties(it.draft, actor=it.lead, parties=[it.city.party, it.ngo.party])
    propose(it)
    sign(it, it.city, it.ngo)
    lead = login(client, it.lead)
    page = lead.get(at("agreement", annex))
    assert (page.context["agreement"].state, page.context["may_write"], page.context["tasks"]) == ("lapsed", False, [])
    assert "Styrelsen sa nej" in page.content.decode()
    assert "förfallen: parten tackade nej" in lead.get(at("agreement", it.draft)).content.decode()
    listed = lead.get(reverse("partnerships:agreement_list", args=[it.partnership.slug]))
    assert {row.pk: row.state for row, _waited, _turn in listed.context["rows"]}[annex.pk] == "lapsed"
    assert it.draft.state == "in_force"


def test_an_agreement_cannot_be_proposed_with_who_has_declined(it):
    parties.decline(it.gole.party, actor=it.lead, reason="De ringde")
    with pytest.raises(steps.StepRefused, match="FC Gole"):
        propose(it)


def test_what_is_missing_is_said_all_at_once(it):
    agreements.set_parties(it.draft, actor=it.lead, parties=[it.city.party])
    write(it.draft, "Syfte", "  \n ", it.lead)
    assert len(agreements.not_ready(it.draft)) == 2
    with pytest.raises(steps.StepRefused) as refused:
        propose(it)
    for fault in agreements.not_ready(it.draft):
        assert fault in str(refused.value)
    it.draft.refresh_from_db()
    assert it.draft.status == "draft"


def test_sections_without_text_fall_out_and_the_rest_are_numbered(it):
    write(it.draft, "Avveckling", "Så slutar vi.", it.lead)
    propose(it)
    assert list(it.draft.sections.order_by("position").values_list("position", "heading")) == [
        (1, "Syfte"),
        (2, "Avveckling"),
    ]


# -- One text, one hash -----------------------------------------------------------------------------------------------
def change_section(it):
    write(it.draft, "Syfte", "Något annat.", it.lead)


def change_terms(it):
    agreements.edit_terms(it.draft, actor=it.lead, ends_on=date(2021, 4, 30))


def change_annex(it):
    agreements.add_section(it.annex, actor=it.lead, heading="Mer", body="Text")


def add_annex(it):
    agreements.add_annex(it.draft, actor=it.lead, party=it.gole.party)


def change_parties(it):
    agreements.set_parties(it.draft, actor=it.lead, parties=[it.city.party, it.ngo.party])


def move(it):
    agreements.move_section(it.draft.sections.get(heading="Syfte"), actor=it.lead, to=2)


def remove(it):
    agreements.remove_section(it.draft.sections.get(heading="Avveckling"), actor=it.lead)


CHANGES = [change_section, change_terms, change_annex, add_annex, change_parties, move, remove]


@pytest.mark.parametrize("change", CHANGES)
def test_any_change_takes_a_proposed_package_back_in_the_same_act(it, change):
    write(it.draft, "Avveckling", "Så slutar vi.", it.lead)
    propose(it)
    sign(it, it.ngo)
    before = it.partnership.chain.events.count()

    change(it)

    it.draft.refresh_from_db()
    it.annex.refresh_from_db()
    assert (it.draft.status, it.annex.status) == ("draft", "draft")
    assert it.partnership.chain.events.count() == before + 1
    assert agreements.valid_signatures(it.draft).count() == 0
    assert Signature.objects.count() == 1, "it stays, as void"
    assert Notification.objects.filter(person=it.ngo.signatory, key__contains="returned").exists()


def test_saving_what_stands_there_already_voids_nothing(it):
    propose(it)
    sign(it, it.ngo)
    write(it.draft, "Syfte", "Att unga ska bli sedda.", it.lead)
    agreements.set_parties(it.draft, actor=it.lead, parties=[it.city.party, it.ngo.party, it.gole.party])
    agreements.edit_terms(it.draft, actor=it.lead, title=it.draft.title)
    it.draft.refresh_from_db()
    assert it.draft.status == "proposed"


def test_the_hash_covers_terms_parties_sections_and_annexes(it):
    seen = {agreements.digest(it.draft)}
    for change in (change_section, change_terms, change_annex, change_parties):
        change(it)
        it.draft.refresh_from_db()
        seen.add(agreements.digest(it.draft))
    assert len(seen) == 5


def test_a_signed_text_stays_although_a_party_gets_another_name(in_force):
    text = agreements.package_text(in_force.draft)
    with clock.travel(date(2016, 1, 1)):
        values = {"name": "Missionen i Väst"}
        steps.edit(
            in_force.ngo.organisation, actor=in_force.ngo.representative, right="edit_organisation", values=values
        )
        assert agreements.package_text(in_force.draft) == text
        assert agreements.digest(in_force.draft) == in_force.draft.text_hash


@pytest.mark.parametrize("change", CHANGES[:-2])
def test_what_is_in_force_never_changes(in_force, change):
    with pytest.raises(steps.StepRefused):
        change(in_force)


def test_a_representative_writes_the_own_annex_while_it_is_a_draft(it):
    write(it.annex, "Uppföljning", "Varje månad.", it.ngo.representative)
    for stranger in (it.gole.representative, it.ngo.reader, it.ngo.signatory):
        with pytest.raises(PermissionDenied):
            write(it.annex, "Uppföljning", "Aldrig.", stranger)
    with pytest.raises(PermissionDenied):
        write(it.draft, "Syfte", "Vårt.", it.ngo.representative)
    propose(it)
    with pytest.raises(PermissionDenied):
        write(it.annex, "Uppföljning", "Varje vecka.", it.ngo.representative)


# -- Signing ----------------------------------------------------------------------------------------------------------
def test_only_the_partys_own_signatory_signs_and_only_once(it):
    propose(it)
    for stranger in (it.city.signatory, it.ngo.representative, it.lead):
        with pytest.raises(PermissionDenied):
            agreements.sign(it.draft, actor=stranger, party=it.ngo.party)
    sign(it, it.ngo)
    with pytest.raises(steps.StepRefused):
        sign(it, it.ngo)


def test_a_mandate_that_has_ceased_signs_nothing(it):
    propose(it)
    held = it.ngo.signatory.mandates.get()
    with clock.travel(date(2015, 6, 1)):
        steps.edit(held, actor=None, right="", values={"valid_until": date(2015, 5, 1)})
        with pytest.raises(PermissionDenied):  # although guardian's row is still there
            sign(it, it.ngo)


def test_nobody_signs_a_text_that_was_not_shown(it):
    propose(it)
    with pytest.raises(steps.StepRefused):
        agreements.sign(it.draft, actor=it.ngo.signatory, party=it.ngo.party, text_hash="0" * 64)


def test_the_database_lets_nothing_in_force_without_all_signatures(it):
    propose(it)
    sign(it, it.city, it.ngo)
    with pytest.raises(IntegrityError), transaction.atomic():
        Agreement.objects.filter(pk=it.draft.pk).update(status="in_force", in_force_on=clock.today())


def test_the_database_lets_it_when_the_guard_is_off(it, without_trigger):
    propose(it)
    with without_trigger("partnerships_agreement", "guards"):
        Agreement.objects.filter(pk=it.draft.pk).update(status="in_force", in_force_on=clock.today())


@pytest.mark.django_db(transaction=True)
def test_two_last_signatures_at_once_put_it_in_force_exactly_once(monkeypatch):
    with clock.travel(START):
        it = beginning()
        propose(it)
        sign(it, it.city)
    meet, faults = threading.Barrier(2, timeout=1), []
    require = access.require

    def slow(actor, action, obj):
        require(actor, action, obj)
        if action == "sign":
            with suppress(threading.BrokenBarrierError):
                meet.wait()

    monkeypatch.setattr(access, "require", slow)

    def run(one):
        try:
            with clock.travel(START):
                agreements.sign(it.draft, actor=one.signatory, party=one.party)
        except Exception as fault:  # noqa: BLE001
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[one]) for one in (it.ngo, it.gole)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    it.draft.refresh_from_db()
    assert faults == []
    assert it.draft.status == "in_force"
    assert it.draft.history.filter(status="in_force").count() == 1


# -- Amendments, extensions, days -------------------------------------------------------------------------------------
def test_an_amendment_lets_two_join(in_force):
    it = in_force
    two = [newcomer("ideburen", name) for name in ("Stadsmissionen", "Karriärkraft")]
    with clock.travel(date(2016, 2, 1)):
        for one in two:
            one.party = parties.propose(it.partnership, actor=it.lead, organisation=one.organisation)
        parties.begin_dialogue(two[0].party, actor=it.lead)
        everyone = list(it.partnership.parties.all())
        it.draft = agreements.create(
            it.partnership, actor=it.lead, kind="amendment", title="Tillägg 1", parent=it.draft, parties=everyone
        )
        write(it.draft, "Nya parter", "Stadsmissionen och Karriärkraft.", it.lead)
        agreements.add_annex(it.draft, actor=it.lead, party=two[0].party)
        propose(it)
        sign(it, it.city, it.ngo, it.gole, *two)
    assert it.draft.status == "in_force"
    new = it.partnership.parties.filter(organisation__in=[one.organisation for one in two])
    assert set(new.values_list("status", "joined_on")) == {("party", date(2016, 2, 1))}


def test_an_amendment_is_between_all_the_parties(in_force):
    it = in_force
    it.draft = agreements.create(
        it.partnership,
        actor=it.lead,
        kind="amendment",
        title="Tillägg",
        parent=it.draft,
        parties=Party.objects.filter(pk__in=[it.city.party.pk, it.ngo.party.pk]),
    )
    write(it.draft, "Bakgrund", "Ny lag.", it.lead)
    with pytest.raises(steps.StepRefused, match="FC Gole"):
        propose(it)


def test_only_what_is_in_force_is_amended_and_there_is_one_main(it):
    for kind in ("amendment", "extension"):
        with pytest.raises(steps.StepRefused):
            agreements.create(it.partnership, actor=it.lead, kind=kind, title="T", parent=it.draft)
    with pytest.raises(steps.StepRefused):
        agreements.create(it.partnership, actor=it.lead, kind="main", title="Ett till")


def test_an_extension_moves_the_last_day_and_the_day_to_give_notice(in_force):
    it, main = in_force, in_force.draft
    assert agreements.last_day_to_give_notice(main) == date(2019, 10, 31)
    it.draft = agreements.create(
        it.partnership, actor=it.lead, kind="extension", title="Förlängning", parent=main, ends_on=date(2020, 4, 30)
    )
    write(it.draft, "Förlängning", "Två år till.", it.lead)
    with pytest.raises(steps.StepRefused):
        propose(it)  # the day does not lie after the present one
    agreements.edit_terms(it.draft, actor=it.lead, ends_on=date(2022, 4, 30))
    propose(it)
    assert agreements.effective_end(main) == date(2020, 4, 30)
    sign(it, it.city, it.ngo, it.gole)
    assert agreements.effective_end(main) == date(2022, 4, 30)
    assert agreements.last_day_to_give_notice(main) == date(2021, 10, 31)


@pytest.mark.parametrize(
    ("end", "months", "expected"),
    [
        (date(2020, 5, 31), 3, date(2020, 2, 29)),
        (date(2021, 5, 31), 3, date(2021, 2, 28)),
        (date(2021, 2, 28), 3, date(2020, 11, 30)),
        (date(2020, 2, 29), 12, date(2019, 2, 28)),
        (date(2020, 2, 28), 12, date(2019, 2, 28)),
        (date(2021, 2, 28), 12, date(2020, 2, 29)),
        (date(2020, 3, 30), 1, date(2020, 2, 29)),
        (date(2020, 1, 15), 1, date(2019, 12, 15)),
        (date(2020, 12, 31), 6, date(2020, 6, 30)),
        (date(2020, 6, 30), 0, date(2020, 6, 30)),
    ],
)
def test_months_before_a_day(end, months, expected):
    assert agreements.months_before(end, months) == expected


def test_the_coordinator_is_reminded_of_the_day_to_give_notice(in_force):
    with clock.travel(date(2019, 7, 1)):
        assert not list(agreements.tasks_for(in_force.lead))
    with clock.travel(date(2019, 9, 1)):
        assert [task.due_on for task in agreements.tasks_for(in_force.lead)] == [date(2019, 10, 31)]


# -- Pages ------------------------------------------------------------------------------------------------------------
PAGES = [
    ("agreement", 200),
    ("agreement_edit", 403),
    ("agreement_parties", 403),
    ("agreement_annex", 403),
    ("agreement_amend", 403),
    ("agreement_extend", 403),
    ("agreement_propose", 403),
    ("agreement_return", 403),
    ("agreement_to_end", 403),
    ("agreement_ending", 200),
    ("section_order", 403),
    ("section_new", 403),
]


@pytest.mark.parametrize(("name", "for_reader"), PAGES)
def test_every_page_answers_each_reader_as_it_should(client, it, strangers, name, for_reader):
    assert login(client, it.lead).get(at(name, it.draft)).status_code == 200
    assert login(client, it.ngo.reader).get(at(name, it.draft)).status_code == for_reader
    for outsider in strangers:
        assert login(client, outsider).get(at(name, it.draft)).status_code == 404


def test_the_list_is_a_tree_that_tells_who_is_waited_for(client, it):
    propose(it)
    sign(it, it.ngo)
    page = login(client, it.ngo.reader).get(reverse("partnerships:agreement_list", args=[it.partnership.slug]))
    assert [row.pk for row, _waited, _turn in page.context["rows"]] == [it.draft.pk, it.annex.pk]
    assert [party.name for party in page.context["rows"][0][1]] == ["Staden", "FC Gole"]
    for kind in ("csv", "xlsx"):
        assert client.get(page.request["PATH_INFO"], {"format": kind}).status_code == 200


def test_signing_on_the_page(client, it):
    propose(it)
    login(client, it.ngo.signatory)
    url = at("agreement_sign", it.draft, it.ngo.party.pk)
    page = client.get(url)
    assert it.draft.text_hash in page.content.decode()
    assert "Att unga ska bli sedda." in page.content.decode()

    wrong = client.post(url, {"text_hash": it.draft.text_hash, "password": "fel"})
    assert wrong.status_code == 422
    assert "password" in wrong.context["form"].errors
    stale = client.post(url, {"text_hash": "0" * 64, "password": PASSWORD})
    assert stale.status_code == 422
    assert not Signature.objects.exists()

    right = client.post(url, {"text_hash": it.draft.text_hash, "password": PASSWORD}, follow=True)
    given = Signature.objects.get()
    assert right.redirect_chain[0][0] == at("agreement_receipt", it.draft, given.pk)
    assert it.draft.text_hash in right.content.decode()


def test_a_signatory_of_another_party_and_a_reader_do_not_sign_here(client, it, strangers):
    propose(it)
    data = {"text_hash": it.draft.text_hash, "password": PASSWORD}
    url = at("agreement_sign", it.draft, it.ngo.party.pk)
    for reader, code in ((it.city.signatory, 403), (it.ngo.reader, 403), (it.lead, 403), (strangers[0], 404)):
        login(client, reader)
        assert client.get(url).status_code == code
        assert client.post(url, data).status_code == code
    assert login(client, it.ngo.signatory).get(at("agreement_sign", it.draft, 999999)).status_code == 404
    assert not Signature.objects.exists()


def test_editing_what_is_proposed_says_first_what_it_costs(client, it):
    propose(it)
    sign(it, it.ngo)
    section = it.draft.sections.get(heading="Syfte")
    url = at("section_edit", it.draft, section.pk)
    page = login(client, it.lead).get(url)
    it.lead.language = "en"
    it.lead.save()
    page = client.get(url)
    assert "1 of 3 has signed" in page.content.decode()
    it.draft.refresh_from_db()
    assert it.draft.status == "proposed", "nothing has happened yet"
    form = page.context["form"]
    data = {"heading": "Syfte", "body": "Nytt", "version": section.version, "seen": form["seen"].value()}
    assert client.post(url, data).status_code == 302
    it.draft.refresh_from_db()
    assert it.draft.status == "draft"


def test_a_page_opened_before_more_had_signed_is_shown_anew(client, it):
    section = it.draft.sections.get(heading="Syfte")
    url = at("section_edit", it.draft, section.pk)
    form = login(client, it.lead).get(url).context["form"]
    propose(it)
    sign(it, it.ngo)
    section = it.draft.sections.get(heading="Syfte")
    data = {"heading": "Syfte", "body": "Nytt", "version": section.version, "seen": form["seen"].value()}

    again = client.post(url, data)
    assert again.status_code == 422
    it.draft.refresh_from_db()
    assert it.draft.status == "proposed"
    assert client.post(url, {**data, "seen": again.context["form"]["seen"].value()}).status_code == 302


def test_two_who_write_at_once_see_both_texts(client, it):
    section = it.draft.sections.get(heading="Syfte")
    write(it.draft, "Syfte", "Det andra skrev.", it.lead)
    login(client, it.lead)
    data = {"heading": "Syfte", "body": "Det jag skrev.", "version": section.version, "seen": ""}
    response = client.post(at("section_edit", it.draft, section.pk), data)
    page = response.content.decode()
    assert response.status_code == 422
    assert "Det andra skrev." in page
    assert "Det jag skrev." in page
    assert len(response.context["theirs"]) == 1
    again = client.post(at("section_edit", it.draft, section.pk), {**data, "version": response.context["version"]})
    assert again.status_code == 302


@pytest.mark.parametrize(
    "bad",
    [
        {"title": ""},
        {"title": "x" * 161},
        {"ends_on": "2014-01-01"},
        {"ends_on": "0001-01-01"},
        {"starts_on": "igår"},
        {"notice_months": "9" * 30},
        {"notice_months": "-1"},
        {"extension_rule": "Om 19121212-1212 vill"},
        {"title": "a\x00b"},
    ],
)
def test_terms_that_cannot_be_are_said_beside_their_field(client, it, bad):
    data = {"title": "Avtal", "starts_on": "2015-05-01", "ends_on": "2020-04-30", "notice_months": "6", **bad}
    response = login(client, it.lead).post(at("agreement_edit", it.draft), {**data, "version": it.draft.version})
    assert response.status_code == 422
    assert set(response.context["form"].errors) == set(bad)


def test_the_whole_way_on_the_pages(client, it):
    login(client, it.lead)
    assert client.post(at("section_new", it.draft), {"heading": "Eget", "body": "Text", "seen": ""}).status_code == 302
    own = it.draft.sections.get(heading="Eget")
    assert client.post(at("section_move", it.draft, own.pk), {"to": "1"}).status_code == 302
    own.refresh_from_db()
    assert own.position == 1
    assert client.post(at("section_move", it.draft, own.pk), {"to": "-5"}).status_code == 302
    assert client.get(at("section_move", it.draft, own.pk)).status_code == 405
    assert client.post(at("section_remove", it.draft, own.pk), {}).status_code == 302
    assert client.post(at("agreement_annex", it.draft), {"party": it.gole.party.pk}).status_code == 302
    assert client.post(at("agreement_edit", it.draft), {"title": "Vårt avtal"}).status_code == 302
    assert client.post(at("agreement_propose", it.draft), {}).status_code == 302
    assert client.post(at("agreement_return", it.draft), {"reason": ""}).status_code == 422
    assert client.post(at("agreement_return", it.draft), {"reason": "Fel datum"}).status_code == 302
    chosen = [it.city.party.pk, it.ngo.party.pk]
    assert client.post(at("agreement_parties", it.draft), {"parties": chosen}).status_code == 302
    assert client.post(at("agreement_parties", it.draft), {"parties": ["x", "9" * 30]}).status_code == 422
    assert client.post(at("agreement_propose", it.draft), {}).status_code == 302
    it.draft.refresh_from_db()
    sign(it, it.city, it.ngo)
    assert it.draft.title == "Vårt avtal"
    assert it.draft.status == "in_force"
    for name in ("agreement", "agreement_amend", "agreement_extend", "agreement_to_end", "agreement_ending"):
        assert client.get(at(name, it.draft)).status_code == 200
    response = client.post(at("agreement_extend", it.draft), {"title": "Förlängning", "ends_on": "2030-04-30"})
    assert response.status_code == 302
    assert client.get(response["Location"]).status_code == 200


def test_a_proposal_that_lacks_something_is_refused_on_the_page(client, it):
    write(it.draft, "Syfte", "", it.lead)
    login(client, it.lead)
    assert client.get(at("agreement_propose", it.draft)).context["faults"]
    assert client.post(at("agreement_propose", it.draft), {}).status_code == 422


def test_pages_cost_the_same_for_many(client, in_force, django_assert_max_num_queries):
    it = in_force
    login(client, it.lead)
    urls = [reverse("partnerships:agreement_list", args=[it.partnership.slug]), at("agreement", it.draft)]
    for url in urls:
        client.get(url)
    few = []
    for url in urls:
        with django_assert_max_num_queries(80) as cost:
            client.get(url)
        few.append(len(cost))
    for number in range(8):
        made = agreements.create(
            it.partnership,
            actor=it.lead,
            kind="extension",
            title=f"Förlängning {number}",
            parent=it.draft,
            ends_on=date(2030, 1, 1),
        )
        agreements.add_annex(made, actor=it.lead, party=it.ngo.party)
        write(made, "Bakgrund", "Ny lag.", it.lead)
        agreements.propose(made, actor=it.lead)
    many = []
    for url in urls:
        with django_assert_max_num_queries(80) as cost:
            client.get(url)
        many.append(len(cost))
    assert many == few


def test_a_signature_keeps_the_name_that_was_signed_with(furnished, client):
    signature = Signature.objects.select_related("person").first()
    old = signature.person.name
    assert signature.name == old
    User.objects.filter(pk=signature.person_id).update(name="Nygift Namnbyte")
    page = login(client, signature.person).get(signature.agreement.get_absolute_url()).content.decode()
    assert old in page
    events = LogEvent.objects.filter(object_type="partnerships.agreement").values_list("changes", flat=True)
    assert old not in str(list(events))
