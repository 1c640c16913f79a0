"""Letters of support: asked for by a secret link, received once, for the committee only (W04)."""

from __future__ import annotations

import asyncio
import hashlib
import io
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from abstracts.awards.applications import ApplicationInfo, application_of_id, own_application
from abstracts.awards.cycles import CycleInfo, cycles_of
from abstracts.awards.entry import Referee
from abstracts.awards.errors import ApplicationRefused, DeadLetterLink, NotNow
from abstracts.awards.letters import Sender, tell
from abstracts.tables.awards import AwardLetter
from abstracts.vocabulary import AwardState
from abstracts.writing.pasted_text import clean_text
from conference.letters.actions import queue_letter
from conference.orm import Action, Actor, action
from conference.people.rules import normal_address

LARGEST = 3_000_000
MOST_PAGES = 20
LONGEST = 12_000
TOO_LATE = "The time for this letter is over. Write to the applicant or to the society’s office."
_APPLICATION: Any = AwardLetter.application


@dataclass(frozen=True, slots=True)
class Asked:
    """What the secret link of a referee opens."""

    id: UUID
    cycle: CycleInfo
    application: ApplicationInfo
    referee_name: str
    referee_email: str
    received_at: datetime | None

    @property
    def closes_at(self) -> datetime:
        """Until when this letter is taken."""
        return self.application.letters_due(self.cycle.closes_at)


@dataclass(frozen=True, slots=True)
class Written:
    """A letter of support: text, or a PDF."""

    text: str = ""
    file: bytes = b""
    file_name: str = ""


@dataclass(frozen=True, slots=True)
class StoredText:
    """A letter as the committee reads it."""

    referee_name: str
    text: str
    file: bytes


