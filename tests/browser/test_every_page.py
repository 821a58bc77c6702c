"""axe and a narrow window on every page that the URL conf can show, in both colour schemes and languages."""

from pathlib import Path

import pytest

from tests.test_routes import OURS, Addresses

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AXE = (Path(__file__).parent.parent / "vendor" / "axe.min.js").read_text()
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice", "EN-301-549"]
RUN = """async tags => (await axe.run(document, {runOnly: {type: "tag", values: tags}, resultTypes: ["violations"]}))
  .violations.map(one => one.id + ": " + one.nodes.map(node => node.html.slice(0, 160)).join(" | "))"""
PUBLIC_PAGES = ["/konto/login/", "/konto/password/reset/", "/no-such-page/"]


def faults(page):
    """What axe finds on the page as it stands."""
    page.evaluate(AXE)
    return page.evaluate(RUN, TAGS)


def addresses_of(site):
    addresses = Addresses(site.alfa, site.furnished)
    found = [addresses.of(name, parameters) for name, parameters in OURS]
    return [*dict.fromkeys(found), *PUBLIC_PAGES]


@pytest.mark.parametrize(
    ("who", "language", "scheme"),
    [("city.coordinator", "sv", "light"), ("ngo.representative", "en", "dark")],
)
def test_no_page_has_a_fault(site, visit, who, language, scheme):
    side, role = who.split(".")
    person = getattr(getattr(site.alfa, side), role)
    person.language = language
    person.save()
    page = visit(person, color_scheme=scheme, viewport={"width": 1280, "height": 900})
    wrong, seen = {}, 0
    for address in addresses_of(site):
        answer = page.request.get(address)
        if answer.status >= 500:
            wrong[address] = [f"status {answer.status}"]
        if answer.status not in {200, 403, 404} or "text/html" not in answer.headers.get("content-type", ""):
            continue
        page.goto(address)
        seen += 1
        assert page.get_attribute("html", "lang") == language
        found = faults(page)
        page.set_viewport_size({"width": 320, "height": 800})
        if (width := page.evaluate("document.documentElement.scrollWidth")) > 320:
            found.append(f"{width} px wide at 320")
        page.set_viewport_size({"width": 1280, "height": 900})
        if found:
            wrong[address] = found
    assert wrong == {}
    assert seen > 60


def test_axe_finds_a_planted_fault(site, visit):
    page = visit(site.alfa.city.coordinator)
    page.goto("/")
    assert faults(page) == []
    page.evaluate("document.querySelector('main').append(new Image())")
    assert faults(page) != []


def test_forced_colours_and_reduced_motion_keep_the_page_whole(site, visit):
    page = visit(site.alfa.city.coordinator, forced_colors="active", reduced_motion="reduce")
    page.goto(f"/partnerskap/{site.alfa.slug}/")
    assert page.locator("h1").is_visible()
    assert page.evaluate("document.getAnimations().length") == 0
