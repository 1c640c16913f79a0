"""The ranked table: cut-offs, proposal, decisions by hand; who sees what of it."""

from __future__ import annotations

import re
from typing import Any

import httpx
import pytest

from abstracts.deciding.held import held_of
from abstracts.deciding.policy import policy_of
from abstracts.deciding.targets import set_targets
from abstracts.tables import Abstract, Author, Topic, TopicChair
from abstracts.tables.writing import Confirmation
from abstracts.vocabulary import Decision
from conference.orm import Actor
from conference.people import actions as people
from conference.people.access import Role
from tests.abstracts.reviewed import Paper, Reviewed, make_reviewed
from tests.cast import NOW, Cast

BOARD = "/glasgow/committee/decisions"
BY = Actor.system("tests")


async def held(cast: Cast) -> dict[str, str]:
    return {each.code: each.outcome.value for each in (await held_of(cast.meeting.id)).values()}


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found is not None
    return found[1]


def form_of(page: str) -> dict[str, str]:
    """What a browser would send of the table: hidden fields, chosen options, the reason."""
    form = page[page.index('id="by-hand"') :]
    found = dict(re.findall(r'<input type="hidden" name="(w-[^"]+)" value="([^"]*)"', form))
    for name, options in re.findall(
        r'<select id="[^"]+" name="(d-[^"]+)".*?>(<option.*?)</sel', form
    ):
        chosen = re.search(r'value="([^"]*)" selected', options)
        found[name] = chosen[1] if chosen else ""
    why = re.search(r'name="why" maxlength="200" value="([^"]*)"', form)
    return {**found, "why": why[1] if why else ""}


async def propose(bob: httpx.AsyncClient, post: Any, query: str) -> httpx.Response:
    page = await bob.get(f"{BOARD}/proposal?{query}")
    assert page.status_code == 200
    answer: httpx.Response = await post(
        bob, f"{BOARD}/proposal?{query}", {"seen": hidden(page.text, "seen")}
    )
    return answer


async def test_propose_shows_a_diff_and_holds_it(
    bob: httpx.AsyncClient, post: Any, cast: Cast, five: Reviewed
) -> None:
    await set_targets(cast.meeting, {("", Decision.ORAL): 2}, by=BY, now=NOW)
    page = (await bob.get(f"{BOARD}/proposal?oral=3&poster=2.5")).text
    assert "5 decisions would change" in page
    assert "Ada Writer has a talk already" in page
    assert "the authors wish a poster only" in page
    assert await held(cast) == {}
    assert (await propose(bob, post, "oral=3&poster=2.5")).status_code == 303
    best, second, shy, fourth, last = five.codes
    assert await held(cast) == {
        best: "oral", second: "poster", shy: "poster", fourth: "oral", last: "waitlisted",
    }  # fmt: skip
    again = (await bob.get(f"{BOARD}/proposal?oral=3&poster=2.5")).text
    assert "0 decisions would change" in again


async def test_propose_leaves_what_was_decided_by_hand(
    bob: httpx.AsyncClient, post: Any, cast: Cast, five: Reviewed
) -> None:
    best, last = five.codes[0], five.codes[-1]
    data = {f"d-{last}": "oral", "why": "The only one on fever."}
    assert (await post(bob, BOARD, data)).status_code == 303
    await set_targets(cast.meeting, {("", Decision.ORAL): 1}, by=BY, now=NOW)
    await propose(bob, post, "")
    assert (await held(cast))[last] == "oral"
    assert (await held(cast))[best] != "oral"


async def test_decide_by_hand_asks_why_and_keeps_what_was_chosen(
    bob: httpx.AsyncClient, post: Any, cast: Cast, five: Reviewed
) -> None:
    answer = await post(bob, BOARD, {f"d-{five.codes[3]}": "lightning"})
    assert answer.status_code == 422
    assert "Say why in a few words" in answer.text
    assert '<option value="lightning" selected>' in answer.text
    assert await held(cast) == {}


async def test_decide_by_hand_never_makes_a_talk_of_poster_only(
    bob: httpx.AsyncClient, post: Any, cast: Cast, five: Reviewed
) -> None:
    shy = five.codes[2]
    answer = await post(bob, BOARD, {f"d-{shy}": "oral", "why": "good"})
    assert answer.status_code == 422
    assert f"{shy} cannot become a talk: the authors wish a poster only." in answer.text
    assert await held(cast) == {}


