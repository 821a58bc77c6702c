"""Signing outside: the PDF that is made, the files that come back, and the signature that one of them becomes."""

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from partnerships import agreements, documents, pades, steps
from partnerships.agreements import outside
from partnerships.models import Agreement, Document, LogEvent, Signature, SignedFile, SigningPaper
from tests import factories
from tests.factories import PASSWORD, login
from tests.pades_stage import authority, sign_pdf


@pytest.fixture
def it(world, settings, tmp_path):
    """Alfa with a proposed agreement; the test's authority is trusted."""
    (tmp_path / "rot.pem").write_bytes(authority().pem)
    settings.TRUSTED_ROOTS = str(tmp_path)
    alfa = world.alfa
    alfa.agreement = agreements.create(alfa.partnership, actor=alfa.city.coordinator, kind="main", title="Avtalet")
    section = alfa.agreement.sections.order_by("position").first()
    agreements.edit_section(section, actor=alfa.city.coordinator, body="Vi gör det tillsammans.")
    alfa.agreement = agreements.propose(Agreement.objects.get(pk=alfa.agreement.pk), actor=alfa.city.coordinator)
    return alfa


def at(name, it, *args):
    return reverse(f"partnerships:{name}", args=[it.slug, it.agreement.pk, *args])


def make(client, it, member):
    address = reverse("reporting:agreement_paper", args=[it.slug, it.agreement.pk])
    return login(client, member.signatory).post(address, follow=True)


def paper(it):
    return documents.content_of(SigningPaper.objects.select_related("document").latest("pk").document)


def signed(it, member, by="Provrot", name=""):
    who = authority(by).signer(name or member.signatory.name, member.organisation.name)
    return sign_pdf(paper(it), who)


def attach(client, it, member, content):
    file = SimpleUploadedFile("underskrivet.pdf", content, content_type="application/pdf")
    return login(client, member.signatory).post(at("agreement_file_new", it, member.party.pk), {"file": file})


def count(client, it, member, password=PASSWORD, **more):
    file = SignedFile.objects.latest("pk")
    data = {"password": password, "is_mine": "on", **more}
    return login(client, member.signatory).post(at("agreement_file_count", it, file.pk), data)


# -- The whole way ----------------------------------------------------------------------------------------------------
def test_from_the_file_to_the_signature_that_puts_it_in_force(client, it):
    for one in (it.city, it.ngo2, it.ngo3):
        agreements.sign(it.agreement, actor=one.signatory, party=one.party)
    assert "PDF-filen är framtagen" in make(client, it, it.ngo).content.decode()
    assert attach(client, it, it.ngo, signed(it, it.ngo)).status_code == 302
    page = client.get(at("agreement_files", it)).content.decode()
    assert "Hel, vårt dokument och betrodd" in page
    for word in ("Ansgar signatory", "Provrot, Provorganisationen", "okänt: ingenting hämtas från nätet"):
        assert word in page
    assert not Signature.objects.filter(method="pades").exists(), "attached is not signed"
    done = count(client, it, it.ngo)
    given = Signature.objects.get(method="pades")
    assert done.url == at("agreement_receipt", it, given.pk)
    assert (given.party, given.person) == (it.ngo.party, it.ngo.signatory)
    assert Agreement.objects.get(pk=it.agreement.pk).status == "in_force"
    assert "PDF undertecknad i en annan tjänst" in client.get(done.url).content.decode()
    assert "Den gäller som partens underskrift." in client.get(at("agreement_files", it)).content.decode()
    actions = LogEvent.objects.filter(object_id=it.agreement.pk).values_list("action", flat=True)
    assert {"agreement.make_paper", "agreement.attach_signed", "agreement.sign"} <= set(actions)


def test_the_file_is_one_for_all_and_of_the_text_that_is_signed(client, it):
    make(client, it, it.ngo)
    make(client, it, it.ngo2)
    made = SigningPaper.objects.select_related("document").get()
    assert made.text_hash == it.agreement.text_hash
    for reader in (it.observer, it.city.reader):
        assert made.document.name in login(client, reader).get(at("agreement_files", it)).content.decode()
        assert client.get(made.document.get_absolute_url()).status_code == 200


def test_a_new_round_has_a_new_file_and_the_old_one_counts_no_more(client, it):
    make(client, it, it.ngo)
    old = signed(it, it.ngo)
    attach(client, it, it.ngo, old)
    agreements.return_to_draft(it.agreement, actor=it.city.coordinator, reason="Ett ord")
    section = it.agreement.sections.get()
    agreements.edit_section(section, actor=it.city.coordinator, body="Ett annat ord.")
    it.agreement = agreements.propose(Agreement.objects.get(pk=it.agreement.pk), actor=it.city.coordinator)
    assert "tidigare text" in client.get(at("agreement_files", it)).content.decode()
    assert count(client, it, it.ngo).status_code == 422
    assert attach(client, it, it.ngo, old).status_code == 422, "there is no file to sign yet"
    make(client, it, it.ngo)
    refused = attach(client, it, it.ngo, old)
    assert "annat dokument" in str(refused.context["form"].errors["file"])


