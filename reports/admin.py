"""What auditors and administrators may read of this room, in their own council."""

from django.contrib import admin

from core.admin import ReadOnlyAdmin
from reports.models import (
    Dismissal,
    OlderPaper,
    Paper,
    PaperFigure,
    PaperSection,
    PaperVersion,
    Statement,
)

admin.site.register(
    [
        Dismissal,
        OlderPaper,
        Paper,
        PaperFigure,
        PaperSection,
        PaperVersion,
        Statement,
    ],
    ReadOnlyAdmin,
)
