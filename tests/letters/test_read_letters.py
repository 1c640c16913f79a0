"""The office reads its meeting's letters, and never a sign-in code outside a demo."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from conference.letters import queries
from conference.letters.queries import PAGE_SIZE
from conference.letters.rules import Attachment, LetterState
from tests.letters.conftest import queue

MEETING, OTHER = uuid4(), uuid4()


async def test_letters_shows_the_meetings_own_newest_first(db: Any) -> None:
    await queue("first", meeting=MEETING)
    await queue("elsewhere", meeting=OTHER)

    found = await queries.letters(MEETING)

    assert [each.subject for each in found.letters] == ["first"]
    assert (found.total, found.counts) == (1, {LetterState.QUEUED: 1})


async def test_letters_hides_sign_in_codes_outside_a_demo(db: Any) -> None:
    secret = await queue("Your code: 123456", kind="sign_in")

    assert (await queries.letters(MEETING)).letters == ()
    assert await queries.letter(secret, meeting=MEETING) is None
    assert len((await queries.letters(MEETING, with_sign_in=True)).letters) == 1
    assert await queries.letter(secret, meeting=MEETING, with_sign_in=True) is not None


async def test_letter_of_another_meeting_is_unknown(db: Any) -> None:
    other = await queue("elsewhere", meeting=OTHER)

    assert await queries.letter(other, meeting=MEETING) is None


async def test_letter_gives_back_what_was_queued(db: Any) -> None:
    file = Attachment("a.bin", "application/octet-stream", bytes(range(256)))
    id = await queue("whole", meeting=MEETING, attachments=(file,), body="Grüße\n")

    found = await queries.letter(id, meeting=MEETING)

    assert found is not None
    assert (found.body, found.attachments) == ("Grüße\n", (file,))


@pytest.mark.parametrize("count", [1, 3])
async def test_letters_takes_two_statements(db: Any, count_statements: Any, count: int) -> None:
    for n in range(count):
        await queue(str(n), meeting=MEETING)

    with count_statements() as seen:
        found = await queries.letters(MEETING)

    assert (len(found.letters), len(seen)) == (count, 2)


async def test_letters_come_in_pages(db: Any) -> None:
    for n in range(PAGE_SIZE + 1):
        await queue(str(n), meeting=MEETING)

    first = await queries.letters(MEETING, 1)
    second = await queries.letters(MEETING, 2, state=LetterState.QUEUED)

    assert (len(first.letters), len(second.letters), first.pages) == (PAGE_SIZE, 1, 2)