# -- What does not count ----------------------------------------------------------------------------------------------
def test_a_file_by_an_unknown_issuer_is_kept_but_does_not_count(client, it):
    make(client, it, it.ngo)
    assert attach(client, it, it.ngo, signed(it, it.ngo, by="En annan rot")).status_code == 302
    page = client.get(at("agreement_files", it)).content.decode()
    assert "men den gäller inte: utfärdaren är inte betrodd här" in page
    assert at("agreement_file_count", it, SignedFile.objects.get().pk) not in page
    assert "inte betrodd" in count(client, it, it.ngo).content.decode()
    assert not Signature.objects.exists()
    with pytest.raises(IntegrityError, match="trusted file"), transaction.atomic():
        factories.sign(it.agreement, it.ngo, method="pades")
    agreements.sign(it.agreement, actor=it.ngo.signatory, party=it.ngo.party)


def test_what_cannot_be_taken_is_said_beside_the_field_and_not_kept(client, it, monkeypatch):
    make(client, it, it.ngo)
    before = Document.objects.count()
    whole = signed(it, it.ngo)
    twice = sign_pdf(whole, authority().signer("Två"), field="Två")
    cases = {b"Hej": "inte en hel PDF", paper(it): "ingen elektronisk underskrift", twice: "2 underskrifter"}
    for content, words in cases.items():
        answer = attach(client, it, it.ngo, content)
        assert answer.status_code == 422
        assert words in str(answer.context["form"].errors["file"])
    monkeypatch.setattr("partnerships.documents.MAX_SIZE", 1000)
    assert "större än" in str(attach(client, it, it.ngo, whole).context["form"].errors["file"])
    assert Document.objects.count() == before
    assert not SignedFile.objects.exists()


def test_another_name_in_the_certificate_is_warned_of_before_it_counts(client, it):
    make(client, it, it.ngo)
    attach(client, it, it.ngo, signed(it, it.ngo, name="Bo Berg"))
    file = SignedFile.objects.get()
    assert outside.is_other_name(file)
    page = client.get(at("agreement_file_count", it, file.pk)).content.decode()
    assert "I certifikatet står Bo Berg och ditt namn här är Ansgar signatory." in page
    assert count(client, it, it.ngo).status_code == 302, "people decide themselves"


def test_it_takes_the_password_and_one_s_own_word(client, it):
    make(client, it, it.ngo)
    attach(client, it, it.ngo, signed(it, it.ngo))
    assert list(count(client, it, it.ngo, password="fel").context["form"].errors) == ["password"]
    assert list(count(client, it, it.ngo, is_mine="").context["form"].errors) == ["is_mine"]
    assert not Signature.objects.exists()


# -- Who may ----------------------------------------------------------------------------------------------------------
def test_only_the_party_s_own_signatory(client, it, world):
    make(client, it, it.ngo)
    content = signed(it, it.ngo)
    attach(client, it, it.ngo, content)
    file = SignedFile.objects.get()
    for who in (it.ngo.representative, it.city.coordinator, it.observer, it.ngo2.signatory):
        login(client, who)
        assert client.get(at("agreement_files", it)).status_code == 200
        assert client.get(at("agreement_file_new", it, it.ngo.party.pk)).status_code == 403
        assert client.get(at("agreement_file_count", it, file.pk)).status_code == 403
        with pytest.raises(PermissionDenied):
            outside.attach_signed(it.agreement, content, name="x.pdf", party=it.ngo.party, actor=who)
    colleague = factories.person("Kollegan")
    factories.mandate(colleague, it.ngo.organisation, "signatory")
    with pytest.raises(steps.StepRefused, match="bifogade"):
        agreements.sign(it.agreement, actor=colleague, party=it.ngo.party, file=file)
    make_it = reverse("reporting:agreement_paper", args=[it.slug, it.agreement.pk])
    for who in (it.ngo.representative, it.observer):
        assert login(client, who).post(make_it).status_code == 403
    assert login(client, world.beta.ngo.signatory).get(at("agreement_files", it)).status_code == 404


def test_who_has_signed_or_waits_for_its_turn_attaches_nothing(client, it):
    agreements.return_to_draft(it.agreement, actor=it.city.coordinator, reason="Ordningen")
    agreements.set_order(it.agreement, actor=it.city.coordinator, turns={it.city.party.pk: 2})
    it.agreement = agreements.propose(Agreement.objects.get(pk=it.agreement.pk), actor=it.city.coordinator)
    make(client, it, it.ngo)
    assert "står inte på tur" in attach(client, it, it.city, signed(it, it.city)).content.decode()
    attach(client, it, it.ngo, signed(it, it.ngo))
    agreements.sign(it.agreement, actor=it.ngo.signatory, party=it.ngo.party)
    assert "har redan skrivit under" in count(client, it, it.ngo).content.decode()
    assert attach(client, it, it.ngo, signed(it, it.ngo)).status_code == 422
    assert Signature.objects.get().method == "password"


def test_nothing_is_asked_of_the_network(client, it, monkeypatch):
    import socket

    make(client, it, it.ngo)
    content, original = signed(it, it.ngo), paper(it)

    def refuse(*args):
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    assert pades.check(content, original).is_trusted