def digest_of_secret(secret: str) -> str:
    """What is stored of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def check_pdf(body: bytes) -> str:
    """What is wrong with a file that should be a letter in PDF; "" for a good one."""
    if len(body) > LARGEST:
        return f"The file is too large; at most {LARGEST // 1_000_000} MB."
    if not body.startswith(b"%PDF-"):
        return "Send a PDF, or write the letter in the field above."
    try:
        reader = PdfReader(io.BytesIO(body))
        pages = 0 if reader.is_encrypted else len(reader.pages)
    except (PyPdfError, ValueError, KeyError, TypeError, RecursionError, OSError):
        return "This PDF cannot be read. Save it again, or write the letter in the field above."
    if not pages:
        return "This PDF is locked or empty. Save it without a password."
    return f"The letter has {pages} pages; at most {MOST_PAGES}." if pages > MOST_PAGES else ""


async def store_referees(
    act: Action, application: ApplicationInfo, referees: Sequence[Referee]
) -> None:
    """Part of an action: the referees as they are named now; who has written stays."""
    known = {normal_address(each.referee_email): each for each in application.letters}
    wanted = {each.email for each in referees}
    gone = [
        e.id for e in application.letters if not e.received_at and e.referee_email not in wanted
    ]
    if gone:
        await AwardLetter.delete().where(AwardLetter.id.is_in(gone))
    for position, each in enumerate(referees):
        if each.email in known:
            await AwardLetter.update(
                {AwardLetter.referee_name: each.name, AwardLetter.position: position}
            ).where(AwardLetter.id == known[each.email].id)
        else:
            await AwardLetter.insert(_row(act, application, each, position))
            act.note("award_application", application.id, referee=each.name)


def _row(act: Action, application: ApplicationInfo, referee: Referee, position: int) -> AwardLetter:
    return AwardLetter(
        id=uuid4(),
        created_at=act.now,
        application=application.id,
        referee_name=referee.name,
        referee_email=referee.email,
        # Nobody knows a secret of this digest until the request goes out.
        digest=digest_of_secret(secrets.token_urlsafe(32)),
        position=position,
    )


async def drop_unasked(act: Action, application: ApplicationInfo) -> None:
    """Part of an action: letters that have not come are wanted no more."""
    await AwardLetter.delete().where(
        AwardLetter.application == application.id, AwardLetter.received_at.is_null()
    )
    act.note("award_application", application.id, letters="not wanted any more")


async def ask_referees(act: Action, sender: Sender, cycle: CycleInfo, person: UUID) -> None:
    """Part of an action: a request to each referee who has had none."""
    mine = await own_application(cycle.id, person)
    for each in mine.letters if mine else ():
        if mine and each.asked_at is None:
            await _request(act, sender, cycle, mine, each.id, "request")


async def remind_referee(
    sender: Sender, cycle: CycleInfo, application: ApplicationInfo, letter: UUID, *, by: Actor,
    now: datetime,
) -> None:  # fmt: skip
    """Asks once more, with a new link: the one before stops working. At most once a day.

    Raises NotNow when it has come, or when it was asked for less than a day ago.
    """
    each = next((one for one in application.letters if one.id == letter), None)
    if each is None or each.received_at or application.state is not AwardState.SUBMITTED:
        raise NotNow("No letter is wanted from this person any more.")
    if now >= application.letters_due(cycle.closes_at):
        raise NotNow("The deadline is over; letters are no longer taken.")
    last = each.reminded_at or each.asked_at
    if last and (now - last).total_seconds() < 24 * 3600:
        raise NotNow(f"{each.referee_name} was written to within the last day.")
    async with action("remind_referee", by=by, now=now, meeting=sender.meeting.id) as act:
        await _request(act, sender, cycle, application, letter, "reminder")


async def _request(
    act: Action,
    sender: Sender,
    cycle: CycleInfo,
    application: ApplicationInfo,
    letter: UUID,
    kind: str,
) -> None:
    each = next(one for one in application.letters if one.id == letter)
    secret = secrets.token_urlsafe(32)
    moment = AwardLetter.asked_at if kind == "request" else AwardLetter.reminded_at
    await AwardLetter.update({AwardLetter.digest: digest_of_secret(secret), moment: act.now}).where(
        AwardLetter.id == letter
    )
    subject = f"A letter of support for {application.name}"
    to = (each.referee_name, each.referee_email)
    await queue_letter(
        act,
        sender.write(
            kind,
            subject,
            to,
            cycle,
            applicant=application,
            link=sender.address(f"awards/letters/{secret}"),
            until=application.letters_due(cycle.closes_at),
        ),
    )
    act.note("award_application", application.id, asked=each.referee_name)


async def asked_by(meeting: UUID, secret: str) -> Asked:
    """What a secret link asks for. Raises DeadLetterLink."""
    row = (
        await AwardLetter.select(
            *[
                AwardLetter.id,
                AwardLetter.application,
                AwardLetter.referee_name,
                AwardLetter.referee_email,
                AwardLetter.received_at,
            ],
            _APPLICATION.cycle.as_alias("cycle"),
        )
        .where(
            AwardLetter.digest == digest_of_secret(secret), _APPLICATION.cycle.meeting == meeting
        )
        .first()
    )
    cycle = next((c for c in await cycles_of(meeting) if row and c.id == row["cycle"]), None)
    if row is None or cycle is None:
        raise DeadLetterLink
    application = await application_of_id(cycle.id, row["application"])
    if application.state in (AwardState.DRAFT, AwardState.WITHDRAWN):
        raise DeadLetterLink
    return Asked(
        row["id"],
        cycle,
        application,
        row["referee_name"],
        row["referee_email"],
        row["received_at"],
    )


async def receive_letter(sender: Sender, secret: str, written: Written, now: datetime) -> None:
    """Takes a letter of support; the applicant hears that it came, never what it says (W04).

    Raises DeadLetterLink, NotNow after the deadline or when it came before, ApplicationRefused.
    """
    text = clean_text(written.text)
    fault = await asyncio.to_thread(check_pdf, written.file) if written.file else ""
    async with action(
        "receive_award_letter",
        by=Actor(None, "a referee, by the link in their letter"),
        now=now,
        meeting=sender.meeting.id,
    ) as act:
        asked = await asked_by(sender.meeting.id, secret)
        _refuse(asked, text, fault, now, is_empty=not text and not written.file)
        done = (
            await AwardLetter.update(
                {
                    AwardLetter.text: text,
                    AwardLetter.file: written.file or None,
                    AwardLetter.file_name: "letter.pdf" if written.file else "",
                    AwardLetter.received_at: now,
                }
            )
            .where(AwardLetter.id == asked.id, AwardLetter.received_at.is_null())
            .returning(AwardLetter.id)
        )
        if not done:
            raise NotNow("This letter has come already. Thank you.")
        act.note("award_application", asked.application.id, letter_from=asked.referee_name)
        subject = f"A letter of support has come: {asked.cycle.title}"
        await tell(
            act, sender, asked.cycle, asked.application.person, "letter_came", subject,
            referee=asked.referee_name,
        )  # fmt: skip


def _refuse(asked: Asked, text: str, fault: str, now: datetime, *, is_empty: bool) -> None:
    if asked.received_at:
        raise NotNow("This letter has come already. Thank you.")
    if now >= asked.closes_at:
        raise NotNow(TOO_LATE)
    errors = {}
    if is_empty:
        errors["text"] = "Write the letter here, or choose a PDF below."
    if len(text) > LONGEST:
        errors["text"] = f"This is too long; at most {LONGEST:,} characters."
    if fault:
        errors["file"] = fault
    if errors:
        raise ApplicationRefused("The letter could not be taken.", errors=errors)


async def letter_texts(application: UUID) -> dict[UUID, StoredText]:
    """The letters that have come, as the committee reads them; one statement."""
    rows = await AwardLetter.select(
        AwardLetter.id, AwardLetter.referee_name, AwardLetter.text, AwardLetter.file
    ).where(AwardLetter.application == application, AwardLetter.received_at.is_not_null())
    return {
        row["id"]: StoredText(row["referee_name"], row["text"], row["file"] or b"") for row in rows
    }
