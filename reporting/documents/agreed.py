"""What an agreement says in rows, in its documents: nothing where it has none."""

from typing import Any

from partnerships import agreements
from partnerships.models import Agreement

from .paper import names_at


def agreed_of(agreement: Agreement) -> dict[str, Any]:
    """The agreement's rows with their parties' names as they were when the text was frozen."""
    commitments = list(
        agreement.commitments.select_related("party__organisation", "party__unit", "replaces").order_by(
            "party", "starts_on", "kind", "pk"
        )
    )
    names = names_at((row.party for row in commitments), agreements.frozen_at(agreement))
    return {"commitments": [(row, names[row.party_id]) for row in commitments]}
