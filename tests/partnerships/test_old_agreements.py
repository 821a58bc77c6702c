"""Agreements signed on paper: entered with their PDF, in force when every party has confirmed them, since their day."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from partnerships import agreements, steps
from partnerships.agreements import old as papers
from partnerships.models import Agreement, AgreementSection, Document, OldAgreement
from tests import factories
from tests.factories import PASSWORD, PDF, login

SIGNED = date(2023, 5, 4)
PAPER = {"signed_on": SIGNED, "signed_by": "Direktören och ordföranden", "former_parties": "", "amount_in_words": ""}
TERMS = {"title": "Avtal från förr", "starts_on": date(2023, 6, 1), "ends_on": date(2033, 5, 31), "notice_months": 3}


def enter(alfa, actor=None, **values):
    values = {"kind": "main", "file": PDF, "name": "Avtal.pdf", "paper": PAPER, **TERMS, **values}
    return papers.enter(alfa.partnership, actor=actor or alfa.city.coordinator, **values)


def confirm(alfa, agreement, members=None):
    for one in alfa.members if members is None else members:
        agreements.sign(agreement, actor=one.signatory, party=one.party)
    agreement.refresh_from_db()
    return agreement


def test_it_holds_since_its_day_when_all_have_confirmed_the_same_text(world):
    alfa = world.alfa
    made = enter(alfa)
    assert made.status == "draft"
    document = made.old.document
    assert document.sha256 in agreements.package_text(made)
    proposed = agreements.propose(made, actor=alfa.city.coordinator)
    assert confirm(alfa, proposed, alfa.members[:-1]).status == "proposed"
    confirm(alfa, proposed, alfa.members[-1:])
    assert (proposed.status, proposed.in_force_on) == ("in_force", date(2023, 6, 1))
    assert {one.text_hash for one in proposed.signatures.all()} == {agreements.digest(proposed)}
    # and lives on like any other
    assert agreements.create(
        alfa.partnership, actor=alfa.city.coordinator, kind="amendment", title="Tillägg", parent=proposed
    )
    later = enter(alfa, kind="extension", ends_on=date(2034, 5, 31))
    assert later.parent == proposed


@pytest.mark.parametrize("who", ["ngo.representative", "city.signatory", "observer", "ngo.reader"])
def test_only_a_coordinator_enters_one(world, who):
    person = world.alfa
    for part in who.split("."):
        person = getattr(person, part)
    with pytest.raises(PermissionDenied):
        enter(world.alfa, actor=person)
    assert not Document.objects.exists()


def test_what_cannot_be_is_refused(world):
    with pytest.raises(steps.StepRefused):
        enter(world.alfa, paper={**PAPER, "signed_on": date(2999, 1, 1)})
    with pytest.raises(steps.StepRefused):
        enter(world.alfa, kind="amendment")
    with pytest.raises(steps.StepRefused):
        enter(world.alfa, file=b"PK\x03\x04")
    enter(world.alfa)
    with pytest.raises(steps.StepRefused):
        enter(world.alfa)


def test_another_pdf_takes_the_confirmations_back(world):
    alfa = world.alfa
    made = agreements.propose(enter(alfa), actor=alfa.city.coordinator)
    confirm(alfa, made, alfa.members[:2])
    first = made.old.document
    other = PDF + b"\n%%EOF\n"
    papers.correct(made.old, actor=alfa.ngo.coordinator, paper={**PAPER, "amount_in_words": "Två miljoner"}, file=other)
    made.refresh_from_db()
    text = agreements.package_text(made)
    assert (made.status, agreements.voiding(made)) == ("draft", None)
    assert first.sha256 not in text
    assert OldAgreement.objects.get().document.sha256 in text
    assert "Summa: Två miljoner" in text


def test_the_text_has_to_name_the_paper(world):
    alfa = world.alfa
    made = enter(alfa)
    section = AgreementSection.objects.get(agreement=made)
    factories.save(section, body="Något annat")
    assert len(agreements.not_ready(made)) == 1
    with pytest.raises(steps.StepRefused):
        agreements.propose(made, actor=alfa.city.coordinator)
    papers.correct(made.old, actor=alfa.city.coordinator, paper=PAPER)
    assert agreements.not_ready(made) == []


def test_a_text_without_paper_is_as_it_was(world):
    made = agreements.create(world.alfa.partnership, actor=world.alfa.city.coordinator, kind="main", title="Nytt")
    assert "papper" not in agreements.package_text(made).lower()
    assert papers.held_since(made) is None


# -- The pages --------------------------------------------------------------------------------------------------------
def posted(**more):
    file = SimpleUploadedFile("Avtal 2023.pdf", PDF, "application/pdf")
    return {
        "kind": "main", "title": "Avtal från förr", "signed_on": "2023-05-04", "starts_on": "2023-06-01",
        "signed_by": "Direktören", "file": file, **more,
    }  # fmt: skip


def test_three_screens_from_paper_to_an_agreement_that_holds(world, client):
    alfa = world.alfa
    login(client, alfa.ngo.coordinator)
    new = reverse("partnerships:agreement_old_new", args=[alfa.slug])
    assert new in client.get(reverse("partnerships:agreement_list", args=[alfa.slug])).content.decode()
    refused = client.post(new, posted(file="", ends_on="2023-01-01"))
    assert refused.status_code == 422
    assert set(refused.context["form"].errors) == {"file", "ends_on"}
    page = client.post(new, posted())["Location"]
    text = client.get(page).content.decode()
    made = Agreement.objects.get()
    assert made.old.document.sha256 in text
    assert reverse("partnerships:agreement_old_edit", args=[alfa.slug, made.pk]) in text
    assert client.post(reverse("partnerships:agreement_propose", args=[alfa.slug, made.pk])).status_code == 302
    made.refresh_from_db()
    for one in alfa.members:
        login(client, one.signatory)
        sign = reverse("partnerships:agreement_sign", args=[alfa.slug, made.pk, one.party.pk])
        assert made.old.document.sha256 in client.get(sign).content.decode()
        assert client.post(sign, {"text_hash": made.text_hash, "password": PASSWORD}).status_code == 302
    made.refresh_from_db()
    assert (made.status, made.in_force_on) == ("in_force", date(2023, 6, 1))
    assert client.get(made.old.document.get_absolute_url()).status_code == 200


def test_two_who_change_the_paper_see_both_texts(world, client):
    alfa = world.alfa
    made = enter(alfa)
    edit = reverse("partnerships:agreement_old_edit", args=[alfa.slug, made.pk])
    login(client, alfa.ngo.coordinator)
    client.get(edit)
    papers.correct(made.old, actor=alfa.city.coordinator, paper={**PAPER, "signed_by": "Ordföranden"})
    late = client.post(edit, {"signed_on": "2023-05-04", "signed_by": "Kassören", "version": "1"})
    assert late.status_code == 422
    assert "Ordföranden" in late.content.decode()
    assert "Kassören" in late.content.decode()


@pytest.mark.parametrize(("who", "answer"), [("observer", 403), ("outsider", 404)])
def test_the_pages_are_the_coordinators(world, client, who, answer):
    person = world.alfa.observer if who == "observer" else world.outsider
    made = enter(world.alfa)
    login(client, person)
    for name, args in [("agreement_old_new", []), ("agreement_old_edit", [made.pk])]:
        assert client.get(reverse(f"partnerships:{name}", args=[world.alfa.slug, *args])).status_code == answer
