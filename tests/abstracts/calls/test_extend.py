"""A call is extended: who is told, what history says, what happens to the meeting's deadline."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from abstracts import actions, queries
from abstracts.actions import Desk
from abstracts.calls.errors import CallRefused, DeadlineMoved
from abstracts.calls.extending import Extended, extend_call, preview_extension
from abstracts.calls.letters import Sender
from abstracts.changes.withdrawing import withdraw_abstract
from abstracts.queries import CallInfo
from conference.letters.tables import OutboxLetter
from conference.meetings import queries as meetings
from tests.abstracts.calls.conftest import CLOSES, MakeCall, desk_of, submit
from tests.abstracts.conftest import GOOD, OFFICE
from tests.cast import NOW, Cast

LATER = datetime(2027, 6, 8, 22, 59, tzinfo=UTC)
NEW = Extended(LATER, "The server was down on Monday.")


async def letters() -> list[dict[str, Any]]:
    return await OutboxLetter.select().where(OutboxLetter.kind == "call_extended")


async def test_extend_tells_everybody_who_writes_and_keeps_the_old_date(
    cast: Cast, desk: Desk, make_call: MakeCall, sender: Sender
) -> None:
    call = await make_call()
    draft = await actions.start_draft(desk, call, GOOD, NOW)
    dan = desk_of(cast, cast.dan)
    gone = await actions.start_draft(dan, call, GOOD, NOW)
    await withdraw_abstract(dan, gone, NOW)
    sent = await submit(desk_of(cast, cast.carol), call)
    preview = await preview_extension(sender, call, NEW, NOW)
    assert (preview.drafts, preview.submitted, preview.told) == (1, 1, 2)
    assert await letters() == []
    assert await extend_call(sender, call, NEW, by=OFFICE, now=NOW) == 2
    [after] = await queries.calls(cast.meeting.id)
    assert after.closes_at == LATER
    [kept] = after.extensions
    assert (kept.previous_at, kept.extended_to, kept.reason) == (CLOSES, LATER, NEW.reason)
    by_address = {row["to_address"]: row["body"] for row in await letters()}
    assert set(by_address) == {"alice@example.org", "carol@example.org"}
    assert "Tue 8 Jun 2027, 23:59 BST (London)" in by_address["alice@example.org"]
    assert f"a draft that is not submitted yet: {draft}" in by_address["alice@example.org"]
    assert f"Your abstract: {sent}" in by_address["carol@example.org"]


async def test_extend_moves_the_deadline_of_the_meeting_that_closes_the_call(
    cast: Cast, call: CallInfo, sender: Sender
) -> None:
    await extend_call(sender, call, NEW, by=OFFICE, now=NOW)
    [milestone] = await meetings.milestones(cast.meeting.id)
    [after] = await queries.calls(cast.meeting.id)
    assert milestone.at == after.closes_at == LATER
    assert after.extensions == milestone.extensions
    assert after.extensions[0].by_name == OFFICE.name


async def test_extend_reopens_a_call_that_is_closed(
    desk: Desk, make_call: MakeCall, sender: Sender
) -> None:
    call = await make_call()
    after = CLOSES + timedelta(hours=1)
    await extend_call(sender, call, NEW, by=OFFICE, now=after)
    again = await queries.call_by_id(desk.meeting.id, call.id)
    assert again is not None
    assert await actions.start_draft(desk, again, GOOD, after)


@pytest.mark.parametrize("to", [CLOSES, CLOSES - timedelta(days=1), NOW - timedelta(days=1)])
async def test_extend_refuses_what_is_not_later(
    make_call: MakeCall, sender: Sender, to: datetime
) -> None:
    call = await make_call()
    with pytest.raises(CallRefused):
        await extend_call(sender, call, Extended(to, "Why"), by=OFFICE, now=NOW)


async def test_extend_twice_at_once_is_one_extension(
    cast: Cast, make_call: MakeCall, call: CallInfo, sender: Sender
) -> None:
    for seen in (await make_call(), call):
        await extend_call(sender, seen, NEW, by=OFFICE, now=NOW)
        with pytest.raises(DeadlineMoved):
            await extend_call(sender, seen, NEW, by=OFFICE, now=NOW)
    found = await queries.calls(cast.meeting.id)
    assert [len(each.extensions) for each in found] == [1, 1]


async def test_extension_page_previews_before_it_applies(
    client: httpx.AsyncClient, cast: Cast, desk: Desk, make_call: MakeCall, sign_in: Any, post: Any
) -> None:
    call = await make_call()
    await actions.start_draft(desk, call, GOOD, NOW)
    await sign_in(client, cast.bob)
    page = "/glasgow/committee/calls/own/extend"
    typed = {"at": "2027-06-08T23:59", "shown_at": CLOSES.isoformat()}
    wrong = await post(client, page, typed)
    assert wrong.status_code == 422
    assert 'id="error-reason"' in wrong.text
    typed["reason"] = "Server trouble."
    preview = await post(client, page, {**typed, "do": "preview"})
    assert "to 1 with a draft and 0 with a submitted abstract" in preview.text
    assert "Why: Server trouble." in preview.text
    assert (await queries.call_by_id(cast.meeting.id, call.id)).closes_at == CLOSES  # type: ignore[union-attr]
    done = await post(client, page, {**typed, "do": "apply"})
    assert done.status_code == 303
    stale = await post(client, page, {**typed, "do": "apply"})
    assert stale.status_code == 409
    assert "Server trouble." in stale.text
    listed = await client.get("/glasgow/committee/calls")
    assert "Extended once" in listed.text
    assert "Server trouble." in listed.text
