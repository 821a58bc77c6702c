"""How accounts come about, by invitation only, and how one logs in."""

from typing import Any

from allauth.account import forms
from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from partnerships.forms.passwords import confirmed


class InvitationOnly(DefaultAccountAdapter):
    """Nobody signs up: an account begins when an invitation is accepted."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class Plain:
    """No words inside the fields: they vanish when one writes."""

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class LoginForm(Plain, forms.LoginForm):
    """E-mail and password, with words that are the product's own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("E-mail")
        self.fields["password"].label = _("Password")
        self.fields["password"].help_text = format_html(
            '<a class="ds-link" href="{}">{}</a>', reverse("account_reset_password"), _("Forgotten the password?")
        )


class ChangePasswordForm(Plain, forms.ChangePasswordForm):
    """A new password for whoever knows the old one."""

    def clean_oldpassword(self) -> str:
        return confirmed(self.user, self.cleaned_data["oldpassword"])


class ReauthenticateForm(Plain, forms.ReauthenticateForm):
    """The password anew, before the address is changed."""

    def clean_password(self) -> str:
        return confirmed(self.user, self.cleaned_data["password"])


class ResetPasswordForm(Plain, forms.ResetPasswordForm):
    """The address that the link is sent to."""


class ResetPasswordKeyForm(Plain, forms.ResetPasswordKeyForm):
    """A new password for whoever has the link."""


class AddEmailForm(Plain, forms.AddEmailForm):
    """A new address."""
