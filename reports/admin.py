"""What auditors and administrators may read of this room, in their own council."""

from django.contrib import admin

from core.admin import ReadOnlyAdmin
from reports.models import (
    CallIn,
    CouncilFormat,
    CouncilLogo,
    DecisionNotice,
    Dismissal,
    OlderPaper,
    Outturn,
    Paper,
    PaperAction,
    PaperComment,
    PaperDecision,
    PaperFigure,
    PaperOption,
    PaperReading,
    PaperSection,
    PaperVersion,
    PublicNotice,
    SignOff,
    SpendReport,
    Statement,
)

admin.site.register(
    [
        CallIn,
        DecisionNotice,
        Outturn,
        CouncilFormat,
        CouncilLogo,
        Dismissal,
        OlderPaper,
        Paper,
        PaperAction,
        PaperComment,
        PaperDecision,
        PaperReading,
        SignOff,
        PaperFigure,
        PaperOption,
        PaperSection,
        PaperVersion,
        PublicNotice,
        SpendReport,
        Statement,
    ],
    ReadOnlyAdmin,
)
