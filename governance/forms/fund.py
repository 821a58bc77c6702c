"""Forms of the fund, its rules, proposals, grants and payments."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.models import Decision
from partnerships.forms.fields import Day, Kronor, Line, Prose
from partnerships.models import Partnership, Party

ORE = Decimal("0.01")


class PartyChoice(forms.ModelChoiceField):
    """A choice among parties, by their full names."""

    def label_from_instance(self, obj: Any) -> str:
        return obj.name


class FundForm(forms.Form):
    """What the fund is called, is for, and who holds its money."""

    name = Line(label=_("Name"), max_length=120)
    purpose = Prose(label=_("Purpose"), required=False, help_text=_("What the shared money is for."))
    holder = PartyChoice(
        label=_("Holds the money"), queryset=Party.objects.none(), required=False, empty_label=_("Not decided")
    )

    def __init__(self, *args: Any, partnership: Partnership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["holder"].queryset = Party.objects.current().filter(partnership=partnership).for_list()


class RuleForm(forms.Form):
    """What each placement day gives, from when, by which decision."""

    rate = Kronor(label=_("Kronor for each placement day"), min_value=ORE)
    valid_from = Day(
        label=_("Valid from"),
        help_text=_("The rate on the first day of a month is the rate of the whole month."),
    )
    decision = forms.ModelChoiceField(
        label=_("Decision"),
        queryset=Decision.objects.none(),
        empty_label=_("Choose a decision"),
        help_text=_("The adopted joint decision that the rule rests on."),
    )

    def __init__(self, *args: Any, decisions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decision"].queryset = decisions


class ProposalForm(forms.Form):
    """What a party proposes that the fund pays for."""

    title = Line(label=_("Title"), max_length=160)
    need = Prose(label=_("Need"), help_text=_("Which need in the joint analysis it meets, and for whom."))
    goals = Prose(label=_("Goals"), required=False, help_text=_("What is to be reached, and how it will show."))
    amount = Kronor(label=_("Amount, kr"), min_value=ORE)
    own_contribution = Prose(
        label=_("Own contribution"), required=False, help_text=_("Money, staff, premises or volunteer hours.")
    )


class GrantForm(forms.Form):
    """What a decision gave."""

    decision = forms.ModelChoiceField(
        label=_("Decision"), queryset=Decision.objects.none(), empty_label=_("Choose a decision")
    )
    amount = Kronor(label=_("Amount, kr"), min_value=ORE)
    conditions = Prose(label=_("Conditions"), required=False)
    report_due_on = Day(label=_("Report due on"), required=False)

    def __init__(self, *args: Any, decisions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decision"].queryset = decisions


class DecisionForm(forms.Form):
    """The decision that declined a proposal."""

    decision = forms.ModelChoiceField(
        label=_("Decision"), queryset=Decision.objects.none(), empty_label=_("Choose a decision")
    )

    def __init__(self, *args: Any, decisions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decision"].queryset = decisions


class ReturnForm(forms.Form):
    """What a grant does not need, and the decision by which it goes back to the fund."""

    amount = Kronor(label=_("Amount, kr"), min_value=ORE)
    decision = forms.ModelChoiceField(
        label=_("Decision"),
        queryset=Decision.objects.none(),
        empty_label=_("Choose a decision"),
        help_text=_("The adopted joint decision: the grant's own, if its conditions say so, or a new one."),
    )

    def __init__(self, *args: Any, decisions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decision"].queryset = decisions


class PaymentForm(forms.Form):
    """A request for payment of a grant or of a part of it."""

    amount = Kronor(label=_("Amount, kr"), min_value=ORE)
    note = Prose(label=_("What it is for"), required=False, max_length=2000)


class PaidForm(forms.Form):
    """When it was paid, and the bank's reference."""

    paid_on = Day(label=_("Paid on"))
    reference = Line(label=_("Bank reference"), max_length=40, required=False)
