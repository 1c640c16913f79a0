"""The people of the demo: the society's roll, speakers, authors, staff and guests."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from conference.demo.ground import Ground
from conference.demo.institutions import Institution, pick_institution
from conference.demo.names import SyntheticName, culture_of, make_name
from conference.demo.personas import PERSONAS, Persona
from conference.demo.seeded import Seeded, insert_rows
from conference.demo.shape import Shape
from conference.people.actions import person_row
from conference.people.rules import NewPerson, fold
from conference.people.tables import EmailAddress, Person, RoleGrant

NOT_IN_ADDRESS = re.compile(r"[^a-z0-9]+")
INVITED_MEMBERS = 0.5
TRAINEE_PRESENTERS, REGULAR_PRESENTERS = 0.55, 0.15
REVIEWS_EACH = 36  # by one reviewer, with three reviews an abstract (V01)


class Standing(StrEnum):
    """What somebody is to the society; the kinds of member come first."""

    REGULAR = "regular"
    TRAINEE = "trainee"
    EMERITUS = "emeritus"
    HONORARY = "honorary"
    LAPSED = "lapsed"
    TRAINEE_OUTSIDE = "trainee_outside"
    OUTSIDE = "outside"
    STAFF = "staff"


MEMBERS = frozenset(
    {Standing.REGULAR, Standing.TRAINEE, Standing.EMERITUS, Standing.HONORARY, Standing.LAPSED}
)


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """One synthetic person."""

    id: UUID
    name: SyntheticName
    institution: Institution
    email: str
    standing: Standing

    @property
    def sort_name(self) -> str:
        """By family name, as boards are numbered (B01)."""
        return fold(f"{self.name.family} {self.name.given}")


@dataclass(slots=True)
class Crowd:
    """Everybody, and who was picked for what. Each list is disjoint from the others."""

    everybody: list[DemoPerson] = field(default_factory=list)
    invited: list[DemoPerson] = field(default_factory=list)
    chairs: list[DemoPerson] = field(default_factory=list)
    presenters: list[DemoPerson] = field(default_factory=list)
    committee: list[DemoPerson] = field(default_factory=list)
    others: list[DemoPerson] = field(default_factory=list)
    personas: dict[str, DemoPerson] = field(default_factory=dict)


class PersonMaker:
    """Makes people whose addresses never collide."""

    def __init__(self, seeded: Seeded) -> None:
        self._seeded = seeded
        self._addresses: set[str] = set()

    def make(self, standing: Standing) -> DemoPerson:
        """Somebody from a country, with a name that people there have."""
        rng = self._seeded.random
        institution = pick_institution(rng)
        name = make_name(rng, culture_of(rng, institution.country))
        return DemoPerson(
            self._seeded.id(), name, institution, self._address(name, institution), standing
        )

    def make_persona(self, persona: Persona, standing: Standing) -> DemoPerson:
        """One of the people whom a newcomer can be."""
        name = SyntheticName(persona.given, persona.family, "")
        place = pick_institution(self._seeded.random)
        return DemoPerson(self._seeded.id(), name, place, persona.email, standing)

    def _address(self, name: SyntheticName, institution: Institution) -> str:
        local = ".".join(filter(None, map(_plain, (name.given, name.family))))
        address, number = f"{local}@{institution.domain}", 1
        while address in self._addresses:
            number += 1
            address = f"{local}{number}@{institution.domain}"
        self._addresses.add(address)
        return address


def gather_crowd(shape: Shape, seed: int) -> Crowd:
    """Everybody of the demo, before anything is written."""
    seeded = Seeded(seed, "crowd")
    maker = PersonMaker(seeded)
    personas = _personas(maker)
    in_roll = sum(each.standing in MEMBERS for each in personas.values())
    roll = [maker.make(standing) for standing in _standings(shape.members - in_roll)]
    seeded.random.shuffle(roll)
    regular = [each for each in roll if each.standing is Standing.REGULAR]
    trainees = [each for each in roll if each.standing is Standing.TRAINEE]
    crowd = Crowd(everybody=roll, personas=personas)
    from_roll = round(shape.invited * INVITED_MEMBERS)
    crowd.invited = _taken(regular, from_roll)
    crowd.invited += [maker.make(Standing.OUTSIDE) for _ in range(shape.invited - from_roll)]
    crowd.chairs = _taken(regular, shape.chairs)
    crowd.committee = _taken(regular, shape.submitted * 3 // REVIEWS_EACH)
    crowd.presenters = _presenters(shape, maker, regular, trainees)
    seeded.random.shuffle(crowd.presenters)
    crowd.others = _others(shape, maker, [*regular, *trainees], seeded)
    crowd.everybody = _unique(crowd)
    return crowd


async def write_crowd(ground: Ground, crowd: Crowd, seed: int) -> None:
    """Writes everybody down, with an address each, and gives the roles."""
    seeded = Seeded(seed, "crowd rows")
    now = ground.calendar.call_opens
    people: list[Person] = []
    addresses: list[EmailAddress] = []
    for each in crowd.everybody:
        row = person_row(_new_person(each), now)
        row.id = each.id
        people.append(row)
        addresses.append(
            EmailAddress(
                id=seeded.id(), created_at=now, person=each.id, address=each.email,
                is_primary=True, verified_at=now,
            )
        )  # fmt: skip
    await insert_rows(people)
    await insert_rows(addresses)
    await insert_rows(list(_grants(ground, crowd, seeded)))


def _standings(members: int) -> list[Standing]:
    """Half of a roll are trainees; a few are honorary or emeritus, and some have lapsed."""
    shares = (
        (Standing.TRAINEE, 0.46),
        (Standing.LAPSED, 0.10),
        (Standing.EMERITUS, 0.02),
        (Standing.HONORARY, 0.02),
    )
    made = [standing for standing, share in shares for _ in range(round(members * share))]
    return made + [Standing.REGULAR] * (members - len(made))


def _personas(maker: PersonMaker) -> dict[str, DemoPerson]:
    standings = {
        "attendee": Standing.REGULAR,
        "member": Standing.REGULAR,
        "stranger": Standing.OUTSIDE,
        "author": Standing.TRAINEE,
        "reviewer": Standing.REGULAR,
        "chair": Standing.REGULAR,
    }
    return {
        persona.key: maker.make_persona(persona, standings.get(persona.key, Standing.STAFF))
        for persona in PERSONAS
    }


def _presenters(
    shape: Shape, maker: PersonMaker, regular: list[DemoPerson], trainees: list[DemoPerson]
) -> list[DemoPerson]:
    """One for each abstract, drafts too; the author persona is one more."""
    wanted = shape.accepted + shape.rejected + shape.withdrawn + shape.undecided + shape.drafts
    found = _taken(trainees, round(wanted * TRAINEE_PRESENTERS))
    found += _taken(regular, round(wanted * REGULAR_PRESENTERS))
    outside = (Standing.TRAINEE_OUTSIDE, Standing.TRAINEE_OUTSIDE, Standing.OUTSIDE)
    return found + [
        maker.make(outside[number % len(outside)]) for number in range(wanted - len(found))
    ]


def _others(
    shape: Shape, maker: PersonMaker, members: list[DemoPerson], seeded: Seeded
) -> list[DemoPerson]:
    """People who only come: half members without a part, half from outside."""
    seeded.random.shuffle(members)
    presenting = round(shape.accepted * 0.88)
    wanted = max(60, round(shape.registrations * 1.15) - presenting)
    outside = (Standing.OUTSIDE, Standing.OUTSIDE, Standing.TRAINEE_OUTSIDE)
    found = _taken(members, wanted // 2)
    found += [maker.make(outside[number % 3]) for number in range(wanted - len(found))]
    seeded.random.shuffle(found)
    return found


def _taken(people: list[DemoPerson], count: int) -> list[DemoPerson]:
    """Takes the first ones out of the list, as many as there are."""
    found, people[:] = people[:count], people[count:]
    return found


def _unique(crowd: Crowd) -> list[DemoPerson]:
    groups = (
        crowd.everybody, crowd.invited, crowd.chairs, crowd.presenters, crowd.others,
        crowd.personas.values(),
    )  # fmt: skip
    return list({each.id: each for group in groups for each in group}.values())


def _new_person(person: DemoPerson) -> NewPerson:
    stage = "trainee" if person.standing in _TRAINEES else ""
    return NewPerson(
        given_name=person.name.given,
        family_name=person.name.family,
        registered_name=person.name.registered,
        badge_name=person.name.badge,
        affiliation=person.institution.name,
        city=person.institution.city,
        country=person.institution.country,
        career_stage=stage,
    )


_TRAINEES = frozenset({Standing.TRAINEE, Standing.TRAINEE_OUTSIDE})


def _grants(ground: Ground, crowd: Crowd, seeded: Seeded) -> Iterator[RoleGrant]:
    held = [(crowd.personas[p.key], p.role) for p in PERSONAS if p.role is not None]
    reviewers = [(person, None) for person in crowd.committee]
    for person, role in (*held, *reviewers):
        yield RoleGrant(
            id=seeded.id(),
            created_at=ground.calendar.call_opens,
            person=person.id,
            role=role.value if role else "reviewer",
            meeting=ground.meeting.id,
        )


def _plain(name: str) -> str:
    return NOT_IN_ADDRESS.sub("", fold(name))
