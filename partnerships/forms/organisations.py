"""Forms about organisations, their units, mandates, roles and invitations."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from partnerships import clock, organisations, validators
from partnerships.models import Mandate, Organisation, PartnershipRole, Unit, User


class DateField(forms.DateField):
    """A day, chosen in the browser's own calendar."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class OrganisationForm(forms.ModelForm):
    """The facts about an organisation. The side can be chosen only while nothing rests on it."""

    number = forms.CharField(
        label=_("Organisation number"),
        max_length=20,
        help_text=_("Ten digits, for example 212000-1355. A foundation or congregation has one as well."),
    )
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https", max_length=200)

    class Meta:
        model = Organisation
        fields = (
            "name", "number", "side", "legal_form", "profile", "municipality_code", "value_base", "website",
            "is_registered", "registration_checked_on",
        )  # fmt: skip
        field_classes = {"registration_checked_on": DateField}  # noqa: RUF012
        widgets = {"registration_checked_on": DateField.widget}  # noqa: RUF012
        help_texts = {  # noqa: RUF012
            "profile": _("What the organisation mainly gives: a voice for people, services, or both."),
            "municipality_code": _("Four digits, for example 1480 for Göteborg."),
            "value_base": _("What the organisation stands for, in its own words."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and organisations.is_settled(self.instance):
            del self.fields["side"]

    def clean_number(self) -> str:
        number = validators.organisation_number(self.cleaned_data["number"])
        if Organisation.objects.filter(number=number).exclude(pk=self.instance.pk).exists():
            raise ValidationError(str(organisations.NUMBER_TAKEN))
        return number


class UnitForm(forms.ModelForm):
    """A unit's name, and whether it is closed."""

    class Meta:
        model = Unit
        fields = ("name", "is_closed")
        help_texts = {  # noqa: RUF012
            "is_closed": _("A closed unit stays where it is named already, but cannot be chosen anew.")
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            del self.fields["is_closed"]

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        same = Unit.objects.filter(organisation=self.instance.organisation_id, name=name)
        if same.exclude(pk=self.instance.pk).exists():
            raise ValidationError(str(organisations.UNIT_TAKEN))
        return name


class PeriodForm(forms.Form):
    """From which day something holds, and perhaps the day on which it ceases."""

    valid_from = DateField(label=_("First day"))
    valid_until = DateField(
        label=_("Ceases on"), required=False, help_text=_("The first day without it. Empty: until further notice.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["valid_from"].initial = clock.today()

    def clean_valid_from(self) -> Any:
        day = self.cleaned_data["valid_from"]
        if day < clock.today():
            raise ValidationError(gettext("It can begin today at the earliest."))
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        first, last = data.get("valid_from"), data.get("valid_until")
        if first and last and last <= first:
            self.add_error("valid_until", gettext("It must cease after the first day."))
        return data


class MandateTermsForm(PeriodForm):
    """Which mandate: role, unit, limit and days."""

    role = forms.ChoiceField(label=_("Role"), choices=Mandate.Role.choices, widget=forms.RadioSelect)
    unit = forms.ModelChoiceField(
        label=_("Unit"), queryset=Unit.objects.none(), required=False, empty_label=_("The whole organisation")
    )
    limit_amount = forms.DecimalField(
        label=_("Limit, kr"),
        required=False,
        min_value=0,
        max_digits=14,
        decimal_places=2,
        help_text=_("For a signatory: the sum that he or she may bind the organisation for. Empty: no limit."),
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = organisation.units.filter(is_closed=False).order_by("name", "pk")

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("limit_amount") is not None and data.get("role") not in (None, Mandate.Role.SIGNATORY):
            self.add_error("limit_amount", gettext("Only a signatory has a limit in kronor."))
        return data


class MandateForm(MandateTermsForm):
    """A further mandate for somebody of the organisation."""

    person = forms.ModelChoiceField(label=_("Person"), queryset=User.objects.none(), empty_label=_("Choose a person"))
    field_order = ("person", "role", "unit", "limit_amount", "valid_from", "valid_until")

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, organisation=organisation, **kwargs)
        self.fields["person"].queryset = organisations.people_of(organisation).order_by("name", "pk")


class InvitationForm(MandateTermsForm):
    """An invitation to a mandate."""

    email = forms.EmailField(label=_("E-mail"), help_text=_("The address at work. The link is sent there."))
    field_order = ("email", "role", "unit", "limit_amount", "valid_from", "valid_until")


class PartnershipInvitationForm(PeriodForm):
    """An invitation by a coordinator: what may be chosen is decided by `representatives` and `coordinators`."""

    email = forms.EmailField(label=_("E-mail"), help_text=_("The address at work. The link is sent there."))
    what = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)
    field_order = ("email", "what", "valid_from", "valid_until")

    def __init__(self, *args: Any, representatives: Any, coordinators: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisations = {one.pk: one for one in [*representatives, *coordinators]}
        role = Mandate.Role.REPRESENTATIVE.value
        first = [
            (f"{role}-{one.pk}", gettext("first representative of %(name)s") % {"name": one}) for one in representatives
        ]
        role = PartnershipRole.Role.COORDINATOR.value
        leads = [(f"{role}-{one.pk}", gettext("coordinator for %(name)s") % {"name": one}) for one in coordinators]
        observer = (PartnershipRole.Role.OBSERVER.value, gettext("observer, who stands beside the parties"))
        self.fields["what"].choices = [*first, *leads, observer]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        role, _dash, pk = data.pop("what", "").partition("-")
        return {**data, "role": role, "organisation": self.organisations[int(pk)] if pk else None}


class EndForm(forms.Form):
    """On which day a mandate or a role ceases."""

    on = DateField(label=_("Ceases on"), help_text=_("From this day the rights are gone. Today: at once."))
    last_is_known = forms.BooleanField(label=_("I know that nobody will be able to act for the organisation"))

    def __init__(self, *args: Any, is_last: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = clock.today()
        self.fields["last_is_known"].required = is_last
        if not is_last:
            del self.fields["last_is_known"]

    def clean_on(self) -> Any:
        day = self.cleaned_data["on"]
        if day < clock.today():
            raise ValidationError(gettext("It can cease today at the earliest."))
        return day
