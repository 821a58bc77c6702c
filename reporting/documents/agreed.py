"""What an agreement says in rows, in its documents: nothing where it has none."""

from typing import Any

from partnerships import agreements
from partnerships.models import Agreement, Party

from .paper import names_at


def agreed_of(agreement: Agreement) -> dict[str, Any]:
    """The agreement's rows with their parties' names as they were when the text was frozen.

    A condition that a later decision has set is no part of the text.
    """
    commitments = list(agreement.commitments.select_related("replaces").order_by("party", "starts_on", "kind", "pk"))
    owned = list(agreement.ownershipitems.order_by("pk"))
    conditions = list(agreement.conditions.filter(decision="").order_by("due_on", "pk"))
    keys = {row.party_id for row in (*commitments, *conditions)} | {row.watcher_id for row in conditions}
    keys |= {key for row in owned for key in (row.owner_id, row.cost_bearer_id)}
    parties = Party.objects.filter(pk__in=keys - {None}).select_related("organisation", "unit")
    names = names_at(parties, agreements.frozen_at(agreement)) if keys else {}
    return {
        "commitments": [(row, names[row.party_id]) for row in commitments],
        "owned": [(row, names.get(row.owner_id), names.get(row.cost_bearer_id)) for row in owned],
        "conditions": [(row, names[row.party_id], names.get(row.watcher_id)) for row in conditions],
    }
