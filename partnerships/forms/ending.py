"""Forms about the end of an agreement."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from partnerships import clock
from partnerships.models import EndAnswer
from partnerships.templatetags.iop import day

from .fields import Day, Line, Password, Prose
from .passwords import WithPassword


class EndForm(WithPassword):
    """What notice and rescission share: why, on what ground, and the last day."""

    reason = Prose(label=_("Why?"), max_length=5000, help_text=_("All parties read it. It stays in the history."))
    clause = Line(
        label=_("Where it stands in the agreement"), max_length=160, required=False, help_text=_("For example: § 25.")
    )
    last_day = Day(label=_("The agreement's last day"), required=False)
    password = Password(help_text=_("It is asked for once more, so that nobody ends an agreement in your name."))
    field_order = ("reach", "reason", "clause", "last_day", "password")


class NoticeForm(EndForm):
    """Notice for a party: of the whole agreement, or does it only want to go itself?"""

    WHOLE, OWN = "whole", "own"
    reach = forms.ChoiceField(
        label=_("What do you give notice of?"),
        choices=[
            (WHOLE, _("the whole agreement: it ends for all parties")),
            (OWN, _("our own part: we leave, and the agreement goes on between the others")),
        ],
        widget=forms.RadioSelect,
        help_text=_("What the agreement says goes before what can be chosen here."),
    )

    def __init__(self, *args: Any, earliest: date | None, parties: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.earliest = earliest
        if parties <= 2:
            del self.fields["reach"]
        else:
            self.fields["clause"].help_text = _(
                "With more than two parties, one party's notice ends the agreement for all only where it says so."
            )
        self.fields["last_day"].required = earliest is None
        self.fields["last_day"].help_text = (
            _("Empty: %(day)s, the first day that the notice period allows.") % {"day": day(earliest, "long")}
            if earliest
            else _("The agreement says nothing of a notice period.")
        )

    def clean_last_day(self) -> date | None:
        chosen = self.cleaned_data["last_day"]
        if chosen and self.earliest and chosen < self.earliest:
            raise ValidationError(
                gettext("With the notice period the agreement can cease on %(day)s at the earliest.")
                % {"day": self.earliest}
            )
        return chosen

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("reach") == self.WHOLE and not data.get("clause") and "clause" not in self.errors:
            self.add_error("clause", gettext("Say where the agreement lets one party's notice end it for all."))
        return data


class RescissionForm(EndForm):
    """Rescission for a party: the breach, and whether it is at once."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = _("Which serious breach of the agreement?")
        self.fields["last_day"].help_text = _("Empty: the agreement ends at once, today.")

    def clean_last_day(self) -> date | None:
        chosen = self.cleaned_data["last_day"]
        if chosen and chosen < clock.today():
            raise ValidationError(gettext("The day has passed."))
        return chosen


class AnswerForm(forms.Form):
    """A party's answer to another's notice or rescission."""

    stance = forms.ChoiceField(
        label=_("Your organisation"),
        choices=[(one.value, one.label) for one in (EndAnswer.Stance.ACCEPTS, EndAnswer.Stance.CONTESTS)],
        widget=forms.RadioSelect,
    )
    words = Prose(
        label=_("In words"),
        max_length=5000,
        required=False,
        help_text=_("Why, and what you want to happen now. All parties read it."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("stance") == EndAnswer.Stance.CONTESTS and not data.get("words") and "words" not in self.errors:
            self.add_error("words", gettext("Say why: the others have to know what is contested."))
        return data


class TakeBackForm(WithPassword):
    """A party's consent to taking a notice or rescission back."""

    words = Prose(label=_("In words"), max_length=5000, required=False)
    field_order = ("words", "password")
