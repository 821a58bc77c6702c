"""The form for the order in which the parties sign."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from partnerships import access
from partnerships.agreements import Standing

FREE, IDEBURNA_FIRST, NUMBERS = "free", "ideburna_first", "numbers"


class OrderForm(forms.Form):
    """Any order, the idéburna first, or a number for each party."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=4000, required=False)
    how = forms.ChoiceField(
        label=_("How do the parties sign?"),
        choices=[
            (FREE, _("in any order")),
            (IDEBURNA_FIRST, _("the idéburna parties first, then the public ones")),
            (NUMBERS, _("by the numbers below")),
        ],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, standing: list[Standing], seen: str, **kwargs: Any) -> None:
        self.standing = standing
        super().__init__(*args, initial={"seen": seen, "how": self._how_now()}, **kwargs)
        numbers = [(number, str(number)) for number in range(1, len(standing) + 1)]
        for row in standing:
            self.fields[f"turn_{row.party.pk}"] = forms.TypedChoiceField(
                label=row.party.name, choices=numbers, coerce=int, initial=row.turn, required=False, empty_value=None
            )

    def _how_now(self) -> str:
        turns = {row.party.pk: row.turn for row in self.standing}
        if len(set(turns.values())) < 2:
            return FREE
        return IDEBURNA_FIRST if turns == self._ideburna_first() else NUMBERS

    def _ideburna_first(self) -> dict[int, int]:
        return {row.party.pk: 1 + (row.party.organisation.side == access.PUBLIC) for row in self.standing}

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("how") == NUMBERS:
            for row in self.standing:
                name = f"turn_{row.party.pk}"
                if name not in self.errors and not data.get(name):
                    self.add_error(name, gettext("Choose a number."))
        return data

    def turns(self) -> dict[int, int]:
        """The party's key -> its number."""
        if self.cleaned_data["how"] == NUMBERS:
            return {row.party.pk: self.cleaned_data[f"turn_{row.party.pk}"] for row in self.standing}
        if self.cleaned_data["how"] == IDEBURNA_FIRST:
            return self._ideburna_first()
        return dict.fromkeys((row.party.pk for row in self.standing), 1)
