"""Situation 19: the winner is not eligible. Walked over the pages, from deadline to payment."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from typing import Any

import httpx

from abstracts.awards.chores import apply_rules, end_unanswered, end_without_abstract
from abstracts.awards.rules import AwardRules
from abstracts.tables import Author
from abstracts.tables.awards import AwardCheck
from conference.membership.tables import Membership
from conference.orm import clock, invariants
from conference.registration.ticket import Issuer
from tests.abstracts.awards.conftest import AFTER, MEETING_OVER, Field, open_award

ISSUER = Issuer("secret", "http://testserver", "testserver")
HERE = "/glasgow/committee/awards/best"


async def offer(client: httpx.AsyncClient, post: Any) -> str:
    """Looks at the proposal and sends everything that it offers; the page that was seen."""
    seen = (await client.get(f"{HERE}/offers")).text
    digest = re.search(r'name="seen" value="([0-9a-f]+)"', seen)
    assert digest is not None
    chosen = re.findall(r'name="chosen" value="([0-9a-f-]+)"', seen)
    sent = await post(client, f"{HERE}/offers", {"seen": digest[1], "chosen": chosen})
    assert sent.status_code == 303
    return seen


async def test_situation_19_the_next_in_rank_is_offered_what_others_may_not_have(
    field: Field, client: httpx.AsyncClient, new_client: Any, sign_in: Any, post: Any
) -> None:
    cycle = await open_award(field.cast, rules=AwardRules(years_since_degree=10))
    for name in field.people:
        year = 2016 if name == "cleo" else 2020
        await field.apply(name, cycle, degree_on=date(year, 5, 1))
    await Author.update({Author.person: field.people["ann"].id}).where(
        Author.abstract == field.abstracts["ben"]
    )
    await sign_in(client, field.cast.bob)

    # The deadline: ben does not present, cleo's degree is eleven years old.
    with clock.at(AFTER):
        await apply_rules(AFTER, ISSUER)
        states = await field.states()
        assert {n for n, state in states.items() if state == "ineligible"} == {"ben", "cleo"}
        assert "ended Fri 1 May 2026" in (await field.application("cleo")).reason
        assert await field.letters("ineligible") == ["ben@field.test", "cleo@field.test"]

        # The offer: dora has declined her poster meanwhile; emil comes up.
        await field.change_abstract("dora", state="declined", decision="", left_as="poster")
        seen = await offer(client, post)
        assert "Abstract AW0003 was declined by its presenter." in seen
        assert await field.states() == {
            "ann": "offered", "ben": "ineligible", "cleo": "ineligible", "dora": "ineligible",
            "emil": "offered", "fay": "shortlisted",
        }  # fmt: skip
        for name in ("ann", "emil"):
            await field.change_abstract(name, state="accepted", decision="poster")
            winner = new_client()
            await sign_in(winner, field.people[name])
            answered = await post(winner, "/glasgow/awards/best/offer", {"answer": "accept"})
            assert answered.status_code == 303

    # The payment: ann's membership has been ended since; nothing is paid, fay comes up.
    await Membership.update({Membership.valid_to: date(2027, 8, 1)}).where(
        Membership.person == field.people["ann"].id
    )
    with clock.at(MEETING_OVER):
        treasurer = new_client()
        await sign_in(treasurer, field.cast.olive)
        listed = (await treasurer.get("/glasgow/office/awards")).text
        assert "the membership ended Sun 1 Aug 2027" in listed
        ann, emil = await field.application("ann"), await field.application("emil")
        pay = "/glasgow/office/awards"
        await post(treasurer, f"{pay}/{ann.id}/pay", {"note": "transfer 10 Nov"})
        assert (await field.application("ann")).state == "accepted", "not paid"
        await post(treasurer, f"{pay}/{ann.id}/end")
        await post(treasurer, f"{pay}/{emil.id}/pay", {"note": "transfer 10 Nov"})
        states = await field.states()
        assert (states["ann"], states["emil"]) == ("ineligible", "paid")
        assert await field.letters("paid") == ["emil@field.test"]
        assert await field.letters("place_free") == ["bob@example.org"]
        await sign_in(client, field.cast.bob)  # months later, the session is over
        await offer(client, post)
        assert (await field.states())["fay"] == "offered"
        table = (await treasurer.get(f"{pay}.csv")).content.decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(table)))
        paid = {row["Name"]: (row["Amount"], row["State"]) for row in rows}
        assert paid["Emil Field"] == ("1000.00", "Paid")

    moments = await AwardCheck.select(AwardCheck.moment).where(AwardCheck.application == ann.id)
    assert {row["moment"] for row in moments} == {"deadline", "offer", "payment"}
    broken = [f for f in await invariants.check_all() if f.invariant.key.startswith("award")]
    assert len(broken) == 3
    assert not any(each.sentences for each in broken)


async def test_end_award_when_unanswered_or_its_abstract_is_gone(
    field: Field, client: httpx.AsyncClient, sign_in: Any, post: Any
) -> None:
    cycle = await open_award(field.cast)
    for name in ("ann", "ben", "cleo"):
        await field.apply(name, cycle)
    await sign_in(client, field.cast.bob)
    with clock.at(AFTER):
        await apply_rules(AFTER, ISSUER)
        await offer(client, post)
    await field.change_abstract("ben", state="withdrawn")
    await end_without_abstract(AFTER, ISSUER)
    await end_unanswered(AFTER, ISSUER)
    assert (await field.states())["ann"] == "offered", "her time is not over"
    late = MEETING_OVER
    await end_unanswered(late, ISSUER)
    await end_unanswered(late, ISSUER)
    assert await field.states() == {
        "ann": "forfeited", "ben": "forfeited", "cleo": "shortlisted"
    }  # fmt: skip
    assert (await field.application("ann")).reason == "The offer was not answered in time."
    assert await field.letters("forfeited") == ["ann@field.test", "ben@field.test"]
    with clock.at(late):
        await sign_in(client, field.cast.bob)
        assert "Cleo Field" in await offer(client, post)
