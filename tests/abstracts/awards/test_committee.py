"""The committee's side: rules set up, ties, conflicts, exceptions, grants, announcing."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import httpx
import pytest

from abstracts.awards.answering import accept_offer, decline_offer
from abstracts.awards.applications import applications_of
from abstracts.awards.chores import apply_rules
from abstracts.awards.cycle_actions import announce_winners, save_cycle
from abstracts.awards.errors import AwardRefused, NotNow, ProposalMoved
from abstracts.awards.exceptions import settle_tie, waive_rules
from abstracts.awards.offering import apply_proposal, propose
from abstracts.awards.rules import AwardRules, CareerStage, Rule
from abstracts.commitments import roles_of
from abstracts.tables import Author
from abstracts.tables.awards import AwardCycle
from abstracts.tables.review import DeclaredConflict, Reviewer
from conference.membership.queries import memberships_of
from conference.membership.tables import Membership
from conference.orm import clock
from conference.registration.tables import DiscountCode, PlacePool
from conference.registration.ticket import Issuer
from tests.abstracts.awards.conftest import AFTER, CLOSES, SYSTEM, Field, open_award
from tests.cast import NOW

ISSUER = Issuer("secret", "http://testserver", "testserver")
HERE = "/glasgow/committee/awards/best"
ALL = ("ann", "ben", "cleo", "dora")


async def closed(field: Field, names: tuple[str, ...] = ALL, **changes: Any) -> None:
    """These have applied, the deadline is over, the rules are applied."""
    cycle = await open_award(field.cast, **changes)
    for name in names:
        await field.apply(name, cycle)
    await apply_rules(AFTER, ISSUER)


async def offer_all(field: Field) -> int:
    cycle = await field.cycle()
    every = await applications_of(cycle.id)
    proposal = await propose(field.cast.meeting, cycle, every, AFTER)
    chosen = {line.application.id for line in proposal.offered}
    return await apply_proposal(field.sender, cycle, chosen, proposal.seen, by=SYSTEM, now=AFTER)


async def test_set_up_an_award_over_the_form(
    field: Field, client: httpx.AsyncClient, sign_in: Any, post: Any
) -> None:
    with clock.at(NOW):
        await sign_in(client, field.cast.bob)
        assert (await client.get("/glasgow/committee/awards/new/rules")).status_code == 200
        form = {
            "title": "Young Investigator", "opens": "2027-05-01T09:00", "zone": "Europe/London",
            "closes": "2027-06-01T23:59", "amount": "1,500.00", "pot": "100", "answer_days": "7",
            "needs_membership": "on", "stages": ["postdoc"], "years": "10", "letters": "2",
            "is_leave_counted_out": "on",
        }  # fmt: skip
        path = "/glasgow/committee/awards/new/rules"
        refused = await post(client, path, form)
        assert refused.status_code == 422
        assert "The pot is less than one award." in refused.text
        done = await post(client, path, {**form, "pot": "7500"})
        assert done.headers["location"] == "/glasgow/committee/awards/young-investigat"
        shown = (await client.get("/glasgow/awards")).text
    assert "1,500.00 EUR" in shown
    assert "at most 10 years old, not counting leave" in shown
    cycle = await field.cycle("young-investigat")
    assert (cycle.amount, cycle.pot, cycle.rules.stages) == (
        150_000, 750_000, (CareerStage.POSTDOC,)
    )  # fmt: skip
    assert cycle.closes_at == CLOSES


async def test_extend_an_award_tied_to_its_call_moves_with_it(field: Field, call: Any) -> None:
    cycle = await open_award(field.cast, call=call.id)
    assert (await field.cycle()).closes_at == call.closes_at
    await field.apply("ann", cycle)
    from conference.meetings import queries as meetings
    from conference.meetings.actions import extend_milestone

    (deadline,) = await meetings.milestones(field.cast.meeting.id)
    later = deadline.at + timedelta(days=14)
    await extend_milestone(
        meeting=field.cast.meeting.id, milestone=deadline, to=later, reason="Server down",
        by=SYSTEM, now=NOW,
    )  # fmt: skip
    moved = await field.cycle()
    assert moved.closes_at == later
    assert not moved.is_over(AFTER)


async def test_extend_an_award_by_itself_writes_to_applicants(
    field: Field, client: httpx.AsyncClient, sign_in: Any, post: Any
) -> None:
    cycle = await open_award(field.cast)
    await field.apply("ann", cycle)
    with clock.at(NOW):
        await sign_in(client, field.cast.olive)
        form = {"at": "2027-05-01T09:00", "reason": "Slow post", "shown_at": CLOSES.isoformat()}
        assert (await post(client, f"{HERE}/extend", form)).status_code == 422
        form["at"] = "2027-06-08T23:59"
        assert (await post(client, f"{HERE}/extend", form)).status_code == 303
        assert "Slow post" in (await client.get(f"{HERE}/extend")).text
        assert (await post(client, f"{HERE}/extend", form)).status_code == 422, "seen is old"
    assert await field.letters("extended") == ["ann@field.test"]


async def test_a_tie_at_the_line_is_decided_by_hand_with_a_reason(
    field: Field, client: httpx.AsyncClient, sign_in: Any, post: Any
) -> None:
    await field.score("cleo", 9)  # as ben has
    await closed(field)
    with clock.at(AFTER):
        await sign_in(client, field.cast.bob)
        seen = (await client.get(f"{HERE}/offers")).text
        assert "Equal scores at the line" in seen
        assert seen.count('name="chosen"') == 1
        ben, cleo = await field.application("ben"), await field.application("cleo")
        tie = {"applicant": [str(ben.id), str(cleo.id)], "order": ["2", "2"], "reason": "Lots"}
        assert (await post(client, f"{HERE}/order", tie)).status_code == 422
        tie["order"] = ["2", "1"]
        assert (await post(client, f"{HERE}/order", {**tie, "reason": ""})).status_code == 422
        assert (await post(client, f"{HERE}/order", tie)).status_code == 303
        seen = (await client.get(f"{HERE}/offers")).text
        assert re.findall(r'name="chosen" value="([^"]+)"', seen) == [
            str((await field.application("ann")).id), str(cleo.id)
        ]  # fmt: skip
        assert "Ordered: Lots" in (await client.get(HERE)).text
    with pytest.raises(NotNow):
        await settle_tie(await field.cycle(), [ben.id], "alone", by=SYSTEM, now=AFTER)


async def test_offers_hold_the_pot_and_refuse_what_was_not_seen(field: Field) -> None:
    await closed(field)
    cycle = await field.cycle()
    with pytest.raises(ProposalMoved):
        await apply_proposal(field.sender, cycle, set(), "0" * 20, by=SYSTEM, now=AFTER)
    assert await offer_all(field) == 2
    assert await offer_all(field) == 0, "the pot is promised"
    with pytest.raises(AwardRefused):
        await save_cycle(replace(cycle, pot=150_000), by=SYSTEM, now=AFTER)
    await decline_offer(field.who("ben"), cycle, "Another prize", AFTER)
    assert await offer_all(field) == 1
    assert await field.states() == {
        "ann": "offered", "ben": "declined", "cleo": "offered", "dora": "shortlisted"
    }  # fmt: skip
    assert await field.letters("place_free") == ["bob@example.org"]


async def test_nothing_is_offered_before_the_rules_were_applied(field: Field) -> None:
    cycle = await open_award(field.cast)
    await field.apply("ann", cycle)
    with pytest.raises(NotNow):
        await apply_proposal(field.sender, cycle, set(), "", by=SYSTEM, now=AFTER)


async def test_in_conflict_sees_no_score_and_decides_nothing(
    field: Field, client: httpx.AsyncClient, sign_in: Any, post: Any
) -> None:
    await closed(field)
    row = Reviewer(
        meeting=field.cast.meeting.id, person=field.cast.bob.id, state="accepted", created_at=NOW
    )
    await Reviewer.insert(row)
    await DeclaredConflict.insert(
        DeclaredConflict(
            reviewer=row.id, kind="abstract", abstract=field.abstracts["ann"], created_at=NOW,
            by_name="Bob",
        )
    )  # fmt: skip
    ann, ben = await field.application("ann"), await field.application("ben")
    with clock.at(AFTER):
        await sign_in(client, field.cast.bob)
        seen = (await client.get(HERE)).text
        assert "You are in conflict with somebody" in seen
        line = seen[seen.index("Ann Field") :].split("</tr>")[0]
        assert "your conflict" in line
        assert not re.search(r"\d\.\d\d", line)
        assert f"/applications/{ann.id}" not in seen
        one = f"{HERE}/applications"
        assert (await client.get(f"{one}/{ann.id}")).status_code == 403
        assert (await client.get(f"{one}/{ben.id}")).status_code == 200
        table = (await client.get(f"{HERE}/applications.csv")).content.decode("utf-8-sig")
        names = [each["Name"] for each in csv.DictReader(io.StringIO(table))]
        assert names == ["Ben Field", "Cleo Field", "Dora Field"]
        assert (await client.get(f"{HERE}/offers")).status_code == 403
        for path in ("offers", "order", "announce", f"applications/{ben.id}/forfeit"):
            sent = await post(client, f"{HERE}/{path}", {"reason": "x"})
            assert sent.status_code == 403, path
        await sign_in(client, field.cast.olive)
        assert (await client.get(f"{HERE}/offers")).status_code == 200


async def test_an_applicant_on_the_committee_sees_nobody(
    field: Field, client: httpx.AsyncClient, sign_in: Any
) -> None:
    from conference.people import actions as people
    from conference.people.access import Role

    await people.grant_role(
        person=field.people["ann"].id, role=Role.PROGRAMME, meeting=field.cast.meeting.id,
        by=SYSTEM, now=NOW,
    )  # fmt: skip
    await closed(field)
    with clock.at(AFTER):
        await sign_in(client, field.people["ann"])
        seen = (await client.get(HERE)).text
        assert "You applied for this award yourself" in seen
        assert "Ben Field" not in seen
        assert (await client.get(f"{HERE}/applications.csv")).status_code == 403
        ben = await field.application("ben")
        assert (await client.get(f"{HERE}/applications/{ben.id}")).status_code == 403


async def test_an_exception_has_a_reason_and_brings_the_applicant_back(field: Field) -> None:
    await Membership.update({Membership.valid_to: date(2027, 3, 1)}).where(
        Membership.person == field.people["ann"].id
    )
    await closed(field)
    assert (await field.states())["ann"] == "ineligible"
    cycle, ann = await field.cycle(), await field.application("ann")
    is_eligible = await waive_rules(
        field.sender,
        cycle,
        ann.id,
        {Rule.MEMBERSHIP},
        "Dues lost in the post",
        by=SYSTEM,
        now=AFTER,
    )
    assert is_eligible
    assert await field.letters("considered") == ["ann@field.test"]
    assert await offer_all(field) == 2
    ann = await field.application("ann")
    assert (ann.state, ann.waiver_reason) == ("offered", "Dues lost in the post")
    # Another rule that breaks later is not covered by it.
    await Author.update({Author.person: field.people["ben"].id}).where(
        Author.abstract == field.abstracts["ann"]
    )
    with pytest.raises(NotNow, match="Somebody else presents"):
        await accept_offer(field.who("ann"), cycle, AFTER)


async def test_a_winner_gets_a_code_that_works_once_and_a_year_of_membership(field: Field) -> None:
    await closed(
        field, has_free_registration=True, has_membership_year=True, membership_type="regular",
        rules=AwardRules(needs_membership=False),
    )  # fmt: skip
    await offer_all(field)
    cycle, who = await field.cycle(), field.who("ann")
    granted = await accept_offer(who, cycle, AFTER)
    (code,) = await DiscountCode.select().where(DiscountCode.code == granted.code)
    assert (code["kind"], code["value"]) == ("percent", 10_000)
    (pool,) = await PlacePool.select().where(PlacePool.key == f"code:{granted.code}")
    assert (pool["capacity"], pool["taken"]) == (1, 0)
    held = await memberships_of(who.person, field.cast.meeting.society)
    assert [each.valid_to for each in held] == [date(2027, 12, 31), date(2028, 12, 31)]
    assert held[1].source.startswith("award:")
    assert "award_winner" in await roles_of(field.cast.meeting.id, who.person)
    with pytest.raises(NotNow):
        await accept_offer(who, cycle, AFTER)
    await decline_offer(who, cycle, "Cannot travel", AFTER)
    assert not await DiscountCode.exists().where(DiscountCode.code == granted.code)
    assert len(await memberships_of(who.person, field.cast.meeting.society)) == 1
    assert "award_winner" not in await roles_of(field.cast.meeting.id, who.person)


async def test_announce_shows_winners_and_writes_to_the_others(
    field: Field, client: httpx.AsyncClient
) -> None:
    await closed(field)
    await offer_all(field)
    cycle = await field.cycle()
    with pytest.raises(NotNow, match="yet to answer"):
        await announce_winners(field.sender, cycle, by=SYSTEM, now=AFTER)
    for name in ("ann", "ben"):
        await accept_offer(field.who(name), cycle, AFTER)
    assert "Ann Field" not in (await client.get("/glasgow/awards")).text
    assert await announce_winners(field.sender, cycle, by=SYSTEM, now=AFTER) == 2
    assert await field.letters("not_chosen") == ["cleo@field.test", "dora@field.test"]
    shown = (await client.get("/glasgow/awards")).text
    assert "Ann Field" in shown
    assert "Cleo Field" not in shown


async def test_award_pages_take_the_same_statements_for_one_and_three(
    field: Field, client: httpx.AsyncClient, sign_in: Any, count_statements: Any
) -> None:
    cycle = await open_award(field.cast, rules=AwardRules(letters=0))
    await field.apply("ann", cycle)
    await apply_rules(AFTER, ISSUER)
    paths = [HERE, f"{HERE}/offers", f"{HERE}/applications.csv", "/glasgow/office/awards"]
    counts: list[list[int]] = []
    with clock.at(AFTER):
        await sign_in(client, field.cast.olive)
        for names in ((), ("ben", "cleo")):
            for name in names:
                await field.apply(name, cycle)
            if names:
                await AwardCycle.update({AwardCycle.evaluated_at: None}).where(
                    AwardCycle.id == cycle.id
                )
                await apply_rules(AFTER, ISSUER)
            counts.append([])
            for path in paths:
                await client.get(path)
                with count_statements() as seen:
                    assert (await client.get(path)).status_code == 200
                counts[-1].append(len(seen))
    assert counts[0] == counts[1]
