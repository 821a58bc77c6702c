"""What the shared fund has to say on pages of things that know nothing of it."""

from typing import Any

from django import template

from governance import income, ledger
from governance.models import Fund
from partnerships.models import Service

register = template.Library()


@register.inclusion_tag("governance/service_income.html")
def service_income(service: Service) -> dict[str, Any]:
    """A panel with what a service has given the shared fund; nothing where there is no fund or nothing to say."""
    fund = Fund.objects.filter(partnership=service.party.partnership_id).select_related("partnership").first()
    if fund is None:
        return {}
    given = income.by_service(fund, Service.objects.filter(pk=service.pk)).first()
    whole = ledger.balances(fund).contributed if given else ledger.ZERO
    return {
        "fund": fund,
        "service": service,
        "given": given,
        "share": income.share(given.given, whole) if given else None,
        "slug": fund.partnership.slug,
    }
