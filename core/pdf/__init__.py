"""Tagged PDF (PDF/UA-1) from HTML: ``render_pdf`` and nothing else."""

from core.pdf.rendering import RefusedResource, render_pdf

__all__ = ["RefusedResource", "render_pdf"]
