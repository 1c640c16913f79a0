"""What must hold of people, whatever happened."""

from __future__ import annotations

from conference.orm import invariant
from conference.people.tables import EmailAddress, Person


@invariant(
    "people-one-primary-address", "A person with e-mail addresses has exactly one primary one."
)
async def one_primary_address() -> list[str]:
    rows = await EmailAddress.raw(
        "SELECT person, count(*) AS held, sum(CASE WHEN is_primary THEN 1 ELSE 0 END) AS main "
        "FROM conference_email_address GROUP BY person "
        "HAVING sum(CASE WHEN is_primary THEN 1 ELSE 0 END) <> 1"
    )
    return [f"Person {r['person']} has {r['held']} addresses, {r['main']} primary." for r in rows]


@invariant("people-lower-case-addresses", "Every e-mail address is stored in lower case.")
async def lower_case_addresses() -> list[str]:
    rows = await EmailAddress.raw(
        "SELECT address FROM conference_email_address WHERE address <> lower(address)"
    )
    return [f"{row['address']} is not in lower case." for row in rows]


@invariant("people-named", "Every person has a registered name.")
async def everyone_is_named() -> list[str]:
    rows = await Person.select(Person.id).where(Person.registered_name == "")
    return [f"Person {row['id']} has no name." for row in rows]
