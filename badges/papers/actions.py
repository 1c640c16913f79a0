"""Giving, renewing and revoking certificates, and what was not shown: the only writers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

import msgspec

from badges.papers.content import CODE_LENGTH, Press, content_of
from badges.papers.errors import AlreadyRevoked, NotEntitled, StillFollows
from badges.papers.following import NOT_SHOWN, Kind
from badges.papers.letters import certificates_ready
from badges.papers.policy import Policy
from badges.papers.queries import REPLACED, CertificateInfo
from badges.papers.rules import Claim, NotYet, once_key
from badges.tables import Certificate, CertificatePolicy, NotShown, NotShownAnswer
from conference.letters.actions import queue_letters
from conference.meetings.rules import MeetingInfo
from conference.orm import Action, Actor, action, tokens
from conference.people.rules import PersonInfo
from conference.web.formats import instant

ROWS_PER_INSERT = 1_000


@dataclass(frozen=True, slots=True)
class Issued:
    """What came of giving many: certificates made, those there already, letters queued."""

    made: int
    existing: int
    letters: int


async def save_policy(meeting: MeetingInfo, policy: Policy, *, by: Actor, now: datetime) -> None:
    """What is certified from now on; certificates that were given keep what they say."""
    row = CertificatePolicy(
        id=uuid4(),
        created_at=now,
        meeting=meeting.id,
        kinds=msgspec.json.encode(policy.kinds).decode(),
        words=msgspec.json.encode(policy.words).decode(),
        accreditor=policy.accreditor,
        accreditation=policy.accreditation,
        minutes_per_credit=policy.rule.minutes_per_credit,
        most_credits=policy.rule.most_credits,
        least_share=policy.rule.least_share,
        cme_sessions=msgspec.json.encode(policy.sessions).decode(),
        note=policy.note,
    )
    changed = [each for each in CertificatePolicy.all_columns() if each._meta.name not in _KEPT]
    async with action("save_certificate_policy", by=by, now=now, meeting=meeting.id) as act:
        await CertificatePolicy.insert(row).on_conflict(
            target=CertificatePolicy.meeting, action="DO UPDATE", values=changed
        )
        act.note("certificate_policy", meeting.slug, kinds=[str(each) for each in policy.kinds])


_KEPT = ("id", "created_at", "meeting")


async def issue_certificates(
    claims: Sequence[Claim], press: Press, *, by: Actor, now: datetime
) -> Issued:
    """Gives every claim that is ready; one that was given is left as it is, and each person gets
    one letter for what is new. However often it is asked for, there is one of each."""
    ready = [claim for claim in claims if claim.is_ready]
    async with action("issue_certificates", by=by, now=now, meeting=press.meeting.id) as act:
        made = await _give(act, ready, press)
        letters = certificates_ready(press, made)
        await queue_letters(act, letters)
    return Issued(len(made), len(ready) - len(made), len(letters))


async def claim_certificate(claim: Claim, press: Press, *, by: Actor, now: datetime) -> None:
    """The person takes the own certificate; taken twice, it is one. Raises NotEntitled."""
    if not claim.is_ready:
        raise NotEntitled(_why(claim, press))
    async with action("claim_certificate", by=by, now=now, meeting=press.meeting.id) as act:
        await _give(act, [claim], press, is_by_owner=True)


async def renew_certificate(
    old: CertificateInfo, claim: Claim, press: Press, *, by: Actor, now: datetime
) -> None:
    """A new one with the name and the facts of now; the older one is revoked (R07).

    Raises NotEntitled, and AlreadyRevoked when it was renewed meanwhile.
    """
    if not claim.is_ready:
        raise NotEntitled(_why(claim, press))
    async with action("renew_certificate", by=by, now=now, meeting=old.meeting) as act:
        await _revoke(act, old.code, REPLACED)
        await _give(act, [claim], press, is_by_owner=by.person == claim.person.id)


async def revoke_certificate(
    certificate: CertificateInfo, reason: str, *, by: Actor, now: datetime
) -> None:
    """The verify page says from now on that it is not valid, and no other is given until the
    office says so. Raises AlreadyRevoked."""
    async with action(
        "revoke_certificate", by=by, now=now, meeting=certificate.meeting, reason=reason
    ) as act:
        await _revoke(act, certificate.code, reason, is_withheld=True)


async def allow_again(certificate: CertificateInfo, *, by: Actor, now: datetime) -> None:
    """After the office revoked one, another may be given again where the facts hold."""
    async with action("allow_certificate", by=by, now=now, meeting=certificate.meeting) as act:
        await Certificate.update({Certificate.is_withheld: False}).where(
            Certificate.code == certificate.code
        )
        act.note("certificate", certificate.code, withheld=[certificate.is_withheld, False])


async def mark_not_shown(
    meeting: MeetingInfo, person: PersonInfo, item: str, note: str, *, by: Actor, now: datetime
) -> bool:
    """What was not shown gets no certificate, and one that was given is revoked (A15, B06).

    False when it was marked already.
    """
    key = f"{meeting.id}:{item}:{person.id}"
    row = NotShown(
        id=uuid4(), created_at=now, meeting=meeting.id, person=person.id, item=item,
        active_key=key, note=note, by_name=by.name[:200],
    )  # fmt: skip
    async with action("mark_not_shown", by=by, now=now, meeting=meeting.id, reason=note) as act:
        written = (
            await NotShown.insert(row)
            .on_conflict(target=NotShown.active_key, action="DO NOTHING")
            .returning(NotShown.id)
        )
        if written:
            act.note("item", item, not_shown=[None, person.registered_name])
            await _revoke_for(act, person.id, item)
    return bool(written)


async def take_back_not_shown(
    meeting: MeetingInfo, person: PersonInfo, item: str, *, by: Actor, now: datetime
) -> bool:
    """It was shown after all; the row stays. False when nothing was marked.

    Raises StillFollows while what followed from it stands.
    """
    async with action("take_back_not_shown", by=by, now=now, meeting=meeting.id) as act:
        await _refuse_while_it_follows(meeting.id, item)
        rows = (
            await NotShown.update({NotShown.active_key: None, NotShown.withdrawn_at: now})
            .where(NotShown.active_key == f"{meeting.id}:{item}:{person.id}")
            .returning(NotShown.id)
        )
        if rows:
            act.note("item", item, not_shown=[person.registered_name, None])
    return bool(rows)


async def _refuse_while_it_follows(meeting: UUID, item: str) -> None:
    """Raises StillFollows while an answer stands that was given because of it."""
    rows = await NotShownAnswer.select(NotShownAnswer.items).where(
        NotShownAnswer.meeting == meeting,
        NotShownAnswer.kind != Kind.CERTIFICATE.value,
        NotShownAnswer.active_key.is_not_null(),
        NotShownAnswer.is_so.eq(True),
    )
    if any(item in msgspec.json.decode(row["items"], type=tuple[str, ...]) for row in rows):
        raise StillFollows


async def _give(
    act: Action, claims: Sequence[Claim], press: Press, *, is_by_owner: bool = False
) -> list[Claim]:
    """Writes what is not there yet; which one of two at once is decided by the unique key."""
    rows = {
        once_key(press.meeting.id, claim.kind, claim.person.id, claim.subject): claim
        for claim in claims
    }
    made: list[Claim] = []
    keys = list(rows)
    for start in range(0, len(keys), ROWS_PER_INSERT):
        part = [
            _row(act, key, rows[key], press, is_by_owner)
            for key in keys[start : start + ROWS_PER_INSERT]
        ]
        written = (
            await Certificate.insert(*part)
            .on_conflict(target=Certificate.once_key, action="DO NOTHING")
            .returning(Certificate.once_key, Certificate.code)
        )
        for row in written:
            claim = rows[row["once_key"]]
            made.append(claim)
            name = claim.person.certificate_name
            act.note("certificate", row["code"], given=[None, name], kind=claim.kind.value)
    return made


def _row(act: Action, key: str, claim: Claim, press: Press, is_by_owner: bool) -> Certificate:
    code = tokens.random_code(CODE_LENGTH)
    return Certificate(
        id=uuid4(),
        created_at=act.now,
        meeting=press.meeting.id,
        person=claim.person.id,
        kind=claim.kind.value,
        subject=claim.subject,
        once_key=key,
        code=code,
        content=msgspec.json.encode(content_of(press, claim, code)).decode(),
        issued_at=act.now,
        by_name=act.by.name[:200],
        is_by_owner=is_by_owner,
    )


async def _revoke(act: Action, code: str, reason: str, *, is_withheld: bool = False) -> None:
    rows = (
        await Certificate.update(
            {
                Certificate.once_key: None,
                Certificate.revoked_at: act.now,
                Certificate.revoked_why: reason,
                Certificate.is_withheld: is_withheld,
            }
        )
        .where(Certificate.code == code, Certificate.revoked_at.is_null())
        .returning(Certificate.id)
    )
    if not rows:
        raise AlreadyRevoked
    act.note("certificate", code, revoked=[None, act.now])


async def _revoke_for(act: Action, person: UUID, item: str) -> None:
    """The certificates that certified what was not shown."""
    standing = await Certificate.select(Certificate.code).where(
        Certificate.meeting == act.meeting,
        Certificate.person == person,
        Certificate.subject == item,
        Certificate.revoked_at.is_null(),
    )
    for row in standing:
        await _revoke(act, row["code"], NOT_SHOWN)


def _why(claim: Claim, press: Press) -> str:
    entitlement = claim.entitlement
    assert not claim.is_ready
    reason: str = entitlement.reason  # type: ignore[union-attr]
    if isinstance(entitlement, NotYet) and entitlement.when:
        return f"{reason} It can be given from {instant(entitlement.when, press.meeting.zone)}."
    return reason
