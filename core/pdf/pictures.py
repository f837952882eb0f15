"""Charts as pixels, for files that cannot hold an SVG: drawn by our own printer, so they look as in print."""

import io
import re
from collections.abc import Sequence
from threading import Lock

import pypdfium2
from weasyprint import CSS, HTML

from core.pdf.rendering import OwnFilesFetcher, house_style, printable

DOTS_PER_INCH = 200
# PDFium, and fonts that a whole process shares, serve one thread at a time.
_ONE_AT_A_TIME = Lock()


def png_of(drawings: Sequence[str]) -> list[bytes]:
    """A PNG of each SVG, in order; an SVG says its size, in CSS pixels, by its ``viewBox`` alone."""
    if not drawings:
        return []
    sizes = [re.findall(r"[\d.]+", re.search(r'viewBox="([^"]+)"', each)[1])[2:] for each in drawings]  # type: ignore[index]
    rules = [
        f"@page d{n} {{ size: {width}px {height}px; margin: 0 }} .d{n} {{ page: d{n} }} "
        f".d{n} svg {{ display: block; width: {width}px; height: {height}px }}"
        for n, (width, height) in enumerate(sizes)
    ]
    pages = "".join(f'<div class="d{n}">{each}</div>' for n, each in enumerate(drawings))
    with _ONE_AT_A_TIME:
        fonts, _ = house_style()
        style = CSS(string="body { margin: 0 }" + "".join(rules), font_config=fonts)
        html = HTML(string=printable(f"<body>{pages}"), url_fetcher=OwnFilesFetcher(), base_url=None)
        printed = html.write_pdf(stylesheets=[style], font_config=fonts)
        with pypdfium2.PdfDocument(printed) as made:
            return [_png(page) for page in made]


def _png(page: pypdfium2.PdfPage) -> bytes:
    out = io.BytesIO()
    page.render(scale=DOTS_PER_INCH / 72).to_pil().save(out, "PNG", optimize=True, dpi=(DOTS_PER_INCH,) * 2)
    return out.getvalue()
