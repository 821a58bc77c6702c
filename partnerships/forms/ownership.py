"""Forms of the ownership matrix."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.agreements import ownership
from partnerships.models import OwnershipItem

from .agreements import TextForm
from .fields import Line, Prose
from .rows import Pick, RowForm


class OwnershipForm(TextForm):
    """One line: what it is, joint or whose, who bears the cost."""

    kind = forms.ChoiceField(label=_("Kind"), choices=OwnershipItem.Kind.choices)
    item = Line(label=_("What it is"), max_length=160)
    owner = Pick(label=_("Owner"), empty=_("joint"), required=False)
    cost_bearer = Pick(
        label=_("Who bears the cost"),
        empty=_("each its own part"),
        required=False,
        help_text=_("The legal person that pays. As a rule it is the owner; goals and learning are joint."),
    )
    reason = Line(
        label=_("Why it is so"),
        max_length=300,
        required=False,
        help_text=_("Where another owns than pays, or goals or learning are not joint."),
    )
    service = Pick(label=_("Service"), empty=_("none of the services"), required=False)
    note = Prose(label=_("Note"), max_length=2000, required=False)

    def __init__(self, *args: Any, parties: list[Any], owners: list[Any], services: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cost_bearer"].offer((one, one.name) for one in parties)
        self.fields["service"].offer((one, one.name) for one in services)
        self.fields["owner"].offer((one, one.name) for one in owners)
        if len(owners) < len(parties):  # a party writes of what it owns itself
            self.fields["owner"].required = True
            self.fields["owner"].choices = self.fields["owner"].choices[1:]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not self.errors:
            for field, why in ownership.problems(data).items():
                self.add_error(field, why)
        return data


class OwnershipRow(OwnershipForm, RowForm):
    """One row of a table of lines."""

    seen = None
    note = None
