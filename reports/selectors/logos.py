"""The picture at the head of a council's papers."""

import base64
from dataclasses import dataclass

from core.actor import Actor
from reports.models import CouncilLogo


@dataclass(frozen=True)
class Logo:
    """``source`` is the picture itself as a ``data:`` address; ``alt`` says what it shows."""

    source: str
    alt: str


def logo_of(actor: Actor) -> Logo | None:
    kept = CouncilLogo.objects.filter(authority_id=actor.council_id).first()
    if kept is None:
        return None
    picture = base64.b64encode(bytes(kept.content)).decode()
    return Logo(f"data:image/png;base64,{picture}", kept.alt)
