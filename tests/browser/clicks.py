"""What a person does on a page: follow a link by its words, press a button by its words."""


def submit(page):
    """Press the page's own button: the first in the main part that sends a form by POST."""
    page.locator("main form[method=post] button[type=submit]").first.click()


def follow(page, words, exact=False):
    """Follow the first link of the main part whose words are, or hold, `words`."""
    page.locator("main").get_by_role("link", name=words, exact=exact).first.click()


def press(page, words):
    """Press the first button of the main part whose words hold `words`."""
    page.locator("main").get_by_role("button", name=words).first.click()


def text_of(page):
    """What the main part of the page says, with plain spaces also inside sums."""
    return page.inner_text("main").replace("\xa0", " ")
