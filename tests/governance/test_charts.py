"""Charts are drawn from rows alone, hold nothing that the content policy refuses, and survive every amount."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from governance import charts

amounts = st.decimals(min_value=-(10**6), max_value=10**9, places=2)


@given(st.decimals(min_value=0, max_value=10**12, places=2))
def test_the_scale_reaches_the_highest_in_a_few_round_steps(highest):
    values = charts.scale(highest)
    assert values[0] == 0
    assert values[-1] >= highest
    assert 3 <= len(values) <= 8


@given(st.lists(amounts, max_size=24))
def test_months_are_drawn_whatever_the_amounts(rows):
    total, points = Decimal(0), []
    for amount in rows:
        total += amount
        points.append(charts.Point("<jan>", amount, total))
    for drawn in (charts.bars(points, "Två & tre"), charts.line(points, "Två & tre")):
        assert "style=" not in drawn
        assert "<jan>" not in drawn
    assert charts.bars(points, "Två & tre").count("<rect") == len(rows)


def test_a_flow_has_a_band_for_each_source_and_sink():
    drawn = charts.flow([("A", Decimal(2)), ("B", Decimal(1))], "3 kr", [("Ut", Decimal(3))], "Från A och B")
    assert drawn.count("<path") == 3
    assert "style=" not in drawn
    assert 'role="img"' in drawn


def test_nothing_gives_no_picture():
    assert charts.bars([], "Tomt") == charts.line([], "Tomt") == ""
