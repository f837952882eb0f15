"""What auditors and administrators may read of this room, in their own council."""

from django.contrib import admin

from core.admin import ReadOnlyAdmin
from reports.models import (
    Paper,
    PaperFigure,
    PaperSection,
    PaperVersion,
    Statement,
)

admin.site.register(
    [
        Paper,
        PaperFigure,
        PaperSection,
        PaperVersion,
        Statement,
    ],
    ReadOnlyAdmin,
)
