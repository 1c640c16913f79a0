"""Whose code was scanned, and all that decides about it at a door, in one statement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from badges.admission.entrants import standing_of_row
from badges.admission.rules import Refusal
from badges.codes.queries import FOUND, FOUND_PLACES, code_of_row, values_of
from badges.codes.rules import Opens, OpensNobody, what_opens
from badges.doors.door import Door, Holder, NoHolder
from badges.guests.queries import CATEGORY
from conference.orm import Prepared
from conference.registration.tables import Registration

Row = Mapping[str, Any]
_HOLDER = """
    SELECT f.kind, f.meeting, f.registration, f.guest, r.code, r.state, r.mode, r.day, r.proof,
      c.key AS category, c.title AS category_title, p.badge_name, p.registered_name,
      p.affiliation, g.name AS guest_name, o.total, o.currency, v.refusal,
      COALESCE((SELECT SUM(y.amount) FROM conference_payment y WHERE y."order" = r."order"), 0)
        AS paid,
      COALESCE((SELECT SUM(l.quantity) FROM conference_order_line l
        WHERE l.registration = r.code AND l.item = {} AND l.kind IN ('extra', 'guest')), 0)
        AS bought,
      (SELECT COUNT(*) FROM conference_guest n
        WHERE n.registration = r.id AND n.left_at IS NULL) AS guests
    FROM (FOUND) f
    LEFT JOIN conference_registration r ON r.id = f.registration
    LEFT JOIN conference_category c ON c.id = r.category
    LEFT JOIN conference_person p ON p.id = r.person
    LEFT JOIN conference_order o ON o.id = r."order"
    LEFT JOIN conference_guest g ON g.id = f.guest
    LEFT JOIN badges_override v ON v.registration = r.id AND v.withdrawn_at IS NULL
""".replace("FOUND", FOUND)
_holder = Prepared(lambda *values: Registration.raw(_HOLDER, *values), 1 + FOUND_PLACES)


async def holder_of(door: Door, text: str) -> Holder | NoHolder:
    """Who comes to this door with what was scanned or typed; one statement.

    A code that opens nobody says why; whose a void badge was stays known (situation 22).
    """
    rows = await _holder(door.extra, *values_of(door.meeting, text))
    opened = what_opens([code_of_row(row) for row in rows], door.meeting)
    if isinstance(opened, OpensNobody):
        return _no_holder(opened, rows)
    return _as_holder(door, opened, [row for row in rows if _is_of(row, opened)])


def _is_of(row: Row, opened: Opens) -> bool:
    code = code_of_row(row)
    return (code.registration, code.guest) == (opened.registration, opened.guest)


def _no_holder(opened: OpensNobody, rows: Sequence[Row]) -> NoHolder:
    """At a door a temporary badge that ended is as void as a badge that was replaced."""
    why = Refusal.VOID if opened.why is Refusal.ENDED else opened.why
    if opened.registration is None:
        return NoHolder(why)
    row = next(row for row in rows if code_of_row(row).registration == opened.registration)
    return NoHolder(why, opened.registration, row["badge_name"] or row["registered_name"])


def _as_holder(door: Door, opened: Opens, rows: Sequence[Row]) -> Holder:
    """A row for each refusal that a supervisor let go, or one without any."""
    row = rows[0]
    name = row["badge_name"] or row["registered_name"]
    let_go = frozenset(Refusal(each["refusal"]) for each in rows if each["refusal"])
    return Holder(
        registration=opened.registration,
        code=row["code"],
        name=row["guest_name"] if opened.guest else name,
        category=row["category"],
        category_title=CATEGORY if opened.guest else row["category_title"],
        standing=standing_of_row(row, let_go),
        day=row["day"],
        tickets=int(row["bought"]) if door.extra else 1 + int(row["guests"]),
        affiliation="" if opened.guest else row["affiliation"],
        guest=opened.guest,
        guest_of=name if opened.guest else "",
    )
