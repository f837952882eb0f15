"""One launcher per ``var``."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from core.servers import CannotStart


@contextmanager
def only_launcher(var: Path, purpose: str) -> Iterator[None]:
    """Hold ``var`` until the block ends; the kernel lets go for us if we are killed.

    ``purpose`` is what the next one is told, such as ``http://localhost:8000``.
    """
    var.mkdir(parents=True, exist_ok=True)
    # Root's servers run as nobody, who must pass through to the folders of its own.
    var.chmod(0o711)
    with (var / "launcher.lock").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise CannotStart(
                f"Hearth already runs from {var}: {file.read().strip()}. Stop that first."
            ) from None
        file.truncate(0)
        file.write(f"{purpose}, process {os.getpid()}")
        file.flush()
        yield
