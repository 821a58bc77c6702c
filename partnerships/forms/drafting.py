"""Forms of drafting together: proposed wording, answers, comments, and whose turn it is."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.agreements.turns import COORDINATORS
from partnerships.models import Agreement, Party

from .agreements import SectionForm, TextForm
from .fields import Count, Day, Line, Prose

JOINT = _("Everyone in the partnership reads this, on both sides.")


class WordingForm(forms.Form):
    """Another wording for a section, and why."""

    heading = Line(label=_("Heading"), max_length=160)
    body = Prose(label=_("Text"), required=False, rows=14)
    reason = Prose(label=_("Reason"), rows=3, max_length=2000, help_text=JOINT)


class NewWordingForm(WordingForm):
    """A new section, where it is to stand, and why."""

    position = Count(
        label=_("Number"), required=False, min_value=1, max_value=999, help_text=_("Empty: it is placed last.")
    )
    field_order = ("heading", "position", "body", "reason")


class RemovalForm(forms.Form):
    """Why a section should go."""

    reason = Prose(label=_("Reason"), rows=3, max_length=2000, help_text=JOINT)


class AcceptForm(SectionForm):
    """The section as it is to stand, and a few words to the one who proposed it."""

    answer = Prose(label=_("A few words to the one who proposed it"), required=False, rows=3, max_length=2000)


class AcceptRemovalForm(TextForm):
    """That the section goes, and a few words to the one who proposed it."""

    answer = Prose(label=_("A few words to the one who proposed it"), required=False, rows=3, max_length=2000)


class AnswerForm(forms.Form):
    """Why the wording is not taken in."""

    answer = Prose(label=_("Your answer"), rows=4, max_length=2000, help_text=JOINT)


class CommentForm(forms.Form):
    """A comment on a section, or on some of its words."""

    text = Prose(label=_("Comment"), rows=4, max_length=4000, help_text=JOINT)
    quote = Prose(
        label=_("Words it concerns"),
        required=False,
        rows=2,
        max_length=1000,
        help_text=_("Copy them from the section, so that the comment makes sense if the text moves. Empty: all of it."),
    )


class ReplyForm(forms.Form):
    """A reply to a comment."""

    text = Prose(label=_("Reply"), rows=4, max_length=4000, help_text=JOINT)


class TurnForm(forms.Form):
    """Whose turn it is to write, what remains, and until when."""

    who = forms.ChoiceField(label=_("Whose turn is it?"))
    note = Prose(label=_("What remains to be done"), required=False, rows=3, max_length=1000, help_text=JOINT)
    due_on = Day(label=_("Due on"), required=False)

    def __init__(self, *args: Any, agreement: Agreement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._parties = {
            str(party.pk): party for party in Party.objects.filter(agreement_parties__agreement=agreement).for_list()
        }
        choices = [(key, party.name) for key, party in self._parties.items()]
        self.fields["who"].choices = [(COORDINATORS, _("the coordinators")), *choices]

    @property
    def party(self) -> Party | None:
        """The chosen party; None for the coordinators."""
        return self._parties.get(self.cleaned_data["who"])
