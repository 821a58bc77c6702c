"""Every PDF is accessible (PDF/UA-1) and archivable (PDF/A-2a), the same twice, and reaches for nothing outside."""

import io
import logging
import os
import subprocess
import sys
import time
from datetime import datetime, timedelta, timezone

import page
import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

from reporting.pdf import find_static, html_to_pdf, static_fetcher
from tests.reporting.pdf_sample import CREATED, TEXT_HASH, sample

PROFILES = ["ua1", "2a"]
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{}<rect width="9" height="9"/></svg>'
SOUND = f"""<!DOCTYPE html><html lang="sv"><head><title>Avtal</title></head><body><h1>Avtal</h1><h2>Parter</h2>
<table><caption>Parter</caption><tr><th scope="col">Part</th><th scope="col">Sida</th></tr>
<tr><th scope="row" rowspan="1">Staden</th><td>Offentlig</td></tr>
<tr><th scope="row">Bräcke</th><td>Idéburen</td></tr></table>{PICTURE.format("<title>Två sidor</title>")}
</body></html>"""


def failed_rules(pdf: bytes, profile: str) -> list[str]:
    return [failure.rule_id for failure in page.validate_pdf_bytes(pdf, profile=profile).failures]


def words_of_pages(pdf: bytes) -> list[str]:
    text = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    return text.split("\f")[:-1]


@pytest.fixture(scope="module")
def agreement() -> bytes:
    return sample()


@pytest.fixture(scope="module")
def draft() -> bytes:
    return sample(draft=True)


@pytest.mark.parametrize("profile", PROFILES)
def test_an_agreement_passes(profile, agreement, tmp_path):
    file = tmp_path / "agreement.pdf"
    file.write_bytes(agreement)
    report = page.validate_pdf(file, profile=profile)
    assert [(failure.rule_id, failure.message) for failure in report.failures] == []
    assert report.is_compliant
    assert report.document.page_count >= 5


@pytest.mark.parametrize("profile", PROFILES)
def test_a_draft_passes_too(profile, draft):
    assert failed_rules(draft, profile) == []


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize(
    "text",
    [
        "<ul><li><p>ett</p><p>två</p></li><li>tre<ol><li><p>fyra</p></li></ol></li></ul>",
        "<ul><li></li><li>ett <strong>två</strong></li></ul>",
        "<ol start=3><li>" + "många ord " * 2000 + "</li></ol>",
        "<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>1</td><td></td></tr></tbody></table>",
        "<table><thead><tr><th>a</th></tr></thead>" + "<tr><td>rad</td></tr>" * 90 + "</table>",
        "<p>" + "ord " * 300 + '<a href="https://example.org">en länk som ' + "bryts " * 30 + "</a></p>",
        '<p><a href="/partnerskap/1">inåt</a> <a href="#x">hit</a></p><p id="x">x</p>',
        "<blockquote><p>citat</p></blockquote><pre><code>kod</code></pre><hr><p>rad<br>rad</p>",
    ],
    ids=["loose list", "empty item", "item over pages", "table", "table over pages", "link", "inner links", "others"],
)
def test_whatever_a_text_may_hold_passes(profile, text):
    assert failed_rules(html_to_pdf(SOUND.replace("</h2>", "</h2>" + text), created=CREATED), profile) == []


def untagged(html: str) -> bytes:
    from weasyprint import HTML

    return HTML(string=html).write_pdf(pdf_variant="pdf/a-2b")


def engine(html: str) -> bytes:
    return html_to_pdf(html, created=CREATED)


def test_the_document_without_faults_passes():
    assert [failed_rules(engine(SOUND), profile) for profile in PROFILES] == [[], []]


