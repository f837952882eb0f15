"""Statements of sufficiency and of the market: words as data, every figure in them from a record."""

from reports.statements.document import StatementDocument, statement_document

__all__ = ["StatementDocument", "statement_document"]
