"""From a template's HTML to bytes; opens no transaction and reaches no network."""

import re
import unicodedata
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.conf import settings
from weasyprint import CSS, HTML
from weasyprint.urls import URLFetcher, URLFetcherResponse

from core.pdf.fonts import HouseFonts
from core.pdf.tags import finish_tags

BUILT = Path(settings.BASE_DIR) / "static" / "build"
TEAL = "#0e4a50"


# What no print can show and some readers stumble over: control characters, and marks that turn the direction
# of what follows or join pictures.
UNPRINTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200d\u202a-\u202e\u2066-\u2069\ufe0e\ufe0f]")
# Pictures among the characters: no font of ours has them, so their names are printed.
PICTURES = re.compile("[\U0001f000-\U0001ffff]")


class RefusedResource(Exception):
    """The HTML asked for something that is neither ours nor in the page itself."""


class OwnFilesFetcher(URLFetcher):
    """Lets in our built static files and ``data:`` URIs; anything else is noted and refused."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=("file", "data"), allow_redirects=False)
        self.refused: list[str] = []

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        parts = urlsplit(url)
        own = parts.scheme == "file" and Path(unquote(parts.path)).resolve().is_relative_to(BUILT.resolve())
        if not own and parts.scheme != "data":
            self.refused.append(url[:200])
            raise ValueError(f"Not one of our own files: {url[:200]}")
        return super().fetch(url, headers)


def render_pdf(html: str, *, title: str, accent: str = TEAL) -> bytes:
    """A PDF/UA-1 file of a whole HTML document, such as ``templates/pdf/paper.html`` gives.

    ``title`` becomes the document's title; ``accent`` is the council's colour as ``#rrggbb``. Raises
    ``RefusedResource`` when the HTML refers to a file or address that is not ours.
    """
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", accent):
        raise ValueError("The accent colour is written #rrggbb.")
    fetcher, (fonts, style) = OwnFilesFetcher(), house_style()
    styles = [style, CSS(string=f":root {{ --accent: {accent} }}")]
    drawn = HTML(string=printable(html), url_fetcher=fetcher, base_url=None).write_pdf(
        stylesheets=styles, font_config=fonts, pdf_variant="pdf/ua-1"
    )
    if fetcher.refused:
        raise RefusedResource(f"Not one of our own files: {', '.join(fetcher.refused)}")
    return finish_tags(drawn, title=printable(title))


@cache
def house_style() -> tuple[HouseFonts, CSS]:
    """Our fonts and style sheet, loaded once a process: fonts once loaded are never given back."""
    fonts = HouseFonts()
    return fonts, CSS(filename=BUILT / "pdf.css", url_fetcher=OwnFilesFetcher(), font_config=fonts)


def printable(text: str) -> str:
    """``text`` of characters that can be printed: a picture character becomes its name in brackets."""
    return PICTURES.sub(
        lambda found: f"({unicodedata.name(found[0], 'picture').lower()})", UNPRINTED.sub("", text)
    )
