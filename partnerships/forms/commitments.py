"""Forms of what each party brings, and of what was brought."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from partnerships.agreements import commitments, outcomes
from partnerships.models import Agreement, Commitment

from .agreements import TextForm
from .fields import Count, Day, Kronor, Line, Prose
from .rows import RowForm

Kind = Commitment.Kind


class Amount(Kronor):
    """A number of anything, to a hundredth, with a decimal comma or point."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_digits": 12, **kwargs})


class _Values(TextForm):
    """What is said of a commitment but for when."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices, initial=Kind.HOURS)
    description = Line(label=_("What is brought"), max_length=200)
    quantity = Amount(label=_("Quantity"), help_text=_("Of money: the sum in kr."))
    unit = Line(
        label=_("Unit"),
        max_length=30,
        required=False,
        help_text=_("Of what is brought in kind: month, square metre, piece."),
    )
    unit_value = Kronor(
        label=_("Value of a unit, kr"),
        required=False,
        help_text=_("Not for money. Empty, of what is brought in kind: not valued in kr."),
    )
    basis = Line(
        label=_("Basis of the value"),
        max_length=300,
        required=False,
        help_text=_("A price, a rent, a reference value and its year."),
    )

    def judge(self, data: dict[str, Any], **when: Any) -> None:
        """Put what cannot be so beside its field, and fill in what follows."""
        if self.errors:
            return
        if data["kind"] == Kind.HOURS and data.get("unit_value") is None:
            self.add_error("unit_value", gettext("Write what an hour is valued at."))
            return
        data["unit_value"] = data.get("unit_value") or Decimal(0)
        for field, why in commitments.problems({**data, **when}).items():
            self.add_error(field if field in self.fields else None, why)


class CommitmentForm(_Values):
    """One commitment."""

    starts_on = Day(label=_("First day"))
    ends_on = Day(label=_("Last day"), help_text=_("In the same year: write one commitment for each year."))
    field_order = ("seen", "kind", "description", "starts_on", "ends_on", "quantity", "unit", "unit_value", "basis")

    def __init__(self, *args: Any, replaces: Commitment | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.replaces = replaces

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        self.judge(data, replaces=self.replaces)
        return data


class CommitmentRow(_Values, RowForm):
    """One row of a table of commitments, each for the whole year as far as the agreement lasts."""

    seen = None
    year = Count(label=_("Year"), min_value=commitments.FIRST_YEAR, max_value=commitments.LAST_YEAR)
    field_order = ("year", "kind", "description", "quantity", "unit", "unit_value", "basis")

    def __init__(self, *args: Any, agreement: Agreement, year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agreement = agreement
        self.fields["year"].initial = year

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if "year" in data:
            starts_on, ends_on = commitments.year_of(self.agreement, data.pop("year"))
            self.judge(data, starts_on=starts_on, ends_on=ends_on)
            data |= {"starts_on": starts_on, "ends_on": ends_on}
        return data


class CommitmentChoice(forms.ModelChoiceField):
    """A commitment by its party, its time and what it brings."""

    def label_from_instance(self, obj: Commitment) -> str:
        return f"{obj.party.name}: {obj.description} ({obj.starts_on} – {obj.ends_on})"


class ReplaceForm(TextForm):
    """A commitment that takes the place of one that is agreed."""

    replaces = CommitmentChoice(
        label=_("Which commitment?"), queryset=Commitment.objects.none(), empty_label=_("Choose a commitment")
    )
    starts_on = Day(label=_("From which day?"), help_text=_("Until the day before, the old one holds."))
    quantity = Amount(label=_("Quantity from that day on"), help_text=_("0: nothing more is brought."))
    description = Line(label=_("What is brought"), max_length=200, required=False, help_text=_("Empty: the same."))
    unit_value = Kronor(label=_("Value of a unit, kr"), required=False, help_text=_("Empty: the same. Not for money."))
    basis = Line(label=_("Basis of the value"), max_length=300, required=False, help_text=_("Empty: the same."))

    def __init__(self, *args: Any, replaceable: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = replaceable.select_related("party__organisation", "party__unit", "agreement")
        self.fields["replaces"].queryset = rows.order_by("party", "starts_on", "pk")

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if self.errors:
            return data
        old = data["replaces"]
        values = {
            "party": old.party,
            "kind": old.kind,
            "description": data["description"] or old.description,
            "starts_on": data["starts_on"],
            "ends_on": old.ends_on,
            "quantity": data["quantity"],
            "unit": old.unit,
            "unit_value": old.unit_value
            if data["unit_value"] is None or old.kind == Kind.MONEY
            else data["unit_value"],
            "basis": data["basis"] or old.basis,
            "replaces": old,
        }
        if not old.starts_on <= data["starts_on"] <= old.ends_on:
            words = {"first": old.starts_on, "last": old.ends_on}
            self.add_error("starts_on", gettext("A day between %(first)s and %(last)s.") % words)
        else:
            for field, why in commitments.problems(values).items():
                self.add_error(field if field in self.fields else None, why)
        return {**values, "seen": data.get("seen", "")}


class OutcomeRow(forms.Form):
    """How much of one commitment was brought."""

    quantity = Amount(label=_("Brought"), required=False)
    note = Line(label=_("Note"), max_length=300, required=False)

    def __init__(self, *args: Any, commitment: Commitment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.commitment = commitment

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        quantity = data.get("quantity")
        if quantity is None and data.get("note") and not self.errors:
            self.add_error("quantity", gettext("Write how much; 0 if nothing."))
        if quantity is not None:
            for field, why in outcomes.problems(quantity, self.commitment.unit_value).items():
                self.add_error(field, why)
        return data


class CorrectionForm(forms.Form):
    """The right figure, and why it differs."""

    quantity = Amount(label=_("The right quantity"))
    note = Prose(label=_("Note"), max_length=1000, required=False)


class PeriodForm(forms.Form):
    """Which month or quarter."""

    tid = forms.ChoiceField(label=_("Month or quarter"))

    def __init__(self, *args: Any, periods: list[outcomes.Period], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tid"].choices = [(one.code, one.label) for one in periods]
