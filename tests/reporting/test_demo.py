"""The Göteborg case, loaded through the real steps: its figures, its parties, its log, its people and their tasks."""

import hashlib
import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from governance import income, ledger, minutes
from governance.models import Body, Fund, Grant, Minutes
from partnerships import access, clock, log, tasks
from partnerships.agreements import versions
from partnerships.models import (
    Agreement,
    Illustrative,
    LogChain,
    Mandate,
    Notification,
    Organisation,
    Partnership,
    PartnershipRole,
    Party,
    ProseField,
    Signature,
    User,
)

#: domain.md § 8.6: placement days of 2016, month by month.
#: What people are called: by what they do, nothing else.
ROLES = [
    "Representant",
    "Samordnare",
    "Firmatecknare",
    "Ekonom",
    "Controller",
    "Ordförande",
    "Sekreterare",
    "Enhetschef",
    "Registrator",
    "Föreståndare",
    "Volontärsamordnare",
    "Följeforskare",
]
#: Given names that are common in Sweden: none stands in a text of the demo.
GIVEN_NAMES = re.compile(
    r"\b(Anna|Maria|Eva|Karin|Kristina|Lena|Kerstin|Sara|Emma|Fatima|Erik|Lars|Karl|Anders|Johan|Per|Nils|Mikael|Jan|"
    r"Hans|Peter|Ali|Mohammed|Ahmed)\b"
)
DAYS = [3472, 3422, 3844, 3930, 4309, 4500, 4960, 5146, 5160, 5518, 5490, 6189]


@pytest.mark.django_db
def test_the_gothenburg_case(settings, django_assert_max_num_queries):
    with pytest.raises(CommandError):
        call_command("load_demo")
    settings.DEMO = True
    call_command("load_demo")
    partnership = Partnership.objects.get(slug="ensamkommande")

    fund = Fund.objects.get(partnership=partnership)
    months = income.by_month(fund, 2016)
    assert [month.days for month in months] == DAYS
    assert months[-1].accumulated == Decimal("2797000")
    assert sum(Grant.objects.filter(fund=fund).values_list("amount", flat=True)) == Decimal("2797000")
    assert Grant.objects.filter(fund=fund).count() == 6
    assert list(ledger.faults(fund)) == []
    corrections = ledger.movements(fund).filter(corrects__isnull=False)
    assert {(row.from_account, row.amount) for row in corrections} == {
        ("available", Decimal("1550")),
        ("outside", Decimal("1550")),
    }

    gole = Party.objects.get(partnership=partnership, organisation__name="FC Gole")
    assert gole.status == Party.Status.DECLINED
    assert not Signature.objects.filter(party=gole).exists()
    parties = Party.objects.current().filter(partnership=partnership)
    assert parties.filter(organisation__side="ideburen").count() == 9
    assert parties.filter(organisation__side="public").count() == 1

    room = Body.objects.get(partnership=partnership, visibility=Body.Visibility.MEMBERS)
    approved = Minutes.objects.filter(status=Minutes.Status.APPROVED).exclude(meeting__body=room)
    assert approved.count() > 5
    for record in approved:
        assert {one.side for one in record.approvals.filter(round=record.round)} == {"public", "ideburen"}

    assert all(log.verify(chain) is None for chain in LogChain.objects.all())
    assert people_of(partnership).isdisjoint(people_of(Partnership.objects.exclude(pk=partnership.pk).get()))
    assert all(person.email.endswith("@demo.iop.example") for person in User.objects.all())
    access.sync(*User.objects.all())

    assert_every_frozen_text_can_be_read_again()
    assert_people_are_roles()
    assert_everybody_has_something_to_see()
    assert_nothing_waits_too_long()
    assert_what_is_invented_says_so()

    before = User.objects.count()
    call_command("load_demo")
    assert User.objects.count() == before


def assert_every_frozen_text_can_be_read_again():
    """The text as of each proposal has the fingerprint that it was frozen with then."""
    frozen = {(row.id, row.round): row.text_hash for row in Agreement.history.filter(status="proposed")}
    for agreement in Agreement.objects.packages():
        rounds = [one for one in versions.versions_of(agreement) if one.kind == versions.PROPOSED]
        assert len(rounds) == agreement.round
        for one in rounds:
            text = versions.text_as_of(agreement, one.at)
            assert hashlib.sha256(text.encode()).hexdigest() == frozen[agreement.pk, one.round]


def assert_people_are_roles():
    for person in User.objects.all():
        assert person.name.split()[0].rstrip(",") in ROLES
        assert person.title.split()[0].rstrip(",") in ROLES
    for model in apps.get_models():
        names = [one.name for one in model._meta.concrete_fields if isinstance(one, ProseField)]
        if model._meta.app_label in ("partnerships", "governance") and names:
            for row in model._default_manager.values_list(*names):
                assert not GIVEN_NAMES.search(" ".join(filter(None, row)))


def assert_everybody_has_something_to_see():
    """Every kind of task waits for somebody, and whoever has none has a page of the own organisation or partnership."""
    kinds = {source.__module__: 0 for source in tasks._sources}
    with clock.travel(clock.DEMO_DAY):
        for person in User.objects.all():
            for source in tasks._sources:
                kinds[source.__module__] += len(list(source(person, None)))
            partnership = Partnership.objects.visible_to(person).first()
            client = Client()
            client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
            own = Organisation.objects.visible_to(person).first()
            page = partnership or own
            assert page is not None, person
            assert client.get(page.get_absolute_url()).status_code == 200
            assert client.get(reverse("reporting:my_day")).status_code == 200
    # Both partnerships go on: nothing is wound down on the demo's day.
    assert [kind for kind, count in kinds.items() if not count] == ["partnerships.winding"]


def assert_nothing_waits_too_long():
    assert not Notification.objects.filter(sent_at=None).exists()
    for record in Minutes.objects.exclude(status=Minutes.Status.APPROVED).select_related("meeting__body"):
        assert minutes.due_on(record.meeting) >= clock.DEMO_DAY
    for one in Party.objects.filter(status=Party.Status.PROPOSED):
        assert one.proposed_on >= clock.DEMO_DAY - timedelta(days=14)


def assert_what_is_invented_says_so():
    """All that can be marked illustrative is, but for the city of Göteborg, which is as it is."""
    marked = [model for model in apps.get_models() if issubclass(model, Illustrative) and model._meta.managed]
    assert len(marked) > 8
    for model in marked:
        if not model.__name__.startswith("Historical"):
            real = [str(one) for one in model._default_manager.filter(is_illustrative=False)]
            assert real == (["Göteborgs Stad"] if model is Organisation else []), model


def people_of(partnership):
    """The keys of everybody with a mandate or a role in the partnership."""
    organisations = Organisation.objects.filter(parties__partnership=partnership)
    mandates = Mandate.objects.filter(organisation__in=organisations).values_list("person", flat=True)
    return {*mandates, *PartnershipRole.objects.filter(partnership=partnership).values_list("person", flat=True)}
