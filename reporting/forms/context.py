"""Forms about what happens outside."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.models import Body, Decision, Meeting
from partnerships import clock
from partnerships.forms.fields import Day, Line, Prose
from partnerships.models import Agreement, Partnership
from reporting.models import ContextEvent


class NoteForm(forms.Form):
    """What has happened, when, by which source, and what it changes."""

    kind = forms.ChoiceField(label=_("What is it about?"), choices=ContextEvent.Kind.choices)
    title = Line(label=_("What happened"), max_length=160)
    happened_on = Day(label=_("Day"), help_text=_("When it happened, or from when it holds."))
    source = Line(label=_("Source"), max_length=300, required=False, help_text=_("A law, a decision, an address."))
    changes = Prose(label=_("What it changes for us"), max_length=4000)


class CallForm(forms.Form):
    """Which body takes it up, and by when."""

    body = forms.ModelChoiceField(label=_("Taken up in"), queryset=Body.objects.none(), empty_label=_("Choose a body"))
    due_on = Day(label=_("By"))

    def __init__(self, *args: Any, partnership: Partnership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Body.objects.filter(partnership=partnership, visibility=Body.Visibility.PARTNERSHIP)
        self.fields["body"].queryset = rows.order_by("pk")


class HoldForm(forms.Form):
    """At which meeting the parties consulted."""

    meeting = forms.ModelChoiceField(
        label=_("Meeting"), queryset=Meeting.objects.none(), empty_label=_("Choose a meeting")
    )

    def __init__(self, *args: Any, event: ContextEvent, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = [Meeting.Status.HELD, Meeting.Status.CLOSED]
        rows = Meeting.objects.filter(body=event.body_id, status__in=held).select_related("body")
        self.fields["meeting"].queryset = rows.order_by("-starts_at", "pk")
        self.fields["meeting"].label_from_instance = lambda one: f"{one.body.name} {clock.day_of(one.starts_at)}"


class SettleForm(forms.Form):
    """What it led to, and why."""

    outcome = forms.ChoiceField(
        label=_("What did it lead to?"), choices=ContextEvent.Outcome.choices, widget=forms.RadioSelect
    )
    agreement = forms.ModelChoiceField(
        label=_("Which amendment or extension"), queryset=Agreement.objects.none(), required=False
    )
    decision = forms.ModelChoiceField(label=_("Which decision"), queryset=Decision.objects.none(), required=False)
    conclusion = Prose(label=_("Why"), max_length=2000)

    def __init__(self, *args: Any, event: ContextEvent, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [Agreement.Kind.AMENDMENT, Agreement.Kind.EXTENSION]
        rows = Agreement.objects.filter(partnership=event.partnership_id, kind__in=kinds)
        self.fields["agreement"].queryset = rows.order_by("kind", "number")
        decisions = Decision.objects.filter(
            body__partnership=event.partnership_id, body__visibility=Body.Visibility.PARTNERSHIP
        )
        self.fields["decision"].queryset = decisions.select_related("body").order_by("-pk")
