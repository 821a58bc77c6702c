"""A first visit is light: the page and everything it asks for, fonts apart, as it travels."""

import gzip
import re
from dataclasses import dataclass, field
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.urls import reverse

from tests.factories import login

MOST = 100_000
MOST_SCRIPT = 20_000
PAGES = [
    "reporting:overview",
    "reporting:history",
    "governance:fund",
    "governance:body_list",
    "partnerships:party_list",
]


@dataclass
class Page(HTMLParser):
    """What a page asks for: addresses of files, addresses of scripts, and the scripts it carries itself."""

    html: str
    files: set[str] = field(default_factory=set)
    scripts: set[str] = field(default_factory=set)
    own_script: str = ""

    def __post_init__(self):
        super().__init__()
        self.feed(self.html)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        if tag == "link" and found.get("rel") in {"stylesheet", "icon", "preload", "modulepreload", "manifest"}:
            self.files.add(found["href"])
        if tag in {"img", "source", "iframe", "embed", "video", "audio", "script"} and found.get("src"):
            (self.scripts if tag == "script" else self.files).add(found["src"])

    def handle_data(self, data):
        if self.lasttag == "script":
            self.own_script += data


def asked_for(address: str) -> dict[str, bytes]:
    """The file at an address, and those that a style sheet asks for in its turn. Fonts do not count."""
    path = urlsplit(address).path
    if path.endswith((".woff2", ".woff")) or address.startswith("data:"):
        return {}
    assert path.startswith(settings.STATIC_URL), f"{address} is not ours"
    found = finders.find(path.removeprefix(settings.STATIC_URL))
    assert found, address
    content = Path(found).read_bytes()
    files = {address: content}
    if path.endswith(".css"):
        for inner in re.findall(r"url\(\s*['\"]?([^'\")]+)|@import\s+['\"]([^'\"]+)", content.decode()):
            files |= asked_for(urljoin(address, "".join(inner)))
    return files


def weight(html: bytes) -> tuple[int, int]:
    """Bytes of a first visit, and of its scripts before they are compressed.

    Static files travel compressed; the page itself counts as the application sends it.
    """
    page = Page(html.decode())
    scripts = {name: content for address in page.scripts for name, content in asked_for(address).items()}
    files = scripts | {name: content for address in page.files for name, content in asked_for(address).items()}
    whole = len(html) + sum(len(gzip.compress(content)) for content in files.values())
    return whole, len(page.own_script.encode()) + sum(map(len, scripts.values()))


def test_a_first_visit_is_light(world, furnished, client):
    weights = {"account_login": weight(client.get(reverse("account_login")).content)}
    login(client, world.alfa.city.coordinator)
    weights["reporting:my_day"] = weight(client.get(reverse("reporting:my_day")).content)
    for name in PAGES:
        weights[name] = weight(client.get(reverse(name, args=[world.alfa.slug])).content)
    assert min(whole for whole, _script in weights.values()) > 20_000  # the style sheets are among what was weighed
    assert {name: found for name, found in weights.items() if found[0] > MOST or found[1] > MOST_SCRIPT} == {}


def noise(size: int) -> bytes:
    """Text that does not compress below half."""
    return b"".join(sha256(bytes([n % 256, n // 256])).hexdigest().encode() for n in range(size // 64 + 1))[:size]


def test_the_measure_finds_planted_faults(tmp_path, settings):
    settings.STATICFILES_DIRS = [*settings.STATICFILES_DIRS, tmp_path]
    finders.get_finder.cache_clear()
    (tmp_path / "big.svg").write_bytes(noise(250_000))
    (tmp_path / "big.js").write_bytes(noise(MOST_SCRIPT + 1))
    (tmp_path / "imports.css").write_text('@import "inner.css";')
    (tmp_path / "inner.css").write_text("p{background:url(big.svg)}@font-face{src:url(a.woff2)}")
    try:
        light = weight(b'<link rel="stylesheet" href="/static/css/layout.css">')
        assert 1_000 < light[0] < MOST
        assert light[1] == 0
        assert weight(b'<img src="/static/big.svg">')[0] > MOST
        assert weight(b'<link rel="stylesheet" href="/static/imports.css">')[0] > MOST
        assert weight(b'<script src="/static/big.js"></script>')[1] > MOST_SCRIPT
        assert weight(b"<script>" + noise(MOST_SCRIPT + 1) + b"</script>")[1] > MOST_SCRIPT
        with pytest.raises(AssertionError, match="not ours"):
            weight(b'<img src="https://example.org/a.png">')
    finally:
        finders.get_finder.cache_clear()
