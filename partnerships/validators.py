"""What may stand in a field. Each raises ValidationError with a text for the person who typed it."""

import re
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from stdnum import luhn

PERSONAL_NUMBER = re.compile(r"(?<!\d)(?:19|20)?(\d{2})(\d{2})(\d{2})[-+ ]?(\d{4})(?!\d)")
COORDINATION_OFFSET = 60  # a coordination number (samordningsnummer) adds 60 to the day


def organisation_number(text: str) -> str:
    """Return `text` as NNNNNN-NNNN.

    Ten digits, Luhn check digit, third digit at least 2 (which tells it from a personal number; lag 1974:174).
    """
    digits = re.sub(r"[\s-]", "", text)
    if len(digits) == 12 and digits.startswith("16"):
        digits = digits[2:]
    if not re.fullmatch(r"\d{10}", digits):
        raise ValidationError(_("An organisation number has ten digits, for example 212000-1355."))
    if digits[2] < "2":
        raise ValidationError(
            _("The third digit of an organisation number is at least 2. Is this a personal identity number?")
        )
    if not luhn.is_valid(digits):
        raise ValidationError(_("The check digit is wrong. Look for a mistyped or swapped digit."))
    return f"{digits[:6]}-{digits[6:]}"


def validate_organisation_number(text: str) -> None:
    """Refuse what `organisation_number` cannot read."""
    organisation_number(text)


def refuse_personal_numbers(text: str) -> None:
    """Refuse a text that holds a Swedish personal identity number (personnummer): no data on service users."""
    for match in PERSONAL_NUMBER.finditer(text or ""):
        year, month, day, _last = match.groups()
        plain_day = int(day) - COORDINATION_OFFSET if int(day) > COORDINATION_OFFSET else int(day)
        try:
            date(2000 + int(year), int(month), plain_day)
        except ValueError:
            continue
        if luhn.is_valid("".join(match.groups())):
            raise ValidationError(
                _(
                    "The text holds a personal identity number. Take it out: "
                    "nothing about individual service users may be stored here, only counts."
                ),
                code="personal_number",
            )
