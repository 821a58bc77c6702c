"""Forms about state aid: a statement, and trying what an amount would do to the sum."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from partnerships import clock
from partnerships.models import AidGrant, Organisation, Side
from partnerships.models.reference import LIMITS_OF_AID
from partnerships.state_aid import Planned

from .fields import Day, Kronor, Line, Pdf, Prose

Kind = AidGrant.Kind
LIMITED = [choice for choice in Kind.choices if choice[0] in LIMITS_OF_AID]


class Rate(forms.DecimalField):
    """How many kronor one euro costs."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Kronor for one euro"))
        kwargs.setdefault("min_value", 1)
        kwargs.setdefault("max_value", 1000)
        kwargs.setdefault("max_digits", 10)
        kwargs.setdefault("decimal_places", 6)
        kwargs.setdefault("localize", True)
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(**kwargs)


class TryForm(forms.Form):
    """On which day, and with which planned amount, the sum is counted."""

    day = Day(label=_("Day"), required=False, help_text=_("Empty: today."))
    plan_kind = forms.ChoiceField(label=_("Planned as"), choices=LIMITED, required=False)
    plan = Kronor(label=_("Planned amount, kr"), required=False, help_text=_("What if we grant so much that day?"))
    rate = Rate(required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("plan") and not data.get("rate") and "rate" not in self.errors:
            self.add_error("rate", gettext("Say what a euro costs: the limit is in euro."))
        return data

    @property
    def planned(self) -> Planned | None:
        """What is tried, if it can be counted."""
        data = self.cleaned_data if self.is_bound and self.is_valid() else {}
        if not data.get("plan"):
            return None
        return Planned(data.get("plan_kind") or Kind.DE_MINIMIS.value, data["plan"], data["rate"])

    @property
    def chosen_day(self) -> Any:
        """The day that is asked for, else today."""
        return (self.is_bound and self.is_valid() and self.cleaned_data["day"]) or clock.today()


class AidForm(forms.Form):
    """A statement of aid. `states_for`: the organisations for which the actor may state it."""

    stated_by = forms.ModelChoiceField(label=_("Stated by"), queryset=Organisation.objects.none(), empty_label=None)
    granted_by = forms.ModelChoiceField(
        label=_("Granted by"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("Somebody who is not in the list"),
    )
    granted_by_name = Line(
        label=_("Granted by, if not in the list"), max_length=160, required=False, help_text=_("The authority's name.")
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices, widget=forms.RadioSelect)
    granted_on = Day(label=_("Granted on"), help_text=_("The day of the decision or agreement, not of the payment."))
    amount = Kronor(label=_("Amount, kr"))
    rate = Rate(required=False, help_text=_("The rate of the day when it was granted. Not asked for if it is not aid."))
    rate_on = Day(label=_("Rate of"), required=False, help_text=_("Empty: the day when it was granted."))
    rate_source = Line(
        label=_("Source of the rate"),
        max_length=160,
        required=False,
        help_text=_("For example Riksbanken or the European Central Bank."),
    )
    legal_basis = Line(label=_("Legal basis"), required=False, help_text=_("For example the regulation's number."))
    why_not_aid = Prose(
        label=_("Why it is not aid"), required=False, max_length=2000, help_text=_("Only if it is not state aid.")
    )
    undertaking_note = Prose(
        label=_("Single undertaking"),
        required=False,
        rows=2,
        max_length=2000,
        help_text=_("Other legal persons that are counted together with the organisation, if any."),
    )
    registered_on = Day(
        label=_("In the central register since"), required=False, help_text=_("For aid granted from 2026 on.")
    )
    certificate = Pdf(label=_("Certificate from the organisation"), required=False)
    why_above = Prose(label=_("Why it is granted although the sum goes above the limit"), required=False)
    is_another = forms.BooleanField(label=_("This is another grant than the one stated already"), required=False)

    #: Asked for when there is reason to.
    UNTIL_NEEDED = ("why_above", "is_another")

    def __init__(self, *args: Any, receiver: Organisation, states_for: Any, givers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.receiver = receiver
        fields = self.fields
        able = list(states_for)
        fields["stated_by"].queryset, fields["stated_by"].initial = states_for, able[0]
        if len(able) == 1:
            del fields["stated_by"]
        self.only = able[0] if len(able) == 1 else None
        fields["granted_by"].queryset = givers.filter(side=Side.PUBLIC).exclude(pk=receiver.pk).for_list()
        if receiver.pk not in [one.pk for one in able]:
            del fields["granted_by"], fields["granted_by_name"]
        for name in self.UNTIL_NEEDED:
            shown = self.data.get(self.add_prefix(name)) if self.is_bound else self.initial.get(name)
            if shown in (None, "", "False", False):
                fields[name].widget = forms.HiddenInput()

    def ask(self, name: str, why: str) -> None:
        """Show a field that was not needed until now, with what makes it so."""
        self.fields[name].widget = type(self).base_fields[name].widget
        self.add_error(name, why)

    def clean_granted_on(self) -> Any:
        return _not_ahead(self.cleaned_data["granted_on"])

    def clean_rate_on(self) -> Any:
        return _not_ahead(self.cleaned_data["rate_on"])

    def clean_registered_on(self) -> Any:
        return _not_ahead(self.cleaned_data["registered_on"])

    def clean_amount(self) -> Any:
        if not self.cleaned_data["amount"]:
            raise forms.ValidationError(gettext("The amount is above 0."))
        return self.cleaned_data["amount"]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        data["stated_by"] = data.get("stated_by") or self.only or self.receiver
        self._who_gave(data)
        self._in_euro(data)
        granted, registered = data.get("granted_on"), data.get("registered_on")
        if granted and registered and registered < granted:
            self.add_error("registered_on", gettext("It cannot be registered before it was granted."))
        return data

    def _who_gave(self, data: dict[str, Any]) -> None:
        if data["stated_by"].pk != self.receiver.pk:
            data["granted_by"], data["granted_by_name"] = data["stated_by"], ""
        elif data.get("granted_by"):
            data["granted_by_name"] = ""
        elif not data.get("granted_by_name") and "granted_by_name" not in self.errors:
            self.add_error("granted_by_name", gettext("Choose who granted it, or write the name."))

    def _in_euro(self, data: dict[str, Any]) -> None:
        if data.get("kind") == Kind.NOT_AID:
            data["rate"], data["rate_on"], data["rate_source"] = None, None, ""
            if not data.get("why_not_aid") and "why_not_aid" not in self.errors:
                self.add_error("why_not_aid", gettext("Say why it is not aid."))
            return
        data["rate_on"] = data.get("rate_on") or data.get("granted_on")
        for name, words in (
            ("rate", gettext("Say what a euro costs: the limit is in euro.")),
            ("rate_source", gettext("Say where the rate comes from.")),
        ):
            if not data.get(name) and name not in self.errors:
                self.add_error(name, words)


class CorrectionForm(AidForm):
    """A statement anew: what was wrong or lacking, or that nothing was granted."""

    correction_reason = Prose(
        label=_("Reason for the correction"), rows=2, max_length=2000, help_text=_("What was wrong, or what is added.")
    )
    is_withdrawn = forms.BooleanField(label=_("Nothing was granted: withdraw the statement"), required=False)


def _not_ahead(day: Any) -> Any:
    if day and day > clock.today():
        raise forms.ValidationError(gettext("The day lies ahead."))
    return day
