"""Codes that people read and secrets that machines match.

Crockford's base 32 has no I, L, O and U, so a code survives being read aloud and typed.
Badge, ticket and calendar tokens are derived from the installation's secret: they can be shown
again, yet only their hashes are stored.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LOOKALIKES = str.maketrans("OIL", "011", " -")


def random_code(length: int = 6) -> str:
    """A random readable code of `length` characters, 5 bits each."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def normalise(text: str) -> str:
    """What was typed or scanned, as it was issued: upper case, no spaces, look-alikes mapped."""
    return text.upper().translate(_LOOKALIKES)


def derive(secret: str, purpose: str, *parts: object, length: int = 16) -> str:
    """The token of `purpose` for `parts`: HMAC-SHA-256, `length` characters of 5 bits (<= 51)."""
    message = "\x1f".join([purpose, *(str(part) for part in parts)])
    mac = hmac.new(secret.encode(), message.encode(), hashlib.sha256).digest()
    bits = int.from_bytes(mac, "big")
    return "".join(ALPHABET[(bits >> (251 - 5 * place)) & 31] for place in range(length))


def digest(token: str) -> str:
    """The SHA-256 by which a token is stored and found."""
    return hashlib.sha256(normalise(token).encode()).hexdigest()
