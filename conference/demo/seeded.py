"""What makes a demo the same twice: seeded ids and codes, and rows written in bulk."""

from collections.abc import Sequence
from random import Random
from uuid import UUID

from piccolo.table import Table

from conference.orm.tokens import ALPHABET

CHUNK_PARAMETERS = 20_000  # PostgreSQL takes 32,767 in one statement


class Seeded:
    """Random numbers of one stage of the build; other stages never disturb them."""

    def __init__(self, seed: int, stage: str) -> None:
        self.random = Random(f"{seed}/{stage}")
        self._codes: set[str] = set()

    def id(self) -> UUID:
        """A random id that is the same for the same seed."""
        return UUID(int=self.random.getrandbits(128), version=4)

    def code(self, length: int) -> str:
        """A readable code that this stage has not given yet."""
        while True:
            code = "".join(self.random.choices(ALPHABET, k=length))
            if code not in self._codes:
                self._codes.add(code)
                return code


async def insert_rows(rows: Sequence[Table]) -> None:
    """Inserts rows of one table, a few thousand values at a time."""
    if not rows:
        return
    table = type(rows[0])
    size = max(1, CHUNK_PARAMETERS // len(table._meta.columns))
    for start in range(0, len(rows), size):
        await table.insert(*rows[start : start + size])
