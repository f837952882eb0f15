"""What the commands for analysts write, and how they start without anything but files."""

import csv
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
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


def run_alone(argv: Sequence[str]) -> None:
    """Run the command that ``argv`` names without settings, apps or a database; it must need none."""
    # As the settings do: set before anything loads NumPy.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    os.environ.pop("DJANGO_SETTINGS_MODULE", None)
    import_module(f"sufficiency.management.commands.{argv[1]}").Command().run_from_argv(list(argv))
