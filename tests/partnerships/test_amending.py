"""Amendments: what they are about, what they change, conflicts that a person resolves, and the text as it reads."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from partnerships import agreements, clock, initiative, parties, steps
from partnerships.models import Agreement, AgreementSection, Partnership
from tests.factories import login
from tests.partnerships.test_agreements import newcomer, sign, write

SIGNED = date(2015, 3, 1)


class It:
    """A city and an NGO with an agreement in force: sections Syfte and Målgrupp, and the NGO's annex."""

    def __init__(self):
        self.city, self.ngo = newcomer("public", "Staden"), newcomer("ideburen", "Missionen")
        self.lead = self.city.representative
        self.partnership = initiative.start(
            actor=self.lead, organisation=self.city.organisation, name="Nya", slug="nya", challenge="Unga"
        )
        self.city.party = self.partnership.parties.get()
        self.ngo.party = self.join(self.ngo)
        self.main = self.draft = agreements.create(
            self.partnership,
            actor=self.lead,
            kind="main",
            title="Partnerskapsavtal",
            starts_on=SIGNED,
            ends_on=date(2020, 4, 30),
            notice_months=6,
        )
        write(self.main, "Syfte", "Att unga ska bli sedda.", self.lead)
        write(self.main, "Målgrupp", "Unga 13–17 år.", self.lead)
        annex = agreements.add_annex(self.main, actor=self.lead, party=self.ngo.party)
        write(annex, "Insatser och åtaganden", "Två hus.", self.lead)
        self.finish()
        self.main = self.draft

    def join(self, one):
        made = parties.propose(self.partnership, actor=self.lead, organisation=one.organisation)
        return parties.begin_dialogue(made, actor=self.lead)

    def begin(self, kind="amendment", title="Tillägg", **values):
        self.draft = agreements.create(
            self.partnership, actor=self.lead, kind=kind, title=title, parent=self.main, **values
        )
        return self.draft

    def finish(self, *more):
        clock.tick()  # what is agreed later goes before
        self.draft = agreements.propose(self.draft, actor=self.lead)
        return sign(self, self.city, self.ngo, *more)

    def now(self, heading):
        return next(one for one in agreements.in_effect(self.main) if one.heading == heading)

    def reads(self, on=None):
        chapters = agreements.as_it_reads(self.main, on)
        return {c.section.heading: c.section.body for one in chapters for c in one.in_effect}

    def at(self, name, agreement, *more):
        return reverse(f"partnerships:{name}", args=[self.partnership.slug, agreement.pk, *more])


@pytest.fixture
def it(db):
    with clock.travel(SIGNED):
        yield It()


def test_an_amendment_replaces_strikes_and_adds_and_the_signed_text_stays(it):
    before = agreements.package_text(it.main)
    it.begin(sections=[it.now("Målgrupp")])
    copied = it.draft.sections.get(effect="replaces")
    assert (copied.heading, copied.body) == ("Målgrupp", "Unga 13–17 år.")
    agreements.edit_section(copied, actor=it.lead, body="Unga 13–20 år.")
    agreements.strike_section(it.draft, actor=it.lead, target=it.now("Syfte"))
    agreements.insert_section(it.draft, actor=it.lead, heading="Språk", body="Klarspråk.", target=it.now("Syfte"))
    agreements.change_section(it.draft, actor=it.lead, target=it.now("Insatser och åtaganden"))
    annexed = it.draft.sections.get(target__agreement__kind="annex")
    agreements.edit_section(annexed, actor=it.lead, body="Tre hus.")
    with clock.travel(date(2016, 6, 1)):
        it.finish()
        assert it.reads() == {"Språk": "Klarspråk.", "Målgrupp": "Unga 13–20 år.", "Insatser och åtaganden": "Tre hus."}
        assert "Syfte" in it.reads(date(2016, 5, 31))
        assert it.reads(date(2016, 6, 1)) == it.reads()
        assert it.reads(date(2015, 2, 28)) == {}
    text = agreements.package_text(it.draft)
    assert "Ersätter avsnitt 2 Målgrupp i partnerskapsavtal 1.\nUnga 13–20 år." in text
    assert "Utgår: avsnitt 1 Syfte i partnerskapsavtal 1." in text
    assert "Nytt avsnitt efter avsnitt 1 Syfte i partnerskapsavtal 1." in text
    assert "Ändringen gäller: annat" in text
    assert agreements.digest(it.draft) == it.draft.text_hash
    assert agreements.package_text(it.main) == before


