"""Forms for PDFs that are signed outside."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .fields import Password, Pdf
from .passwords import WithPassword


class SignedFileForm(forms.Form):
    """The file that the signing service gave."""

    file = Pdf(
        label=_("Signed PDF"),
        help_text=_(
            "The file just as you got it. Its certificate may hold your personal identity number: everybody in the "
            "partnership can open the file. It cannot be taken back."
        ),
    )


class CountForm(WithPassword):
    """That the signature in the file is one's own."""

    is_mine = forms.BooleanField(label=_("The signature in the file is mine"))
    password = Password(help_text=_("It is asked for once more, so that nobody signs in your name."))
