"""Forms about the winding-down plan."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.models import Partnership, Party

from .fields import Day, Line, Prose


class ItemForm(forms.Form):
    """What has to be done, whose it is and when."""

    title = Line(label=_("What has to be done?"), max_length=200)
    party = forms.ModelChoiceField(
        label=_("Whose is it?"), queryset=Party.objects.none(), required=False, empty_label=_("Everybody's: joint")
    )
    due_on = Day(label=_("When at the latest?"), required=False)
    note = Prose(
        label=_("Note"), max_length=5000, required=False, help_text=_("Never about individual people.")
    )  # fmt: skip

    def __init__(self, *args: Any, partnership: Partnership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["party"].queryset = Party.objects.filter(partnership=partnership).current().for_list()


class DoneForm(forms.Form):
    """That something is done, perhaps with a few words."""

    note = Prose(label=_("A few words"), max_length=5000, required=False, help_text=_("Never about individual people."))
