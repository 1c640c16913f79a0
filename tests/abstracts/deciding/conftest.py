"""Somebody who chairs the programme and looks at abstracts that were reviewed."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from abstracts.deciding.scope import Scope
from tests.abstracts.reviewed import Paper, Reviewed, make_reviewed
from tests.cast import Cast

# Means 5, 4, 4, 3, 2: by rank, in two topics; the third wishes a poster only.
FIVE = (
    Paper((5, 5, 5), topic=0, presenter="ada"),
    Paper((4, 4, 4), topic=0, presenter="ada"),
    Paper((4, 4, 4), topic=1, presenter="ben", preference="poster_only"),
    Paper((3, 3, 3), topic=1, presenter="cem"),
    Paper((2, 2, 2), topic=1, presenter="dee"),
)


@pytest.fixture
async def five(cast: Cast) -> Reviewed:
    """Five abstracts with three reviews each."""
    return await make_reviewed(cast, FIVE)


@pytest.fixture
async def bob(client: httpx.AsyncClient, cast: Cast, sign_in: Any) -> httpx.AsyncClient:
    """The programme chair's browser."""
    await sign_in(client, cast.bob)
    return client


@pytest.fixture
def chair(cast: Cast) -> Scope:
    """All topics, no conflict."""
    return Scope(cast.bob.id, True, frozenset(), frozenset())