async def test_decide_by_hand_is_stale_once_somebody_else_decided(
    bob: httpx.AsyncClient, post: Any, cast: Cast, five: Reviewed
) -> None:
    best, second, third = five.codes[0], five.codes[1], five.codes[2]
    was = {f"w-{code}": "" for code in five.codes}
    first = {**was, f"d-{best}": "oral", f"d-{second}": "poster", "why": "good"}
    assert (await post(bob, BOARD, first)).status_code == 303
    other = {**was, f"d-{best}": "lightning", f"d-{second}": "", f"d-{third}": "poster"}
    late = await post(bob, BOARD, {**other, "why": "I thought so"})
    assert late.status_code == 409
    assert await held(cast) == {best: "oral", second: "poster"}
    assert "Bob Brennan chose “Talk” meanwhile: good. You chose “Lightning talk”." in late.text
    assert f"{second}: Bob Brennan chose “Poster” meanwhile: good." in late.text
    assert 'value="I thought so"' in late.text
    form = form_of(late.text)
    assert form[f"d-{best}"] == "lightning"
    assert form[f"d-{second}"] == form[f"w-{second}"] == "poster"
    assert (await post(bob, BOARD, form)).status_code == 303
    assert await held(cast) == {best: "lightning", second: "poster", third: "poster"}


async def test_two_decide_different_abstracts_at_the_same_time(
    bob: httpx.AsyncClient, post: Any, cast: Cast, five: Reviewed
) -> None:
    was = {f"w-{code}": "" for code in five.codes}
    for code in five.codes[:2]:
        answer = await post(bob, BOARD, {**was, f"d-{code}": "oral", "why": "good"})
        assert answer.status_code == 303
    assert await held(cast) == dict.fromkeys(five.codes[:2], "oral")


async def test_a_proposal_that_others_overtook_is_shown_anew(
    bob: httpx.AsyncClient, post: Any, cast: Cast, five: Reviewed
) -> None:
    seen = hidden((await bob.get(f"{BOARD}/proposal?oral=3")).text, "seen")
    await post(bob, BOARD, {f"d-{five.codes[4]}": "oral", "why": "fever"})
    late = await post(bob, f"{BOARD}/proposal?oral=3", {"seen": seen})
    assert late.status_code == 409
    assert f"{five.codes[4]}: nothing held → talk, Bob Brennan" in late.text
    assert await held(cast) == {five.codes[4]: "oral"}
    again = {"seen": hidden(late.text, "seen")}
    assert (await post(bob, f"{BOARD}/proposal?oral=3", again)).status_code == 303


async def test_one_abstract_is_not_overwritten_unseen(
    bob: httpx.AsyncClient, post: Any, cast: Cast, five: Reviewed
) -> None:
    code = five.codes[0]
    here = f"/glasgow/committee/abstracts/{code}"
    data = {"outcome": "oral", "why": "good", "do": "hold", "was": "nothing"}
    assert (await post(bob, f"{here}/decide", data)).status_code == 303
    late = await post(bob, f"{here}/decide", {**data, "outcome": "poster", "note": "Dear all"})
    assert late.status_code == 409
    assert "Decisions were changed since you opened this page" in late.text
    assert "Dear all" in late.text
    assert await held(cast) == {code: "oral"}
    page = (await bob.get(here)).text
    assert "nothing held → talk" in page  # the history says from what to what, and why
    assert (await post(bob, f"{here}/unhold", {"was": "oral"})).status_code == 303
    assert await held(cast) == {}
    await Author.update({Author.person: cast.bob.id}).where(Author.abstract == five.ids[code])
    assert "→ talk" not in (await bob.get(here)).text


async def test_an_objection_is_looked_at_before_a_proposal_decides(
    bob: httpx.AsyncClient, post: Any, cast: Cast, five: Reviewed
) -> None:
    code = five.codes[0]
    await Confirmation.insert(
        Confirmation(
            abstract=five.ids[code], email="co@x.test", name="Cora Co", state="objected",
            ground="other", asked_at=NOW, answered_at=NOW,
        )
    )  # fmt: skip
    assert "objection" in (await bob.get(BOARD)).text
    await propose(bob, post, "")
    assert set(await held(cast)) == set(five.codes[1:])
    await post(bob, BOARD, {f"d-{code}": "poster", "why": "settled by mail"})
    assert "Cora Co" in (await bob.get(f"{BOARD}/release")).text


