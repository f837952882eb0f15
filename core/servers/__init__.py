"""What runs Hearth on one machine: PostgreSQL, Valkey, the front-end build, web, worker and beat.

Nothing here imports Django: settings need ``DATABASE_URL``, and this is what makes it. ``bin/run`` and
``bin/test`` come in by ``bootstrap`` (any Python, standard library only), which makes ``.venv`` and hands
over to ``python -m core.servers``.
"""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class CannotStart(Exception):
    """Something a person has to put right first. The message says what, in one or two lines."""
