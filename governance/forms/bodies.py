"""Forms of bodies and seats."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from governance import seats
from governance.models import Body, Seat
from partnerships import clock
from partnerships.forms.fields import Day, Line
from partnerships.models import Party, User

RULES_HELP = {
    "decision_rule": _("How the parties' positions become an outcome. Each party has one position."),
    "quorum_parties": _("How many parties must be present for the body to decide."),
    "quorum_both_sides": _("At least one public and one idéburen party must be present."),
    "notice_days": _("How many days before a meeting it is called."),
    "minutes_days": _("How many days after a meeting its minutes or notes are approved."),
}


class RulesForm(forms.ModelForm):
    """A body's name, mandate and rules."""

    class Meta:
        model = Body
        fields = seats.RULES
        help_texts = RULES_HELP

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and self.instance.is_members_only:
            _for_one_side(self)


class BodyForm(RulesForm):
    """A new body. Only the idéburen side's coordinator can choose the NGOs' own."""

    class Meta(RulesForm.Meta):
        fields = ("kind", "visibility", *seats.RULES)
        help_texts = {
            **RULES_HELP,
            "visibility": _(
                "A members-only body is read by those with a seat and by nobody else. This cannot be changed later."
            ),
        }

    def __init__(self, *args: Any, actions: set[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds, readers = list(Body.Kind.choices), list(Body.Visibility.choices)
        if "open_own_room" not in actions:
            kinds = [one for one in kinds if one[0] != Body.Kind.NGO_STEERING]
            readers = [one for one in readers if one[0] != Body.Visibility.MEMBERS]
        self.fields["kind"].choices = kinds
        self.fields["visibility"].choices = readers

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if values.get("kind") == Body.Kind.NGO_STEERING and values.get("visibility") == Body.Visibility.PARTNERSHIP:
            self.add_error("visibility", _("The NGOs' own steering group is for members only."))
        return values


def _for_one_side(form: forms.ModelForm) -> None:
    """A room for one side has no rules about two."""
    del form.fields["quorum_both_sides"]
    field = form.fields["decision_rule"]
    field.choices = [one for one in field.choices if one[0] != Body.Rule.BOTH_SIDES]


class SeatForm(forms.Form):
    """Who gets a seat, for which party, in what office, and for how long."""

    who = forms.ChoiceField(
        label=_("Person"), help_text=_("People with a mandate in one of the parties, or a role in the partnership.")
    )
    office = forms.ChoiceField(label=_("Office"), choices=Seat.Office.choices, initial=Seat.Office.MEMBER)
    valid_from = Day(label=_("Valid from"))
    valid_until = Day(
        label=_("Ceases on"), required=False, help_text=_("From this day the person has no access through the seat.")
    )
    authority = Line(label=_("On what authority"), required=False, help_text=_("For example a decision or a letter."))

    def __init__(self, *args: Any, body: Body, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pairs: dict[str, tuple[User, Party | None]] = {
            f"{person.pk}-{party.pk if party else ''}": (person, party)
            for person, party in seats.may_sit(body, clock.today())
        }
        groups: dict[str, list[tuple[str, str]]] = {}
        for key, (person, party) in self.pairs.items():
            groups.setdefault(party.name if party else str(_("For no party")), []).append((key, person.name))
        self.fields["who"].choices = [("", "–"), *sorted(groups.items())]
        self.fields["valid_from"].initial = clock.today()

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        first, last = values.get("valid_from"), values.get("valid_until")
        if first and last and last < first:
            self.add_error("valid_until", _("The last date lies before the first."))
        if "who" in values:
            values["person"], values["party"] = self.pairs[values.pop("who")]
            if values["party"] is None and values.get("office") != Seat.Office.CO_OPTED:
                self.add_error("office", _("Only a co-opted seat can be without a party."))
        return values


class SeatEndForm(forms.Form):
    """When a seat ceases."""

    on = Day(label=_("Ceases on"), help_text=_("From this day the person has no access through the seat."))
    authority = Line(label=_("On what authority"), required=False)