@pytest.mark.parametrize(
    ("make", "sound", "faulty", "rule"),
    [
        (engine, PICTURE.format("<title>Två sidor</title>"), PICTURE.format(""), "ALT"),
        (engine, "<title>Avtal</title>", "", "TITLE"),
        (engine, ' lang="sv"', "", "LANG"),
        (engine, "<h2>Parter</h2>", "<h4>Parter</h4>", "HEADING"),
        (engine, 'rowspan="1"', 'rowspan="2"', "ROW"),
        (untagged, "", "", "TAGG"),
    ],
    ids=["no alt", "no title", "no language", "heading jump", "bad rowspan", "untagged"],
)
def test_the_validator_finds_a_planted_fault(make, sound, faulty, rule):
    assert sound in SOUND
    found = failed_rules(make(SOUND.replace(sound, faulty)), "ua1")
    assert any(rule in rule_id for rule_id in found), found


def test_running_head_and_foot_are_on_the_page_and_outside_the_reading_order(agreement):
    pages = words_of_pages(agreement)
    for number, words in enumerate(pages, 1):
        assert f"{number} av {len(pages)}" in words or f"{number} of {len(pages)}" in words
        assert "0193/15" in words
        assert f"Logg {TEXT_HASH[::-1][:16]}" in words
        assert TEXT_HASH[:16] in words
    read_aloud = subprocess.run(["pdfinfo", "-struct-text", "-"], input=agreement, capture_output=True, check=True)
    assert "Parter och bakgrund" in read_aloud.stdout.decode()
    assert f"Logg {TEXT_HASH[::-1][:16]}" not in read_aloud.stdout.decode()  # the foot alone


@pytest.mark.parametrize("signed", [True, False], ids=["signed", "not signed"])
def test_eight_parties_sign_on_one_page(signed):
    party = {"side": "ideburen", "name": "Firmatecknare i Göteborgs kyrkliga stadsmission", "role": "Firmatecknare"}
    dates = {"mandate": "Mandat från 2014-09-01 tills vidare", "moment": "12 februari 2016 kl. 14:30"} if signed else {}
    rows = [{"party": f"Göteborgs kyrkliga stadsmission {n}", **party, **dates} for n in range(8)]
    last = words_of_pages(sample(signatures=rows, sections=[]))[-1]
    assert "Underskrifter" in last
    assert all(f"stadsmission {n}" in " ".join(last.split()) for n in range(8))
    assert TEXT_HASH in last
    assert TEXT_HASH[::-1] in last


def test_a_draft_says_so_on_every_page_and_in_its_title(draft, agreement):
    for words in words_of_pages(draft):
        letters = "".join(words.split())
        assert "UTKAST" in letters or "DRAFT" in letters
    for words in words_of_pages(agreement):
        letters = "".join(words.split())
        assert "UTKAST" not in letters.upper()
        assert "DRAFT" not in letters.upper()
    title = subprocess.run(["pdfinfo", "-"], input=draft, capture_output=True, check=True).stdout.decode()
    assert "Utkast: " in title or "Draft: " in title


def test_the_same_bytes_in_two_processes(agreement, tmp_path):
    time.sleep(1.1)  # a clock that slips into the file shows at the next second
    for seed in ("1", "2"):
        file = tmp_path / f"{seed}.pdf"
        subprocess.run(
            [sys.executable, "-m", "tests.reporting.pdf_sample", str(file)],
            cwd=settings.BASE_DIR,
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": f"UTC{seed}"},
            check=True,
        )
        assert file.read_bytes() == agreement


def test_the_record_dates_the_file(agreement):
    information = subprocess.run(
        ["pdfinfo", "-isodates", "-"], input=agreement, capture_output=True, check=True, env={**os.environ, "TZ": "UTC"}
    ).stdout.decode()
    for name in ("CreationDate", "ModDate"):
        assert f"{name}:    ".replace(" ", "") + "2016-02-12T13:30:00Z" in information.replace(" ", "")
    assert b"<xmp:CreateDate>2016-02-12T13:30:00+00:00<" in agreement  # XMP lies uncompressed
    swedish = datetime(2016, 2, 12, 14, 30, tzinfo=timezone(timedelta(hours=1)))
    assert html_to_pdf(SOUND, created=swedish) == html_to_pdf(SOUND, created=CREATED)
    with pytest.raises(ValueError, match="aware"):
        html_to_pdf(SOUND, created=datetime(2016, 2, 12))


