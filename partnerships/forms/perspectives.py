"""The form of an organisation's view of the challenge."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .fields import Prose

#: Suitably prepared: a view is short.
MAX_ANSWER = 4_000


class Answer(Prose):
    """The answer to one question: short."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": MAX_ANSWER, "required": False, "rows": 5, **kwargs})


class PerspectiveForm(forms.Form):
    """Four questions to each organisation, none of which has to be answered."""

    sees = Answer(
        label=_("What do you see?"),
        help_text=_("What the challenge looks like from where you stand. What you know, and how. Never about people."),
    )
    brings = Answer(
        label=_("What can you bring?"),
        help_text=_("Knowledge, trust, money, premises, time. Nothing is promised by it."),
    )
    hopes = Answer(label=_("What do you hope for?"), help_text=_("What would be better, for whom, if you succeed."))
    fears = Answer(label=_("What worries you?"), help_text=_("What could go wrong, for those concerned and for you."))
