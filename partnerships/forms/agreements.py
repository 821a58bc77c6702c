"""Forms about agreements: terms, parties, sections and signatures."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from partnerships.models import Agreement, Party

from .fields import Count, Day, Line, Password, Prose
from .passwords import WithPassword


class TextForm(forms.Form):
    """What changes a package's text. `seen` tells how the package stood when the page was opened."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)

    def see(self, state: str) -> None:
        """Let the form that is shown again know how the package stands now."""
        if self.is_bound:
            self.data = self.data.copy()
            self.data[self.add_prefix("seen")] = state


class TitleForm(TextForm):
    """An annex's title: its terms are those of its agreement."""

    title = Line(label=_("Title"), max_length=160)


class TermsForm(TitleForm):
    """The terms that stand beside the sections."""

    registry_number = Line(label=_("Registry number"), max_length=40, required=False)
    starts_on = Day(label=_("First day"), required=False, help_text=_("Empty: the day when the last party has signed."))
    ends_on = Day(label=_("Last day"), required=False, help_text=_("Empty: until further notice."))
    notice_months = Count(label=_("Notice, months"), required=False, max_value=120)
    extension_rule = Prose(
        label=_("Extension"),
        required=False,
        max_length=2000,
        help_text=_("Whether the agreement goes on by itself or by a decision, and how many times."),
    )

    extension_kind = forms.ChoiceField(
        label=_("How is it extended?"),
        required=False,
        choices=[("", _("not stated")), *Agreement.Extension.choices],
        help_text=_("With an answer here the days are worked out, and those concerned are told in time."),
    )
    extension_months = Count(label=_("Extended by how many months each time"), required=False, max_value=600)
    extension_times = Count(
        label=_("How many times at most"), required=False, max_value=100, help_text=_("Empty: as many as it takes.")
    )
    extension_notice_months = Count(
        label=_("How many months before the last day somebody has to say no"),
        required=False,
        max_value=120,
        help_text=_("Empty: as long as the time of notice."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", gettext("The last day lies before the first."))
        if data.get("extension_kind") == Agreement.Extension.AUTOMATIC and not data.get("extension_months"):
            self.add_error("extension_months", gettext("Say by how many months it is extended each time."))
        return data


class ExtensionForm(TitleForm):
    """An extension: until which day."""

    registry_number = Line(label=_("Registry number"), max_length=40, required=False)
    ends_on = Day(label=_("New last day"))


class EndingForm(TitleForm):
    """An agreement to end: which day is the last."""

    registry_number = Line(label=_("Registry number"), max_length=40, required=False)
    ends_on = Day(label=_("The agreement's last day"), help_text=_("The agreement holds throughout that day."))


class AmendmentForm(TermsForm):
    """An amendment: from which day, what it is about, and what it says anew of the agreement's terms."""

    extension_rule = None
    subjects = forms.MultipleChoiceField(
        label=_("What does it change?"), choices=Agreement.Subject.choices, widget=forms.CheckboxSelectMultiple
    )
    target_group = Prose(
        label=_("New target group"),
        required=False,
        max_length=2000,
        help_text=_("Stands on the partnership's overview from the day when the amendment is in force."),
    )
    field_order = ("title", "registry_number", "starts_on", "subjects", "target_group")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ends_on"].label, self.fields["ends_on"].help_text = _("New last day of the agreement"), ""
        self.fields["notice_months"].label = _("New time of notice, months")
        self.fields["starts_on"].label = _("Holds from")

    def clean(self) -> dict[str, Any]:
        """Raise what is written of a subject that is not ticked. The last day is the agreement's, not its own."""
        data = super().clean()
        subjects = data.get("subjects")
        if subjects is None:
            return data
        term = [data.get(name) for name in ("ends_on", "notice_months", "extension_months", "extension_times")]
        if "term" not in subjects and (any(one is not None for one in term) or data.get("extension_kind")):
            self.add_error("subjects", gettext("You have written something about the term: tick it, too."))
        if "target_group" not in subjects and data.get("target_group"):
            self.add_error("subjects", gettext("You have written a new target group: tick it, too."))
        return data


FORMS = {
    Agreement.Kind.MAIN: TermsForm,
    Agreement.Kind.ANNEX: TitleForm,
    Agreement.Kind.AMENDMENT: AmendmentForm,
    Agreement.Kind.EXTENSION: ExtensionForm,
    Agreement.Kind.ENDING: EndingForm,
}


class PartyChoices(forms.ModelMultipleChoiceField):
    """Parties, each by its name."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Party) -> str:
        return f"{obj.name} ({obj.get_status_display()})"


class PartiesForm(TextForm):
    """Which parties an agreement is between."""

    parties = PartyChoices(
        label=_("Contracting parties"),
        queryset=Party.objects.none(),
        help_text=_("Each of them has to sign. Those in dialogue become parties when all have signed."),
    )

    def __init__(self, *args: Any, agreement: Agreement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        inside = Party.objects.filter(partnership=agreement.partnership_id, status__in=Party.INSIDE)
        self.fields["parties"].queryset = inside.for_list()


class AnnexForm(forms.Form):
    """Whose annex."""

    party = forms.ModelChoiceField(label=_("Party"), queryset=Party.objects.none(), empty_label=_("Choose a party"))
    title = Line(label=_("Title"), max_length=160, required=False, help_text=_("Made from the party's name if empty."))

    def __init__(self, *args: Any, agreement: Agreement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        without = Party.objects.filter(agreement_parties__agreement=agreement).exclude(
            pk__in=agreement.children.filter(kind=Agreement.Kind.ANNEX).values("party")
        )
        self.fields["party"].queryset = without.for_list()


class SectionForm(TextForm):
    """One section of the text."""

    heading = Line(label=_("Heading"), max_length=160)
    body = Prose(
        label=_("Text"),
        required=False,
        rows=16,
        help_text=_(
            "Blank line: new paragraph. *Italic*, **bold**, - list, ### heading. "
            "A section without text is left out when the agreement is proposed."
        ),
    )


class SignForm(WithPassword):
    """The signature: the password anew, and the hash of the text that was shown."""

    text_hash = forms.CharField(widget=forms.HiddenInput, max_length=64)
    password = Password(help_text=_("It is asked for once more, so that nobody signs in your name."))