def test_an_unchanged_copy_is_left_out(it):
    it.begin(sections=[it.now("Målgrupp"), it.now("Syfte")])
    agreements.edit_section(it.draft.sections.get(heading="Syfte"), actor=it.lead, body="Att unga växer.")
    assert "Målgrupp" in [one.heading for one in agreements.left_out(it.draft)]
    it.finish()
    assert [one.heading for one in it.draft.sections.all()] == ["Syfte"]


def test_one_open_amendment_at_a_time_and_a_draft_can_be_laid_aside(it):
    first = it.begin()
    with pytest.raises(steps.StepRefused):
        it.begin(title="Ett till")
    made = Agreement(partnership=it.partnership, kind="amendment", parent=it.main, title="T", subjects=["other"])
    with pytest.raises(IntegrityError), transaction.atomic():
        made.save()
    with pytest.raises(PermissionDenied):
        agreements.drop(first, actor=it.ngo.reader, reason="Nej")
    with pytest.raises(steps.StepRefused):
        agreements.drop(first, actor=it.lead, reason=" ")
    agreements.drop(first, actor=it.lead, reason="Vi väntar på lagen")
    first.refresh_from_db()
    for act in (
        lambda: agreements.add_section(first, actor=it.lead, heading="Mer"),
        lambda: agreements.propose(first, actor=it.lead),
        lambda: agreements.drop(first, actor=it.lead, reason="Igen"),
    ):
        with pytest.raises(steps.StepRefused, match="lagts undan"):
            act()
    it.begin(title="Ett till")
    assert not [one for one in agreements.tasks_for(it.lead) if "“Tillägg”" in one.title]


def both_change(it, heading="Målgrupp"):
    """An amendment in draft with a copy of the section, and an extension that changes it and comes into force."""
    amendment = it.begin(sections=[it.now(heading)])
    ours = amendment.sections.get(effect="replaces")
    agreements.edit_section(ours, actor=it.lead, body="Unga 13–20 år.")
    it.begin("extension", "Förlängning", ends_on=date(2022, 4, 30), sections=[it.now(heading)])
    agreements.edit_section(it.draft.sections.get(effect="replaces"), actor=it.lead, body="Unga 13–17 år i Göteborg.")
    it.finish()
    it.draft = amendment
    ours.refresh_from_db()
    return ours


def test_a_text_that_changed_meanwhile_is_shown_and_merged_never_overwritten(it):
    ours = both_change(it)
    (conflict,) = agreements.conflicts(it.draft)
    assert [conflict.base.body, conflict.theirs.body, conflict.ours.body] == [
        "Unga 13–17 år.",
        "Unga 13–17 år i Göteborg.",
        "Unga 13–20 år.",
    ]
    with pytest.raises(steps.StepRefused):
        agreements.propose(it.draft, actor=it.lead)
    merged = {"heading": "Målgrupp", "body": "Unga 13–20 år i Göteborg."}
    with pytest.raises(steps.StepRefused):
        agreements.resolve(ours, actor=it.lead, theirs=conflict.base.pk, **merged)
    with pytest.raises(PermissionDenied):
        agreements.resolve(ours, actor=it.ngo.reader, theirs=conflict.theirs.pk, **merged)
    with pytest.raises(steps.EditConflict):
        agreements.resolve(ours, actor=it.lead, theirs=conflict.theirs.pk, version=0, **merged)
    agreements.resolve(ours, actor=it.lead, theirs=conflict.theirs.pk, version=ours.version, **merged)
    assert agreements.conflicts(it.draft) == []
    with pytest.raises(steps.StepRefused):
        agreements.resolve(ours, actor=it.lead, theirs=conflict.theirs.pk, **merged)
    it.finish()
    assert it.reads()["Målgrupp"] == "Unga 13–20 år i Göteborg."


def test_what_is_out_for_signing_cannot_be_signed_over_a_change(it):
    amendment = it.begin(sections=[it.now("Målgrupp")])
    agreements.edit_section(amendment.sections.get(effect="replaces"), actor=it.lead, body="Unga 13–20 år.")
    agreements.propose(amendment, actor=it.lead)
    agreements.sign(amendment, actor=it.city.signatory, party=it.city.party)
    it.begin("extension", "Förlängning", ends_on=date(2022, 4, 30), sections=[it.now("Målgrupp")])
    agreements.edit_section(it.draft.sections.get(effect="replaces"), actor=it.lead, body="Andra unga.")
    it.finish()
    with pytest.raises(steps.StepRefused):
        agreements.sign(amendment, actor=it.ngo.signatory, party=it.ngo.party)


