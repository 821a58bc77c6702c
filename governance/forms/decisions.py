"""Forms of decisions, positions, ratification and actions."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from governance import actions, decisions, seats
from governance.models import AgendaItem, Decision, Position
from partnerships import clock
from partnerships.forms.fields import Day, Line, Prose
from partnerships.models import Party, User


class DecisionForm(forms.ModelForm):
    """What is to be decided."""

    wording = Prose(label=_("Wording"), help_text=_("The words of the decision, as they are to stand."))
    conditions = Prose(label=_("Conditions"), required=False, rows=2)

    class Meta:
        model = Decision
        fields = ("title", "wording", "conditions")


class PositionsForm(forms.Form):
    """One position for each party, in one table."""

    def __init__(
        self, *args: Any, parties: Collection[Party], positions: Mapping[int, Position], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.parties = list(parties)
        for party in self.parties:
            given = positions.get(party.pk)
            self.fields[f"stance_{party.pk}"] = forms.ChoiceField(
                label=_("Position of %(party)s") % {"party": party.name},
                choices=[("", "–"), *Position.Stance.choices],
                required=False,
                initial=given.stance if given else "",
            )
            self.fields[f"reason_{party.pk}"] = Line(
                label=_("Reason of %(party)s") % {"party": party.name},
                required=False,
                max_length=1000,
                initial=given.reason if given else "",
            )

    def rows(self) -> Iterator[tuple[Party, forms.BoundField, forms.BoundField]]:
        """Each party with its two fields, for the table."""
        for party in self.parties:
            yield party, self[f"stance_{party.pk}"], self[f"reason_{party.pk}"]

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        for party in self.parties:
            stance, reason = values.get(f"stance_{party.pk}"), values.get(f"reason_{party.pk}")
            if stance in decisions.NEEDS_REASON and not reason and f"reason_{party.pk}" not in self.errors:
                self.add_error(f"reason_{party.pk}", _("A reservation and a conflict of interest need a reason."))
        return values

    @property
    def positions(self) -> dict[Party, tuple[str, str]]:
        """Party -> (stance, reason)."""
        values = self.cleaned_data
        return {one: (values[f"stance_{one.pk}"], values[f"reason_{one.pk}"]) for one in self.parties}


class CloseForm(forms.Form):
    """The outcome, and who must decide at home."""

    outcome = forms.ChoiceField(
        label=_("Outcome"),
        required=False,
        widget=forms.RadioSelect(),
        choices=[
            ("", _("What the body's rule gives")),
            (Decision.Outcome.POSTPONED, _("Postponed to the next meeting")),
            (Decision.Outcome.REFERRED_BACK, _("Referred back for more work")),
        ],
    )
    ratify_by = forms.ModelMultipleChoiceField(
        Party.objects.none(),
        label=_("Must also be decided at home by"),
        required=False,
        widget=forms.CheckboxSelectMultiple(),
        help_text=_("An adopted decision is effective when each of these has ratified it."),
    )

    def __init__(self, *args: Any, decision: Decision, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ratify_by"].queryset = decisions.parties_of(decision)


class RatifyForm(forms.Form):
    """The party's decision at home."""

    decided_by = Line(label=_("Decided by"), max_length=160, help_text=_("For example the board or a committee."))
    decided_on = Day(label=_("Decided on"))
    reference = Line(label=_("Reference"), max_length=80, help_text=_("For example § and registry number."))

    def clean_decided_on(self) -> Any:
        if self.cleaned_data["decided_on"] > clock.today():
            raise forms.ValidationError(_("The day of the decision lies ahead."))
        return self.cleaned_data["decided_on"]


class ActionForm(forms.Form):
    """Something to do, in one line."""

    title = Line(label=_("What"))
    party = forms.ModelChoiceField(Party.objects.none(), label=_("Responsible party"), empty_label=_("Choose a party"))
    person = forms.ModelChoiceField(
        User.objects.none(), label=_("Responsible person"), required=False, empty_label=_("Nobody named")
    )
    due_on = Day(label=_("Due on"), required=False)

    def __init__(self, *args: Any, item: AgendaItem, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        body = item.meeting.body
        parties = Party.objects.filter(partnership=body.partnership_id, status__in=Party.INSIDE)
        if body.is_members_only:
            parties = parties.filter(pk__in=seats.parties_on(body, clock.today()).values("pk"))
        self.fields["party"].queryset = parties.for_list()
        self.fields["person"].queryset = actions.may_do(body).order_by("name", "pk")
