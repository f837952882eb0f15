"""Where the published files are that some tests read: at HEARTH_SHARED_DATA, or beside the repository, or
beside the one it was cloned from."""

import os
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from core.servers import ROOT


def shared(name: str) -> Path:
    """Path of a published file; its absence fails the test, it never skips it."""
    path = _folder() / name
    assert path.exists(), f"{path} is missing; set HEARTH_SHARED_DATA to the folder that holds it."
    return path


@cache
def _folder() -> Path:
    if given := os.environ.get("HEARTH_SHARED_DATA"):
        return Path(given)
    folders = [repository.parent / "shared" / "data" for repository in _repositories()]
    return next((folder for folder in folders if folder.is_dir()), folders[0])


def _repositories() -> Iterator[Path]:
    yield ROOT
    asked = ("git", "-C", str(ROOT), "config", "--get", "remote.origin.url")
    origin = subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip()
    if origin:
        yield Path(origin.removeprefix("file://")).resolve()
