"""What auditors and administrators may read of this room, in their own council."""

from django.contrib import admin

from core.admin import ReadOnlyAdmin
from reports.models import (
    Dismissal,
    OlderPaper,
    Outturn,
    Paper,
    PaperFigure,
    PaperSection,
    PaperVersion,
    SpendReport,
    Statement,
)

admin.site.register(
    [
        Outturn,
        Dismissal,
        OlderPaper,
        Paper,
        PaperFigure,
        PaperSection,
        PaperVersion,
        SpendReport,
        Statement,
    ],
    ReadOnlyAdmin,
)
