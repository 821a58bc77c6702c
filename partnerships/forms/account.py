"""Forms about one's own account, the invitation to one, and messages about accessibility."""

from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from partnerships.models import User


class AccountForm(forms.ModelForm):
    """What a person may change about him- or herself; the e-mail has a page of its own, since it is confirmed."""

    phone = forms.CharField(
        label=_("Telephone"),
        max_length=40,
        required=False,
        validators=[RegexValidator(r"^\+?[0-9 ()-]{5,}$", _("Write a telephone number, for example 031-365 00 00."))],
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )

    class Meta:
        model = User
        fields = ("name", "title", "phone", "language", "reminders")
        labels = {"title": _("Job title")}  # noqa: RUF012
        widgets = {  # noqa: RUF012
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "title": forms.TextInput(attrs={"autocomplete": "organization-title"}),
            "language": forms.RadioSelect,
            "reminders": forms.RadioSelect,
        }
        help_texts = {  # noqa: RUF012
            "reminders": _("It lists what is due within a few days, what is overdue, and what has waited for a week."),
        }


class NewAccountForm(forms.Form):
    """Name and password of somebody who accepts an invitation for the first time."""

    name = forms.CharField(label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    password = forms.CharField(
        label=_("Password"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}, render_value=False),
        help_text=_("At least 12 characters. A few words in a row are easy to remember and hard to guess."),
    )
    repeated = forms.CharField(
        label=_("Password once more"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}, render_value=False),
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        password, repeated = data.get("password"), data.get("repeated")
        if password and repeated and password != repeated:
            self.add_error("repeated", gettext("The two passwords differ."))
        elif password:
            try:
                password_validation.validate_password(password, User(email=self.email, name=data.get("name", "")))
            except ValidationError as refused:
                self.add_error("password", refused)
        return data


class FeedbackForm(forms.Form):
    """What somebody could not do or read. No login, no account, no data that is not needed."""

    message = forms.CharField(
        label=_("What is wrong, or what you need"), max_length=4000, widget=forms.Textarea(attrs={"rows": 6})
    )
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        help_text=_("If you want an answer."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    website = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)  # filled in by robots only

    @property
    def is_from_robot(self) -> bool:
        """Whether the field that nobody sees was filled in."""
        return bool(self.cleaned_data.get("website"))
