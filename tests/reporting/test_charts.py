"""Charts: well-formed, escaped, without inline style or script, and true to their figures."""

from decimal import Decimal
from xml.etree import ElementTree

import pytest

from governance import charts

SVG = "{http://www.w3.org/2000/svg}"


def points(*amounts):
    total, made = Decimal(0), []
    for number, amount in enumerate(amounts, start=1):
        total += amount
        made.append(charts.Point(f"m{number}", Decimal(amount), total))
    return made


def drawn(svg):
    return ElementTree.fromstring(str(svg).replace("&nbsp;", " "))  # noqa: S314 - our own text


def every(tree, name):
    return [one for one in tree.iter() if one.tag in (name, f"{SVG}{name}")]


@pytest.mark.parametrize("highest", [0, 1, 4, 999, 51_000, 2_797_000])
def test_the_scale_is_even_and_reaches_the_highest(highest):
    values = charts.scale(Decimal(highest))
    assert values[0] == 0
    assert values[-1] >= highest
    assert len({after - before for before, after in zip(values, values[1:], strict=False)}) == 1


def test_each_month_has_a_bar_as_high_as_its_amount():
    bars = every(drawn(charts.bars(points(1_000, 2_000, 0), "Potten")), "rect")
    heights = [float(one.get("height")) for one in bars]
    assert heights[1] == pytest.approx(2 * heights[0], abs=0.2)
    assert heights[2] == 0


def test_a_month_below_zero_draws_nothing_upside_down():
    tree = drawn(charts.bars(points(1_000, -400), "Potten"))
    assert all(float(one.get("height")) >= 0 for one in every(tree, "rect"))


def test_without_months_there_is_no_picture():
    assert charts.bars([], "Potten") == ""
    assert charts.line([], "Potten") == ""


@pytest.mark.parametrize(
    "svg",
    [
        charts.bars(points(1_000, 2_000), '<Potten> & "vi"'),
        charts.line(points(1_000, 2_000), '<Potten> & "vi"'),
        charts.flow([("<b>Boendet", Decimal(5))], "<i>Läxhjälp", [("Betalt & klart", Decimal(5))], "En krona"),
    ],
    ids=["bars", "line", "flow"],
)
def test_a_picture_has_a_name_and_nothing_that_the_policy_refuses(svg):
    tree = drawn(svg)
    assert tree.get("role") == "img"
    assert next(one.text for one in every(tree, "title"))
    assert all("style" not in one.attrib for one in tree.iter())
    assert not every(tree, "script")
    assert not every(tree, "b")
    assert not every(tree, "i")


def test_a_flow_has_a_band_for_each_source_and_sink():
    sources, sinks = [("A", Decimal(2)), ("B", Decimal(1))], [("Betalt", Decimal(1)), ("Kvar", Decimal(2))]
    assert len(every(drawn(charts.flow(sources, "Läxhjälp", sinks, "En krona")), "path")) == 4
