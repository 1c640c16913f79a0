"""A late link lets one person in after the deadline, in every session, until its own end."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest

from abstracts import actions, queries
from abstracts.actions import Desk
from abstracts.calls.errors import CallRefused, LateLinkUsed, UnknownLateLink
from abstracts.calls.late_actions import (
    NewLateLink,
    make_late_link,
    revoke_late_link,
    take_late_link,
)
from abstracts.calls.letters import Sender
from abstracts.calls.queries import calls_for, late_links, late_until
from abstracts.errors import CallClosed
from abstracts.queries import CallInfo
from abstracts.tables import Abstract, LateLink
from conference.letters.tables import OutboxLetter
from conference.orm import Actor, clock
from tests.abstracts.calls.conftest import CLOSES, MakeCall, desk_of, submit
from tests.abstracts.conftest import GOOD, OFFICE, digest
from tests.cast import Cast

AFTER = CLOSES + timedelta(hours=2)
UNTIL = CLOSES + timedelta(days=3)
ALICE = NewLateLink("Alice Ångström", "alice@example.org", UNTIL, "Her laptop was stolen.")


@pytest.fixture
async def call(make_call: MakeCall) -> CallInfo:
    return await make_call()


@pytest.fixture
async def secret(call: CallInfo, sender: Sender) -> str:
    return await make_late_link(sender, call, ALICE, by=OFFICE, now=AFTER)


async def take(cast: Cast, secret: str, who: Any) -> CallInfo:
    by = Actor(who.id, who.registered_name)
    return await take_late_link(cast.meeting.id, secret, who.id, by=by, now=AFTER)


async def test_late_link_opens_the_call_to_who_takes_it_and_nobody_else(
    cast: Cast, desk: Desk, call: CallInfo, secret: str
) -> None:
    with pytest.raises(CallClosed):
        await actions.start_draft(desk, call, GOOD, AFTER)
    await take(cast, secret, cast.alice)
    assert await late_until(call.id, cast.alice.id) == UNTIL
    [mine] = await calls_for(cast.meeting.id, cast.alice.id)
    [theirs] = await calls_for(cast.meeting.id, cast.dan.id)
    assert (mine.is_open(AFTER), theirs.is_open(AFTER)) == (True, False)
    code = await submit(desk, mine, now=AFTER)
    row = await Abstract.select(Abstract.late_link).where(Abstract.code == code).first()
    assert row["late_link"] == mine.late_link
    assert (await late_links(call.id))[0].codes == (code,)
    with pytest.raises(LateLinkUsed):
        await take(cast, secret, cast.dan)


async def test_late_link_ends_at_its_own_moment(cast: Cast, desk: Desk, secret: str) -> None:
    await take(cast, secret, cast.alice)
    [mine] = await calls_for(cast.meeting.id, cast.alice.id)
    code = await actions.start_draft(desk, mine, GOOD, AFTER)
    changed = replace(GOOD, title="Changed in time")
    just = UNTIL - timedelta(seconds=1)
    await actions.save_draft(desk, code, changed, just, seen=await digest(desk, code))
    with pytest.raises(CallClosed):
        await actions.submit_abstract(desk, code, changed, UNTIL, seen=await digest(desk, code))


async def test_late_link_that_is_revoked_closes_the_call_again(
    cast: Cast, desk: Desk, call: CallInfo, secret: str
) -> None:
    await take(cast, secret, cast.alice)
    [link] = await late_links(call.id)
    done = {"meeting": cast.meeting.id, "by": OFFICE, "now": AFTER}
    assert await revoke_late_link(call, link.id, **done)
    assert not await revoke_late_link(call, link.id, **done)
    [mine] = await calls_for(cast.meeting.id, cast.alice.id)
    assert not mine.is_open(AFTER)
    with pytest.raises(UnknownLateLink):
        await take(cast, secret, cast.alice)


async def test_submitting_in_time_is_not_late_although_there_is_a_link(
    cast: Cast, call: CallInfo, sender: Sender
) -> None:
    early = CLOSES - timedelta(days=1)
    secret = await make_late_link(sender, call, ALICE, by=OFFICE, now=early)
    await take(cast, secret, cast.alice)
    [mine] = await calls_for(cast.meeting.id, cast.alice.id)
    code = await submit(desk_of(cast, cast.alice), mine, now=early)
    row = await Abstract.select(Abstract.late_link).where(Abstract.code == code).first()
    assert row["late_link"] is None


async def test_late_link_must_end_after_the_deadline(call: CallInfo, sender: Sender) -> None:
    with pytest.raises(CallRefused):
        new = replace(ALICE, closes_at=CLOSES)
        await make_late_link(sender, call, new, by=OFFICE, now=AFTER - timedelta(days=9))


async def test_late_page_makes_a_link_that_a_browser_uses_once_signed_in(
    client: httpx.AsyncClient, new_client: Any, cast: Cast, call: CallInfo, sign_in: Any, post: Any
) -> None:
    with clock.at(AFTER):
        await sign_in(client, cast.bob)
        typed = {"name": "Alice", "email": "alice@example.org", "until": "2027-05-27T12:00"}
        wrong = await post(client, "/glasgow/committee/calls/own/late", typed)
        assert wrong.status_code == 422
        assert "2027-05-27T12:00" in wrong.text
        made = await post(client, "/glasgow/committee/calls/own/late", {**typed, "reason": "Ill."})
        letter = await OutboxLetter.select().where(OutboxLetter.kind == "late_link").first()
        address = next(x for x in letter["body"].split() if x.startswith("http"))
        secret = address.rsplit("/", 1)[1]
        assert address in made.text
        assert not await LateLink.exists().where(LateLink.digest == secret)
        path = f"/glasgow/abstracts/late/{secret}"
        assert (await client.get("/glasgow/committee/calls/own/late")).text.count(secret) == 0
        author = new_client()
        assert (await author.get(path)).status_code == 303  # to sign in first
        await sign_in(author, cast.alice)
        shown = await author.get(path)
        assert "made for Alice" in shown.text
        assert await late_until(call.id, cast.alice.id) is None  # looking changes nothing
        used = await post(author, path)
        assert used.headers["location"] == f"/glasgow/abstracts/new?call={call.id}"
        assert (await author.get(used.headers["location"])).status_code == 200
        assert (await author.get("/glasgow/abstracts/late/nonsense")).status_code == 404
    [mine] = await queries.calls_for(cast.meeting.id, cast.alice.id)
    assert mine.late_until is not None


async def test_late_link_is_made_once_while_one_works(call: CallInfo, sender: Sender) -> None:
    await make_late_link(sender, call, ALICE, by=OFFICE, now=AFTER)
    with pytest.raises(CallRefused) as refused:
        await make_late_link(sender, call, ALICE, by=OFFICE, now=AFTER)
    assert set(refused.value.errors) == {"email"}
    assert await OutboxLetter.count() == 1
    [link] = await late_links(call.id)
    meeting = sender.meeting.id
    assert await revoke_late_link(call, link.id, meeting=meeting, by=OFFICE, now=AFTER)
    assert await make_late_link(sender, call, ALICE, by=OFFICE, now=AFTER)
