"""The template tags: numbers, dates, differences, markdown and addresses."""

import datetime
import re
from decimal import Decimal

import pytest
from django import forms
from django.template import Context, RequestContext, Template
from django.utils import timezone, translation

from partnerships.templatetags import iop

MOMENT = datetime.datetime(2017, 2, 6, 8, 5, tzinfo=datetime.UTC)
DAY = datetime.date(2017, 2, 6)


@pytest.fixture(autouse=True)
def _swedish():
    with translation.override("sv"):
        yield


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Decimal("1173850"), "1\xa0173\xa0850\xa0kr"),
        (Decimal("1250000.50"), "1\xa0250\xa0000,50\xa0kr"),
        (Decimal("-50.00"), "\u221250\xa0kr"),
        (0, "0\xa0kr"),
        (None, "–"),
        ("words", "–"),
    ],
)
def test_kr(value, shown):
    assert iop.kr(value) == shown


def test_kr_in_english():
    with translation.override("en"):
        assert iop.kr(Decimal("1250000.50")) == "1,250,000.50\xa0kr"


def test_number():
    assert iop.number(23477) == "23\xa0477"
    assert iop.number(Decimal("0.5"), 1) == "0,5"
    assert iop.number(None) == "–"


def test_a_year_is_plain():
    assert Template("{{ year|plain }}").render(Context({"year": 2017})) == "2017"


@pytest.mark.parametrize(
    ("form", "shown"), [("iso", "2017-02-06"), ("long", "6 februari 2017"), ("short", "6 februari")]
)
def test_day(form, shown):
    assert iop.day(DAY, form) == shown


def test_day_of_a_moment_is_the_day_in_sweden():
    assert iop.day(datetime.datetime(2017, 2, 5, 23, 30, tzinfo=datetime.UTC)) == "2017-02-06"


def test_nothing_is_a_dash():
    assert iop.day(None) == iop.moment(None) == iop.plain(None) == "–"


def test_last_day():
    assert iop.last_day(datetime.date(2017, 1, 1)) == datetime.date(2016, 12, 31)
    assert iop.last_day(None) is None


def test_moment_is_local():
    assert iop.moment(MOMENT) == "2017-02-06 09:05"
    assert iop.moment(timezone.localtime(MOMENT)) == "2017-02-06 09:05"
    assert "6 februari 2017" in iop.moment(MOMENT, "long")


def test_word_diff_marks_words():
    assert iop.word_diff("Boende i Frölunda", "Boende i Majorna") == "Boende i <del>Frölunda</del><ins>Majorna</ins>"
    assert iop.word_diff(20, 24) == "<del>20</del><ins>24</ins>"
    assert iop.word_diff(None, "ny") == "<ins>ny</ins>"
    assert iop.word_diff("samma", "samma") == "samma"


def test_word_diff_keeps_braces():
    assert iop.word_diff("{0} {x}", "{0} %s") == "{0} <del>{x}</del><ins>%s</ins>"


def test_word_diff_escapes():
    shown = iop.word_diff("<b>a</b> <script>x</script>", '<b>a</b> <img src=x onerror="y">')
    assert "<script" not in shown
    assert "<img" not in shown
    assert "<b>" not in shown
    assert "&lt;script&gt;" in shown


def test_markdown():
    html = iop.markdown("# Syfte\n\nVi *vill* [läsa](https://example.org)\n\n- ett")
    assert "<h3>Syfte</h3>" in html
    assert "<em>vill</em>" in html
    assert 'rel="noopener nofollow"' in html
    assert "<li>ett</li>" in html
    assert "<h4>" in iop.markdown("# Syfte", 4)
    assert iop.markdown(None) == ""