@pytest.mark.parametrize("query", ["oral=x", "oral=3&lightning=4", "oral-T01=nan"])
async def test_propose_refuses_cut_offs_that_make_no_sense(
    bob: httpx.AsyncClient, five: Reviewed, query: str
) -> None:
    answer = await bob.get(f"{BOARD}/proposal?{query}")
    assert answer.status_code == 422
    assert "There is a problem" in answer.text
    assert (await bob.get(f"{BOARD}/counts?{query}")).status_code == 200


async def test_counts_follow_the_cut_offs(
    bob: httpx.AsyncClient, cast: Cast, five: Reviewed
) -> None:
    await set_targets(cast.meeting, {("", Decision.ORAL): 3}, by=BY, now=NOW)
    found = (await bob.get(f"{BOARD}/counts?oral=4.5&poster=0")).text
    row = re.sub(r"<[^>]+>|\s+", " ", found[found.index("All topics") :]).split()
    assert row[2:5] == ["5", "1", "of"]


async def test_a_conflict_hides_scores_and_decisions_from_the_chair(
    bob: httpx.AsyncClient, post: Any, cast: Cast, five: Reviewed
) -> None:
    mine = five.codes[0]
    await Author.update({Author.person: cast.bob.id}).where(Author.abstract == five.ids[mine])
    await propose(bob, post, "")
    assert mine not in await held(cast)
    from abstracts.tables.deciding import HeldDecision

    await HeldDecision.insert(
        HeldDecision(abstract=five.ids[mine], outcome="oral", by_name="Somebody else")
    )
    page = (await bob.get(BOARD)).text
    row = page[page.index(f'abstracts/{mine}"') : page.index("Others decide it")]
    assert "your conflict" in row
    assert "5.00" not in page
    assert f'name="d-{mine}"' not in page
    one = (await bob.get(f"/glasgow/committee/abstracts/{mine}")).text
    assert "You have a conflict of interest" in one
    assert "Normalised" not in one
    assert "Held:" not in one
    assert mine not in (await bob.get("/glasgow/committee/abstracts?held=oral")).text
    sheet = (await bob.get("/glasgow/committee/decisions.csv")).text
    [line] = [each for each in sheet.splitlines() if mine in each]
    assert "Talk" not in line.split(",")[12:]
    answer = await post(bob, BOARD, {f"d-{mine}": "poster", "why": "modest"})
    assert answer.status_code == 403
    for path in ("release", "release?topic=T01", "waiting", "counts"):
        told = (await bob.get(f"{BOARD}/{path}")).text
        assert "5.00" not in told, path
        assert not re.search(r"<dt>Talk</dt>", told), path  # theirs is the only talk
    tell = (await post(bob, f"/glasgow/committee/abstracts/{mine}/unhold", {})).status_code
    assert tell == 403
    data = {"outcome": "poster", "why": "modest", "do": "tell"}
    told = await post(bob, f"/glasgow/committee/abstracts/{mine}/decide", data)
    assert told.status_code == 403


async def test_a_topic_chair_sees_and_proposes_only_their_topic(
    client: httpx.AsyncClient, cast: Cast, five: Reviewed, sign_in: Any, post: Any
) -> None:
    await people.grant_role(
        person=cast.carol.id, role=Role.REVIEWER, meeting=cast.meeting.id, by=BY, now=NOW
    )
    await sign_in(client, cast.carol)
    assert (await client.get(BOARD)).status_code == 403
    topic = await Topic.select(Topic.id).where(Topic.code == "T02").first()
    assert topic is not None
    await TopicChair.insert(TopicChair(topic=topic["id"], person=cast.carol.id))
    page = (await client.get(BOARD)).text
    assert five.codes[2] in page
    assert five.codes[0] not in page
    links = re.findall(r'<th scope="row"><a href="([^"]+)"', page)
    assert links
    for link in links:
        assert (await client.get(link)).status_code == 200, link
    assert (await propose(client, post, "")).status_code == 303
    assert set(await held(cast)) == set(five.codes[2:])
    await post(client, BOARD, {f"d-{five.codes[0]}": "oral", "why": "x"})
    assert five.codes[0] not in await held(cast)
    for address in ("release", "targets", "letters", "waiting"):
        assert (await client.get(f"{BOARD}/{address}")).status_code == 403


