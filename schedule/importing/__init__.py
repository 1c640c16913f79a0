"""A programme file: shown first, then applied."""
