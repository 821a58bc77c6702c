"""Forms about agreements that were signed on paper."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from partnerships import clock
from partnerships.agreements.old import PAPER
from partnerships.models import Agreement

from .agreements import TextForm
from .fields import Count, Day, Line, Pdf, Prose


class PaperForm(TextForm):
    """What is said of the paper."""

    signed_on = Day(label=_("Signed on paper on"))
    signed_by = Prose(
        label=_("Who signed it, by role"),
        rows=3,
        max_length=2000,
        help_text=_("For each party the role of who signed, for example director or chair. No names are needed."),
    )
    former_parties = Prose(
        label=_("Who signed it and no longer takes part"),
        rows=2,
        required=False,
        max_length=2000,
        help_text=_("They are named in the text. Only those who take part today confirm it."),
    )
    amount_in_words = Line(label=_("Sum, in words"), max_length=300, required=False)
    file = Pdf(label=_("The signed agreement"), required=False)

    def clean_signed_on(self) -> Any:
        if self.cleaned_data["signed_on"] > clock.today():
            raise forms.ValidationError(gettext("The day lies ahead."))
        return self.cleaned_data["signed_on"]

    @property
    def paper(self) -> dict[str, Any]:
        """What is said of the paper, by field."""
        return {name: self.cleaned_data[name] for name in PAPER}


class OldAgreementForm(PaperForm):
    """An agreement from before: its terms in short, and the paper."""

    kind = forms.ChoiceField(label=_("Kind"))
    title = Line(label=_("Title"), max_length=160)
    registry_number = Line(label=_("Registry number"), max_length=40, required=False)
    starts_on = Day(label=_("First day"), help_text=_("It is in force since this day once all have confirmed it."))
    ends_on = Day(label=_("Last day"), required=False, help_text=_("Empty: until further notice."))
    notice_months = Count(label=_("Notice, months"), required=False, max_value=120)
    extension_rule = Prose(label=_("Extension"), required=False, rows=2, max_length=2000)
    file = Pdf(label=_("The signed agreement"))
    field_order = (
        "kind", "title", "registry_number", "signed_on", "starts_on", "ends_on", "notice_months", "extension_rule",
        "amount_in_words", "signed_by", "former_parties", "file",
    )  # fmt: skip

    def __init__(self, *args: Any, kinds: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [one for one in Agreement.Kind.choices if one[0] in kinds]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", gettext("The last day lies before the first."))
        if first and first > clock.today():
            self.add_error("starts_on", gettext("The day lies ahead."))
        if data.get("kind") == Agreement.Kind.EXTENSION and not last and "ends_on" not in self.errors:
            self.add_error("ends_on", gettext("An extension needs a new last day."))
        return data

    @property
    def terms(self) -> dict[str, Any]:
        """The agreement's own terms."""
        names = ("kind", "title", "registry_number", "starts_on", "ends_on", "notice_months", "extension_rule")
        return {name: self.cleaned_data[name] for name in names}