async def test_what_is_held_is_nowhere_to_be_seen_outside(
    client: httpx.AsyncClient, cast: Cast, five: Reviewed, bob: httpx.AsyncClient,
    post: Any, new_client: Any, sign_in: Any,
) -> None:  # fmt: skip
    await propose(bob, post, "")
    async with new_client() as other:
        await sign_in(other, cast.dan)
        for path in ("/my", "/glasgow/abstracts", f"/glasgow/abstracts/{five.codes[0]}"):
            text = (await other.get(path)).text
            assert "Submitted" in text
            for word in ("Accepted", "Waiting list", "Not accepted"):
                assert word not in text, path
        await sign_in(other, cast.olive)
        audit = (await other.get("/glasgow/office/audit")).text
        assert "Hold proposal" in audit
        for word in ("oral", "Talk", "poster", "waitlisted", "rejected"):
            assert word not in audit


async def test_targets_are_kept_and_default_to_the_usual_shares(
    bob: httpx.AsyncClient, post: Any, cast: Cast, five: Reviewed
) -> None:
    page = (await bob.get(f"{BOARD}/targets")).text
    assert "These are the usual shares" in page
    wrong = await post(bob, f"{BOARD}/targets", {"oral": "many"})
    assert wrong.status_code == 422
    assert 'value="many"' in wrong.text
    assert (
        await post(bob, f"{BOARD}/targets", {"oral": "3", "poster-T02": "7"})
    ).status_code == 303
    page = (await bob.get(f"{BOARD}/targets")).text
    assert re.search(r'name="poster-T02"[^>]*value="7"', page)


async def test_rules_are_saved_and_explained(bob: httpx.AsyncClient, post: Any, cast: Cast) -> None:
    page = (await bob.get("/glasgow/committee/rules")).text
    assert "Default 30" in page
    good = {
        "answer_days": "10", "grace_days": "7", "presenter_days": "20", "silence": "accept",
        "presenter_reminders": "3, 14, 7", "frozen_at": "2027-08-01T12:00", "has_one_talk": "on",
    }  # fmt: skip
    wrong = await post(bob, "/glasgow/committee/rules", {**good, "presenter_reminders": "soon"})
    assert wrong.status_code == 422
    assert 'value="soon"' in wrong.text
    assert (await post(bob, "/glasgow/committee/rules", good)).status_code == 303
    policy = await policy_of(cast.meeting.id)
    assert policy.presenter_reminders == (14, 7, 3)
    assert (policy.silence, policy.is_slot_released) == ("accept", False)
    assert policy.frozen_at is not None
    assert policy.frozen_at.hour == 11  # British summer time


async def test_pages_take_the_same_statements_whatever_the_number(
    bob: httpx.AsyncClient, cast: Cast, count_statements: Any
) -> None:
    draft = {"state": "draft", "submitted_at": None}
    made = await make_reviewed(cast, [Paper((3, 4)), *[Paper((3, 4), changes=draft)] * 3])
    paths = [
        BOARD, f"{BOARD}/proposal", f"{BOARD}/counts", f"{BOARD}.csv", f"{BOARD}/targets",
        f"{BOARD}/release", f"{BOARD}/waiting", "/glasgow/committee/presenters",
        "/glasgow/committee/abstracts?disputed=", "/glasgow/committee/abstracts.csv",
        f"/glasgow/committee/abstracts/{made.codes[0]}",
    ]  # fmt: skip

    async def measure() -> list[int]:
        numbers = []
        for path in paths:
            with count_statements() as seen:
                assert (await bob.get(path)).status_code == 200, path
            numbers.append(len(seen))
        return numbers

    await measure()  # what the app keeps of a released programme is read once
    one = await measure()
    await Abstract.update({"state": "submitted", "submitted_at": NOW}, force=True)
    assert await measure() == one


async def test_a_topic_chair_finds_the_way_from_my_plenary(
    client: httpx.AsyncClient, cast: Cast, five: Reviewed, sign_in: Any
) -> None:
    await sign_in(client, cast.carol)
    assert "Topics that you look after" not in (await client.get("/my")).text
    topic = await Topic.select(Topic.id).where(Topic.code == "T02").first()
    assert topic is not None
    await TopicChair.insert(TopicChair(topic=topic["id"], person=cast.carol.id))
    page = (await client.get("/my")).text
    assert "T02 Topic 2" in page
    assert 'href="/glasgow/committee/decisions"' in page
