"""Public references such as ``REQ-7K3QX2TB``: short enough for the phone, and not guessable.

Random, so that neither the next one nor how many there are can be read off one; vowels and look-alikes are
left out, so that none spells a word or is misheard.
"""

import secrets

ALPHABET = "23456789BCDFGHJKMNPQRTVWXYZ"


def new_reference(prefix: str, length: int = 8) -> str:
    return f"{prefix}-{''.join(secrets.choice(ALPHABET) for _ in range(length))}"
