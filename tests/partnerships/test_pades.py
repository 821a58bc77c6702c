"""Signed PDFs: what is taken, what is refused and why, and what can be trusted. Keys are made here and now."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer

from partnerships import pades
from reporting.pdf import html_to_pdf
from tests.pades_stage import authority, sign_pdf

NOW = datetime.now(UTC)


def paper(words="Partnerskapsavtal"):
    html = f"<html lang='sv'><head><title>Avtal</title></head><body><h1>{words}</h1></body></html>"
    return html_to_pdf(html, created=datetime(2024, 5, 2, tzinfo=UTC))


@pytest.fixture(scope="module")
def original():
    return paper()


@pytest.fixture
def signer():
    return authority().signer("Anna Andersson", "Ansgar")


def check(content, original, roots=("Provrot",)):
    return pades.check(content, original, roots=[authority(name).pem for name in roots])


def test_a_sound_signature_on_our_document(original, signer):
    found = check(sign_pdf(original, signer), original)
    assert (found.signer, found.signer_organisation) == ("Anna Andersson", "Ansgar")
    assert found.issuer == "Provrot, Provorganisationen"
    assert (found.is_trusted, found.problem, found.revocation) == (True, "", pades.UNKNOWN)
    assert found.stamped_at is None
    assert abs(found.claimed_at - NOW) < timedelta(hours=1)
    assert len(found.certificate_hash) == 64


def test_without_its_root_it_is_whole_but_not_trusted(original, signer):
    found = check(sign_pdf(original, signer), original, roots=("En annan rot",))
    assert (found.is_trusted, found.problem) == (False, pades.UNTRUSTED)
    assert not check(sign_pdf(original, signer), original, roots=()).is_trusted


def test_a_trusted_timestamp_counts_and_another_does_not(original, signer):
    stamped = sign_pdf(original, signer, timestamper=authority().stamper())
    assert abs(check(stamped, original).stamped_at - NOW) < timedelta(hours=1)
    stranger = sign_pdf(original, signer, timestamper=authority("En annan rot").stamper())
    assert check(stranger, original).stamped_at is None


def test_a_certificate_for_one_day_holds_if_a_trusted_timestamp_says_that_it_was_that_day(original):
    day = NOW - timedelta(days=30)
    brief = authority().signer("Anna", valid_from=day, valid_until=day + timedelta(days=1))
    assert check(sign_pdf(original, brief), original).problem == pades.EXPIRED
    then = authority().stamper(at=day + timedelta(hours=2))
    assert check(sign_pdf(original, brief, timestamper=then), original).is_trusted


def test_no_personal_number_is_taken_from_the_certificate(original):
    found = check(sign_pdf(original, authority().signer("Anna 19640823-3234")), original)
    assert found.signer == "Anna …"


# -- What is refused --------------------------------------------------------------------------------------------------
def write_on_the_page(writer):
    """Other contents on the first page, in the revision that is being written."""
    page = writer.root["/Pages"]["/Kids"][0]
    page["/Contents"] = writer.add_object(generic.StreamObject(stream_data=b"BT ET"))
    writer.update_container(page)


def tampered_later(original, signer):
    writer = IncrementalPdfFileWriter(BytesIO(sign_pdf(original, signer)))
    write_on_the_page(writer)
    file = BytesIO()
    writer.write(file)
    return file.getvalue()


def one_byte_else(original, signer):
    """A letter of the field's name. Not in our own document: there it would be another one."""
    signed = bytearray(sign_pdf(original, signer))
    signed[signed.index(b"(Underskrift)") + 2] ^= 1
    return bytes(signed)


def damaged_signature(original, signer):
    signed = sign_pdf(original, signer)
    place = signed.index(b"/Contents <") + 2000
    return signed[:place] + (b"0" if signed[place : place + 1] != b"0" else b"1") + signed[place + 1 :]


def encrypted(original, signer):
    writer = copy_into_new_writer(PdfFileReader(BytesIO(original)))
    writer.encrypt(owner_pass="hemligt", user_pass="hemligt")
    file = BytesIO()
    writer.write(file)
    return file.getvalue()


REFUSED = {
    "encrypted": (encrypted, "krypterad"),
    "no signature": (lambda original, _signer: original, "ingen elektronisk underskrift"),
    "several": (lambda original, signer: sign_pdf(sign_pdf(original, signer), signer, field="Två"), "2 underskrifter"),
    "another document": (lambda _original, signer: sign_pdf(paper("Något annat"), signer), "annat dokument"),
    "changed when signed": (
        lambda original, signer: sign_pdf(original, signer, change=write_on_the_page),
        "Dokumentet har ändrats",
    ),
    "changed afterwards": (tampered_later, "ändrats"),
    "damaged": (damaged_signature, "skadad|inte läsas"),
    "one byte": (one_byte_else, "ändrats efter underskriften"),
    "half a file": (lambda one, signer: sign_pdf(one, signer)[:-3000] + b"%%EOF", "inte läsas"),
    "garbage": (lambda _one, _signer: b"%PDF-1.7\n" + b"x" * 4000 + b"\n%%EOF", "inte läsas"),
    "nothing": (lambda _one, _signer: b"", "inte läsas"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_taken_says_why(original, signer, what):
    make, words = REFUSED[what]
    with pytest.raises(pades.FileRefused, match=words):
        check(make(original, signer), original)


def test_roots_come_from_the_folder_in_the_settings(original, signer, settings, tmp_path):
    (tmp_path / "rot.pem").write_bytes(authority().pem)
    (tmp_path / "LÄS MIG.txt").write_text("Ingen rot.")
    signed = sign_pdf(original, signer)
    for folder, is_trusted in ((str(tmp_path), True), ("", False), (str(tmp_path / "ingen"), False)):
        settings.TRUSTED_ROOTS = folder
        assert pades.check(signed, original).is_trusted is is_trusted
