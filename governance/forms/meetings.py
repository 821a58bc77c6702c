"""Forms of meetings, their agenda, attendance and minutes."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from governance import minutes
from governance.models import AgendaItem, Attendance, Body, Meeting, MinutesAddendum, Seat
from partnerships.forms.fields import Day, Line, Prose
from partnerships.forms.passwords import WithPassword
from partnerships.models import Party


class MeetingForm(forms.Form):
    """When and where."""

    day = Day(label=_("Day"))
    time = forms.TimeField(
        label=_("Time"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        input_formats=["%H:%M", "%H.%M", "%H:%M:%S"],
    )
    place = Line(label=pgettext_lazy("of a meeting", "Place"), required=False, max_length=160)

    @staticmethod
    def initial_of(meeting: Meeting) -> dict[str, Any]:
        """What stands in the form of a meeting that exists."""
        local = timezone.localtime(meeting.starts_at)
        return {"day": local.date(), "time": local.time(), "place": meeting.place}

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if "day" in values and "time" in values:
            values["starts_at"] = timezone.make_aware(datetime.combine(values.pop("day"), values.pop("time")))
        return values


class ItemForm(forms.ModelForm):
    """An item on the agenda. A member's proposal is always the own party's."""

    basis = Prose(label=_("Basis"), required=False, help_text=_("What the body needs to know."))
    proposed_wording = Prose(
        label=_("Proposed wording"), required=False, help_text=_("For a decision: the words to decide on.")
    )

    class Meta:
        model = AgendaItem
        fields = ("kind", "title", "basis", "proposed_wording", "proposer")

    def __init__(self, *args: Any, meeting: Meeting, leads: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if leads:
            self.fields["proposer"].queryset = Party.objects.filter(
                partnership=meeting.body.partnership, status__in=Party.INSIDE
            ).for_list()
        else:
            del self.fields["proposer"]


class RollForm(forms.Form):
    """One choice for each seat."""

    def __init__(self, *args: Any, seats: Collection[Seat], presence: dict[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seats = list(seats)
        for seat in self.seats:
            self.fields[f"seat_{seat.pk}"] = forms.ChoiceField(
                label=seat.person.name,
                choices=Attendance.Presence.choices,
                initial=presence.get(seat.pk, ""),
                widget=forms.RadioSelect(attrs={"class": "ds-input"}),
                error_messages={"required": _("Choose present, absent or present as substitute.")},
            )

    def rows(self) -> Iterator[tuple[Seat, forms.BoundField]]:
        """Each seat with its field, for the table."""
        for seat in self.seats:
            yield seat, self[f"seat_{seat.pk}"]

    @property
    def presence(self) -> dict[Seat, str]:
        """Seat -> what was chosen."""
        return {seat: self.cleaned_data[f"seat_{seat.pk}"] for seat in self.seats}


class TextForm(forms.Form):
    """What the minutes say."""

    text = Prose(label=_("Text"), required=False, rows=5)


class OpeningForm(TextForm):
    """What the minutes open with."""

    columns = {"text": "opening"}


class ApproversForm(forms.Form):
    """Who approves the minutes."""

    seats = forms.ModelMultipleChoiceField(
        Seat.objects.none(),
        widget=forms.CheckboxSelectMultiple(),
        help_text=_("At least one from each side, not the secretary."),
    )

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seats"].label = meeting.body.record_words["approvers"]
        self.fields["seats"].queryset = minutes.may_approve(meeting)
        self.fields["seats"].label_from_instance = _name_of


def _name_of(seat: Seat) -> str:
    party = f", {seat.party.name}" if seat.party else ""
    return f"{seat.person.name}{party}, {seat.get_office_display()}"


class ReasonForm(forms.Form):
    """Why."""

    reason = Line(label=_("Reason"))


class CancelForm(forms.Form):
    """Why a meeting is cancelled."""

    reason = Line(label=_("Reason"), required=False)


class ApproveForm(WithPassword):
    """The approver's own confirmation, with the password given anew."""

    is_read = forms.BooleanField()
    field_order = ("is_read", "password")

    def __init__(self, *args: Any, body: Body, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["is_read"].label = body.record_words["have_read"]
        self.fields["is_read"].error_messages["required"] = body.record_words["must_have_read"]


class AddendumForm(forms.ModelForm):
    """A correction beside approved minutes."""

    text = Prose(label=_("Text"))

    class Meta:
        model = MinutesAddendum
        fields = ("item", "text")

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["item"].queryset = AgendaItem.objects.filter(meeting=meeting).order_by("position", "pk")
        self.fields["item"].empty_label = _("The minutes as a whole")
