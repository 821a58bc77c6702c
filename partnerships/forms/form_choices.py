"""Forms about the choice of form: the sets of criteria, the forms weighed, the answers, the conclusion."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from partnerships import clock
from partnerships.models import CriteriaSet, CriterionAnswer, FormChoice, RedFlag
from partnerships.templatetags.iop import day

from .fields import Day, Line, Pdf, Prose


class SetChoices(forms.ModelMultipleChoiceField):
    """Sets of criteria, each by its name, its days and its source."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: CriteriaSet) -> str:
        words = {"name": obj.name, "day": day(obj.valid_from), "source": obj.source}
        return gettext("%(name)s (from %(day)s). %(source)s") % words


class SetsForm(forms.Form):
    """Which criteria the choice is judged by."""

    sets = SetChoices(
        label=_("Criteria to judge by"),
        queryset=CriteriaSet.objects.none(),
        help_text=_(
            "More than one can be used. Those of a municipality that takes part stand beside the national ones."
        ),
        error_messages={"required": _("Choose at least one set of criteria that holds today.")},
    )

    def __init__(self, *args: Any, offered: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sets"].queryset = offered


class WeighForm(forms.Form):
    """What speaks for and against one form."""

    speaks_for = Prose(label=_("What speaks for it"), required=False, max_length=5000)
    speaks_against = Prose(label=_("What speaks against it"), required=False, max_length=5000)


class AnswerForm(forms.Form):
    """How a criterion is judged, and on what evidence."""

    answer = forms.ChoiceField(
        label=_("Is the criterion met?"), choices=CriterionAnswer.Value.choices, widget=forms.RadioSelect
    )
    evidence = Prose(
        label=_("Evidence"), required=False, max_length=5000, help_text=_("What you rest it on, in your own words.")
    )
    link = forms.URLField(
        label=_("Link"),
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text=_("To a decision, a plan or a programme, if it is on the web."),
    )
    file = Pdf(label=_("Document"), required=False)
    without_document = forms.BooleanField(label=_("Take away the document from the answer"), required=False)

    def __init__(self, *args: Any, has_document: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_document:
            del self.fields["without_document"]

    def clean_without_document(self) -> bool | None:
        """Nothing unless it is ticked: after an edit conflict only what was typed is shown."""
        return self.cleaned_data["without_document"] or None

    def values(self) -> dict[str, Any]:
        """What `form_choices.answer` takes."""
        data = dict(self.cleaned_data)
        if data.pop("without_document", False):
            data["document"] = None
        return data


class FlagForm(forms.Form):
    """Whether a red flag applies, and why that is all right."""

    applies = forms.ChoiceField(label=_("Does it apply?"), choices=RedFlag.Value.choices, widget=forms.RadioSelect)
    reason = Prose(
        label=_("Reason"),
        required=False,
        max_length=5000,
        help_text=_("If it applies: why you go on all the same. A flag warns; it does not decide for you."),
    )


class ConclusionForm(forms.Form):
    """The form chosen, why, by whom it was judged and when it is to be reviewed."""

    outcome = forms.ChoiceField(
        label=_("Which form have you chosen?"), choices=FormChoice.Form.choices, widget=forms.RadioSelect
    )
    conclusion = Prose(
        label=_("Conclusion"),
        rows=6,
        max_length=10_000,
        help_text=_("What you hope for that the other forms cannot give, and what weighed most."),
    )
    judged_by = Line(
        label=_("Who has judged"),
        required=False,
        max_length=500,
        help_text=_("Roles and organisations, for example “the city's lawyer”. No names."),
    )
    judged_on = Day(label=_("Judged on"), required=False)
    review_on = Day(
        label=_("To be reviewed on"), required=False, help_text=_("You are reminded two months before that day.")
    )

    def clean_judged_on(self) -> Any:
        """The day on which it was judged, if it has come."""
        judged = self.cleaned_data["judged_on"]
        if judged and judged > clock.today():
            raise ValidationError(gettext("The day lies ahead. Register it when it has come."))
        return judged
