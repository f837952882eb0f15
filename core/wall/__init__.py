"""The wall between councils and providers: declared on each model, kept by PostgreSQL row-level security."""

from core.wall.declare import Access, Audit, Kind, Wall

__all__ = ["Access", "Audit", "Kind", "Wall"]
