"""Presenting authors become people of the program when their abstracts are accepted."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from abstracts.tables import Author, AuthorAffiliation
from conference.orm import Action
from conference.people import actions as people_actions
from conference.people.queries import people_by_emails
from conference.people.rules import NewPerson, normal_address

MANY = 5_000


async def link_presenters(act: Action, abstracts: Collection[UUID]) -> int:
    """Says who the presenting authors of these abstracts are, by their addresses: known people, or
    new ones. Returns how many have no address and stay in doubt.

    A fixed number of statements for each 5,000 abstracts, and one a person.
    """
    rows = await _unknown(list(abstracts))
    known = await _people(act, [row for row in rows if row["email"]])
    for person, ids in _by_person(rows, known).items():
        await Author.update({Author.person: person}).where(Author.id.is_in(ids))
    return sum(1 for row in rows if not row["email"])


async def _unknown(ids: list[UUID]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for start in range(0, len(ids), MANY):
        found += await Author.select(
            Author.id, Author.given_name, Author.family_name, Author.email
        ).where(
            Author.abstract.is_in(ids[start : start + MANY]),
            Author.is_presenting.eq(True),
            Author.person.is_null(),
        )
    return found


async def _people(act: Action, rows: list[dict[str, Any]]) -> dict[str, UUID]:
    """Normal address -> person."""
    known = {
        address: person.id
        for address, person in (await people_by_emails([row["email"] for row in rows])).items()
    }
    missing = {
        address: row for row in rows if (address := normal_address(row["email"])) not in known
    }
    if missing:
        places = await _first_places([row["id"] for row in missing.values()])
        new = [_person(row, places.get(row["id"], {})) for row in missing.values()]
        made = await people_actions.create_people(act, new)
        known.update(zip(missing, made, strict=True))
    return known


async def _first_places(authors: list[UUID]) -> dict[UUID, dict[str, Any]]:
    rows = await AuthorAffiliation.select().where(
        AuthorAffiliation.author.is_in(authors), AuthorAffiliation.position == 0
    )
    return {row["author"]: row for row in rows}


def _person(row: dict[str, Any], place: dict[str, Any]) -> NewPerson:
    return NewPerson(
        given_name=row["given_name"],
        family_name=row["family_name"],
        affiliation=place.get("institution", ""),
        city=place.get("city", ""),
        country=place.get("country", ""),
        email=row["email"],
    )


def _by_person(rows: list[dict[str, Any]], known: dict[str, UUID]) -> dict[UUID, list[UUID]]:
    found: dict[UUID, list[UUID]] = {}
    for row in rows:
        if row["email"]:
            found.setdefault(known[normal_address(row["email"])], []).append(row["id"])
    return found
