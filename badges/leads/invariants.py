"""What must always be true of leads."""

from __future__ import annotations

import json

from badges.leads.rules import LeadField
from badges.tables import Lead
from conference.orm import invariant


@invariant("lead-agreed", "An exhibitor has only what the attendee agreed to, and no more.")
async def lead_agreed() -> list[str]:
    rows = await Lead.raw(
        "SELECT l.id, l.at, l.shown, c.fields, c.given_at, c.withdrawn_at FROM badges_lead l"
        " LEFT JOIN badges_lead_consent c ON c.registration = l.registration"
        " WHERE l.withdrawn_at IS NULL"
    )
    return [said for row in rows if (said := _fault(row))]


def _fault(row: dict[str, object]) -> str:
    shown = set(json.loads(str(row["shown"])))
    if not shown:
        return ""
    if row["fields"] is None or row["withdrawn_at"] is not None:
        return f"Lead {row['id']} is kept, and nothing is agreed to."
    if not shown <= {field.value for field in LeadField}:
        return f"Lead {row['id']} holds what nobody can agree to."
    is_newer = row["at"] >= row["given_at"]  # type: ignore[operator]
    more = shown - set(json.loads(str(row["fields"])))
    return (
        f"Lead {row['id']} holds more than was agreed to: {sorted(more)}."
        if is_newer and more
        else ""
    )
