"""Codes and boards in the database: applied once, frozen, moved by hand, told by letter."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta
from typing import Any

import httpx
import pytest
from pypdf import PdfReader

from abstracts.programme_places import programme_code_of
from abstracts.tables import Abstract
from conference.letters.tables import OutboxLetter
from conference.orm import Actor
from conference.orm.tables import AuditEntry
from schedule.numbering import actions
from schedule.numbering.errors import BoardTaken, NumberingChanged, PlanIsFrozen
from schedule.numbering.queries import numbering_of, programme_codes
from schedule.numbering.rules import Plan, WindowRule
from schedule.tables import ProgrammeNumber, Session
from tests.cast import NOW, Cast
from tests.schedule.numbering.conftest import Hang

BY = Actor.system("tests")
NUMBERS = "/glasgow/committee/numbers"


async def apply(cast: Cast) -> None:
    seen = actions.propose(await numbering_of(cast.meeting.id)).digest
    await actions.apply_numbers(meeting=cast.meeting.id, seen=seen, by=BY, now=NOW)


async def freeze(cast: Cast) -> None:
    await actions.freeze_numbers(meeting=cast.meeting.id, by=BY, now=NOW)


async def boards(cast: Cast) -> dict[str, str]:
    return {each.title: each.board for each in (await numbering_of(cast.meeting.id)).posters}


async def codes(cast: Cast) -> dict[str, str]:
    rows = await ProgrammeNumber.select(
        ProgrammeNumber.code, ProgrammeNumber.abstract.title.as_alias("title")
    )
    return {row["title"]: row["code"] for row in rows}


async def test_apply_gives_codes_and_boards_once(cast: Cast, hang: Hang) -> None:
    for family in ("Zed", "Ångström"):
        await hang(family)
    await apply(cast)
    assert await codes(cast) == {"Poster of Ångström": "P1.01.01", "Poster of Zed": "P1.01.02"}
    assert await boards(cast) == {"Poster of Ångström": "001", "Poster of Zed": "002"}
    assert not actions.propose(await numbering_of(cast.meeting.id)).is_change


async def test_apply_what_is_not_the_proposal_any_more_changes_nothing(
    cast: Cast, hang: Hang
) -> None:
    await hang("Zed")
    seen = actions.propose(await numbering_of(cast.meeting.id)).digest
    await hang("Adams")
    with pytest.raises(NumberingChanged):
        await actions.apply_numbers(meeting=cast.meeting.id, seen=seen, by=BY, now=NOW)
    assert await codes(cast) == {}


async def test_reorder_before_the_freeze_and_insert_after_it(cast: Cast, hang: Hang) -> None:
    await hang("Mill")
    await apply(cast)
    await hang("Adams")
    await apply(cast)
    assert await codes(cast) == {"Poster of Adams": "P1.01.01", "Poster of Mill": "P1.01.02"}
    await freeze(cast)
    await hang("Baker")
    await apply(cast)
    assert (await codes(cast))["Poster of Baker"] == "P1.01.01a"
    assert (await boards(cast))["Poster of Baker"] == "003"


async def test_withdraw_after_the_freeze_keeps_the_code(cast: Cast, hang: Hang) -> None:
    await hang("Adams")
    await apply(cast)
    await freeze(cast)
    left: Any = {Abstract.state: "withdrawn", Abstract.decision: "", Abstract.left_as: "poster"}
    await Abstract.update(left, force=True)
    await hang("Aaron")
    await apply(cast)
    assert await codes(cast) == {"Poster of Adams": "P1.01.01", "Poster of Aaron": "P1.01.01a"}


async def test_codes_are_public_only_once_frozen(cast: Cast, hang: Hang, client: Any) -> None:
    await hang("Adams")
    await apply(cast)
    assert await programme_codes(cast.meeting.id) == {}
    await freeze(cast)
    assert await programme_codes(cast.meeting.id) == {"HNG000": "P1.01.01"}
    [abstract] = [row["id"] for row in await Abstract.select(Abstract.id)]
    assert await programme_code_of([abstract]) == {abstract: "P1.01.01"}


async def test_plan_stays_once_codes_are_frozen(cast: Cast) -> None:
    await freeze(cast)
    plan = Plan(poster_pattern="{order}")
    with pytest.raises(PlanIsFrozen):
        await actions.save_plan(meeting=cast.meeting.id, plan=plan, by=BY, now=NOW)


async def test_situation_13_two_posters_of_one_presenter_move_together(
    cast: Cast, hang: Hang
) -> None:
    """Situation 13: found, boards moved together, both presenters told, the codes stay."""
    await hang("Adams", cast.dan.id)
    await hang("Brown", cast.carol.id)
    await apply(cast)
    await freeze(cast)
    await hang("Clark", cast.dan.id)
    await apply(cast)
    before = await codes(cast)
    [pair] = (await numbering_of(cast.meeting.id)).apart
    assert {pair.first.board, pair.second.board} == {"001", "003"}
    letters = await actions.bring_together(
        meeting=cast.meeting.id, first=pair.first.slot, second=pair.second.slot, by=BY, now=NOW
    )
    assert await boards(cast) == {
        "Poster of Adams": "001", "Poster of Clark": "002", "Poster of Brown": "003",
    }  # fmt: skip
    assert await codes(cast) == before
    assert (await numbering_of(cast.meeting.id)).apart == []
    told = {row["to_address"]: row["body"] for row in await OutboxLetter.select()}
    assert letters == 2
    assert set(told) == {"dan@example.org", "carol@example.org"}
    assert "Board now: 002" in told["dan@example.org"]
    assert re.search(r"Please stand at it: Mon .* BST \(London\) until ", told["dan@example.org"])
    assert "Programme code: P1.01.02a (stays the same)" in told["dan@example.org"]


async def test_move_by_hand_asks_for_a_board_and_a_reason(
    client: httpx.AsyncClient, sign_in: Any, post: Any, cast: Cast, hang: Hang
) -> None:
    slot = await hang("Adams", cast.dan.id)
    await apply(cast)
    await sign_in(client, cast.bob)
    answer = await post(client, f"{NUMBERS}/boards/{slot}", {"board": "", "reason": ""})
    assert answer.status_code == 422
    assert await boards(cast) == {"Poster of Adams": "001"}
    assert await OutboxLetter.count() == 0


async def test_a_frozen_plan_is_shown_and_not_asked_for(
    client: httpx.AsyncClient, sign_in: Any, cast: Cast, hang: Hang
) -> None:
    await hang("Adams")
    await apply(cast)
    await sign_in(client, cast.bob)
    assert 'name="talk_pattern"' in (await client.get(NUMBERS)).text
    await freeze(cast)
    page = (await client.get(NUMBERS)).text
    assert 'name="talk_pattern"' not in page
    assert "P{session}.{topic}.{order:02}" in page


async def test_move_a_board_by_hand_with_its_reason(cast: Cast, hang: Hang) -> None:
    one = await hang("Adams", cast.dan.id)
    await hang("Brown", cast.carol.id)
    await apply(cast)
    version = (await Session.select(Session.version))[0]["version"]
    move = actions.BoardMove(one, "002", "A pillar")
    with pytest.raises(BoardTaken):
        await actions.move_board(meeting=cast.meeting.id, move=move, by=BY, now=NOW)
    traded = actions.BoardMove(one, "002", "A pillar", may_trade=True)
    await actions.move_board(
        meeting=cast.meeting.id, move=traded, by=BY, now=NOW + timedelta(hours=1)
    )
    assert await boards(cast) == {"Poster of Adams": "002", "Poster of Brown": "001"}
    assert (await Session.select(Session.version))[0]["version"] == version + 1
    reasons = await AuditEntry.select(AuditEntry.reason).where(AuditEntry.verb == "move_board")
    assert {row["reason"] for row in reasons} == {"A pillar"}


async def test_propose_in_a_fixed_number_of_statements(
    cast: Cast, hang: Hang, count_statements: Any
) -> None:
    await hang("Adams")
    with count_statements() as one:
        await numbering_of(cast.meeting.id)
    for family in ("Brown", "Clark"):
        await hang(family)
    with count_statements() as three:
        await numbering_of(cast.meeting.id)
    assert len(three) == len(one) <= 10


async def test_committee_plans_applies_and_freezes_in_the_browser(
    client: httpx.AsyncClient, sign_in: Any, post: Any, cast: Cast, hang: Hang
) -> None:
    await hang("Adams")
    await sign_in(client, cast.bob)
    typed = {
        "talk_pattern": "{kind}{session}.{order}", "poster_pattern": "X{topic}-{order:03}",
        "late_pattern": "LB-{order:02}", "board_pattern": "{order}", "window": "none",
    }  # fmt: skip
    shown = await post(client, NUMBERS, {**typed, "do": "show"})
    assert "X01-001" in shown.text
    wrong = await post(client, NUMBERS, {**typed, "late_pattern": "LB"})
    assert wrong.status_code == 422
    assert "Write {order} once" in wrong.text
    assert "X{topic}-{order:03}" in wrong.text
    assert (await post(client, NUMBERS, typed)).status_code == 303
    page = (await client.get(f"{NUMBERS}/proposal")).text
    seen = page.split('name="seen" value="')[1].split('"')[0]
    assert (await post(client, f"{NUMBERS}/proposal", {"seen": "old"})).status_code == 303
    assert await codes(cast) == {}
    await post(client, f"{NUMBERS}/proposal", {"seen": seen})
    assert await codes(cast) == {"Poster of Adams": "X01-001"}
    await post(client, f"{NUMBERS}/freeze")
    assert "Frozen since" in (await client.get(NUMBERS)).text
    stored = (await numbering_of(cast.meeting.id)).stored.plan
    assert (stored.window, stored.is_frozen) == (WindowRule.NONE, True)


async def test_move_in_the_browser_and_take_labels_and_table(
    client: httpx.AsyncClient, sign_in: Any, post: Any, cast: Cast, hang: Hang
) -> None:
    slot = await hang("Adams")
    await hang("Brown", cast.carol.id)
    await apply(cast)
    await sign_in(client, cast.bob)
    here = f"{NUMBERS}/boards/{slot}"
    taken = await post(client, here, {"board": "002", "reason": "A pillar"})
    assert taken.status_code == 422
    assert "Board 002 holds “Poster of Brown”" in taken.text
    moved = await post(client, here, {"board": "099", "reason": "A pillar"})
    assert moved.status_code == 303
    table = await client.get(f"{NUMBERS}/boards.csv")
    rows = list(csv.DictReader(io.StringIO(table.content.decode("utf-8-sig"))))
    assert [(row["Board"], row["Programme code"]) for row in rows] == [
        ("002", "P1.01.02"), ("099", "P1.01.01"),
    ]  # fmt: skip
    assert rows[0]["Day and time"] == "Mon 18 Oct 2027, 09:00 BST (London) until 11:00"
    assert rows[0]["Presents from"] == "2027-10-18T09:00:00+00:00"
    for size, pages in (("", 2), ("?size=label", 1)):
        labels = await client.get(f"{NUMBERS}/labels.pdf{size}")
        reader = PdfReader(io.BytesIO(labels.content))
        assert len(reader.pages) == pages
        assert "002" in reader.pages[0].extract_text()
        assert "Poster of Brown" in reader.pages[0].extract_text()
