from reports.models.checking import Dismissal, OlderPaper
from reports.models.paper import Paper, PaperFigure, PaperSection, PaperVersion
from reports.models.statement import Statement

__all__ = ["Dismissal", "OlderPaper", "Paper", "PaperFigure", "PaperSection", "PaperVersion", "Statement"]
