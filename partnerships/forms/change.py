"""Forms about a party that leaves, and about each party's own time of notice."""

from datetime import date
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from partnerships import clock
from partnerships.models import AgreementParty

from .agreements import TextForm
from .fields import Count, Day, Prose
from .passwords import WithPassword


class WithdrawForm(WithPassword):
    """Why a party leaves and when; a day before its time of notice has run takes the others' consent."""

    reason = Prose(label=_("Reason"), max_length=2000, help_text=_("Everyone in the partnership can read it."))
    leaves_on = Day(label=_("Leaves on"))
    consent = Prose(
        label=_("How the others agreed to an earlier day"),
        required=False,
        rows=2,
        max_length=1000,
        help_text=_("Only for a day before the time of notice has run out: which decision, by whom."),
    )
    field_order = ("reason", "leaves_on", "consent", "password")

    def __init__(self, *args: Any, first: date, **kwargs: Any) -> None:
        super().__init__(*args, initial={"leaves_on": first}, **kwargs)
        self.first = first

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        day = data.get("leaves_on")
        if day and day < clock.today():
            self.add_error("leaves_on", gettext("The day lies before the day when the notice is given."))
        elif day and day < self.first and not data.get("consent"):
            self.add_error(
                "consent", gettext("Say how the others agreed to a day before the time of notice has run out.")
            )
        return data


class OwnNoticeForm(TextForm):
    """Each party's own time of notice, where it is another than the agreement's."""

    def __init__(self, *args: Any, rows: list[AgreementParty], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for row in rows:
            self.fields[f"party_{row.party_id}"] = Count(
                label=row.party.name, required=False, max_value=120, initial=row.notice_months
            )

    @property
    def months(self) -> dict[int, int | None]:
        """The party's key -> its months, or None for the agreement's."""
        data = self.cleaned_data
        return {int(name[6:]): value for name, value in data.items() if name.startswith("party_")}
