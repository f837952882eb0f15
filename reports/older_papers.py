"""Reading the words out of an older paper: plain text, Word or PDF."""

import io
import zipfile
from collections.abc import Iterator

import docx
from docx.table import Table
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from core.documents.uploads import WORD, Upload

MOST_PAGES = 150
MOST_UNPACKED = 60_000_000


class Unreadable(Exception):
    """The file holds no words that can be read; the message says what to do instead."""


def text_of(upload: Upload) -> str:
    """Paragraphs a line each, a table's cells parted by tabs. Raises ``Unreadable``."""
    if upload.content_type == "text/plain":
        text = _decoded(upload.content)
    elif upload.content_type == WORD:
        text = _word(upload.content)
    else:
        text = _pdf(upload.content)
    if not text.strip():
        raise Unreadable("The file has no words in it. If it is a scan, type or paste its words instead")
    return text.replace("\0", "")


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "utf-16") if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig",):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("cp1252", errors="replace")


def _word(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        if sum(part.file_size for part in parts.infolist()) > MOST_UNPACKED:
            raise Unreadable("The file is too large when it is unpacked. Paste its words instead")
    try:
        document = docx.Document(io.BytesIO(content))
        return "\n".join(_word_lines(document))
    except (KeyError, ValueError, AttributeError, TypeError, zipfile.BadZipFile, SyntaxError) as error:
        raise Unreadable("The Word file is damaged. Save it again, or paste its words instead") from error


def _word_lines(document: "docx.document.Document") -> Iterator[str]:
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            for row in block.rows:
                yield "\t".join(" ".join(cell.text.split()) for cell in row.cells)
        else:
            yield block.text


def _pdf(content: bytes) -> str:
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable("The PDF is locked with a password. Save it without one, or paste its words")
        if len(reader.pages) > MOST_PAGES:
            raise Unreadable(f"The PDF has more than {MOST_PAGES} pages. Upload the part to check")
        return "\n".join(page.extract_text() for page in reader.pages)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, IndexError) as error:
        raise Unreadable("The PDF is damaged. Save it again, or paste its words instead") from error
