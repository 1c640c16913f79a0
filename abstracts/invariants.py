"""Promises about abstracts that `plenary check` tests."""

from collections import Counter
from typing import Any

import msgspec

from abstracts.awards import invariants as awards_invariants  # noqa: F401 -- registers
from abstracts.changes import invariants as changes_invariants  # noqa: F401 -- registers
from abstracts.deciding import invariants as deciding_invariants  # noqa: F401 -- registers
from abstracts.length import LengthPolicy, count_length
from abstracts.manuscript import Affiliation, AuthorEntry
from abstracts.reviewers import invariants as _reviewers  # noqa: F401 -- registers its own
from abstracts.reviews import invariants as reviews_invariants  # noqa: F401 -- registers
from abstracts.tables import Abstract, AbstractVersion, Author, AuthorAffiliation, Call
from abstracts.vocabulary import AbstractState
from abstracts.writing import invariants as _writing  # noqa: F401 -- registers its checks
from conference.orm import invariant


@invariant("abstract-presenter", "An accepted abstract has exactly one presenting author.")
async def one_presenting_author() -> list[str]:
    """A04."""
    accepted = await Abstract.select(Abstract.id, Abstract.code).where(
        Abstract.state == AbstractState.ACCEPTED.value
    )
    presenting = await Author.select(Author.abstract).where(
        Author.is_presenting.eq(True), Author.abstract.state == AbstractState.ACCEPTED.value
    )
    counts = Counter(row["abstract"] for row in presenting)
    return [
        f"Abstract {row['code']} is accepted and has {counts[row['id']]} presenting authors."
        for row in accepted
        if counts[row["id"]] != 1
    ]


@invariant("abstract-decision", "An abstract has a decision if and only if it is accepted.")
async def decided_if_accepted() -> list[str]:
    """What it becomes is said with the acceptance, and goes with it."""
    rows = await Abstract.select(Abstract.code, Abstract.state, Abstract.decision)
    return [
        f"Abstract {row['code']} is {row['state']} with decision “{row['decision']}”."
        for row in rows
        if (row["state"] == AbstractState.ACCEPTED.value) != bool(row["decision"])
    ]


@invariant("abstract-length", "A submitted abstract fits the length policy of its call.")
async def submitted_fits() -> list[str]:
    """A01, by the same function that the form uses (A03)."""
    policies = {
        row["id"]: msgspec.json.decode(row["length_policy"], type=LengthPolicy)
        for row in await Call.select(Call.id, Call.length_policy)
    }
    authors = await _authors_of_submitted()
    rows = await Abstract.select(
        Abstract.id, Abstract.code, Abstract.call, Abstract.title, Abstract.body
    ).where(Abstract.submitted_at.is_not_null())
    broken = []
    for row in rows:
        named = tuple(authors.get(row["id"], ()))
        count = count_length(policies[row["call"]], row["title"], named, row["body"])
        if not count.fits:
            broken.append(f"Abstract {row['code']}: {' '.join(count.problems)}")
    return broken


@invariant("abstract-version", "What a submitted abstract says is kept as its newest version.")
async def newest_version_kept() -> list[str]:
    """A05: each save after submission is a version."""
    kept: dict[Any, int] = {}
    for row in await AbstractVersion.select(AbstractVersion.abstract, AbstractVersion.number):
        kept[row["abstract"]] = max(kept.get(row["abstract"], 0), row["number"])
    rows = await Abstract.select(Abstract.id, Abstract.code, Abstract.version).where(
        Abstract.submitted_at.is_not_null()
    )
    return [
        f"Abstract {row['code']} is at version {row['version']}, but version "
        f"{kept.get(row['id'], 0)} is the newest that is kept."
        for row in rows
        if kept.get(row["id"], 0) != row["version"]
    ]


async def _authors_of_submitted() -> dict[Any, list[AuthorEntry]]:
    places: dict[Any, list[Affiliation]] = {}
    for row in await AuthorAffiliation.select().order_by(AuthorAffiliation.position):
        place = Affiliation(row["institution"], row["city"], row["country"])
        places.setdefault(row["author"], []).append(place)
    found: dict[Any, list[AuthorEntry]] = {}
    for row in await Author.select().order_by(Author.position):
        entry = AuthorEntry(
            row["given_name"], row["family_name"], affiliations=tuple(places.get(row["id"], ()))
        )
        found.setdefault(row["abstract"], []).append(entry)
    return found
