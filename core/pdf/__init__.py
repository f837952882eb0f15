"""Tagged PDF (PDF/UA-1) from HTML: ``render_pdf``; and charts as pixels: ``png_of``."""

from core.pdf.pictures import png_of
from core.pdf.rendering import RefusedResource, render_pdf

__all__ = ["RefusedResource", "png_of", "render_pdf"]
