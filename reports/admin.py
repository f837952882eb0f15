"""What auditors and administrators may read of this room, in their own council."""

from django.contrib import admin

from core.admin import ReadOnlyAdmin
from reports.models import (
    CouncilFormat,
    CouncilLogo,
    Dismissal,
    OlderPaper,
    Outturn,
    Paper,
    PaperFigure,
    PaperOption,
    PaperSection,
    PaperVersion,
    SpendReport,
    Statement,
)

admin.site.register(
    [
        Outturn,
        CouncilFormat,
        CouncilLogo,
        Dismissal,
        OlderPaper,
        Paper,
        PaperFigure,
        PaperOption,
        PaperSection,
        PaperVersion,
        SpendReport,
        Statement,
    ],
    ReadOnlyAdmin,
)
