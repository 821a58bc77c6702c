"""Fields that several forms share: prose without personal numbers, and days within reason."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from partnerships import documents
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


class Pdf(forms.FileField):
    """A PDF to keep (`documents.attach`)."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.FileInput(attrs={"accept": "application/pdf,.pdf"}))
        kwargs.setdefault("validators", [documents.for_form])
        kwargs.setdefault("max_length", 200)
        kwargs.setdefault(
            "help_text", _("A PDF of at most 20 MB, without personal data of service users. It cannot be taken back.")
        )
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


class Kronor(forms.DecimalField):
    """An amount in kr, to the öre. Spaces between thousands and a decimal comma are read."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_digits", 14)
        kwargs.setdefault("decimal_places", 2)
        kwargs.setdefault("min_value", 0)
        kwargs.setdefault("localize", True)
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = value.replace("\xa0", "").replace(" ", "").removesuffix("kr")
        return super().to_python(value)


class Count(forms.IntegerField):
    """A count of days, people or places."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("min_value", 0)
        kwargs.setdefault("max_value", 1_000_000)
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}))
        super().__init__(**kwargs)


class Hours(forms.DecimalField):
    """A number of hours, to a tenth, with a decimal comma or point."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("min_value", 0)
        kwargs.setdefault("max_digits", 8)
        kwargs.setdefault("decimal_places", 1)
        kwargs.setdefault("localize", True)
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(**kwargs)
