"""The member roll of the demo: dated memberships of every type and state."""

from collections.abc import Iterator
from datetime import date, datetime
from uuid import UUID

from conference.demo.crowd import MEMBERS, Crowd, DemoPerson, Standing
from conference.demo.ground import Ground
from conference.demo.seeded import Seeded, insert_rows
from conference.membership.roll_words import LIFETIME_TYPES, TYPE_TITLES
from conference.membership.rules import MembershipInfo, MembershipStatus
from conference.membership.tables import Membership, MembershipType

TYPES = ("regular", "trainee", "emeritus", "honorary")
GRACE_SHARE, SUSPENDED_SHARE = 0.03, 0.005

Roll = dict[UUID, list[MembershipInfo]]


async def write_roll(ground: Ground, crowd: Crowd, seed: int) -> Roll:
    """Writes the roll and returns each person's memberships, for pricing."""
    seeded = Seeded(seed, "roll")
    now, society = ground.calendar.call_opens, ground.meeting.society
    types = {
        key: MembershipType(
            id=seeded.id(), created_at=now, society=society, key=key, title=TYPE_TITLES[key],
            is_lifetime=key in LIFETIME_TYPES,
        )
        for key in TYPES
    }  # fmt: skip
    await insert_rows(list(types.values()))
    members = [each for each in crowd.everybody if each.standing in MEMBERS]
    roll = {
        person.id: list(_memberships(ground, person, number, seeded))
        for number, person in enumerate(members, start=1)
    }
    await insert_rows(
        [
            _row(each, types[each.type_key].id, society, now)
            for held in roll.values()
            for each in held
        ]
    )
    return roll


def _memberships(
    ground: Ground, person: DemoPerson, number: int, seeded: Seeded
) -> Iterator[MembershipInfo]:
    """Terms of two calendar years, the newest through the meeting's year unless it lapsed."""
    year = ground.calendar.first_day.year
    key = person.standing.value if person.standing is not Standing.LAPSED else "regular"
    code = f"DS-{number:05d}"
    if person.standing is Standing.HONORARY:
        start = date(year - seeded.random.randint(3, 20), 1, 1)
        yield _membership(seeded, person, code, key, (start, None), MembershipStatus.LIFETIME)
        return
    newest = year - 2 if person.standing is Standing.LAPSED else year
    if seeded.random.random() < 0.4:
        earlier = (date(newest - 3, 1, 1), date(newest - 2, 12, 31))
        yield _membership(seeded, person, code, key, earlier, MembershipStatus.LAPSED)
    term = (date(newest - 1, 1, 1), date(newest, 12, 31))
    yield _membership(seeded, person, code, key, term, _status(person, seeded))


def _status(person: DemoPerson, seeded: Seeded) -> MembershipStatus:
    if person.standing is Standing.LAPSED:
        return MembershipStatus.LAPSED
    chance = seeded.random.random()
    if person.email.endswith("@demo.example") or chance > GRACE_SHARE:
        return MembershipStatus.ACTIVE
    if chance < SUSPENDED_SHARE:
        return MembershipStatus.SUSPENDED
    return MembershipStatus.GRACE


def _membership(
    seeded: Seeded,
    person: DemoPerson,
    number: str,
    key: str,
    term: tuple[date, date | None],
    status: MembershipStatus,
) -> MembershipInfo:
    return MembershipInfo(
        id=seeded.id(),
        person=person.id,
        number=number,
        type_key=key,
        type_title=TYPE_TITLES[key],
        valid_from=term[0],
        valid_to=term[1],
        status=status,
    )


def _row(info: MembershipInfo, type_id: UUID, society: UUID, now: datetime) -> Membership:
    return Membership(
        id=info.id,
        created_at=now,
        society=society,
        person=info.person,
        type=type_id,
        number=info.number,
        valid_from=info.valid_from,
        valid_to=info.valid_to,
        status=info.status.value,
        source="import",
    )
