"""Fields that several forms share: prose without personal numbers, and days within reason."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from partnerships.validators import refuse_personal_numbers

FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2100, 1, 1)
MAX_PROSE = 20_000


class Prose(forms.CharField):
    """Text for people to read, in a large box unless told otherwise."""

    def __init__(self, *, rows: int = 4, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", MAX_PROSE)
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        kwargs.setdefault("validators", [refuse_personal_numbers])
        super().__init__(**kwargs)


class Line(Prose):
    """One line of such text."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 200, "widget": forms.TextInput(), **kwargs})


class Day(forms.DateField):
    """A day, with the browser's own calendar."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        kwargs.setdefault("input_formats", ["%Y-%m-%d"])
        kwargs.setdefault("validators", [MinValueValidator(FIRST_DAY), MaxValueValidator(LAST_DAY)])
        super().__init__(**kwargs)


class Password(forms.CharField):
    """The actor's password, given anew for what binds."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Your password"))
        kwargs.setdefault("help_text", _("We ask once more, so that nobody approves in your name."))
        kwargs.setdefault("max_length", 200)
        kwargs.setdefault("strip", False)
        kwargs.setdefault("widget", forms.PasswordInput(attrs={"autocomplete": "current-password"}))
        super().__init__(**kwargs)
