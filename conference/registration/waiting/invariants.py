"""What must hold on every waiting list; `plenary check` runs these."""

from __future__ import annotations

from conference.meetings import queries as meetings
from conference.orm import clock, invariant
from conference.registration.tables import WaitingEntry
from conference.registration.waiting.queries import pools_of_ids, pools_waited_for


@invariant("offers-held", "Whoever is offered a place has one held, and nobody else on the list.")
async def offers_held() -> list[str]:
    rows = await WaitingEntry.raw(
        "SELECT e.id, e.state, COUNT(h.id) AS held FROM conference_waiting_entry e"
        " LEFT JOIN conference_place_hold h ON h.holder = CAST(e.id AS VARCHAR(60))"
        " AND h.released_at IS NULL AND h.pool = e.pool"
        " GROUP BY e.id, e.state"
        " HAVING COUNT(h.id) <> CASE WHEN e.state = 'offered' THEN 1 ELSE 0 END"
    )
    return [f"Waiting entry {row['id']} is {row['state']} and holds {row['held']}." for row in rows]


@invariant("nobody-passed-over", "No place is free while somebody waits for it (R04).")
async def nobody_passed_over() -> list[str]:
    found = await pools_waited_for()
    known = await meetings.meetings_by_ids(list({meeting for meeting, _ in found}))
    pools = await pools_of_ids([pool for _, pool in found])
    now = clock.now()
    return [
        f"{known[meeting].title}: {pools[pool].left} free for {pools[pool].title}, yet somebody"
        " waits."
        for meeting, pool in found
        if not known[meeting].is_over(now)
    ]
