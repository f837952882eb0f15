"""Jobs: long work as leased rows. ``enqueue`` writes one; ``worker.run_next`` claims and runs it."""

from core.jobs.queue import JobContext, enqueue, job, ring

__all__ = ["JobContext", "enqueue", "job", "ring"]
