"""Fonts of papers. WeasyPrint unpacks ours into a folder, which a process that is killed leaves behind."""

import os
import shutil
from pathlib import Path
from tempfile import gettempdir, mkdtemp

from weasyprint.text.fonts import FontConfiguration

FOLDER = "hearth-fonts-"


class HouseFonts(FontConfiguration):
    """Fonts in a folder named after their process, so that the next one can see whose is left."""

    def __init__(self) -> None:
        super().__init__()
        clear_left_folders()
        self._folder = Path(mkdtemp(prefix=f"{FOLDER}{os.getpid()}-"))


def clear_left_folders() -> None:
    """Delete the folders of processes that are no more."""
    for folder in Path(gettempdir()).glob(f"{FOLDER}*"):
        if not Path("/proc", folder.name.removeprefix(FOLDER).partition("-")[0]).exists():
            shutil.rmtree(folder, ignore_errors=True)
