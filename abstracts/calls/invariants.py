"""What must hold of calls, their fees and their topics; `plenary check` runs these."""

from abstracts.calls.queries import calls
from abstracts.tables import Abstract, Call, TopicChair
from abstracts.vocabulary import CallKind, Decision
from conference.orm import invariant
from conference.people.access import Role
from conference.people.tables import RoleGrant
from conference.registration.balances import balances_of


@invariant("abstract-fee", "A fee that was charged stands on an order of that meeting (A07).")
async def fee_has_order() -> list[str]:
    """A07."""
    rows = await Abstract.select(Abstract.code, Abstract.fee, Abstract.fee_order).where(
        (Abstract.fee > 0) | (Abstract.fee_order != "")
    )
    known = await balances_of({row["fee_order"] for row in rows if row["fee_order"]})
    return [
        f"Abstract {row['code']} has a fee of {row['fee']} and the order “{row['fee_order']}”."
        for row in rows
        if not row["fee"] or row["fee_order"] not in known
    ]


@invariant("call-late-breaking", "A late-breaking call gives posters and no awards (A06).")
async def late_breaking_is_poster_only() -> list[str]:
    """A06."""
    rows = await Call.select(Call.key, Call.meeting).where(
        Call.kind == CallKind.LATE_BREAKING.value
    )
    found = []
    for meeting in {row["meeting"] for row in rows}:
        for call in await calls(meeting):
            is_late = call.kind is CallKind.LATE_BREAKING
            if is_late and (call.has_awards or call.presentations != (Decision.POSTER,)):
                found.append(f"The call {call.key} is late-breaking and gives more than posters.")
    return found


@invariant("topic-chair-reads", "Whoever chairs a topic is a reviewer at its meeting.")
async def chairs_are_reviewers() -> list[str]:
    """Chairs read every score of their topic, so they hold a role that may."""
    rows = await TopicChair.select(
        TopicChair.person,
        TopicChair.topic.code.as_alias("code"),
        TopicChair.topic.meeting.as_alias("meeting"),
    )
    reading = [Role.REVIEWER.value, Role.PROGRAMME.value, Role.ADMIN.value]
    grants = await RoleGrant.select(RoleGrant.person, RoleGrant.meeting).where(
        RoleGrant.role.is_in(reading)
    )
    held = {(row["person"], row["meeting"]) for row in grants}
    return [
        f"A chair of topic {row['code']} is no reviewer."
        for row in rows
        if not held & {(row["person"], row["meeting"]), (row["person"], None)}
    ]
