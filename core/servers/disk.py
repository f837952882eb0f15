"""Free space, asked before anything is written that a full disk would leave half made."""

import shutil
from pathlib import Path

from core.servers import CannotStart

MEGABYTE = 1024 * 1024


def require_space(folder: Path, megabytes: int) -> None:
    """Raise CannotStart when the disk that holds ``folder`` (or will) has less than this free."""
    existing = next(path for path in (folder, *folder.parents) if path.exists())
    free = shutil.disk_usage(existing).free // MEGABYTE
    if free < megabytes:
        raise CannotStart(
            f"Not enough disk space for {folder}: {free} MB free, {megabytes} MB needed. Nothing was changed."
        )
