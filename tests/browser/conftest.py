"""Debian's Chromium against a live server. Each test has its own small world; people sign in by session."""

import os

import pytest
from django.conf import settings as product
from django.test import Client
from playwright.sync_api import sync_playwright

from partnerships import access
from partnerships.models import User
from tests import factories

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session", autouse=True)
def _playwright_keeps_a_loop_running():
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def site(live_server, settings, transactional_db):
    """The world with one of everything, on a live server that speaks plain HTTP."""
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = False
    settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME = "sessionid", "csrftoken"
    world = factories.world()
    world.furnished = factories.furnish(world.alfa)
    access.sync(*User.objects.all())
    world.url = live_server.url
    return world


@pytest.fixture
def visit(browser, site):
    """`visit(person, …)`: a page of a new browser window, signed in as the person (None: nobody)."""
    contexts = []

    def open_window(person=None, **options):
        context = browser.new_context(base_url=site.url, locale="sv-SE", **options)
        context.set_default_timeout(10_000)
        contexts.append(context)
        if person is not None:
            client = Client()
            client.force_login(person, backend=product.AUTHENTICATION_BACKENDS[0])
            cookie = client.cookies[product.SESSION_COOKIE_NAME].value
            context.add_cookies([{"name": product.SESSION_COOKIE_NAME, "value": cookie, "url": site.url}])
        return context.new_page()

    yield open_window
    for context in contexts:
        context.close()
