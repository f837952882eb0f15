"""The picture at the head of a council's papers."""

import base64
from dataclasses import dataclass

from core.actor import Actor
from reports.models import CouncilLogo


@dataclass(frozen=True)
class Logo:
    """A PNG; ``alt`` says what it shows."""

    content: bytes
    alt: str

    @property
    def source(self) -> str:
        """The picture itself as a ``data:`` address."""
        return f"data:image/png;base64,{base64.b64encode(self.content).decode()}"


def logo_of(actor: Actor) -> Logo | None:
    kept = CouncilLogo.objects.filter(authority_id=actor.council_id).first()
    return Logo(bytes(kept.content), kept.alt) if kept else None
