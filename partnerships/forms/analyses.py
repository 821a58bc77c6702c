"""Forms of the joint analysis."""

from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.models import Perspective

from .agreements import TextForm
from .fields import Day, Password, Prose
from .passwords import WithPassword


class Views(forms.ModelMultipleChoiceField):
    """Views of the challenge, each by whose it is."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Perspective) -> str:
        return obj.party.name


class BeginForm(forms.Form):
    """Why a version is begun, and whose words it begins with."""

    occasion = Prose(
        label=_("Why is a new version needed?"),
        max_length=2000,
        help_text=_("What has changed, or what you have learnt. It becomes part of the text."),
    )
    bring = Views(
        label=_("Begin with the words of"),
        queryset=Perspective.objects.none(),
        required=False,
        help_text=_("Their words are placed under the right heading, after their name. You can change everything."),
    )

    def __init__(
        self, *args: Any, shared: models.QuerySet[Perspective], is_first: bool, initial: Any = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, initial={"bring": shared if is_first else [], **(initial or {})}, **kwargs)
        if is_first:
            del self.fields["occasion"]
        self.fields["bring"].queryset = shared


class AnalysisForm(TextForm):
    """The joint text, in its parts."""

    occasion = Prose(label=_("Why this version is written"), required=False, rows=3)
    challenge = Prose(label=_("The societal challenge"), rows=6, help_text=_("As you see it together."))
    target_group = Prose(label=_("The target group"), required=False, help_text=_("Never about individual people."))
    known = Prose(label=_("What we know"), required=False, rows=8, help_text=_("And how we know it."))
    unknown = Prose(label=_("What we do not know, and what worries us"), required=False, rows=6)
    goals = Prose(label=_("What we want to achieve"), required=False, rows=6)
    contributions = Prose(
        label=_("What each of us can bring"), required=False, rows=8, help_text=_("What binds comes in the agreement.")
    )


class ApproveForm(WithPassword):
    """The approval: the password anew, and the hash of the text that was shown."""

    text_hash = forms.CharField(widget=forms.HiddenInput, max_length=64)
    password = Password()


class DayForm(forms.Form):
    """On which day."""

    den = Day(label=_("Day"))
