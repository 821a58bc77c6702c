"""Forms that ask for the password anew."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from partnerships import passwords
from partnerships.models import User

from .fields import Password


class WithPassword(forms.Form):
    """A form that holds only with the actor's own password."""

    password = Password()

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor

    def clean_password(self) -> str:
        return confirmed(self.actor, self.cleaned_data["password"])


def confirmed(person: User, password: str) -> str:
    """The password if it is the person's own; what is wrong stands beside the field."""
    try:
        passwords.confirm(person, password)
    except passwords.PasswordRefused as refused:
        raise ValidationError(str(refused)) from refused
    return password