def test_what_is_struck_meanwhile_becomes_a_new_section_or_falls_away(it):
    for body, effects in (("Det ska stå kvar.", ["adds"]), ("", [])):
        with transaction.atomic():
            amendment = it.begin(sections=[it.now("Syfte")])
            ours = amendment.sections.get(effect="replaces")
            it.begin("extension", "Förlängning", ends_on=date(2022, 4, 30))
            agreements.strike_section(it.draft, actor=it.lead, target=it.now("Syfte"))
            it.finish()
            (conflict,) = agreements.conflicts(amendment)
            assert conflict.theirs is None
            agreements.resolve(ours, actor=it.lead, theirs=0, heading="Syfte", body=body)
            assert list(amendment.sections.exclude(effect="").values_list("effect", flat=True)) == effects
            transaction.set_rollback(True)


def test_a_new_last_day_remembers_which_one_it_was_written_for(it):
    amendment = it.begin(subjects=["term"], ends_on=date(2019, 12, 31))
    write(amendment, "Bakgrund", "Vi slutar tidigare.", it.lead)
    it.begin("extension", "Förlängning", ends_on=date(2022, 4, 30))
    write(it.draft, "Förlängning", "Två år.", it.lead)
    it.finish()
    it.draft = amendment
    with pytest.raises(steps.StepRefused):
        agreements.propose(amendment, actor=it.lead)
    agreements.edit_terms(amendment, actor=it.lead, ends_on=date(2019, 12, 31))
    it.finish()
    assert agreements.effective_end(it.main) == date(2019, 12, 31)


def test_what_was_agreed_later_goes_before_each_from_its_day(it):
    it.begin(starts_on=date(2016, 1, 1), sections=[it.now("Målgrupp")])
    agreements.edit_section(it.draft.sections.get(effect="replaces"), actor=it.lead, body="Från januari.")
    it.finish()
    with clock.travel(date(2015, 7, 1)):
        it.begin("extension", "Förlängning", ends_on=date(2022, 4, 30), sections=[it.now("Målgrupp")])
        assert it.draft.sections.get(effect="replaces").body == "Från januari."
        agreements.edit_section(it.draft.sections.get(effect="replaces"), actor=it.lead, body="Från juli.")
        it.finish()
    days = (date(2015, 6, 30), date(2015, 7, 1), date(2016, 1, 1))
    assert [it.reads(day)["Målgrupp"] for day in days] == ["Unga 13–17 år.", "Från juli.", "Från juli."]
    assert it.reads()["Målgrupp"] == "Från juli."


def test_an_amendment_changes_target_group_and_notice_when_in_force(it):
    with pytest.raises(steps.StepRefused):
        agreements.propose(it.begin(subjects=["term"]), actor=it.lead)
    agreements.edit_terms(it.draft, actor=it.lead, subjects=["term", "target_group"], notice_months=3)
    with pytest.raises(steps.StepRefused):
        agreements.propose(it.draft, actor=it.lead)
    agreements.edit_terms(it.draft, actor=it.lead, target_group="Unga 13–20 år.")
    write(it.draft, "Bakgrund", "Fler behöver oss.", it.lead)
    assert agreements.last_day_to_give_notice(it.main) == date(2019, 10, 31)
    it.finish()
    assert Partnership.objects.get(pk=it.partnership.pk).target_group == "Unga 13–20 år."
    assert agreements.last_day_to_give_notice(it.main) == date(2020, 1, 31)
    assert "Ny målgrupp: Unga 13–20 år." in agreements.package_text(it.draft)


def test_only_sections_in_effect_of_the_same_agreement_are_changed(it):
    it.begin()
    other = AgreementSection.objects.filter(agreement=it.draft).first()
    with pytest.raises(steps.StepRefused):
        agreements.change_section(it.draft, actor=it.lead, target=other)
    agreements.change_section(it.draft, actor=it.lead, target=it.now("Syfte"))
    with pytest.raises(steps.StepRefused):
        agreements.strike_section(it.draft, actor=it.lead, target=it.now("Syfte"))
    with pytest.raises(PermissionDenied):
        agreements.change_section(it.draft, actor=it.ngo.reader, target=it.now("Målgrupp"))
    with pytest.raises(steps.StepRefused):
        agreements.insert_section(it.main, actor=it.lead, heading="Mer")


