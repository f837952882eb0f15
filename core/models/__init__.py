from core.models.audit import AuditEvent, AuditSeal, RefusedLook, ViewEvent
from core.models.documents import Document
from core.models.imports import Import, ImportFile, ImportFinding
from core.models.jobs import Job

__all__ = [
    "AuditEvent",
    "AuditSeal",
    "Document",
    "Import",
    "ImportFile",
    "ImportFinding",
    "Job",
    "RefusedLook",
    "ViewEvent",
]
