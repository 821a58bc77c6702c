"""What an agreement says in rows, on pages that know nothing of it."""

from typing import Any

from django import template
from django.db.models import Sum

from partnerships.agreements import conditions
from partnerships.models import Agreement

register = template.Library()


@register.inclusion_tag("partnerships/agreed_panel.html")
def agreed_panel(agreement: Agreement, slug: str) -> dict[str, Any]:
    """A panel that says how many rows of each kind the agreement has, with the way to them."""
    return {
        "agreement": agreement,
        "slug": slug,
        "commitments": agreement.commitments.count(),
        "worth": agreement.commitments.aggregate(all=Sum("value"))["all"],
        "owned": agreement.ownershipitems.count(),
        "conditions": agreement.conditions.count(),
        "near": conditions.waiting_in(agreement.conditions.all()).count(),
    }


@register.inclusion_tag("partnerships/agreed_tables.html")
def agreed_tables(agreement: Agreement) -> dict[str, Any]:
    """Every row of the agreement, for who is to sign it; nothing where there are none."""
    commitments = agreement.commitments.select_related("party__organisation", "party__unit", "replaces")
    parties = [f"{name}__{part}" for name in ("owner", "cost_bearer") for part in ("organisation", "unit")]
    watched = [f"{name}__{part}" for name in ("party", "watcher") for part in ("organisation", "unit")]
    written = agreement.conditions.filter(decision="").select_related(*watched)
    return {
        "commitments": commitments.order_by("party", "starts_on", "kind", "pk"),
        "owned": agreement.ownershipitems.select_related(*parties).order_by("pk"),
        "conditions": written.order_by("due_on", "pk"),
    }
