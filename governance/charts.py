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

from partnerships.templatetags.iop import kr, number

WIDTH = 720  # of a flow
PANEL, HEIGHT = 360, 214  # two panels stand side by side, or under each other where it is narrow
LEFT, RIGHT, TOP, BOTTOM = 70, 10, 28, 26
STEPS = (1, 2, 5, 10)
GAP = 10  # between the bands of a flow
MOST_LABELS = 6
#: What a picture is drawn with where no style sheet reaches into it: on paper. On a page the classes decide.
INK, SUBTLE, RULE, STRONG = "#1f2124", "#53565c", "#dfe1e5", "#0062ba"


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


@dataclass(frozen=True)
class _Frame:
    """Where things stand in a panel: months from left to right, kronor from the base line up."""

    points: Sequence[Point]
    values: list[int]

    @property
    def width(self) -> float:
        return (PANEL - LEFT - RIGHT) / len(self.points)

    def x(self, index: int) -> float:
        return round(LEFT + self.width * (index + 0.5), 1)

    def y(self, amount: Decimal | int) -> float:
        part = max(Decimal(amount), Decimal(0)) / Decimal(self.values[-1])
        return round(TOP + (HEIGHT - TOP - BOTTOM) * float(1 - part), 1)

    def drawn(self, name: str, inside: SafeString) -> SafeString:
        """The panel around its bars or its line."""
        grid = format_html_join(
            "",
            '<line class="{}" stroke="{}" x1="{}" x2="{}" y1="{}" y2="{}"/>'
            '<text class="tick" fill="{}" x="{}" y="{}" text-anchor="end">{}</text>',
            (
                ("grid" if value else "axis-line", RULE if value else SUBTLE, LEFT, PANEL - RIGHT)
                + (self.y(value), self.y(value), SUBTLE, LEFT - 8, self.y(value) + 5, _short(value))
                for value in self.values
            ),
        )
        every = ceil(len(self.points) / MOST_LABELS)
        labels = format_html_join(
            "",
            '<text class="tick" fill="{}" x="{}" y="{}" text-anchor="middle">{}</text>',
            ((SUBTLE, self.x(i), HEIGHT - 6, one.label) for i, one in enumerate(self.points) if i % every == 0),
        )
        return format_html(
            '<svg class="chart" xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {} {}"'
            ' font-family="Inter" font-size="13"><title>{}</title>{}{}{}</svg>',
            PANEL,
            HEIGHT,
            name,
            grid,
            inside,
            labels,
        )


def bars(points: Sequence[Point], name: str) -> SafeString:
    """What each month brought in."""
    if not points:
        return SafeString("")
    frame = _Frame(points, scale(max(point.amount for point in points)))
    inside = format_html_join(
        "",
        '<rect class="bar" fill="{}" x="{}" y="{}" width="{}" height="{}"/>',
        (
            (STRONG, round(frame.x(i) - frame.width * 0.35, 1), frame.y(one.amount), round(frame.width * 0.7, 1))
            + (round(frame.y(0) - frame.y(one.amount), 1),)
            for i, one in enumerate(points)
        ),
    )
    return frame.drawn(name, inside)


def line(points: Sequence[Point], name: str) -> SafeString:
    """The sum so far, its end labelled with the figure."""
    if not points:
        return SafeString("")
    frame = _Frame(points, scale(max(point.accumulated for point in points)))
    last = len(points) - 1
    x, y = frame.x(last), frame.y(points[last].accumulated)
    inside = format_html(
        '<polyline class="line" fill="none" stroke="{}" stroke-width="2.5" points="{}"/>'
        '<circle class="dot" fill="{}" cx="{}" cy="{}" r="4"/>'
        '<text class="chart-label" fill="{}" x="{}" y="{}" text-anchor="end">{}</text>',
        STRONG,
        " ".join(f"{frame.x(i)},{frame.y(one.accumulated)}" for i, one in enumerate(points)),
        STRONG,
        x,
        y,
        INK,
        PANEL - RIGHT,
        TOP - 12,
        kr(points[last].accumulated),
    )
    return frame.drawn(name, inside)


def _short(value: int) -> str:
    """1 500 000 as "1,5 mn", 500 000 as "500 tkr": what fits beside an axis."""
    if value >= 1_000_000:
        return _("%(millions)s mn kr") % {"millions": number(Decimal(value) / 1_000_000)}
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
        '<svg class="chart" role="img" viewBox="0 0 {} {}"><title>{}</title>{}'
        '<rect class="bar" x="340" y="20" width="40" height="{}"/>'
        '<text class="chart-label" x="360" y="14" text-anchor="middle">{}</text></svg>',
        WIDTH,
        height,
        name,
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