def test_another_text_is_another_file(agreement):
    assert sample(version="3") != agreement


def test_values_are_text_and_never_markup():
    words = "".join(words_of_pages(sample(partnership='<b>"IOP"</b> & co')))
    assert '<b>"IOP"</b> & co' in words


def test_the_style_sheet_and_fonts_are_found(caplog):
    with caplog.at_level(logging.WARNING, logger="weasyprint"):
        pdf = sample()
    assert [text for text in caplog.messages if "HarfBuzz" not in text] == []  # a faster cutter of fonts, not needed
    fonts = subprocess.run(["pdffonts", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    assert {line.split()[0].split("+")[1].split("-")[0] for line in fonts.splitlines()[2:]} == {"Inter"}


def test_the_fetcher_serves_static_files():
    response = static_fetcher().fetch(f"{settings.BASE_URL}/static/css/pdf.css")
    assert response.content_type == "text/css"
    assert b"@page" in response.read()


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/picture.png",
        "https://example.org/static/css/pdf.css",
        "ftp://example.org/picture.png",
        "data:text/css,body",
        "file:///etc/passwd",
        "{file}",
        "{base}/static/../iop/settings.py",
        "{base}/static/%2e%2e/iop/settings.py",
        "{base}/static/css/../../../iop/settings.py",
        "{base}/static//etc/passwd",
        "{base}/static/%2Fetc/passwd",
        "{base}/static/css/pdf.css%00",
        "{base}/static/css",
        "{base}/static/",
        "{base}/static/css/absent.css",
        "{base}/media/picture.png",
        "{base}@example.org/static/css/pdf.css",
    ],
)
def test_the_fetcher_refuses_the_rest(url):
    url = url.format(base=settings.BASE_URL, file=f"file://{finders.find('css/pdf.css')}")
    with pytest.raises(PermissionError):
        find_static(url)
    with pytest.raises(PermissionError):
        static_fetcher().fetch(url)


def test_a_picture_from_outside_is_left_out(caplog):
    outside = SOUND.replace("</h1>", '</h1><img src="file:///etc/hostname" alt="hemlig bild">')
    with caplog.at_level(logging.ERROR, logger="weasyprint"):
        pdf = engine(outside)
    assert "own static files" in caplog.text
    assert failed_rules(pdf, "ua1") == []


def test_no_stream_ends_like_a_line() -> None:
    import zlib

    import pydyf

    from reporting.pdf import _end_streams_clearly

    unlucky = next(
        text for text in (b"%d" % number for number in range(100_000)) if zlib.compress(text, 9)[-1:] in b"\r\n"
    )
    pdf = pydyf.PDF()
    stream = pydyf.Stream([unlucky], compress=True)
    pdf.add_object(stream)
    assert stream.data.endswith((b"\r\nendstream", b"\n\nendstream"))
    _end_streams_clearly(pdf)
    assert not stream.data.endswith((b"\r\nendstream", b"\n\nendstream"))
    assert stream.stream[0] == unlucky


def test_no_stream_that_comes_with_writing_ends_like_a_line() -> None:
    import pydyf

    from reporting.pdf import _end_streams_clearly

    def written(number: int, *, clearly: bool) -> bytes:
        pdf, file = pydyf.PDF(), io.BytesIO()
        for one in range(number % 40):
            pdf.add_object(pydyf.Dictionary({"N": number * one}))
        if clearly:
            _end_streams_clearly(pdf)
        pdf.write(file, version=b"1.7", compress=True)
        return file.getvalue()

    def is_unclear(pdf: bytes) -> bool:
        return b"\r\nendstream" in pdf or b"\n\nendstream" in pdf

    assert any(is_unclear(written(number, clearly=False)) for number in range(600))
    assert not any(is_unclear(written(number, clearly=True)) for number in range(600))
