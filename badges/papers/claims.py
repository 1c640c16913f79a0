"""Who may have which certificate now: the claims of a meeting or of one person."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from badges.papers import facts
from badges.papers.credits import CreditSheet, credit_sheet
from badges.papers.kinds import CertificateKind
from badges.papers.policy import Policy
from badges.papers.presence import Presence
from badges.papers.programme import accredited, presented, served
from badges.papers.rules import (
    Attended,
    Claim,
    Grounds,
    Item,
    Never,
    best_attended,
    judge_attendance,
    judge_credits,
    judge_item,
    judge_reviews,
)
from conference.meetings.rules import MeetingInfo, end_of_day
from conference.people import queries as people
from conference.people.rules import PersonInfo, sort_key
from conference.registration.queries import RegistrationInfo
from schedule.rules.released import ReleasedProgramme

CAME = (CertificateKind.ATTENDANCE, CertificateKind.CREDITS)
IN_PROGRAMME = (CertificateKind.PRESENTATION, CertificateKind.SERVICE)


@dataclass(frozen=True, slots=True)
class Scope:
    """Of which meeting, by which policy, of which kinds, of whom (None: of all), and when."""

    meeting: MeetingInfo
    policy: Policy
    now: datetime
    person: UUID | None = None
    kinds: tuple[CertificateKind, ...] = ()

    @property
    def wanted(self) -> tuple[CertificateKind, ...]:
        """The kinds that are asked for and given at all."""
        return tuple(kind for kind in self.policy.kinds if not self.kinds or kind in self.kinds)

    @property
    def ends(self) -> datetime:
        """The end of the meeting's last local day."""
        return end_of_day(self.meeting.ends_on, self.meeting.zone)

    @property
    def needs_doors(self) -> bool:
        """Whether anything that is asked for comes from the scans at doors."""
        words = self.policy.words_of(CertificateKind.ATTENDANCE)
        is_said = CertificateKind.ATTENDANCE in self.wanted and "{days_attended}" in words
        return is_said or CertificateKind.CREDITS in self.wanted

    def asks(self, kinds: Collection[CertificateKind]) -> bool:
        return any(kind in kinds for kind in self.wanted)


async def claims_of(scope: Scope) -> list[Claim]:
    """Every claim, by family name, kind and time; a fixed number of statements per 5,000."""
    found: list[Claim] = []
    programme = await facts.programme_of(scope.meeting.id)
    if scope.asks(CAME):
        found += await _of_those_who_came(scope, programme)
    if scope.asks(IN_PROGRAMME) and programme:
        found += await _of_the_programme(scope, programme)
    if CertificateKind.REVIEW in scope.wanted:
        found += await _of_reviewers(scope)
    withheld = await facts.withheld_of(scope.meeting.id, scope.person)
    return sorted((_unless_withheld(claim, withheld) for claim in found), key=_order)


def _unless_withheld(
    claim: Claim, withheld: Mapping[tuple[UUID, CertificateKind, str], str]
) -> Claim:
    """What the office revoked nobody takes anew by themselves."""
    why = withheld.get((claim.person.id, claim.kind, claim.subject))
    if why is None or not claim.is_ready:
        return claim
    return replace(claim, entitlement=Never(f"The office revoked it: {why}"))


def _order(claim: Claim) -> tuple[str, str, int, datetime | None, str]:
    person, item = claim.person, claim.grounds.item
    kind = list(CertificateKind).index(claim.kind)
    key = sort_key(person.given_name, person.family_name) or person.registered_name
    return (key, str(person.id), kind, item.starts_at if item else None, claim.subject)


async def _of_those_who_came(scope: Scope, programme: ReleasedProgramme | None) -> list[Claim]:
    infos = await facts.registrations_of(scope.meeting.id, scope.person)
    used = await facts.attended_of(scope.meeting, infos, with_doors=scope.needs_doors)
    sessions = accredited(programme, scope.policy.sessions) if programme else []
    claims = []
    for person, attended in _by_person(infos, used):
        if CertificateKind.ATTENDANCE in scope.wanted:
            claims.append(_attendance(scope, person, attended))
        if CertificateKind.CREDITS in scope.wanted:
            spans = used[attended.registration][1].spans
            sheet = credit_sheet(sessions, spans, scope.policy.rule)
            claims.append(_credits(scope, person, attended, sheet))
    return claims


def _by_person(
    infos: Iterable[RegistrationInfo], used: dict[UUID, tuple[Attended, Presence]]
) -> Iterator[tuple[PersonInfo, Attended]]:
    """Each person once, with the registration that counts."""
    persons = {info.person.id: info.person for info in infos}
    of_person: dict[UUID, list[Attended]] = {}
    for info in infos:
        of_person.setdefault(info.person.id, []).append(used[info.id][0])
    for id, found in of_person.items():
        yield persons[id], best_attended(found)


def _attendance(scope: Scope, person: PersonInfo, attended: Attended) -> Claim:
    entitlement = judge_attendance(attended, scope.ends, scope.now)
    return Claim(person, CertificateKind.ATTENDANCE, entitlement, Grounds(attended=attended))


def _credits(scope: Scope, person: PersonInfo, attended: Attended, sheet: CreditSheet) -> Claim:
    entitlement = judge_credits(sheet, attended, scope.ends, scope.now)
    grounds = Grounds(attended=attended, sheet=sheet)
    return Claim(person, CertificateKind.CREDITS, entitlement, grounds)


_PARTS: dict[
    CertificateKind, Callable[[ReleasedProgramme], Iterator[tuple[UUID, Item]]]
] = {CertificateKind.PRESENTATION: presented, CertificateKind.SERVICE: served}  # fmt: skip


async def _of_the_programme(scope: Scope, programme: ReleasedProgramme) -> list[Claim]:
    missed = await facts.not_shown_of(scope.meeting.id)
    parts = [
        (who, kind, item)
        for kind, find in _PARTS.items()
        if kind in scope.wanted
        for who, item in find(programme)
        if scope.person in (None, who)
    ]
    known = await people.people_by_ids({who for who, _, _ in parts})
    return [
        Claim(
            known[who],
            kind,
            judge_item(item, (who, item.code) in missed, scope.now),
            Grounds(item=item),
            item.code,
        )
        for who, kind, item in parts
        if who in known
    ]


async def _of_reviewers(scope: Scope) -> list[Claim]:
    counts = await facts.review_counts(scope.meeting.id, scope.person)
    out_at = await facts.decisions_out_at(scope.meeting.id)
    known = await people.people_by_ids(counts)
    return [
        Claim(
            known[who],
            CertificateKind.REVIEW,
            judge_reviews(count, out_at, scope.now),
            Grounds(reviews=count),
        )
        for who, count in counts.items()
    ]
