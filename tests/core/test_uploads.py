"""Files that people upload: their bytes decide what they are."""

import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from core.documents.uploads import MEGABYTE, MOST_MEGABYTES, checked, safe_name

PDF = b"%PDF-1.7 certificate"


def word(*names: str) -> bytes:
    """A zip with these parts, the same bytes whenever it is made: a test's name may be made of them."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as parts:
        for name in names:
            parts.writestr(zipfile.ZipInfo(name), "x")
    return out.getvalue()


def refused(name: str, content: bytes) -> str:
    with pytest.raises(ValidationError) as error:
        checked(SimpleUploadedFile(name, content))
    return error.value.messages[0]


@pytest.mark.parametrize(
    ("name", "content", "served_as"),
    [
        ("Insurance 2026.PDF", PDF, "application/pdf"),
        ("photo.jpeg", b"\xff\xd8\xff\xe0 image", "image/jpeg"),
        ("scan.png", b"\x89PNG\r\n\x1a\n image", "image/png"),
        ("policy.docx", word("word/document.xml"), "wordprocessingml.document"),
    ],
)
def test_upload_is_served_as_what_its_bytes_are(name, content, served_as):
    upload = checked(SimpleUploadedFile(name, content, content_type="text/html"))
    assert upload.content_type.endswith(served_as)
    assert (upload.filename, upload.content) == (name, content)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.html", b"<script>alert(1)</script>"),
        ("certificate.pdf.exe", PDF),
        ("certificate", PDF),
        ("macro.docm", word("word/document.xml")),
    ],
)
def test_upload_of_another_kind_is_refused(name, content):
    assert refused(name, content) == "The file must be a PDF, Word, JPEG or PNG file"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("certificate.pdf", b"<html>%PDF-1.7"),
        ("policy.docx", word("xl/workbook.xml")),
        ("policy.docx", word("word/document.xml", "word/vbaProject.bin")),
        ("policy.docx", b"PK\x03\x04 and nothing of a zip"),
        ("scan.png", PDF),
    ],
)
def test_upload_that_is_not_what_its_name_says_is_refused(name, content):
    assert "whatever its name says" in refused(name, content)


def test_upload_that_is_too_large_is_refused():
    assert "smaller than 10 MB" in refused("big.pdf", PDF + b"0" * MOST_MEGABYTES * MEGABYTE)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/cover.pdf", "cover.pdf"),
        ("C:\\Users\\me\\cover.pdf", "cover.pdf"),
        ('co"ver\r\n.pdf', "co_ver__.pdf"),
        ("a" * 300 + ".pdf", "a" * 116 + ".pdf"),
    ],
)
def test_name_of_an_upload_is_made_safe(given, kept):
    assert safe_name(given) == kept
