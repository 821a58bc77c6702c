"""Documents that people bring: kept whole, seen by those who may, refused when they are something else."""

import hashlib

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from partnerships import documents, steps
from partnerships.forms.fields import Pdf
from partnerships.models import Document
from partnerships.models.document import MAX_SIZE
from tests.factories import PDF, login
from tests.test_promises import refused

pytestmark = pytest.mark.django_db


def attach(alfa, content=PDF, name="Avtal.pdf", **scope):
    with steps.record("document.attach", actor=alfa.city.coordinator, scope=alfa.partnership) as act:
        return documents.attach(act, content, name=name, **(scope or {"partnership": alfa.partnership}))


def test_it_is_kept_byte_for_byte_with_its_fingerprint(world):
    made = Document.objects.get(pk=attach(world.alfa).pk)
    assert documents.content_of(made) == PDF
    assert (made.size, made.sha256) == (len(PDF), hashlib.sha256(PDF).hexdigest())


def test_a_list_of_documents_does_not_read_the_bytes(world, django_assert_num_queries):
    attach(world.alfa)
    with django_assert_num_queries(1):
        assert [str(one) for one in Document.objects.visible_to(world.alfa.ngo.reader).filter(name="Avtal.pdf")]


def test_whoever_sees_the_partnership_may_save_it_and_nobody_else(world, client):
    made = attach(world.alfa)
    response = login(client, world.alfa.ngo2.representative).get(made.get_absolute_url())
    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Disposition"] == 'attachment; filename="Avtal.pdf"'
    assert response["Content-Security-Policy"].startswith("sandbox")
    stranger = world.beta.ngo.representative
    assert login(client, stranger).get(made.get_absolute_url()).status_code == 404


def test_an_organisation_s_document_is_its_own(world, client):
    made = attach(world.alfa, organisation=world.alfa.ngo.organisation)
    assert login(client, world.alfa.ngo.reader).get(made.get_absolute_url()).status_code == 200
    assert login(client, world.alfa.city.coordinator).get(made.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 a word document", PDF[:20], b"x" * 5000])
def test_what_is_no_pdf_is_refused_beside_the_field_and_by_the_step(world, content):
    with pytest.raises(ValidationError):
        Pdf().clean(SimpleUploadedFile("a.pdf", content))
    with pytest.raises(steps.StepRefused):
        attach(world.alfa, content)
    assert not Document.objects.exists()


def test_what_is_too_large_is_refused(world):
    with pytest.raises(steps.StepRefused, match="20"):
        attach(world.alfa, PDF + b"\0" * MAX_SIZE)


def test_the_field_leaves_the_file_to_be_read_again():
    file = SimpleUploadedFile("a.pdf", PDF)
    assert Pdf().clean(file).read() == PDF


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("C:\\Avtal\\Avtal 2015.PDF", "Avtal 2015.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ('a"b\r\n.pdf', "ab.pdf"),
        (".pdf", "dokument.pdf"),
        ("å" * 300, "å" * 156 + ".pdf"),
    ],
)
def test_names_are_plain(given, kept):
    assert documents.file_name(given) == kept


def test_a_personal_number_in_the_name_is_refused(world):
    with pytest.raises(steps.StepRefused):
        attach(world.alfa, name="Beslut 19811218-9876.pdf")


@pytest.mark.parametrize(
    "setting", ["sha256 = repeat('0', 64)", "size = size + 1", "content = 'x'", "organisation_id = NULL"]
)
def test_the_database_keeps_it_as_it_is(world, setting):
    made = attach(world.alfa)
    statement = f"UPDATE partnerships_document SET {setting} WHERE id = %(pk)s"  # noqa: S608
    refused(statement, {"pk": made.pk}, match="append-only")


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"sha256": "0" * 64}, "document_hash_is_true"),
        ({"size": 1}, "document_size_is_true"),
        ({"partnership": None}, "document_of_one"),
    ],
)
def test_the_database_knows_a_false_one(world, changes, name):
    made = attach(world.alfa)
    values = {"partnership": made.partnership, "name": "x", "size": made.size, "sha256": made.sha256, "content": PDF}
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Document.objects.create(**{**values, **changes})