# -- On the pages ------------------------------------------------------------------------------------------------------
def test_an_amendment_through_the_pages(it, client):
    new = newcomer("ideburen", "Stadsmissionen")
    new.party = it.join(new)
    login(client, it.lead)
    address = it.at("agreement_amend", it.main)
    chosen = it.now("Målgrupp")
    page = client.post(address, {"title": "Tillägg 1", "ends_on": "2021-01-01", "joining": [new.party.pk]})
    assert page.status_code == 422
    form = {"title": "Tillägg 1", "subjects": ["services"], "joining": [new.party.pk], "ends_on": "2021-01-01"}
    page = client.post(address, form)
    assert set(page.context["form"].errors) == {"subjects"}
    page = client.post(address, {"title": "Tillägg 1", "subjects": ["parties"]})
    assert set(page.context["form"].errors) == {"joining"}
    form = {"title": "Tillägg 1", "subjects": ["parties", "services"], "joining": [new.party.pk]}
    page = client.post(address, {**form, "sections": [chosen.pk]}, follow=True)
    made = Agreement.objects.get(title="Tillägg 1")
    assert page.redirect_chain[-1][0] == it.at("agreement", made)
    assert made.agreement_parties.count() == 3
    page = client.post(it.at("change_new", made), {"effect": "strikes", "target": ""})
    assert "target" in page.context["form"].errors
    page = client.post(it.at("change_new", made), {"effect": "adds", "target": "", "heading": ""})
    assert "heading" in page.context["form"].errors
    client.post(it.at("change_new", made), {"effect": "strikes", "target": it.now("Syfte").pk})
    client.post(it.at("change_new", made), {"effect": "adds", "target": chosen.pk, "heading": "Språk"})
    assert sorted(made.sections.values_list("effect", flat=True))[-3:] == ["adds", "replaces", "strikes"]
    section = made.sections.get(effect="replaces")
    client.post(it.at("section_edit", made, section.pk), {"heading": "Målgrupp", "body": "Unga 13–20 år."})
    page = client.get(it.at("agreement_changes", made)).content.decode()
    assert all(f"{word}</{tag}>" in page for word, tag in [("17", "del"), ("20", "ins"), ("bli sedda.", "del")])
    assert client.get(it.at("agreement_changes", it.main)).status_code == 404
    again = client.get(address).content.decode()
    assert "Tillägg 1" in again  # it says which amendment is open
    login(client, it.ngo.reader)
    page = client.get(it.at("agreement_changes", made))
    assert it.at("change_new", made) not in page.content.decode()
    assert client.get(it.at("change_new", made)).status_code == 403


def test_a_conflict_is_merged_on_the_page(it, client):
    ours = both_change(it)
    login(client, it.lead)
    assert it.at("change_merge", it.draft, ours.pk) in client.get(it.at("agreement_changes", it.draft)).content.decode()
    page = client.get(it.at("change_merge", it.draft, ours.pk))
    words = page.content.decode()
    assert "13–17 år <ins>i Göteborg.</ins>" in words or "<ins>år i Göteborg.</ins>" in words or "i Göteborg." in words
    form = {"theirs": page.context["form"]["theirs"].value(), "heading": "Målgrupp", "version": ours.version}
    client.post(it.at("change_merge", it.draft, ours.pk), {**form, "body": "Unga 13–20 år i Göteborg."})
    ours.refresh_from_db()
    assert ours.body == "Unga 13–20 år i Göteborg."
    assert agreements.conflicts(it.draft) == []


def test_the_agreement_as_it_reads_on_a_day(it, client):
    it.begin(sections=[it.now("Målgrupp")])
    agreements.edit_section(it.draft.sections.get(effect="replaces"), actor=it.lead, body="Unga 13–20 år.")
    with clock.travel(date(2016, 6, 1)):
        it.finish()
        login(client, it.ngo.reader)
        address = it.at("agreement_reading", it.main)
        assert "Unga 13–20 år." in client.get(address).content.decode()
        earlier = client.get(address, {"per": "2016-05-31"}).content.decode()
        assert "Unga 13–17 år." in earlier
        assert "Unga 13–20 år." not in earlier
        assert client.get(address, {"per": "2016-13-41"}).status_code == 200
        pdf = reverse("reporting:agreement_reading_pdf", args=[it.partnership.slug, it.main.pk])
        assert client.get(pdf, {"per": "2016-05-31"})["Content-Type"] == "application/pdf"
    assert client.get(it.at("agreement_reading", it.draft)).status_code == 404
