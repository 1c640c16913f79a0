"""A trainee who owes a proof, files of every kind, and letters read by kind."""

from __future__ import annotations

import io
from collections.abc import Awaitable, Callable
from datetime import datetime
from uuid import UUID

import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from conference.letters.tables import OutboxLetter
from conference.orm import Actor
from conference.people.rules import PersonInfo
from conference.registration import queries
from conference.registration.proofs import actions
from conference.registration.proofs.actions import Evidence, Verdict
from conference.registration.proofs.rules import Judgement
from conference.registration.queries import RegistrationInfo
from conference.registration.tables import ProofDocument, RegistrationCategory
from tests.cast import NOW
from tests.registration.conftest import OFFICE, Buy, Sale

Trainee = Callable[..., Awaitable[RegistrationInfo]]


def picture(kind: str) -> bytes:
    """A small picture as a camera makes it."""
    with io.BytesIO() as buffer:
        Image.new("RGB", (8, 8), "white").save(buffer, kind)
        return buffer.getvalue()


def pdf() -> bytes:
    with io.BytesIO() as buffer:
        page = Canvas(buffer)
        page.drawString(72, 720, "To whom it may concern: she is a student.")
        page.save()
        return buffer.getvalue()


@pytest.fixture
async def fallback(sale: Sale) -> None:
    """A trainee without proof pays as a non-member."""
    await RegistrationCategory.update({RegistrationCategory.proof_fallback: "non_member"}).where(
        RegistrationCategory.key == "trainee"
    )


@pytest.fixture
def trainee(sale: Sale, buy: Buy) -> Trainee:
    """`await trainee(person)` registers as a trainee and pays nothing yet."""

    async def run(person: PersonInfo) -> RegistrationInfo:
        placed = await buy(person, "trainee")
        return await fresh(placed.registration)

    return run


async def fresh(registration: UUID) -> RegistrationInfo:
    info = await queries.registration_info(registration)
    assert info is not None
    return info


async def send(
    sale: Sale, info: RegistrationInfo, content: bytes = b"%PDF-1.7 letter", now: datetime = NOW
) -> ProofDocument:
    """What the attendee does; returns the row."""
    by = Actor(info.person.id, info.person.registered_name)
    sent = Evidence("letter.pdf", content, "From my supervisor.")
    await actions.send_proof(info, sent, till=sale.till, by=by, now=now)
    row = await ProofDocument.objects().get(
        (ProofDocument.registration == info.id) & (ProofDocument.state == "pending")
    )
    assert row is not None
    return row


async def judge(
    sale: Sale,
    info: RegistrationInfo,
    judgement: Judgement,
    reason: str = "",
    now: datetime = NOW,
) -> RegistrationInfo:
    """What the officer does, after looking at the file that is there."""
    row = await ProofDocument.objects().get(
        (ProofDocument.registration == info.id) & (ProofDocument.state == "pending")
    )
    verdict = Verdict(judgement, reason, row.id if row else None)
    return await actions.judge_proof(info.code, verdict, till=sale.till, by=OFFICE, now=now)


async def bodies(kind: str) -> list[tuple[str, str]]:
    rows = (
        await OutboxLetter.select(OutboxLetter.to_address, OutboxLetter.body)
        .where(OutboxLetter.kind == kind)
        .order_by(OutboxLetter.created_at)
    )
    return [(row["to_address"], row["body"]) for row in rows]
