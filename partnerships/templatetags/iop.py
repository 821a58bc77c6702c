"""What every template may use without loading it: numbers, dates, differences, markdown, addresses, form controls."""

import datetime
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

import nh3
from django import template
from django.forms import BoundField
from django.http import QueryDict
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from markdown_it import MarkdownIt

from partnerships import differences

register = template.Library()

NOTHING = "–"
MINUS = "\N{MINUS SIGN}"
SPACE = "\N{NO-BREAK SPACE}"

#: A state's stored value -> the tone of its tag. The words are the model's own labels; only the colour is decided here.
TONE_BY_STATE = {
    **dict.fromkeys(("draft", "planned", "paused", "absent"), "neutral"),
    **dict.fromkeys(
        (
            "proposed", "called", "circulated", "submitted", "requested", "decided", "postponed", "reservation",
            "partly", "not_met",
        ),
        "warning",
    ),
    **dict.fromkeys(("in_dialogue", "held", "scored", "attested", "open", "adaptation", "initiation"), "info"),
    **dict.fromkeys(
        (
            "in_force", "approved", "party", "confirmed", "adopted", "granted", "accepted", "paid", "effective",
            "ratified", "signed", "active", "implementation", "supports", "present", "done", "reached", "settled",
            "resolved",
            "met",
        ),
        "success",
    ),
    **dict.fromkeys(
        (
            "ended", "lapsed", "superseded", "terminated", "left", "declined", "cancelled", "closed", "rejected",
            "dropped", "referred_back", "refused", "withdrawn", "answered", "winding_down",
            "stands_aside", "disqualified",
        ),
        "ended",
    ),
    **dict.fromkeys(("overdue", "blocks", "overdrawn", "red_flag"), "danger"),
}  # fmt: skip

MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
MARKDOWN_TAGS = {
    "a", "blockquote", "br", "code", "em", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "strong",
    "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip


# -- Numbers ----------------------------------------------------------------------------------------------------------
def _grouped(value: Any, decimals: int | None) -> str:
    text = number_format(value, decimals, use_l10n=True, force_grouping=True)
    return text.replace("-", MINUS, 1)


@register.filter
def kr(value: Any) -> str:
    """An amount in kronor, with öre only where there are any: 1 173 850 kr, 1 250 000,50 kr."""
    try:
        amount = Decimal(str(value)).quantize(Decimal("0.01"))
    except (InvalidOperation, TypeError):
        return NOTHING
    return f"{_grouped(amount, 0 if amount == amount.to_integral_value() else 2)}{SPACE}kr"


@register.filter
def number(value: Any, decimals: Any = None) -> str:
    """A number with grouped thousands: 23 477. Decimals are shown as they come, or as many as asked for."""
    if value is None or value == "":
        return NOTHING
    return _grouped(value, None if decimals in (None, "") else int(decimals))


@register.filter
def plain(value: Any) -> str:
    """The value as it is, without grouped thousands: for years, § numbers and keys."""
    return NOTHING if value is None else str(value)


# -- Dates ------------------------------------------------------------------------------------------------------------
@register.filter
def day(value: Any, form: str = "iso") -> str:
    """A date: 2017-02-06, with "long" 6 February 2017, with "short" 6 February, with "month" February 2017."""
    if not value:
        return NOTHING
    if isinstance(value, datetime.datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return date_format(value, {"iso": "Y-m-d", "long": "j F Y", "short": "j F", "month": "F Y"}[form])


@register.filter
def last_day(valid_until: datetime.date | None) -> datetime.date | None:
    """The last day on which something holds, from the first day on which it no longer does."""
    return valid_until - datetime.timedelta(days=1) if valid_until else None


@register.filter
def moment(value: datetime.datetime | None, form: str = "iso") -> str:
    """A moment in local time: 2017-02-06 09:00, with "long" 6 February 2017 at 9.00."""
    if not value:
        return NOTHING
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    if form == "long":
        words = {"day": date_format(local, "j F Y"), "time": local.strftime("%H:%M")}
        return gettext("%(day)s at %(time)s") % words
    return local.strftime("%Y-%m-%d %H:%M")


# -- Text -------------------------------------------------------------------------------------------------------------
@register.filter
def word_diff(old: Any, new: Any) -> SafeString:
    """What changed between two texts, word by word, as `<del>` and `<ins>`; everything else is escaped as it stands."""
    before, after = ("" if text is None else str(text) for text in (old, new))
    return marked(differences.pieces(before, after))


@register.filter
def marked(pieces: Iterable[differences.Piece]) -> SafeString:
    """Pieces of a difference as text with `<del>` and `<ins>`; a folded stretch as […]. Everything is escaped."""
    parts = [_piece(piece) for piece in pieces]
    return mark_safe("".join(parts))  # nosec B308 B703 - every part is escaped


@register.filter
def spoken(pieces: Iterable[differences.Piece]) -> SafeString:
    """As `marked`, with hidden words for those who hear the text: what is taken out and what is new."""
    words = {differences.Mark.REMOVED: gettext("taken out:"), differences.Mark.ADDED: gettext("new:")}
    parts = [_piece(piece, words.get(piece.mark, "")) for piece in pieces]
    return mark_safe("".join(parts))  # nosec B308 B703 - every part is escaped


def _piece(piece: differences.Piece, word: str = "") -> str:
    mark, text = piece
    if mark == differences.Mark.FOLDED:
        border = "\n\n" if "\n" in text else " "
        return format_html('{}<span class="folded" title="{}">[…]</span>{}', border, gettext("Unchanged text"), border)
    if mark == differences.Mark.SAME:
        return format_html("{}", text)
    return _marked("del" if mark == differences.Mark.REMOVED else "ins", text, word)


def _marked(tag: str, text: str, word: str = "") -> str:
    """Words in an element, the space around them outside it; space alone is not worth a mark."""
    words = text.strip()
    if not words:
        return text
    lead, trail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    hidden = format_html('<span class="ds-sr-only">{} </span>', word) if word else ""
    return format_html("{}<{}>{}{}</{}>{}", lead, tag, hidden, words, tag, trail)


@register.filter
def markdown(text: str | None, level: int = 3) -> SafeString:
    """CommonMark as clean HTML. Its own headings begin at `level`, so that they fit under the page's, and skip none."""
    tokens = MARKDOWN.parse(text or "")
    above = int(level) - 1
    for token in tokens:
        if token.type == "heading_open":
            above = min(6, int(level) - 1 + int(token.tag[1]), above + 1)
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{above}"
    html = MARKDOWN.renderer.render(tokens, MARKDOWN.options, {})
    clean = nh3.clean(
        html,
        tags=MARKDOWN_TAGS,
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener nofollow",
    )
    return mark_safe(clean)  # nosec B308 B703 - nh3 has cleaned it


@register.filter
def org_side(side: str) -> str:
    """The words for a side: they always stand together with its colour."""
    return {"public": gettext("Public party"), "ideburen": gettext("Idéburen party")}.get(side, "")


@register.filter
def tone(state: str) -> str:
    """The tone of a state's tag: neutral, warning, success, ended, danger or info."""
    return TONE_BY_STATE.get(str(state), "neutral")


# -- Addresses --------------------------------------------------------------------------------------------------------
@register.simple_tag(takes_context=True)
def query(context: template.Context, **changes: Any) -> str:
    """The page's own address query with some parameters changed; None removes one. A change goes back to page one."""
    request = getattr(context, "request", None) or context.get("request")
    params = request.GET.copy() if request else QueryDict(mutable=True)
    if "page" not in changes:
        params.pop("page", None)
    for name, value in changes.items():
        params.pop(name, None)
        if value not in (None, ""):
            params[name] = str(value)
    return f"?{params.urlencode()}"


@register.simple_tag(takes_context=True)
def current(context: template.Context, url: str, *, exact: bool = False) -> SafeString | str:
    """`aria-current` for a menu entry: "page" on its own page, "true" on the pages below it."""
    request = getattr(context, "request", None) or context.get("request")
    path = request.path if request else ""
    if not url or not path:
        return ""
    if path == url:
        return mark_safe(' aria-current="page"')  # nosec B308 B703 - a constant
    below = not exact and url != "/" and path.startswith(url)
    return mark_safe(' aria-current="true"') if below else ""  # nosec B308 B703 - a constant


# -- Forms ------------------------------------------------------------------------------------------------------------
@register.simple_tag
def control(field: BoundField) -> SafeString:
    """A form field's control in the look of the design system."""
    own = field.field.widget.attrs.get("class", "")
    return field.as_widget(attrs={"class": f"{own} ds-input".strip()})


@register.simple_tag(takes_context=True)
def csrf_field(context: template.Context) -> SafeString | str:
    """The hidden CSRF token, also inside a component that was included with `only`."""
    request = getattr(context, "request", None) or context.get("request")
    if request is None:
        return ""
    return format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', get_token(request))


# -- Timeline ---------------------------------------------------------------------------------------------------------
def _share(on: datetime.date, start: datetime.date, days: int) -> float:
    return max(0.0, min(100.0, 100 * (on - start).days / days))


@register.inclusion_tag("components/phase_bars.html")
def phase_bars(periods: Iterable[Mapping[str, Any]], today: datetime.date) -> dict[str, Any]:
    """
    Periods that may overlap as bars over one time axis.

    Each period has `label`, `tone`, `valid_from` and `valid_until` (None: goes on; otherwise the first day after it).
    """
    periods = list(periods)
    if not periods:
        return {"bars": []}
    start = min(period["valid_from"] for period in periods).replace(month=1, day=1)
    last = max(max(period["valid_until"] or today for period in periods), today)
    end = datetime.date(last.year + 1, 1, 1)
    days = (end - start).days
    bars = []
    for period in periods:
        left = _share(period["valid_from"], start, days)
        right = _share(period["valid_until"] or end, start, days)
        bars.append({**period, "x": f"{left:.2f}%", "width": f"{max(right - left, 0.5):.2f}%"})
    step = 1 + (end.year - start.year) // 8
    years = [
        {"year": str(year), "x": f"{_share(datetime.date(year, 1, 1), start, days):.2f}%"}
        for year in range(start.year, end.year, step)
    ]
    now = _share(today, start, days)
    return {
        "bars": bars,
        "years": years,
        "now": f"{now:.2f}%",
        "anchor": "start" if now < 8 else "end" if now > 92 else "middle",
    }
