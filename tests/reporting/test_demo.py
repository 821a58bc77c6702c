"""The Göteborg case, loaded through the real steps: its figures, its parties, its log."""

from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command

from governance import income, ledger
from governance.models import Body, Fund, Grant, Minutes
from partnerships import access, log, tasks
from partnerships.models import LogChain, Mandate, Organisation, Partnership, PartnershipRole, Party, Signature, User

#: domain.md § 8.6: placement days of 2016, month by month.
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
    assert any(tasks.waiting_for(person) for person in User.objects.all())

    before = User.objects.count()
    call_command("load_demo")
    assert User.objects.count() == before


def people_of(partnership):
    """The keys of everybody with a mandate or a role in the partnership."""
    organisations = Organisation.objects.filter(parties__partnership=partnership)
    mandates = Mandate.objects.filter(organisation__in=organisations).values_list("person", flat=True)
    return {*mandates, *PartnershipRole.objects.filter(partnership=partnership).values_list("person", flat=True)}
