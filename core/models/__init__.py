from core.models.audit import AuditEvent, AuditSeal, ViewEvent
from core.models.documents import Document
from core.models.jobs import Job

__all__ = ["AuditEvent", "AuditSeal", "Document", "Job", "ViewEvent"]
