"""What the commands for analysts write."""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError


@contextmanager
def writing(path: Path) -> Iterator[Any]:
    """A CSV writer whose file appears at ``path`` only when all of it has been written."""
    half = path.with_name(path.name + ".part")
    try:
        with half.open("w", encoding="utf-8", newline="") as stream:
            yield csv.writer(stream, lineterminator="\n")
        half.replace(path)
    except OSError as error:
        raise CommandError(f"{path} cannot be written: {error.strerror or error}.") from error
    finally:
        half.unlink(missing_ok=True)
