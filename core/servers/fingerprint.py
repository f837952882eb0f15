"""One hash that changes when any of some files does: what is already built is not built again."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from core.servers import ROOT


def fingerprint(paths: Iterable[Path]) -> str:
    """A hash over the names and contents of these files, and of all files in these folders.

    Bytecode is left out: it comes and goes while the same code runs.
    """
    digest = hashlib.sha256()
    for file in sorted({found for path in paths for found in [path, *path.rglob("*")]}):
        if file.is_file() and file.parent.name != "__pycache__":
            digest.update(f"{file.relative_to(ROOT)}\0{file.stat().st_size}\0".encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()
