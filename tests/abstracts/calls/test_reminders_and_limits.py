"""Reminders of drafts, once each; and how much one presenter may bring, whoever submits it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest

from abstracts import actions, queries
from abstracts.actions import Desk
from abstracts.calls.limits import PresenterCounts, presenter_counts
from abstracts.calls.queries import calls_for
from abstracts.calls.reminders import remind_drafts
from abstracts.changes.withdrawing import withdraw_abstract
from abstracts.errors import NotSubmittable
from abstracts.vocabulary import Preference
from conference.letters.tables import OutboxLetter
from tests.abstracts.calls.conftest import CLOSES, MakeCall, desk_of, submit
from tests.abstracts.conftest import ALICE, GOOD, MIRA, digest
from tests.cast import NOW, Cast
from tests.registration.conftest import ISSUER

POSTER = replace(GOOD, preference=Preference.POSTER_ONLY)


async def reminded() -> list[str]:
    rows = await OutboxLetter.select(OutboxLetter.to_address).where(
        OutboxLetter.kind == "draft_reminder"
    )
    return sorted(row["to_address"] for row in rows)


async def test_remind_drafts_once_for_each_moment_and_never_the_submitted(
    cast: Cast, desk: Desk, make_call: MakeCall
) -> None:
    call = await make_call()
    early = CLOSES - timedelta(days=30)
    await actions.start_draft(desk, call, GOOD, early)
    await submit(desk_of(cast, cast.carol), call, now=early)
    for days, many in ((15, 0), (14, 1), (13, 1), (7, 2), (2, 3), (1, 3), (-1, 3)):
        for _ in range(2):
            await remind_drafts(CLOSES - timedelta(days=days), ISSUER)
        assert await reminded() == ["alice@example.org"] * many


async def test_remind_drafts_says_only_the_most_urgent_and_nothing_to_who_just_began(
    cast: Cast, desk: Desk, make_call: MakeCall
) -> None:
    call = await make_call()
    await actions.start_draft(desk, call, GOOD, CLOSES - timedelta(days=5))
    await remind_drafts(CLOSES - timedelta(days=4), ISSUER)
    assert await reminded() == []
    await remind_drafts(CLOSES - timedelta(days=1), ISSUER)
    assert await reminded() == ["alice@example.org"]


async def test_presenter_is_counted_by_any_address_and_whoever_submitted(
    cast: Cast, desk: Desk, make_call: MakeCall
) -> None:
    call = await make_call()
    mira = replace(MIRA, email="Mira@Example.org")
    one = await submit(desk, call, replace(GOOD, authors=(ALICE, mira)))
    await submit(desk_of(cast, cast.dan), call, replace(POSTER, title="Another"))
    assert await presenter_counts(call.id, "mira@example.org") == PresenterCounts(2, 1)
    assert await presenter_counts(call.id, "mira_example.org") == PresenterCounts()
    # Alice is an author of both and presents neither: she may be last author of any number.
    assert await presenter_counts(call.id, "alice@example.org") == PresenterCounts()
    detail = await queries.abstract_for_author(cast.meeting.id, one, cast.alice.id)
    assert detail is not None
    assert (await presenter_counts(call.id, mira.email, without=detail.id)).abstracts == 1
    await withdraw_abstract(desk, one, NOW)
    assert await presenter_counts(call.id, mira.email) == PresenterCounts(1, 0)


async def test_submit_beyond_the_limit_is_refused_and_a_poster_goes_through(
    cast: Cast, desk: Desk, make_call: MakeCall
) -> None:
    call = await make_call(max_talks=1, max_abstracts=2)
    first = await submit(desk, call)
    dan = desk_of(cast, cast.dan)
    code = await actions.start_draft(dan, call, GOOD, NOW)
    with pytest.raises(NotSubmittable) as refused:
        await actions.submit_abstract(dan, code, GOOD, NOW, seen=await digest(dan, code))
    assert "Mira Żółkiewska asks for 1 talk" in refused.value.errors["preference"]
    await actions.submit_abstract(dan, code, POSTER, NOW, seen=await digest(dan, code))
    with pytest.raises(NotSubmittable) as refused:
        await submit(desk, call, replace(POSTER, title="A third"))
    assert "2 abstracts is the most" in refused.value.errors["presenting"]
    again = replace(GOOD, title="Changed, and still the one talk")
    await actions.submit_abstract(desk, first, again, NOW, seen=await digest(desk, first))


async def test_submit_two_at_once_keeps_the_limit(
    cast: Cast, desk: Desk, make_call: MakeCall
) -> None:
    call = await make_call(max_abstracts=1)
    drafts = []
    for title in ("One", "Two", "Three"):
        text = replace(GOOD, title=title)
        code = await actions.start_draft(desk, call, text, NOW)
        drafts.append((code, text, await digest(desk, code)))
    said = await asyncio.gather(
        *(actions.submit_abstract(desk, c, text, NOW, seen=seen) for c, text, seen in drafts),
        return_exceptions=True,
    )
    assert sum(isinstance(each, NotSubmittable) for each in said) == 2
    assert (await presenter_counts(call.id, MIRA.email)).abstracts == 1


async def test_hidden_call_is_seen_by_link_only(
    client: httpx.AsyncClient, cast: Cast, desk: Desk, make_call: MakeCall, sign_in: Any
) -> None:
    call = await make_call(is_hidden=True, title="Plenary speakers")
    assert "Plenary speakers" not in (await client.get("/glasgow/abstracts")).text
    await sign_in(client, cast.dan)
    assert "Plenary speakers" not in (await client.get("/glasgow/abstracts")).text
    assert await calls_for(cast.meeting.id, cast.alice.id) == []
    await actions.start_draft(desk, call, GOOD, NOW)
    assert [each.id for each in await calls_for(cast.meeting.id, cast.alice.id)] == [call.id]


async def test_preview_names_everything_that_the_form_asks(
    client: httpx.AsyncClient, cast: Cast, make_call: MakeCall, sign_in: Any
) -> None:
    await make_call(headings=("Aims", "Findings"), fee_other=75_00, max_talks=1)
    await sign_in(client, cast.bob)
    page = (await client.get("/glasgow/committee/calls/own/preview")).text
    for words in ("Aims", "Findings", "free for members, 75.00 EUR for others", "at most 1 talk"):
        assert words in page
