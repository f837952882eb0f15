"""Sample charts; each kind the product draws."""


def sample_charts() -> list:
    return []
