"""Charts drawn on the server: pure functions from rows to SVG. Each stands above a table with the same figures.

No script, no inline style: only attributes and classes, so the content policy lets them through and print shows them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from partnerships.templatetags.iop import kr

WIDTH, HEIGHT = 720, 260
LEFT, RIGHT, TOP, BOTTOM = 76, 12, 16, 34
STEPS = (1, 2, 5, 10)
GAP = 10  # between the bands of a flow


@dataclass(frozen=True)
class Point:
    """One month: its label, what came in, and the sum so far, in kr."""

    label: str
    amount: Decimal
    accumulated: Decimal


def scale(highest: Decimal) -> list[int]:
    """Three to seven round values from 0 to at least `highest`."""
    tens = 1
    while tens * 10 * 6 < highest:
        tens *= 10
    step = next(tens * factor for factor in STEPS if tens * factor * 6 >= highest)
    return [step * number for number in range(max(ceil(highest / step), 2) + 1)]


def months(points: Sequence[Point], name: str) -> SafeString:
    """Bars of each month's contribution and a line of the sum so far, directly labelled."""
    if not points:
        return SafeString("")
    values = scale(max(point.accumulated for point in points))
    high = Decimal(values[-1])
    width = (WIDTH - LEFT - RIGHT) / len(points)

    def y(amount: Decimal | int) -> float:
        return round(TOP + (HEIGHT - TOP - BOTTOM) * float(1 - max(Decimal(amount), Decimal(0)) / high), 1)

    def x(index: int) -> float:
        return round(LEFT + width * (index + 0.5), 1)

    grid = format_html_join(
        "",
        '<line class="grid" x1="{}" x2="{}" y1="{}" y2="{}"/>'
        '<text class="tick" x="{}" y="{}" text-anchor="end">{}</text>',
        ((LEFT, WIDTH - RIGHT, y(value), y(value), LEFT - 8, y(value) + 4, _short(value)) for value in values),
    )
    bars = format_html_join(
        "",
        '<rect class="bar" x="{}" y="{}" width="{}" height="{}"/>',
        (
            (round(x(i) - width * 0.3, 1), y(one.amount), round(width * 0.6, 1), round(y(0) - y(one.amount), 1))
            for i, one in enumerate(points)
        ),
    )
    labels = format_html_join(
        "",
        '<text class="tick" x="{}" y="{}" text-anchor="middle">{}</text>',
        ((x(i), HEIGHT - 12, one.label) for i, one in enumerate(points) if len(points) <= 12 or i % 3 == 0),
    )
    path = " ".join(f"{x(i)},{y(one.accumulated)}" for i, one in enumerate(points))
    last = points[-1]
    return format_html(
        '<svg class="chart" role="img" aria-label="{}" viewBox="0 0 {} {}">{}{}'
        '<polyline class="line" fill="none" points="{}"/>{}'
        '<text class="chart-label" x="{}" y="{}" text-anchor="end">{}</text></svg>',
        name,
        WIDTH,
        HEIGHT,
        grid,
        bars,
        path,
        labels,
        x(len(points) - 1),
        max(y(last.accumulated) - 8, TOP - 4),
        kr(last.accumulated),
    )


def _short(value: int) -> str:
    """1 500 000 as "1,5 mn", 500 000 as "500 tkr": what fits beside an axis."""
    if value >= 1_000_000:
        return _("%(millions)s mn kr") % {"millions": f"{value / 1_000_000:g}".replace(".", ",")}
    if value >= 1000:
        return _("%(thousands)s tkr") % {"thousands": value // 1000}
    return _("%(kronor)s kr") % {"kronor": value}


def flow(
    sources: Sequence[tuple[str, Decimal]], middle: str, sinks: Sequence[tuple[str, Decimal]], name: str
) -> SafeString:
    """Where money came from and went: bands from sources through one middle to sinks, widths by amount."""
    total = max(sum(amount for _name, amount in sources), sum(amount for _name, amount in sinks), Decimal(1))
    height = max(60 + 34 * max(len(sources), len(sinks)), 160)
    parts = [*_bands(sources, total, height, left=True), *_bands(sinks, total, height, left=False)]
    return format_html(
        '<svg class="chart" role="img" aria-label="{}" viewBox="0 0 {} {}">{}'
        '<rect class="bar" x="340" y="20" width="40" height="{}"/>'
        '<text class="chart-label" x="360" y="14" text-anchor="middle">{}</text></svg>',
        name,
        WIDTH,
        height,
        SafeString("".join(parts)),  # nosec B703 - every part is made by format_html
        height - 40,
        middle,
    )


def _bands(rows: Sequence[tuple[str, Decimal]], total: Decimal, height: int, *, left: bool) -> list[SafeString]:
    """One band for each row: apart at the outer edge, side by side at the middle."""
    spread = GAP * max(len(rows) - 1, 0)
    room, at, bands = height - 40 - spread, 20.0 + spread / 2, []
    outer, inner = (230, 340) if left else (490, 380)
    bend = (outer + inner) / 2
    for index, (label, amount) in enumerate(rows):
        thick = float(amount / total) * room
        edge = at - spread / 2 + GAP * index
        shape = (
            f"M{outer} {edge:.1f} C{bend} {edge:.1f} {bend} {at:.1f} {inner} {at:.1f} "
            f"L{inner} {at + thick:.1f} C{bend} {at + thick:.1f} {bend} {edge + thick:.1f} {outer} {edge + thick:.1f} Z"
        )
        bands.append(
            format_html(
                '<path class="flow" d="{}"/><text class="tick" x="{}" y="{}" text-anchor="{}">{}</text>',
                shape,
                outer - 8 if left else outer + 8,
                round(edge + thick / 2 + 4, 1),
                "end" if left else "start",
                label if len(label) <= 30 else f"{label[:29]}…",
            )
        )
        at += thick
    return bands
