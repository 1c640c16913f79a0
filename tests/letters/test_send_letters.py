"""Letters leave once, are tried again when they fail, and survive a killed worker (N03)."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from conference.letters.actions import queue_letter, retry_letter, send_next_letter
from conference.letters.message import Envelope
from conference.letters.rules import LEASE, MAX_ATTEMPTS, Attachment, Letter, LetterState
from conference.letters.transport import OutboxOnly, Transport, transport_of
from conference.letters.worker import run, send_due_letters
from conference.orm import Actor, action, clock
from conference.settings import Settings
from tests.cast import NOW
from tests.letters.conftest import ADDRESS, Mailbox, queue, stored

ENVELOPE = Envelope("office@sos.test", "plenary.test")


async def send_all(transport: Transport, at: Any = NOW) -> None:
    await send_due_letters(lambda: at, transport, ENVELOPE)


async def test_send_letter_arrives_whole(db: Any, mailbox: Mailbox) -> None:
    picture = Attachment("ticket.png", "image/png", b"\x89PNG\r\n\x1a\n\x00\xff")
    id = await queue("Grüße, Łukasz 🎫", body="Добрый день\n你好\n", attachments=(picture,))

    await send_all(transport_of(mailbox.url))

    (message,) = mailbox.messages
    assert message["Subject"] == "Grüße, Łukasz 🎫"
    assert (message["To"], message["From"]) == (ADDRESS, "office@sos.test")
    assert message["Message-ID"] == f"<{id}@plenary.test>"
    body = message.get_body(("plain",))
    assert body is not None
    assert body.get_content().splitlines() == ["Добрый день", "你好"]
    (attached,) = message.iter_attachments()
    assert attached.get_filename() == "ticket.png"
    assert attached.get_content() == picture.content
    row = await stored(id)
    assert (row["state"], row["sent_at"], row["attempts"]) == (LetterState.SENT, NOW, 1)


async def test_send_letters_by_several_workers_sends_each_once(db: Any, mailbox: Mailbox) -> None:
    ids = [await queue(f"Letter {n}") for n in range(20)]
    transport = transport_of(mailbox.url)

    await asyncio.gather(*(send_all(transport) for _ in range(4)))

    assert len(mailbox.messages) == len(ids)
    assert {message["Subject"] for message in mailbox.messages} == {
        f"Letter {n}" for n in range(20)
    }


async def test_queued_letter_goes_with_its_action_or_not_at_all(db: Any, mailbox: Mailbox) -> None:
    with pytest.raises(RuntimeError, match="cut short"):
        async with action("test", by=Actor.system("tests"), now=NOW) as act:
            await queue_letter(act, Letter("test", ADDRESS, "Never", "Never"))
            raise RuntimeError("cut short")

    await send_all(transport_of(mailbox.url))

    assert mailbox.messages == []


async def test_send_letter_is_tried_again_after_a_pause(db: Any, mailbox: Mailbox) -> None:
    id = await queue()
    mailbox.answers = ["451 4.3.0 busy", "451 4.3.0 still busy"]
    transport = transport_of(mailbox.url)

    await send_all(transport)
    first = await stored(id)
    await send_all(transport, NOW + timedelta(seconds=59))
    assert (await stored(id))["attempts"] == 1
    await send_all(transport, NOW + timedelta(seconds=60))
    second = await stored(id)
    await send_all(transport, second["not_before"])

    assert (first["state"], first["not_before"]) == (
        LetterState.QUEUED,
        NOW + timedelta(minutes=1),
    )
    assert "451 4.3.0 busy" in first["last_error"]
    assert second["not_before"] == NOW + timedelta(minutes=3)
    assert (await stored(id))["state"] == LetterState.SENT
    assert len(mailbox.messages) == 1


async def test_send_letter_is_given_up_after_many_tries(db: Any, mailbox: Mailbox) -> None:
    id = await queue()
    mailbox.answers = ["451 busy"] * (MAX_ATTEMPTS + 5)
    transport, at = transport_of(mailbox.url), NOW

    for _ in range(MAX_ATTEMPTS + 3):
        at += timedelta(hours=7)
        await send_all(transport, at)

    row = await stored(id)
    assert (row["state"], row["attempts"]) == (LetterState.FAILED, MAX_ATTEMPTS)
    assert "busy" in row["last_error"]


async def test_send_letter_refused_for_good_is_not_tried_again(db: Any, mailbox: Mailbox) -> None:
    id = await queue()
    mailbox.answers = ["550 5.1.1 no such mailbox"]

    await send_all(transport_of(mailbox.url))

    row = await stored(id)
    assert (row["state"], row["attempts"]) == (LetterState.FAILED, 1)
    assert "no such mailbox" in row["last_error"]


async def test_send_letter_waits_while_no_server_listens(db: Any) -> None:
    id = await queue()

    await send_all(transport_of("smtp://127.0.0.1:1?starttls=no"))

    row = await stored(id)
    assert row["state"] == LetterState.QUEUED
    assert row["last_error"]


async def test_retry_letter_sends_a_failed_one(db: Any, mailbox: Mailbox) -> None:
    id = await queue()
    mailbox.answers = ["550 no"]
    transport = transport_of(mailbox.url)
    await send_all(transport)

    async with action("retry_letter", by=Actor.system("tests"), now=NOW) as act:
        assert await retry_letter(act, id)
        assert not await retry_letter(act, id)
    await send_all(transport)

    assert len(mailbox.messages) == 1


async def test_letter_of_a_killed_worker_is_taken_over_after_its_lease(
    db: Any, mailbox: Mailbox
) -> None:
    id = await queue()
    transport = transport_of(mailbox.url)
    hanging = _Hanging()
    dying = asyncio.create_task(send_next_letter(NOW, hanging, ENVELOPE))
    await hanging.reached.wait()
    dying.cancel()
    await asyncio.gather(dying, return_exceptions=True)

    await send_all(transport, NOW + LEASE)
    assert mailbox.messages == []
    await send_all(transport, NOW + LEASE + timedelta(seconds=1))

    assert len(mailbox.messages) == 1
    row = await stored(id)
    assert (row["state"], row["attempts"]) == (LetterState.SENT, 2)


async def test_late_worker_does_not_overwrite_the_one_that_took_over(db: Any) -> None:
    id = await queue()
    slow = _Hanging()
    late = asyncio.create_task(send_next_letter(NOW, slow, ENVELOPE))
    await slow.reached.wait()
    await send_next_letter(NOW + LEASE + timedelta(seconds=1), OutboxOnly(), ENVELOPE)

    slow.may_go.set()
    await late

    row = await stored(id)
    assert (row["state"], row["attempts"]) == (LetterState.KEPT, 2)


async def test_letter_is_kept_where_no_mail_server_is_set(db: Any) -> None:
    id = await queue()

    await send_all(transport_of(""))

    assert (await stored(id))["state"] == LetterState.KEPT


async def test_letter_to_an_address_with_a_line_break_adds_no_header(
    db: Any, mailbox: Mailbox
) -> None:
    id = await queue("Hi\r\nBcc: spy@example.org", to_address="dan@example.org\nspy@example.org")
    good = await queue("Hi\r\nBcc: spy@example.org")

    await send_all(transport_of(mailbox.url))

    assert (await stored(id))["state"] == LetterState.FAILED
    assert (await stored(good))["state"] == LetterState.SENT
    (message,) = mailbox.messages
    assert message["Bcc"] is None
    assert message["Subject"] == "Hi Bcc: spy@example.org"


@pytest.mark.parametrize("url", ["http://mail.test", "smtp://", "mail.test:25"])
def test_transport_of_refuses_what_is_no_mail_server(url: str) -> None:
    with pytest.raises(ValueError, match="PLENARY_SMTP_URL must look like"):
        transport_of(url)


async def test_run_sends_what_is_queued_and_stops_when_told(
    db: Any, mailbox: Mailbox, database_url: str
) -> None:
    settings = Settings(
        database_url=database_url, smtp_url=mailbox.url, mail_from="office@sos.test", is_demo=True
    )
    stop = asyncio.Event()
    with clock.at(NOW):
        id = await queue()
        working = asyncio.create_task(run(settings, stop))
        async with asyncio.timeout(10):
            await mailbox.arrived.wait()
        stop.set()
        async with asyncio.timeout(5):
            await working

    assert len(mailbox.messages) == 1
    assert (await stored(id))["state"] == LetterState.SENT


class _Hanging:
    """A transport that never comes back until it is told to."""

    leaves_the_house = True

    def __init__(self) -> None:
        self.reached = asyncio.Event()
        self.may_go = asyncio.Event()

    async def send(self, message: object) -> None:
        self.reached.set()
        await self.may_go.wait()
