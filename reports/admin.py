"""What auditors and administrators may read of this room, in their own council."""

from django.contrib import admin

from core.admin import ReadOnlyAdmin
from reports.models import (
    CallIn,
    DecisionNotice,
    Dismissal,
    OlderPaper,
    Outturn,
    Paper,
    PaperAction,
    PaperComment,
    PaperDecision,
    PaperFigure,
    PaperReading,
    PaperSection,
    PaperVersion,
    SignOff,
    SpendReport,
    Statement,
)

admin.site.register(
    [
        CallIn,
        DecisionNotice,
        Outturn,
        Dismissal,
        OlderPaper,
        Paper,
        PaperAction,
        PaperComment,
        PaperDecision,
        PaperReading,
        SignOff,
        PaperFigure,
        PaperSection,
        PaperVersion,
        SpendReport,
        Statement,
    ],
    ReadOnlyAdmin,
)
