"""Organisation numbers and personal numbers."""

import pytest
from django.core.exceptions import ValidationError

from partnerships.validators import organisation_number, refuse_personal_numbers


@pytest.mark.parametrize("text", ["212000-1355", "2120001355", "16212000-1355", " 212000 1355 "])
def test_an_organisation_number_is_read_in_each_spelling(text: str) -> None:
    assert organisation_number(text) == "212000-1355"


@pytest.mark.parametrize("text", ["", "212000-1356", "811218-9876", "21200-1355", "abc", "١٢٣٤٥٦٧٨٩٠"])
def test_a_wrong_number_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        organisation_number(text)


@pytest.mark.parametrize(
    "text", ["född 811218-9876", "19811218-9876", "8112189876", "samordningsnr 811278-9873", "(811218-9876)"]
)
def test_a_personal_number_in_a_text_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        refuse_personal_numbers(text)


@pytest.mark.parametrize("text", ["", "5 160 dygn", "212000-1355", "811218-9875", "dnr 0193/15", "2797000"])
def test_other_numbers_are_left_alone(text: str) -> None:
    refuse_personal_numbers(text)
