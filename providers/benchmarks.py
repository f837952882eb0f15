"""What this room measures."""

import resource
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from authorities.choices import Role
from core.actor import Actor, acting_as
from core.benchmarks import benchmark
from core.imports import Given
from core.imports.work import import_now
from providers.imports import OFSTED


@benchmark("import")
def import_list() -> dict[str, Any]:
    """Read, check and load the list at OFSTED_LIST, without keeping it: seconds and peak megabytes."""
    path = Path(settings.OFSTED_LIST)
    if not path.is_file():
        raise FileNotFoundError("Set OFSTED_LIST to one of Ofsted's published lists that is not loaded yet.")
    keeper = replace(Actor.system("Benchmark"), roles=frozenset({Role.REGISTER_KEEPER.value}))
    start = time.perf_counter()
    with acting_as(keeper):
        made = import_now(
            kind=OFSTED,
            files=[Given("list", path.name, path.read_bytes())],
            params={},
            by=keeper,
            at=timezone.now(),
        )
        transaction.set_rollback(True)
    return {
        "state": made.state,
        "rows": made.preview["counts"].get("Rows in the list", 0),
        "seconds": round(time.perf_counter() - start, 2),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }
