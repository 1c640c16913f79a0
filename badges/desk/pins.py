"""PINs: short secrets that somebody types at a screen that is not theirs."""

from __future__ import annotations

import asyncio
import itertools

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

FEWEST, MOST = 6, 12
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)  # OWASP's figures


def find_pin_fault(pin: str) -> str:
    """Why this is no good PIN; empty: it is."""
    if not (pin.isascii() and pin.isdigit() and FEWEST <= len(pin) <= MOST):
        return f"Choose {FEWEST} to {MOST} digits."
    steps = {int(after) - int(before) for before, after in itertools.pairwise(pin)}
    if len(steps) == 1 and steps <= {-1, 0, 1}:
        return "This is the first that anybody tries. Choose other digits."
    return ""


async def hash_pin(pin: str) -> str:
    """What is kept of a PIN (argon2); slow on purpose, beside the other requests."""
    return await asyncio.to_thread(_hasher.hash, pin)


async def pin_matches(pin_hash: str, pin: str) -> bool:
    """Whether it is the PIN of which this was kept."""
    return await asyncio.to_thread(_matches, pin_hash, pin)


def _matches(pin_hash: str, pin: str) -> bool:
    try:
        return _hasher.verify(pin_hash, pin)
    except (VerificationError, InvalidHashError):
        return False
