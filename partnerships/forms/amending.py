"""Forms about what an amendment or extension changes: which sections, how, and how a conflict is merged."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from partnerships import agreements
from partnerships.models import Agreement, AgreementSection, Party

from .agreements import AmendmentForm, PartyChoices, SectionForm, TextForm
from .fields import Line, Prose

Effect = AgreementSection.Effect


def choices_of(main: Agreement) -> list[tuple[str, list[tuple[int, str]]]]:
    """The sections in effect to choose from, under the title of what they stand in."""
    return [
        (chapter.agreement.title, [(one.section.pk, str(one.section)) for one in chapter.in_effect if one.section])
        for chapter in agreements.as_it_reads(main)
        if chapter.in_effect
    ]


class BeginAmendmentForm(AmendmentForm):
    """A new amendment: also which sections it is about, and who joins."""

    sections = forms.TypedMultipleChoiceField(
        label=_("Sections that change"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "You get a copy of each to write in. You can choose more afterwards, strike some, and add new ones."
        ),
    )
    joining = PartyChoices(
        label=_("Who joins?"),
        queryset=Party.objects.none(),
        required=False,
        help_text=_("They sign together with all present parties, and are parties from the day it is in force."),
    )

    def __init__(self, *args: Any, main: Agreement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sections"].choices = choices_of(main)
        joining = Party.objects.filter(partnership=main.partnership_id, status__in=Party.INSIDE)
        self.fields["joining"].queryset = joining.exclude(status=Party.Status.PARTY).for_list()
        if not joining.exclude(status=Party.Status.PARTY).exists():
            self.fields["joining"].help_text = _(
                "Nobody is on the way in. Propose the organisation as a party first, and begin the dialogue."
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        subjects = data.get("subjects")
        if subjects is not None and ("parties" in subjects) != bool(data.get("joining")):
            lacking = "parties" in subjects
            self.add_error(
                "joining", gettext("Choose who joins.") if lacking else gettext("Tick above that parties join.")
            )
        return data


class ChangeForm(TextForm):
    """One more section that the amendment changes, strikes or adds."""

    effect = forms.ChoiceField(
        label=_("What happens to the section?"),
        choices=[
            (Effect.REPLACES, _("It is written anew")),
            (Effect.STRIKES, _("It is struck out")),
            (Effect.ADDS, _("A new section comes after it")),
        ],
        widget=forms.RadioSelect,
    )
    target = forms.TypedChoiceField(label=_("Section"), coerce=int, empty_value=None, required=False)
    heading = Line(
        label=_("Heading of the new section"), max_length=160, required=False, help_text=_("Only for a new section.")
    )

    def __init__(self, *args: Any, main: Agreement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["target"].choices = [("", _("last in the agreement")), *choices_of(main)]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("effect") == Effect.ADDS:
            if not data.get("heading"):
                self.add_error("heading", gettext("Give the new section a heading."))
        elif data.get("effect") and not data.get("target") and "target" not in self.errors:
            self.add_error("target", gettext("Choose the section."))
        return data


class MergeForm(SectionForm):
    """How a section shall read after somebody else's change of it came into force."""

    theirs = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**62)
    body = Prose(
        label=_("As it shall read"),
        required=False,
        rows=16,
        help_text=_("Write the two together. Without a text the section is left as it reads in the agreement today."),
    )
