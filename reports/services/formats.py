"""A council's own formats and its logo. Papers already published stay as they were made."""

import io
from datetime import datetime

from django.db import transaction
from PIL import Image, UnidentifiedImageError

from core.actor import Actor
from core.errors import DomainError
from core.locking import hold_until_commit
from core.policies import require
from reports.formats import Layout, council_format, kept_layout, product_layout
from reports.marks import ChangedMeanwhile
from reports.models import CouncilFormat, CouncilLogo
from reports.policies import can_keep_formats

# As printed at the head of a page, at three times the points, so that it is sharp on paper.
LOGO_BOX = (720, 240)
MOST_PIXELS = 40_000_000


@transaction.atomic
def change_format(*, layout: Layout, seen: int, by: Actor, at: datetime) -> CouncilFormat:
    """Keep ``layout`` as the council's own from now on, as its next number.

    ``seen`` is the number it was changed from (0 for the product's). Raises ChangedMeanwhile when there is
    another by now.
    """
    require(can_keep_formats(by))
    hold_until_commit(f"paper format {layout.paper_format}", by.council_id)
    newest = council_format(by.council_id, layout.paper_format)
    number = newest.number if newest else 0
    if number != seen:
        who = newest.made_by.name if newest else "Somebody"
        raise ChangedMeanwhile(
            f"{who} changed this format while you worked on it. Look at the format again, then save what is"
            " below.",
            seen=str(number),
        )
    kept = kept_layout(layout)
    return CouncilFormat.objects.create(
        authority_id=by.council_id,
        paper_format=layout.paper_format,
        number=number + 1,
        made_at=at,
        made_by_id=by.member_id,
        **kept,
    )


@transaction.atomic
def restore_format(*, paper_format: str, seen: int, by: Actor, at: datetime) -> CouncilFormat:
    """Back to the product's own sections, as the next number."""
    return change_format(layout=product_layout(by.council_id, paper_format), seen=seen, by=by, at=at)


@transaction.atomic
def keep_logo(*, content: bytes, alt: str, by: Actor, at: datetime) -> CouncilLogo:
    """Draw the picture anew as a PNG of the size of a page's head: nothing hidden in the file is kept.

    Raises DomainError on ``logo`` where it is no picture.
    """
    require(can_keep_formats(by))
    picture = _drawn_anew(content)
    logo, _ = CouncilLogo.objects.update_or_create(
        authority_id=by.council_id,
        defaults={"content": picture, "alt": alt.strip(), "kept_at": at, "kept_by_id": by.member_id},
    )
    return logo


@transaction.atomic
def drop_logo(*, by: Actor) -> None:
    require(can_keep_formats(by))
    CouncilLogo.objects.filter(authority_id=by.council_id).delete()


def _drawn_anew(content: bytes) -> bytes:
    unreadable = DomainError("This picture cannot be read. Save it again as PNG.", field="logo")
    try:
        with Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as given:
            if given.width * given.height > MOST_PIXELS:
                raise DomainError("This picture has more than 40 million pixels.", field="logo")
            given.thumbnail(LOGO_BOX)
            clean = Image.new("RGBA", given.size, (255, 255, 255, 0))
            clean.paste(given.convert("RGBA"))
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise unreadable from None
    out = io.BytesIO()
    clean.save(out, format="PNG", optimize=True)
    return out.getvalue()
