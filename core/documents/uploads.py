"""A file somebody uploads: small enough, of a kind we take, and what its name says it is.

Its bytes decide, not the browser's word. It is kept as it came and handed out as a download, never run.
"""

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

MEGABYTE = 1_000_000
MOST_MEGABYTES = 10
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
Kinds = Mapping[str, tuple[bytes, str]]
# Ending of the name: how the file begins, and what it is served as.
PAPERS: Kinds = {
    ".pdf": (b"%PDF-", "application/pdf"),
    ".docx": (b"PK\x03\x04", WORD),
}
NAMES = {".pdf": "PDF", ".docx": "Word", ".txt": "plain text", ".jpg": "JPEG", ".jpeg": "JPEG", ".png": "PNG"}
PAPERS_AND_TEXT: Kinds = {**PAPERS, ".txt": (b"", "text/plain")}
PAPERS_AND_PICTURES: Kinds = {
    **PAPERS,
    ".jpg": (b"\xff\xd8\xff", "image/jpeg"),
    ".jpeg": (b"\xff\xd8\xff", "image/jpeg"),
    ".png": (b"\x89PNG\r\n\x1a\n", "image/png"),
}


@dataclass(frozen=True)
class Upload:
    """A file that was checked; ``content_type`` is ours, not the browser's."""

    filename: str
    content_type: str
    content: bytes


class UploadField(forms.FileField):
    """A file of one of ``kinds``; cleans to an ``Upload``."""

    widget = forms.ClearableFileInput

    def __init__(self, *, kinds: Kinds = PAPERS_AND_PICTURES, **kwargs: Any) -> None:
        self.kinds = kinds
        super().__init__(**{"help_text": f"{_named(kinds)}, up to {MOST_MEGABYTES} MB.", **kwargs})
        self.widget.attrs["accept"] = ",".join(kinds)

    def clean(self, data: Any, initial: Any = None) -> Any:
        given = super().clean(data, initial)
        return checked(given, self.kinds) if isinstance(given, UploadedFile) else given


def _named(kinds: Kinds) -> str:
    *first, last = dict.fromkeys(NAMES[ending] for ending in kinds)
    return f"{', '.join(first)} or {last}"


def checked(given: UploadedFile, kinds: Kinds = PAPERS_AND_PICTURES) -> Upload:
    """The upload, or ValidationError saying what to upload instead."""
    if (given.size or 0) > MOST_MEGABYTES * MEGABYTE:
        raise ValidationError(f"The file must be smaller than {MOST_MEGABYTES} MB", code="too_large")
    filename = safe_name(given.name or "")
    ending = PurePosixPath(filename).suffix.lower()
    if ending not in kinds:
        raise ValidationError(f"The file must be a {_named(kinds)} file", code="kind")
    start, content_type = kinds[ending]
    content = given.read()
    if not content.startswith(start) or (ending == ".docx" and not _is_plain_word(content)):
        raise ValidationError(
            f"This is not a {ending[1:].upper()} file, whatever its name says. Save it again and upload that",
            code="content",
        )
    return Upload(filename, content_type, content)


def safe_name(name: str) -> str:
    """The file's own name without folders and control characters, at most 120 long with its ending."""
    base = re.sub(r"[^\w .()&,'+-]", "_", name.replace("\\", "/").rpartition("/")[2]).strip(" .")
    stem, dot, ending = base.rpartition(".")
    return f"{stem[: 119 - len(ending)]}{dot}{ending}"[-120:]


def _is_plain_word(content: bytes) -> bool:
    """A Word document without macros. Only the table of contents is read; nothing is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            names = parts.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, UnicodeError):
        return False
    return "word/document.xml" in names and not any("vbaproject" in name.lower() for name in names)
