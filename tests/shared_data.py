"""Where the published files are that some tests read: beside the repository, or at HEARTH_SHARED_DATA."""

import os
from pathlib import Path

SHARED = Path(
    os.environ.get("HEARTH_SHARED_DATA") or Path(__file__).resolve().parents[1].parent / "shared" / "data"
)


def shared(name: str) -> Path:
    """Path of a published file; its absence fails the test, it never skips it."""
    path = SHARED / name
    assert path.exists(), f"{path} is missing; set HEARTH_SHARED_DATA to the folder that holds it."
    return path
