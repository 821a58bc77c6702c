"""Exports keep types, and no cell can become a formula."""

import csv
import io

from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from partnerships.lists import FORMULA_SIGNS, Column, to_csv, to_xlsx

COLUMNS = [Column("text", "Text", lambda row: row)]


@given(st.lists(st.text(max_size=40), min_size=1, max_size=5))
def test_no_text_becomes_a_formula_in_a_workbook(texts: list[str]) -> None:
    book = load_workbook(io.BytesIO(to_xlsx("rows", COLUMNS, texts).content))
    cells = [row[0] for row in book.active.iter_rows(min_row=2)]
    assert all(cell.data_type != "f" for cell in cells)


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=40), max_size=5))
def test_no_text_becomes_a_formula_in_csv(texts: list[str]) -> None:
    content = to_csv("rows", COLUMNS, texts).content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(content, newline=""), delimiter=";"))[1:]
    assert all(not row[0].startswith(FORMULA_SIGNS) for row in rows if row)


def test_numbers_stay_numbers() -> None:
    book = load_workbook(io.BytesIO(to_xlsx("rows", [Column("n", "N", lambda row: row)], [12, -3]).content))
    assert [row[0].value for row in book.active.iter_rows(min_row=2)] == [12, -3]
