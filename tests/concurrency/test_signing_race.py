"""Two last signatures at the same moment: both count, and the agreement comes into force once."""

import threading
from contextlib import suppress

import pytest
from django.db import connections
from django.db.models import QuerySet

from partnerships import agreements
from partnerships.agreements import signatures
from partnerships.models import Agreement, LogEvent, Signature
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def it():
    alfa = factories.world().alfa
    made = agreements.create(alfa.partnership, actor=alfa.city.coordinator, kind="main", title="Avtal")
    section = made.sections.order_by("position").first()
    agreements.edit_section(section, actor=alfa.city.coordinator, heading="Parter", body="Vi.", version=section.version)
    alfa.agreement = agreements.propose(Agreement.objects.get(pk=made.pk), actor=alfa.city.coordinator)
    for of in (alfa.city, alfa.ngo):
        agreements.sign(alfa.agreement, actor=of.signatory, party=of.party)
    return alfa


def sign_both(alfa, monkeypatch):
    """The last two sign at once, each waiting for the other before it looks at who is missing."""
    barrier, plain, refused = threading.Barrier(2, timeout=1), signatures.missing, []

    def slow(agreement):
        with suppress(threading.BrokenBarrierError):  # the other one is kept out by the lock
            barrier.wait()
        return plain(agreement)

    def run(of):
        try:
            agreements.sign(alfa.agreement, actor=of.signatory, party=of.party)
        except Exception as error:
            refused.append(error)
        finally:
            connections.close_all()

    monkeypatch.setattr(signatures, "missing", slow)
    threads = [threading.Thread(target=run, args=[of]) for of in (alfa.ngo2, alfa.ngo3)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return refused


def test_the_agreement_comes_into_force_once(it, monkeypatch):
    assert sign_both(it, monkeypatch) == []
    agreement = Agreement.objects.get(pk=it.agreement.pk)
    assert agreement.status == Agreement.Status.IN_FORCE
    assert Signature.objects.filter(agreement=agreement).count() == 4
    changes = [event.changes for event in LogEvent.objects.filter(object_id=agreement.pk, action="agreement.sign")]
    assert sum("in_force" in str(change) for change in changes) == 1


def test_control_without_the_lock_neither_sees_the_other(it, monkeypatch):
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **options: self)
    sign_both(it, monkeypatch)
    agreement = Agreement.objects.get(pk=it.agreement.pk)
    assert Signature.objects.filter(agreement=agreement).count() == 4
    assert agreement.status == Agreement.Status.PROPOSED
