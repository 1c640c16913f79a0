"""Promises about changes that `plenary check` tests."""

from collections import defaultdict
from typing import Any
from uuid import UUID

from abstracts.tables import Author
from abstracts.tables.writing import ChangeRequest, Confirmation
from abstracts.vocabulary import RequestState
from conference.orm import invariant
from conference.people.rules import normal_address

_ABSTRACT: Any = Confirmation.abstract
_REQUESTED: Any = ChangeRequest.abstract


@invariant(
    "agreement-of-author",
    "Whoever is asked to agree to an abstract is one of its authors, under that address.",
)
async def only_authors_are_asked() -> list[str]:
    """Situation 16: a request ends with the author; a settled objection is history."""
    authors: defaultdict[UUID, set[str]] = defaultdict(set)
    for row in await Author.select(Author.abstract, Author.email).where(Author.email != ""):
        authors[row["abstract"]].add(normal_address(row["email"]))
    rows = await Confirmation.select(
        Confirmation.abstract, Confirmation.email, _ABSTRACT.code.as_alias("code")
    ).where(Confirmation.settled_at.is_null())
    return [
        f"Abstract {row['code']} asks {row['email']}, who is not among its authors."
        for row in rows
        if row["email"] not in authors[row["abstract"]]
    ]


@invariant("change-judged", "A change that was granted or refused says when and by whom.")
async def judged_by_somebody() -> list[str]:
    """A12."""
    rows = await ChangeRequest.select(
        ChangeRequest.state,
        ChangeRequest.judged_at,
        ChangeRequest.judged_by_name,
        _REQUESTED.code.as_alias("code"),
    )
    return [
        f"A change of abstract {row['code']} is {row['state']}, but its judging is not complete."
        for row in rows
        if (row["state"] != RequestState.ASKED.value)
        != bool(row["judged_at"] and row["judged_by_name"])
    ]
