"""Simulated counts as bytes and back: small enough to keep with each forecast."""

import zlib

import numpy as np

from sufficiency.forecast.cells import CATEGORIES

KIND = "<u2"


def pack(counts: np.ndarray) -> bytes:
    """``counts`` is paths x months x ``CATEGORIES``, whole and not negative.

    Differences from month to month are small, so they pack well.
    """
    whole = counts.astype(KIND)
    steps = np.diff(whole, axis=1, prepend=np.zeros_like(whole[:, :1]))
    head = np.array(counts.shape[:2], dtype="<u4").tobytes()
    return head + zlib.compress(steps.astype(KIND).tobytes(), 6)


def unpack(packed: bytes) -> np.ndarray:
    paths, months = np.frombuffer(packed[:8], dtype="<u4")
    steps = np.frombuffer(zlib.decompress(packed[8:]), dtype=KIND)
    counts = np.cumsum(steps.reshape(paths, months, len(CATEGORIES)), axis=1, dtype=KIND)
    return counts.astype(np.int32)
