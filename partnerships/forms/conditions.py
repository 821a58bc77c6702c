"""Forms of conditions and of looking after them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.agreements import conditions
from partnerships.models import ConditionCheck

from .agreements import TextForm
from .fields import Count, Day, Line, Pdf, Prose
from .rows import Pick, RowForm


class ConditionForm(TextForm):
    """One condition: what, who fulfils it, who watches, when."""

    text = Line(label=_("Condition"), max_length=500)
    party = Pick(label=_("Who is to fulfil it"), empty=_("Choose a party"))
    watcher = Pick(label=_("Who watches"), empty=_("the coordinators"), required=False)
    due_on = Day(label=_("First supervision date"))
    every_months = Count(
        label=_("Then every so many months"), min_value=1, max_value=120, required=False, help_text=_("Empty: once.")
    )

    def __init__(self, *args: Any, parties: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("party", "watcher"):
            self.fields[name].offer((one, one.name) for one in parties)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        for field, why in conditions.problems(data).items():
            self.add_error(field, why)
        return data


class ConditionRow(ConditionForm, RowForm):
    """One row of a table of conditions."""

    seen = None


class DecidedForm(ConditionForm):
    """A condition that a later decision has set."""

    seen = None
    decision = Line(
        label=_("Decision that it rests on"), max_length=300, help_text=_("Who decided, when, § and registry number.")
    )


class CheckForm(forms.Form):
    """What was found."""

    due_on = forms.DateField(widget=forms.HiddenInput)
    checked_on = Day(label=_("Checked on"))
    outcome = forms.ChoiceField(label=_("Outcome"), choices=ConditionCheck.Outcome.choices, widget=forms.RadioSelect)
    note = Prose(
        label=_("Note"), max_length=2000, required=False, help_text=_("Say what is lacking unless it is fulfilled.")
    )
    file = Pdf(label=_("Document that shows it"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("outcome") not in (None, ConditionCheck.Outcome.FULFILLED) and not data.get("note", "").strip():
            self.add_error("note", _("Write what is lacking."))
        return data


class LiftForm(forms.Form):
    """From when, and why."""

    on = Day(label=_("From which day?"))
    reason = Prose(label=_("Reason"), max_length=2000, help_text=_("Who decided, when, and the registry number."))
