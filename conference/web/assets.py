"""Static files under addresses that change with their content, so that browsers may keep them."""

import hashlib
from functools import lru_cache
from pathlib import Path

STATIC = Path(__file__).parent / "static"


@lru_cache
def asset(name: str) -> str:
    """The address of a static file with the start of its SHA-256; an unknown name is an error."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()
    return f"/static/{name}?v={digest[:10]}"
