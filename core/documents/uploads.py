"""Files people hand in: told by their first bytes, not by their name, and bounded in size.

A file is kept as it came and only ever served as a download; nothing here opens it.
"""

from dataclasses import dataclass
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.forms import FileField
from django.template.defaultfilters import filesizeformat

LARGEST = 10 * 1024 * 1024
LONGEST_NAME = 120
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True)
class FileType:
    """A kind of file: its suffix, its first bytes, and what it is served as."""

    suffix: str
    begins: bytes
    content_type: str


PAPERS = (FileType(".pdf", b"%PDF-", "application/pdf"), FileType(".docx", b"PK\x03\x04", WORD))


@dataclass(frozen=True)
class Upload:
    """A file that was checked."""

    filename: str
    content_type: str
    content: bytes


class PaperField(FileField):
    """A PDF or Word file; cleans to an ``Upload``."""

    default_error_messages = {"empty": "The file is empty", "missing": "Choose a file"}

    def clean(self, data: object, initial: object = None) -> Upload | None:
        file = super().clean(data, initial)
        return read_paper(file) if isinstance(file, UploadedFile) else None


def read_paper(file: UploadedFile) -> Upload:
    """The file as it came. Raises ValidationError for a kind or a size that is not taken."""
    if (file.size or 0) > LARGEST:
        raise ValidationError(f"The file must be smaller than {filesizeformat(LARGEST)}")
    name = PurePath(file.name or "").name
    content = file.read()
    suffix = PurePath(name).suffix.lower()
    kind = next((k for k in PAPERS if k.suffix == suffix and content.startswith(k.begins)), None)
    if kind is None:
        raise ValidationError("The file must be a PDF or a Word document (.docx)")
    stem = PurePath(name).stem[: LONGEST_NAME - len(suffix)] or "file"
    return Upload(f"{stem}{suffix}", kind.content_type, content)
