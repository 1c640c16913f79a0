"""Reading proofs: the attendee's own, and the officer's queue."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from conference.meetings.rules import MeetingInfo
from conference.registration import queries as registrations
from conference.registration.catalogue_queries import policy_of
from conference.registration.proofs.rules import announced_deadline, proof_deadline
from conference.registration.queries import RegistrationInfo
from conference.registration.rules import HOLDS_A_PLACE, ProofState
from conference.registration.tables import ProofDocument, Registration

SHOWN = 100
_ACTIVE = [each.value for each in HOLDS_A_PLACE]
_COLUMNS = (
    ProofDocument.id,
    ProofDocument.registration,
    ProofDocument.file_name,
    ProofDocument.media_type,
    ProofDocument.state,
    ProofDocument.note,
    ProofDocument.created_at.as_alias("sent_at"),
    ProofDocument.judged_at,
    ProofDocument.judged_by,
    ProofDocument.reason,
)


@dataclass(frozen=True, slots=True)
class ProofInfo:
    """One document that was sent; its file is there until it is judged."""

    id: UUID
    registration: UUID
    file_name: str
    media_type: str
    state: ProofState
    note: str
    sent_at: datetime
    judged_at: datetime | None
    judged_by: str
    reason: str

    @property
    def is_open(self) -> bool:
        return self.state is ProofState.PENDING


@dataclass(frozen=True, slots=True)
class Case:
    """A registration that waits for its proof to come or to be judged; `until` in words."""

    info: RegistrationInfo
    documents: tuple[ProofInfo, ...]
    deadline: datetime
    until: str

    @property
    def document(self) -> ProofInfo | None:
        """What is to be judged."""
        return next((each for each in self.documents if each.is_open), None)

    @property
    def asked_again(self) -> ProofInfo | None:
        """The last one that was not enough."""
        return _asked_again(self.documents)


@dataclass(frozen=True, slots=True)
class Judged:
    info: RegistrationInfo
    document: ProofInfo


@dataclass(frozen=True, slots=True)
class Queue:
    """What the officer sees: to judge, to come, and what was judged last."""

    to_judge: tuple[Case, ...]
    to_come: tuple[Case, ...]
    judged: tuple[Judged, ...]
    waiting: int


async def case_of(info: RegistrationInfo, meeting: MeetingInfo) -> Case:
    """What was sent for one registration, and until when it may be."""
    return (await _cases([info], meeting))[0]


async def proof_queue(meeting: MeetingInfo) -> Queue:
    """The officer's queue, oldest first; nine statements."""
    waits = (Registration.meeting == meeting.id) & (Registration.proof == ProofState.PENDING.value)
    waits = waits & Registration.state.is_in(_ACTIVE)
    sent = ProofDocument.select(ProofDocument.registration).where(
        ProofDocument.state == ProofState.PENDING.value
    )
    to_judge = await _ids(waits & Registration.id.is_in(sent))
    to_come = await _ids(waits & Registration.id.not_in(sent))
    found = await registrations.registrations_info([*to_judge, *to_come])
    cases = await _cases(list(found.values()), meeting)
    by_id = {each.info.id: each for each in cases}
    judge = [by_id[each] for each in to_judge if each in by_id]
    come = [by_id[each] for each in to_come if each in by_id]
    return Queue(
        to_judge=tuple(sorted(judge, key=_sent)),
        to_come=tuple(sorted(come, key=lambda each: each.deadline)),
        judged=await _judged(meeting),
        waiting=int(await Registration.count().where(waits)),
    )


async def waiting_registrations(meeting: UUID) -> list[RegistrationInfo]:
    """Active registrations whose proof is to come and of whom nothing is to be judged."""
    sent = ProofDocument.select(ProofDocument.registration).where(
        ProofDocument.state == ProofState.PENDING.value
    )
    rows = await Registration.select(Registration.id).where(
        Registration.meeting == meeting,
        Registration.proof == ProofState.PENDING.value,
        Registration.state.is_in(_ACTIVE),
        Registration.id.not_in(sent),
    )
    return list((await registrations.registrations_info([row["id"] for row in rows])).values())


async def meetings_with_proofs() -> list[UUID]:
    """Meetings in which a proof is waited for."""
    rows = (
        await Registration.select(Registration.meeting)
        .where(Registration.proof == ProofState.PENDING.value, Registration.state.is_in(_ACTIVE))
        .group_by(Registration.meeting)
    )
    return [row["meeting"] for row in rows]


async def cases_of(infos: Collection[RegistrationInfo], meeting: MeetingInfo) -> list[Case]:
    """`case_of` many registrations of a meeting; two statements."""
    return await _cases(list(infos), meeting)


async def proof_file(meeting: UUID, proof: UUID) -> tuple[RegistrationInfo, bytes] | None:
    """The file of a proof that is to be judged, and whose it is."""
    row = (
        await ProofDocument.select(ProofDocument.registration, ProofDocument.content)
        .where(
            ProofDocument.id == proof,
            ProofDocument.registration.meeting == meeting,
            ProofDocument.state == ProofState.PENDING.value,
        )
        .first()
    )
    if row is None:
        return None
    info = await registrations.registration_info(row["registration"])
    assert info is not None
    return info, bytes(row["content"])


def _sent(case: Case) -> datetime:
    assert case.document is not None, "it is to be judged"
    return case.document.sent_at


async def _ids(wanted: object) -> list[UUID]:
    rows = (
        await Registration.select(Registration.id)
        .where(wanted)  # type: ignore[arg-type]
        .order_by(Registration.created_at)
        .limit(SHOWN)
    )
    return [row["id"] for row in rows]


async def _judged(meeting: MeetingInfo) -> tuple[Judged, ...]:
    rows = (
        await ProofDocument.select(*_COLUMNS)
        .where(
            ProofDocument.registration.meeting == meeting.id,
            ProofDocument.judged_at.is_not_null(),
        )
        .order_by(ProofDocument.judged_at, ascending=False)
        .limit(20)
    )
    documents = [ProofInfo(**{**row, "state": ProofState(row["state"])}) for row in rows]
    infos = await registrations.registrations_info({each.registration for each in documents})
    return tuple(Judged(infos[each.registration], each) for each in documents)


async def _cases(infos: list[RegistrationInfo], meeting: MeetingInfo) -> list[Case]:
    policy = await policy_of(meeting.id)
    documents = await _documents([each.id for each in infos])
    cases = []
    for info in infos:
        mine = documents.get(info.id, ())
        asked = _asked_again(mine)
        again = asked.judged_at if asked else None
        deadline = proof_deadline(policy, meeting, info.placed_at, again)
        cases.append(Case(info, mine, deadline, announced_deadline(deadline, meeting.zone)))
    return cases


def _asked_again(documents: tuple[ProofInfo, ...]) -> ProofInfo | None:
    """The newest that was judged and found wanting; `documents` come newest first."""
    return next((each for each in documents if each.state is ProofState.REJECTED), None)


async def _documents(ids: list[UUID]) -> dict[UUID, tuple[ProofInfo, ...]]:
    if not ids:
        return {}
    rows = (
        await ProofDocument.select(*_COLUMNS)
        .where(ProofDocument.registration.is_in(ids))
        .order_by(ProofDocument.created_at, ascending=False)
    )
    found: dict[UUID, list[ProofInfo]] = defaultdict(list)
    for row in rows:
        info = ProofInfo(**{**row, "state": ProofState(row["state"])})
        found[info.registration].append(info)
    return {key: tuple(each) for key, each in found.items()}
