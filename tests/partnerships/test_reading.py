"""What a signatory has read, and what the page for signing says has changed since."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from partnerships import agreements, clock, steps
from partnerships.models import Agreement, LogEvent, TextSeen
from tests.factories import PASSWORD, login

DAY = clock.date(2024, 5, 2)


@pytest.fixture
def it(world):
    """Alfa with a proposed agreement, on a calendar that the tests move forward."""
    alfa = world.alfa
    with clock.travel(DAY):
        alfa.agreement = agreements.create(alfa.partnership, actor=alfa.city.coordinator, kind="main", title="Avtalet")
        alfa.section = alfa.agreement.sections.order_by("position").first()
        write(alfa, "Vi ger stöd åt tjugo unga i Alfastad.")
        propose(alfa)
        yield alfa


def write(it, body):
    clock.tick()
    it.section.refresh_from_db()
    agreements.edit_section(it.section, actor=it.city.coordinator, body=body)


def propose(it):
    clock.tick()
    it.agreement = agreements.propose(Agreement.objects.get(pk=it.agreement.pk), actor=it.city.coordinator)
    it.section = it.agreement.sections.get()
    clock.tick()


def page_of(client, it, member):
    address = reverse("partnerships:agreement_sign", args=[it.slug, it.agreement.pk, member.party.pk])
    return login(client, member.signatory).get(address)


def read(client, it, member, text_hash=None):
    address = reverse("partnerships:agreement_read", args=[it.slug, it.agreement.pk, member.party.pk])
    data = {"text_hash": it.agreement.text_hash if text_hash is None else text_hash}
    return login(client, member.signatory).post(address, data, follow=True)


def test_opening_the_page_tells_nothing(client, it):
    page = page_of(client, it, it.ngo)
    assert "Texten är ny för dig" in page.content.decode()
    page_of(client, it, it.ngo)
    assert not TextSeen.objects.exists()
    assert agreements.last_seen(it.agreement, it.ngo.signatory) is None


def test_who_has_read_sees_word_by_word_what_has_changed(client, it):
    said = read(client, it, it.ngo).content.decode()
    assert "Inget i den har ändrats sedan dess." in said
    assert "Jag har läst texten" not in said, "once a round"
    clock.tick()
    write(it, "Vi ger stöd åt trettio unga i Alfastad.")
    propose(it)
    page = page_of(client, it, it.ngo)
    told = page.content.decode()
    assert "Avsnitt sedan dess: 1 ändrat." in told
    assert "tjugo</del>" in told
    assert "trettio</ins>" in told
    assert "Jag har läst texten" in told
    assert "Texten är ny för dig" in page_of(client, it, it.ngo2).content.decode(), "of each person's own"


def test_a_signature_is_a_reading_and_the_last_one_counts(client, it):
    agreements.sign(it.agreement, actor=it.ngo.signatory, party=it.ngo.party)
    assert agreements.last_seen(it.agreement, it.ngo.signatory).is_signed
    write(it, "Vi ger stöd åt trettio unga i Alfastad.")
    propose(it)
    assert "Du skrev senast under texten" in page_of(client, it, it.ngo).content.decode()
    read(client, it, it.ngo)
    write(it, "Vi ger stöd åt fyrtio unga i Alfastad.")
    propose(it)
    told = page_of(client, it, it.ngo).content.decode()
    assert "trettio</del>" in told
    assert "tjugo" not in told


def test_taken_back_and_proposed_unchanged_nothing_is_new(client, it):
    read(client, it, it.ngo)
    agreements.return_to_draft(it.agreement, actor=it.city.coordinator, reason="Fel dag")
    propose(it)
    told = page_of(client, it, it.ngo).content.decode()
    assert "Inget i den har ändrats sedan dess." in told


def test_only_signatories_of_its_parties_say_so_and_only_of_the_proposed_text(client, it, world):
    for who in (it.city.coordinator, it.ngo.representative, it.observer, world.beta.ngo.signatory):
        with pytest.raises(PermissionDenied):
            agreements.mark_read(it.agreement, actor=who, text_hash=it.agreement.text_hash)
    assert "ändrats sedan du öppnade sidan" in read(client, it, it.ngo, "0" * 64).content.decode()
    for _again in range(2):
        agreements.mark_read(it.agreement, actor=it.ngo.signatory, text_hash=it.agreement.text_hash)
    assert TextSeen.objects.count() == LogEvent.objects.filter(action="agreement.read").count() == 1
    agreements.return_to_draft(it.agreement, actor=it.city.coordinator, reason="Fel dag")
    with pytest.raises(steps.StepRefused):
        agreements.mark_read(it.agreement, actor=it.ngo.signatory, text_hash=it.agreement.text_hash)


def test_who_waits_for_the_turn_may_read_already(client, it):
    agreements.return_to_draft(it.agreement, actor=it.city.coordinator, reason="Ordningen")
    agreements.set_order(it.agreement, actor=it.city.coordinator, turns={it.city.party.pk: 2})
    propose(it)
    page = login(client, it.city.signatory).get(reverse("partnerships:agreement", args=[it.slug, it.agreement.pk]))
    assert "Läs texten" in page.content.decode()
    assert "Jag har läst texten" in page_of(client, it, it.city).content.decode()
    read(client, it, it.city)
    assert TextSeen.objects.get().person == it.city.signatory


def test_signing_needs_no_reading_first(client, it):
    address = reverse("partnerships:agreement_sign", args=[it.slug, it.agreement.pk, it.ngo.party.pk])
    data = {"password": PASSWORD, "text_hash": it.agreement.text_hash}
    assert login(client, it.ngo.signatory).post(address, data).status_code == 302
