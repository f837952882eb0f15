"""One of everything that has an address, by what it belongs to."""
