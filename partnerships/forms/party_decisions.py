"""Forms about organisations that were considered, and about each party's own decisions."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from partnerships import clock, party_decisions
from partnerships.models import Agreement, ConsideredOrganisation, Organisation, Party, PartyDecision, User

from .fields import Day, Line, Pdf, Prose


def come(day: Any) -> Any:
    """`day`, if it has come."""
    if day and day > clock.today():
        raise ValidationError(gettext("The day lies ahead. Register it when it has come."))
    return day


class ConsideredForm(forms.Form):
    """An organisation that was invited or considered."""

    organisation = forms.ModelChoiceField(
        label=_("Organisation that is registered here"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("None of them"),
    )
    name = Line(
        label=_("Or its name"), max_length=160, required=False, help_text=_("The organisation's, never a person's.")
    )
    on = Day(label=_("Invited or considered on"))
    how = forms.ChoiceField(label=_("How"), choices=ConsideredOrganisation.How.choices)
    answer = forms.ChoiceField(label=_("Answer"), choices=ConsideredOrganisation.Answer.choices)
    reason = Prose(
        label=_("Reason"),
        required=False,
        max_length=2000,
        help_text=_("Why it became a party or not. Objective reasons: others may ask for them."),
    )

    def __init__(self, *args: Any, actor: User, keep: Organisation | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seen = Organisation.objects.filter(pk__in=Organisation.objects.visible_to(actor).values("pk"))
        if keep is not None:
            seen |= Organisation.objects.filter(pk=keep.pk)
        self.fields["organisation"].queryset = seen.for_list()

    def clean_on(self) -> Any:
        """The day, if it has come."""
        return come(self.cleaned_data["on"])

    def clean(self) -> dict[str, Any]:
        """One of the two, organisation or name."""
        data = super().clean()
        if not data.get("organisation") and not data.get("name") and "name" not in self.errors:
            self.add_error("name", gettext("Choose an organisation or write its name."))
        return data


class PartyDecisionForm(forms.Form):
    """A decision that a party has taken at home."""

    kind = forms.ChoiceField(label=_("What was decided about?"), choices=PartyDecision.Kind.choices)
    agreement = forms.ModelChoiceField(
        label=_("Agreement"),
        queryset=Agreement.objects.none(),
        required=False,
        empty_label=_("None in particular"),
    )
    level = forms.ChoiceField(label=_("Who decided?"), widget=forms.RadioSelect)
    decided_by = Line(
        label=_("Deciding body"),
        max_length=160,
        help_text=_("For example Social resursnämnd, or the board of the association."),
    )
    decided_on = Day(label=_("Decided on"))
    paragraph = Line(label=_("Paragraph"), max_length=20, required=False, help_text=_("The number alone, without §."))
    registry_number = Line(label=_("Registry number"), max_length=40, required=False)
    wording = Prose(label=_("What was decided, in short"), max_length=5000)
    delegated_to = Line(
        label=_("Commissioned to carry it out"),
        max_length=200,
        required=False,
        help_text=_("A role, for example the director of the department. No name."),
    )
    conditions = Prose(label=_("Conditions"), required=False, max_length=5000)
    file = Pdf(label=_("The decision as a document"), required=False)

    def __init__(self, *args: Any, party: Party, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = party_decisions.levels_of(party.organisation)
        own = Agreement.objects.packages().filter(agreement_parties__party=party)
        self.fields["agreement"].queryset = own.order_by("-pk")

    def clean_decided_on(self) -> Any:
        """The day, if it has come."""
        return come(self.cleaned_data["decided_on"])

    def clean_paragraph(self) -> str:
        """The number without the sign, which is set before it."""
        return self.cleaned_data["paragraph"].removeprefix("§").strip()