@pytest.mark.parametrize(
    ("text", "level", "expected"),
    [
        ("###### Djupt", 3, ["h3"]),
        ("# a\n\n### b\n\n### c\n\n# d", 3, ["h3", "h4", "h5", "h3"]),
        ("### a\n\n# b\n\n## c", 2, ["h2", "h2", "h3"]),
        ("# a\n\n## b\n\n### c\n\n#### d\n\n##### e", 3, ["h3", "h4", "h5", "h6", "h6"]),
        ("> ### citat\n\n##### efter", 3, ["h3", "h4"]),
    ],
)
def test_headings_of_markdown_skip_no_level(text, level, expected):
    html = iop.markdown(text, level)
    assert re.findall(r"<(h\d)>", html) == expected
    assert re.findall(r"</(h\d)>", html) == expected


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "![x](https://example.org/pixel.png)",
        '<a href="https://x" onclick="y">x</a>',
        "<style>body{display:none}</style>",
        '<iframe src="https://example.org"></iframe>',
    ],
)
def test_markdown_lets_nothing_dangerous_through(attack):
    html = iop.markdown(attack)
    for tag in ("<script", "<img", "<style", "<iframe", 'href="javascript', 'href="JaVa', 'href="data'):
        assert tag not in html
    assert "<a href=" not in html or "onclick" not in html


def test_sides_and_tones():
    assert iop.org_side("public")
    assert iop.org_side("ideburen")
    assert iop.org_side("<b>") == ""
    assert iop.tone("draft") == "neutral"
    assert iop.tone("in_force") == "success"
    assert iop.tone("never heard of") == "neutral"
    assert set(iop.TONE_BY_STATE.values()) <= {"neutral", "warning", "success", "ended", "danger", "info"}


def render(request, text, **context):
    return Template(text).render(RequestContext(request, context))


def test_query_changes_one_parameter_and_goes_to_page_one(rf):
    request = rf.get("/", {"q": "a&b", "page": "3", "sort": "name"})
    assert iop.query({"request": request}, sort="since") == "?q=a%26b&sort=since"
    assert iop.query({"request": request}, page=4) == "?q=a%26b&sort=name&page=4"
    assert iop.query({"request": request}, q=None) == "?sort=name"
    assert iop.query({}) == "?"


def test_current(rf):
    inside = {"request": rf.get("/partnerskap/iop/")}
    assert iop.current(inside, "/partnerskap/iop/") == ' aria-current="page"'
    assert iop.current(inside, "/partnerskap/") == ' aria-current="true"'
    assert iop.current(inside, "/partnerskap/", exact=True) == ""
    assert iop.current(inside, "/") == ""
    assert iop.current(inside, "") == ""


def test_the_csrf_token_reaches_a_component_included_with_only(rf):
    class Empty(forms.Form):
        pass

    text = '{% include "components/form.html" with form=form submit="Save" version=1234 only %}'
    html = render(rf.get("/"), text, form=Empty())
    assert 'name="csrfmiddlewaretoken" value="' in html
    assert 'name="version" value="1234"' in html


def test_a_form_says_what_is_wrong_on_top_and_beside_the_field():
    class Service(forms.Form):
        name = forms.CharField(label="Namn", help_text="Kort")
        kind = forms.ChoiceField(label="Slag", widget=forms.RadioSelect, choices=[("a", "Boende")])

    html = str(Service({"name": ""}))
    assert html.index("ds-error-summary") < html.index('id="id_name"')
    assert 'href="#id_name"' in html
    assert 'href="#id_kind"' in html
    assert 'id="id_kind"' in html
    assert 'id="id_name_error"' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert html.index("Kort") < html.index('<input type="text"')


def test_phase_bars_overlap():
    text = "{% phase_bars periods today %}"
    periods = [
        {"label": "Ett", "tone": "ended", "valid_from": datetime.date(2016, 1, 1), "valid_until": DAY},
        {"label": "Två <b>", "tone": "success", "valid_from": datetime.date(2016, 7, 1), "valid_until": None},
    ]
    html = Template(text).render(Context({"periods": periods, "today": DAY}))
    assert html.count("<li>") == 2
    assert "2017-02-05" in html
    assert "Två &lt;b&gt;" in html
    assert "style=" not in html
    assert "<li>" not in Template(text).render(Context({"periods": [], "today": DAY}))
