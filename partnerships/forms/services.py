"""Forms of services and monthly reports."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.models import Organisation, Service, ServiceReport, User

from .fields import Count, Day, Hours, Kronor, Line, Prose


class ServiceForm(forms.Form):
    """What a service is. Its contact person is one of the organisation's own."""

    name = Line(label=_("Name"), max_length=160)
    kind = forms.ChoiceField(label=_("Kind"), choices=Service.Kind.choices)
    status = forms.ChoiceField(label=_("Status"), choices=Service.Status.choices)
    description = Prose(
        label=_("Description"),
        required=False,
        help_text=_("What the service does, for whom and how. Write nothing about individual service users."),
    )
    contact = forms.ModelChoiceField(
        label=_("Contact person"), queryset=User.objects.none(), required=False, empty_label=_("Nobody named")
    )
    daily_rate = Kronor(label=_("Daily rate, kr"), required=False, help_text=_("Leave empty if there is none."))
    contributes = forms.BooleanField(
        label=_("Contributes to the shared fund"),
        required=False,
        help_text=_("Each placement day then gives the fund what its rule says."),
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.filter(mandates__organisation=organisation, is_active=True)
        self.fields["contact"].queryset = people.distinct().order_by("name", "pk")


class CapacityForm(forms.Form):
    """How many, from when."""

    capacity = Count(label=_("Capacity"), help_text=_("Places or participants at the same time."))
    valid_from = Day(label=_("Valid from"))


class ReportForm(forms.Form):
    """A month's counts. At least one is filled in before it is submitted."""

    days = Count(label=_("Placement days"), required=False, max_value=100_000)
    participants = Count(label=_("Participants"), required=False)
    hours = Hours(label=_("Hours"), required=False)
    words = Prose(
        label=_("A few words"),
        required=False,
        help_text=_("What happened this month. Write nothing about individual service users."),
    )

    @classmethod
    def of(cls, report: ServiceReport | None, *args: Any, **kwargs: Any) -> "ReportForm":
        """The form filled with what the report says."""
        initial = {name: getattr(report, name) for name in cls.base_fields} if report else {}
        return cls(*args, initial=initial, **kwargs)


class MonthRowForm(forms.Form):
    """One service's row in the month's form."""

    days = Count(label=_("Placement days"), required=False, max_value=100_000)
    participants = Count(label=_("Participants"), required=False)
    hours = Hours(label=_("Hours"), required=False)


class ReasonForm(forms.Form):
    """Why."""

    reason = Prose(label=_("Reason"), max_length=2000)
