"""Placements of children of one or several councils, as arrays."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Spells:
    """One entry for each placement, by child and start. Days are ``datetime64[D]``, half-open.

    ``area`` is a place in ``areas``, ``kind`` one in ``PLACEMENT_TYPES``, ``child`` any number that no two
    children share. ``ends`` is NaT while it lasts. ``care_from`` is when the unbroken time in care began;
    where ``care_known`` is false it began then or earlier, and so with ``placed_known`` for the placement.
    ``held`` (areas x months, from the month ``held_from``) is true where the source tells of the month.
    """

    areas: tuple[str, ...]
    area: np.ndarray
    child: np.ndarray
    born: np.ndarray
    is_uasc: np.ndarray
    kind: np.ndarray
    starts: np.ndarray
    ends: np.ndarray
    care_from: np.ndarray
    care_known: np.ndarray
    placed_known: np.ndarray
    held: np.ndarray
    held_from: np.datetime64
