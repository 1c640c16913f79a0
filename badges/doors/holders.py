"""Whose code was scanned, and all that decides about it at a door, in one statement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from badges.desk.entrants import standing_of_row
from badges.desk.rules import Refusal
from badges.doors.rules import Door, Holder, NoHolder
from badges.guests.queries import CATEGORY
from badges.tables import BadgePrint, TemporaryBadge
from conference.orm import Prepared, tokens
from conference.registration.queries import readable
from conference.registration.tables import Registration

# A badge, a temporary one, a guest's, a ticket, or a typed registration code: whose is it?
_FOUND = """
    SELECT registration, CAST(NULL AS uuid) AS guest FROM badges_badge WHERE token_hash = {}
    UNION ALL
    SELECT registration, CAST(NULL AS uuid) FROM badges_temporary_badge
    WHERE token_hash = {} AND registration IS NOT NULL AND ended_at IS NULL
    UNION ALL
    SELECT g.registration, g.id FROM badges_guest_badge b JOIN conference_guest g ON g.id = b.guest
    WHERE b.token_hash = {} AND g.left_at IS NULL
    UNION ALL
    SELECT id, CAST(NULL AS uuid) FROM conference_registration WHERE ticket_hash = {}
    UNION ALL
    SELECT id, CAST(NULL AS uuid) FROM conference_registration WHERE code = {} AND meeting = {}
"""
_HOLDER = """
    SELECT r.id, r.meeting, r.code, r.state, r.mode, r.day, r.proof, c.key AS category,
      c.title AS category_title, p.badge_name, p.registered_name, p.affiliation,
      g.id AS guest, g.name AS guest_name, o.total, o.currency, v.refusal,
      COALESCE((SELECT SUM(y.amount) FROM conference_payment y WHERE y."order" = r."order"), 0)
        AS paid,
      COALESCE((SELECT SUM(l.quantity) FROM conference_order_line l
        WHERE l.registration = r.code AND l.item = {} AND l.kind IN ('extra', 'guest')), 0)
        AS bought,
      (SELECT COUNT(*) FROM conference_guest n
        WHERE n.registration = r.id AND n.left_at IS NULL) AS guests
    FROM (FOUND) f
    JOIN conference_registration r ON r.id = f.registration
    JOIN conference_category c ON c.id = r.category
    JOIN conference_person p ON p.id = r.person
    JOIN conference_order o ON o.id = r."order"
    LEFT JOIN conference_guest g ON g.id = f.guest
    LEFT JOIN badges_override v ON v.registration = r.id AND v.withdrawn_at IS NULL
""".replace("FOUND", _FOUND)
_holder = Prepared(
    lambda extra, badge, temporary, guest, ticket, code, meeting: Registration.raw(
        _HOLDER, extra, badge, temporary, guest, ticket, code, meeting
    )
)


async def holder_of(door: Door, text: str) -> Holder | NoHolder:
    """Who comes to this door with what was scanned or typed; one statement, three for a bad code.

    A code that opens nobody says why; whose a void badge was stays known (situation 22).
    """
    digest = tokens.digest(text)
    rows = await _holder(
        door.extra, digest, digest, digest, digest, readable(text)[:12], door.meeting
    )
    if not rows:
        return await _nobody(digest)
    if rows[0]["meeting"] != door.meeting:
        return NoHolder(Refusal.OTHER_MEETING)
    return _as_holder(door, rows)


def _as_holder(door: Door, rows: Sequence[Mapping[str, Any]]) -> Holder:
    """A row for each refusal that a supervisor let go, or one without any."""
    row = rows[0]
    name = row["badge_name"] or row["registered_name"]
    let_go = frozenset(Refusal(each["refusal"]) for each in rows if each["refusal"])
    return Holder(
        registration=row["id"],
        code=row["code"],
        name=row["guest_name"] if row["guest"] else name,
        category=row["category"],
        category_title=CATEGORY if row["guest"] else row["category_title"],
        standing=standing_of_row(row, let_go),
        day=row["day"],
        tickets=int(row["bought"]) if door.extra else 1 + int(row["guests"]),
        affiliation="" if row["guest"] else row["affiliation"],
        guest=row["guest"],
        guest_of=name if row["guest"] else "",
    )  # fmt: skip


async def _nobody(digest: str) -> NoHolder:
    of: Any = BadgePrint.badge.registration  # Piccolo's types reach one foreign key deep
    row = (
        await BadgePrint.select(
            BadgePrint.badge.registration.as_alias("registration"),
            of.person.badge_name.as_alias("badge_name"),
            of.person.registered_name.as_alias("registered_name"),
        )
        .where(BadgePrint.token_hash == digest)
        .first()
    )
    if row is None:
        return await _ended_for_a_day(digest)
    return NoHolder(Refusal.VOID, row["registration"], row["badge_name"] or row["registered_name"])


async def _ended_for_a_day(digest: str) -> NoHolder:
    """A temporary badge whose day is past, or whose owner has the true one by now (G08)."""
    row = (
        await TemporaryBadge.select(TemporaryBadge.registration)
        .where(TemporaryBadge.token_hash == digest, TemporaryBadge.ended_at.is_not_null())
        .first()
    )
    return NoHolder(Refusal.VOID, row["registration"]) if row else NoHolder(Refusal.UNKNOWN)
