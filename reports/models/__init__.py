from reports.models.paper import Paper, PaperFigure, PaperSection, PaperVersion
from reports.models.statement import Statement

__all__ = ["Paper", "PaperFigure", "PaperSection", "PaperVersion", "Statement"]
