"""Forms about partnerships, their phases and their parties."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from partnerships import access, clock
from partnerships.models import Organisation, Partnership, Party, PhasePeriod, Side, Unit, User, swedish

from .fields import Day, Line, Prose


class DescriptionForm(forms.Form):
    """What the partnership is about: the challenge first."""

    challenge = Prose(
        label=_("Which societal challenge do you want to take on?"),
        rows=6,
        help_text=_("What the parties see together, before anybody has a solution. It can be rewritten as you learn."),
    )
    name = Line(label=_("Name"), max_length=160)
    place = Line(label=_("Place"), max_length=80, required=False, help_text=_("Municipality or region."))
    registry_number = Line(label=_("Registry number"), max_length=40, required=False)
    purpose = Prose(label=_("Purpose"), required=False)
    target_group = Prose(label=_("Target group"), required=False, help_text=_("Never about individual people."))


class StartForm(DescriptionForm):
    """The start of a partnership by one of the actor's organisations."""

    organisation = forms.ModelChoiceField(
        label=_("Your organisation"),
        queryset=Organisation.objects.none(),
        help_text=_("It is in dialogue from the start, and you are its coordinator."),
    )
    slug = forms.SlugField(
        label=_("Short name in addresses"),
        max_length=60,
        required=False,
        help_text=_("Letters a to z, digits and hyphens. Made from the name if left empty; it is not changed later."),
    )
    field_order = ("challenge", "name", "slug", "organisation", "place", "registry_number", "purpose", "target_group")

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = Organisation.objects.visible_to(actor, "start_partnership").for_list()
        self.fields["organisation"].queryset = own
        first = list(own[:2])
        if len(first) == 1:
            self.fields["organisation"].initial = first[0]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if "slug" in data and "name" in data:
            data["slug"] = data["slug"].lower() or slugify(data["name"])[:60].strip("-")
            if not data["slug"]:
                self.add_error("slug", gettext("Write a short name: none can be made from the name."))
            elif Partnership.objects.filter(slug=data["slug"]).exists():
                self.add_error("slug", gettext("The address is already used. Choose another short name."))
        return data


class EditForm(DescriptionForm):
    """The description, once the partnership exists."""

    lead_unit = forms.ModelChoiceField(
        label=_("Coordinating unit"), queryset=Unit.objects.none(), required=False, empty_label=_("None named")
    )
    is_public = forms.BooleanField(label=_("May be shown in the open register"), required=False)

    def __init__(self, *args: Any, partnership: Partnership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        inside = partnership.parties.filter(status__in=Party.INSIDE, organisation__side=Side.PUBLIC)
        self.fields["lead_unit"].queryset = open_units(inside.values("organisation"), partnership.lead_unit_id)


class UnitField(forms.ModelChoiceField):
    """A unit, named with its organisation."""

    def label_from_instance(self, obj: Unit) -> str:
        return f"{obj.organisation.name}, {obj.name}"


def open_units(organisations: Any, keep: int | None = None) -> Any:
    """The units of `organisations` that can be chosen, and the one that is chosen already."""
    rows = Unit.objects.filter(organisation__in=organisations, is_closed=False)
    if keep:
        rows |= Unit.objects.filter(pk=keep)
    return rows.select_related("organisation").order_by(swedish("organisation__name"), swedish("name"), "pk")


class PhaseForm(forms.Form):
    """A phase and its days."""

    phase = forms.ChoiceField(label=_("Phase"), choices=PhasePeriod.Phase.choices)
    valid_from = Day(label=_("Begins"))
    valid_until = Day(
        label=_("Ceases on"), required=False, help_text=_("The first day without it. Empty: until further notice.")
    )
    note = Prose(label=_("What marks it"), required=False, max_length=2000)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        first, last = data.get("valid_from"), data.get("valid_until")
        if first and last and last < first:
            self.add_error("valid_until", gettext("The last date lies before the first."))
        return data


class ProposeForm(forms.Form):
    """Which organisation to propose as a party."""

    organisation = forms.ModelChoiceField(
        label=_("Organisation"), queryset=Organisation.objects.none(), empty_label=_("Choose an organisation")
    )
    unit = UnitField(
        label=_("Unit"),
        queryset=Unit.objects.none(),
        required=False,
        empty_label=_("The whole organisation"),
        help_text=_("The nämnd, förvaltning or home that takes part, if not the whole organisation."),
    )
    brings = Prose(
        label=_("What the party brings"),
        required=False,
        max_length=5000,
        help_text=_("Knowledge, trust, money, premises, time: what the others do not have."),
    )

    def __init__(self, *args: Any, partnership: Partnership, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        inside = partnership.parties.filter(status__in=Party.INSIDE).values("organisation")
        free = Organisation.objects.visible_to(actor).exclude(pk__in=inside).for_list()
        self.fields["organisation"].queryset = free
        self.fields["unit"].queryset = open_units(free.order_by().values("pk"))

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        unit, organisation = data.get("unit"), data.get("organisation")
        if unit and organisation and unit.organisation_id != organisation.pk:
            self.add_error("unit", gettext("The unit belongs to another organisation."))
        return data


class PartyForm(forms.Form):
    """What a party brings, and which unit it is."""

    brings = ProposeForm.base_fields["brings"]
    unit = forms.ModelChoiceField(
        label=_("Unit"), queryset=Unit.objects.none(), required=False, empty_label=_("The whole organisation")
    )

    def __init__(self, *args: Any, party: Party, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = open_units([party.organisation_id], party.unit_id)


class GoForm(forms.Form):
    """Why an organisation declines or leaves, and from which day."""

    reason = Prose(label=_("Reason"), max_length=2000, help_text=_("Everyone in the partnership can read it."))
    on = Day(label=_("Day"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = clock.today()

    def clean_on(self) -> Any:
        if self.cleaned_data["on"] > clock.today():
            raise ValidationError(gettext("The day lies ahead. Register it when it has come."))
        return self.cleaned_data["on"]


def may_start(user: User) -> bool:
    """Whether `user` has an organisation to start a partnership for."""
    return access.may_somewhere(user, "start_partnership")
