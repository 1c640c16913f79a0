"""From the proposal to the reviewers' lists, and back: by hand, by file, when somebody stops."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from abstracts.reviewers import conflict_actions, inviting, reminding
from abstracts.reviewers.assignment_actions import (
    Ask,
    apply_proposal,
    assign_by_hand,
    propose,
    take_assignment_back,
)
from abstracts.reviewers.assignment_queries import assignments_of
from abstracts.reviewers.errors import NotAssignable, NotTakenBack, ProposalChanged
from abstracts.reviewers.file_actions import apply_file, digest_of, preview_file
from abstracts.reviewers.invariants import (
    accepted_holds_role,
    loads_within_caps,
    no_conflict_assigned,
    no_review_of_recused,
)
from abstracts.reviewers.profile_actions import NewProfile, save_profile
from abstracts.reviewers.reviewer_queries import reviewers_of
from abstracts.reviewers.round_actions import remove_round, save_round
from abstracts.reviewers.rounds import rounds_of
from abstracts.tables import Abstract
from abstracts.tables.review import Assignment
from abstracts.vocabulary import AssignmentState
from conference.letters.tables import OutboxLetter
from conference.people.tables import Person
from conference.registration.ticket import Issuer
from conference.web.problems import Forbidden
from tests.abstracts.reviewers.conftest import TESTS
from tests.cast import NOW

ISSUER = Issuer("secret", "http://testserver", "testserver")


@pytest.fixture
async def desk_full(new_reviewer, new_abstract, round_):
    """Four abstracts and three reviewers; Cat works where the second abstract's author does."""
    reviewers = {
        "Ann": await new_reviewer("Ann", "One", topics={"T01": 2}),
        "Ben": await new_reviewer("Ben", "Two", topics={"T01": 1}),
        "Cat": await new_reviewer("Cat", "Three", affiliation="University of Leith"),
    }
    places = ("Forth College", "Leith University", "Esk Institute", "Don Institute")
    codes = [
        await new_abstract(author=("Ada", f"Abel{n}"), place=place)
        for n, place in enumerate(places)
    ]
    return reviewers, codes


async def apply(host, round_, **facts):
    ask = Ask(round_, **facts)
    proposed = await propose(ask)
    await apply_proposal(host, ask, proposed.digest, NOW, writes=True)
    return proposed


async def send(round_, reviewer, number):
    """That many of a reviewer's reviews are sent."""
    rows = await Assignment.select(Assignment.id).where(
        Assignment.round == round_.id, Assignment.reviewer == reviewer
    )
    for row in rows[:number]:
        await Assignment.update({Assignment.state: AssignmentState.SENT.value}).where(
            Assignment.id == row["id"]
        )


async def test_apply_proposal_assigns_what_was_shown_and_tells_the_reviewers(
    host, round_, desk_full
):
    reviewers, codes = desk_full
    proposed = await apply(host, round_)
    given = await assignments_of(round_.id)
    assert len(given) == len(proposed.proposal.placements) == 8
    assert {(row.code, row.reviewer) for row in given} & {(codes[1], reviewers["Cat"])} == set()
    assert sorted(proposed.proposal.loads.values()) == [2, 3, 3]
    assert {row.why for row in given if row.reviewer == reviewers["Ann"]} == {
        "Expert in T01 Innate immunity"
    }
    letters = await OutboxLetter.select(OutboxLetter.subject).where(
        OutboxLetter.kind == "reviewer_assigned"
    )
    assert len(letters) == 3
    assert (await apply(host, round_)).proposal.placements == ()


async def test_apply_proposal_refuses_what_has_changed_meanwhile(host, round_, desk_full):
    reviewers, _ = desk_full
    ask = Ask(round_)
    seen = (await propose(ask)).digest
    await inviting.remove_reviewer(host, reviewers["Ben"], "Ill", NOW)
    with pytest.raises(ProposalChanged):
        await apply_proposal(host, ask, seen, NOW, writes=True)
    assert await Assignment.count() == 0


async def test_apply_proposal_gives_nobody_what_was_left_out(
    cast, host, round_, desk_full, client, sign_in, post
):
    proposed = await propose(Ask(round_))
    out, *rest = proposed.proposal.placements
    await sign_in(client, cast.bob)
    path = f"/glasgow/committee/assignments/{round_.key}/proposal"
    assert f'value="{out.name}"' in (await client.get(path)).text
    sent = {"seen": proposed.digest, "seed": "1", "leave": [out.name, "nonsense"]}
    stale = await post(client, path, {**sent, "seen": "0" * 16})
    assert stale.status_code == 409
    assert re.search(rf'value="{out.name}"\s+checked', stale.text)
    assert (await post(client, path, sent)).status_code == 303
    given = {(row.abstract, row.reviewer) for row in await assignments_of(round_.id)}
    assert given == {(each.abstract, each.reviewer) for each in rest}


async def test_situation_17_open_reviews_go_to_others_and_sent_ones_stay(host, round_, desk_full):
    """Situation 17: what was sent stays, the open ones go to who may read them."""
    reviewers, _ = desk_full
    await apply(host, round_)
    ann = reviewers["Ann"]
    await send(round_, ann, 2)
    before = {row.code for row in await assignments_of(round_.id) if row.reviewer == ann}
    assert len(before) == 3
    proposed = await apply(host, round_, instead_of=ann)
    given = await assignments_of(round_.id)
    assert [row.state for row in given if row.reviewer == ann] == [AssignmentState.SENT] * 2
    assert len(proposed.proposal.placements) + len(proposed.proposal.shortages) == 1
    assert len(given) == 8 - len(proposed.proposal.shortages)


async def test_remove_reviewer_frees_the_open_and_keeps_the_sent(host, round_, desk_full):
    reviewers, _ = desk_full
    await apply(host, round_)
    await send(round_, reviewers["Ben"], 1)
    freed = await inviting.remove_reviewer(host, reviewers["Ben"], "Moved away", NOW)
    left = [row for row in await assignments_of(round_.id) if row.reviewer == reviewers["Ben"]]
    assert freed in (1, 2)
    assert [row.state for row in left] == [AssignmentState.SENT]


async def test_assign_by_hand_refuses_conflicts_recusals_and_full_loads_in_words(
    host, round_, desk_full, new_reviewer
):
    reviewers, codes = desk_full
    await assign_by_hand(host, round_, codes[0], reviewers["Ann"], NOW)
    for name, says in (
        ("Ann", "Ann One has it already."),
        ("Cat", "Cat Three is in conflict: Works"),
    ):
        with pytest.raises(NotAssignable) as refused:
            await assign_by_hand(host, round_, codes[name == "Cat"], reviewers[name], NOW)
        assert says in refused.value.errors["reviewer"]
    (row,) = await assignments_of(round_.id)
    await Assignment.update({Assignment.state: AssignmentState.RECUSED.value}).where(
        Assignment.id == row.id
    )
    with pytest.raises(NotAssignable) as refused:
        await assign_by_hand(host, round_, codes[0], reviewers["Ann"], NOW)
    assert refused.value.errors["reviewer"] == "Ann One stood back from it."
    full = await new_reviewer("Dee", "Four", cap=0)
    with pytest.raises(NotAssignable) as refused:
        await assign_by_hand(host, round_, codes[0], full, NOW)
    assert "no more than 0" in refused.value.errors["reviewer"]


async def test_take_back_frees_what_is_open_and_never_what_was_sent(host, round_, desk_full):
    reviewers, codes = desk_full
    for code in codes[:2]:
        await assign_by_hand(host, round_, code, reviewers["Ann"], NOW)
    await send(round_, reviewers["Ann"], 1)
    for row in await assignments_of(round_.id):
        if row.state is AssignmentState.OPEN:
            await take_assignment_back(host, row.abstract, row.id, "By mistake", NOW)
        else:
            with pytest.raises(NotTakenBack):
                await take_assignment_back(host, row.abstract, row.id, "By mistake", NOW)
    assert [row.state for row in await assignments_of(round_.id)] == [AssignmentState.SENT]


async def test_waive_lets_an_institution_pass_and_add_conflict_bars_it_again(
    cast, host, round_, desk_full
):
    reviewers, codes = desk_full
    facts = {"meeting": cast.meeting.id, "reviewer": reviewers["Cat"], "code": codes[1].lower()}
    await conflict_actions.waive_conflict(**facts, reason="Another campus", by=TESTS, now=NOW)
    await assign_by_hand(host, round_, codes[1], reviewers["Cat"], NOW)
    await conflict_actions.add_conflict(**facts, reason="She asked", by=TESTS, now=NOW)
    assert await Assignment.count() == 0
    with pytest.raises(NotAssignable):
        await conflict_actions.waive_conflict(**facts, reason="No", by=TESTS, now=NOW)
    with pytest.raises(NotAssignable):
        await conflict_actions.add_conflict(
            **{**facts, "code": "NOSUCH"}, reason="x", by=TESTS, now=NOW
        )


async def test_file_of_assignments_is_all_or_nothing(host, round_, desk_full):
    reviewers, codes = desk_full
    await assign_by_hand(host, round_, codes[3], reviewers["Ben"], NOW)
    text = (
        "Reference;Reviewer e-mail;Action\n"
        f"{codes[0]};ann.one@rev.test;add\n{codes[3]};BEN.TWO@rev.test;remove\n"
    )
    bad = text + f"{codes[1]};cat.three@rev.test;add\nXX99XX;ann.one@rev.test;add\n"
    _, changes = await preview_file(round_, bad, None)
    assert [bool(each.problem) for each in changes] == [False, False, True, True]
    with pytest.raises(ProposalChanged):
        await apply_file(host, round_, bad, digest_of(changes), NOW)
    assert [row.code for row in await assignments_of(round_.id)] == [codes[3]]
    _, changes = await preview_file(round_, text, None)
    assert await apply_file(host, round_, text, digest_of(changes), NOW) == 2
    (row,) = await assignments_of(round_.id)
    assert (row.code, row.reviewer) == (codes[0], reviewers["Ann"])


async def test_reminders_go_once_for_each_day_and_by_hand_once_a_day(host, round_, desk_full):
    await apply(host, round_)

    async def reminded():
        return await OutboxLetter.count().where(OutboxLetter.kind == "reviewer_reminder")

    await reminding.remind_before_closing(round_.closes_at - timedelta(days=15), ISSUER)
    assert await reminded() == 0
    for _ in range(2):
        await reminding.remind_before_closing(round_.closes_at - timedelta(days=14), ISSUER)
    assert await reminded() == 3
    now = round_.closes_at - timedelta(days=12, hours=23)
    assert await reminding.remind_all(host, now - timedelta(hours=2)) == 0
    assert await reminding.remind_all(host, now) == 3
    assert await reminding.remind_all(host, now + timedelta(hours=1)) == 0
    await reminding.remind_before_closing(round_.closes_at - timedelta(days=7), ISSUER)
    assert await reminded() == 9


async def test_own_cap_holds_over_all_rounds_and_a_used_round_stays(
    cast, host, round_, new_reviewer, new_abstract
):
    code = await new_abstract()
    reviewer = await new_reviewer("Ann", "One", cap=1)
    await assign_by_hand(host, round_, code, reviewer, NOW)
    second = replace(round_, id=reviewer, key="second")
    await save_round(second, by=TESTS, now=NOW)
    (shortage,) = (await propose(Ask(second))).proposal.shortages
    assert shortage.rule.value == "full"
    with pytest.raises(Forbidden):
        await remove_round(cast.meeting.id, round_.key, by=TESTS, now=NOW)
    await remove_round(cast.meeting.id, "second", by=TESTS, now=NOW)


async def test_pages_of_assignments_are_fixed_numbers_of_statements(
    cast, host, round_, desk_full, new_abstract, client, sign_in, count_statements
):
    await sign_in(client, cast.bob)
    reviewers, codes = desk_full
    paths = [
        "/glasgow/committee/assignments",
        f"/glasgow/committee/assignments/{round_.key}/proposal",
        f"/glasgow/committee/assignments/{round_.key}/abstracts/{codes[0]}",
        f"/glasgow/committee/assignments/{round_.key}/assignments.csv",
        f"/glasgow/committee/reviewers/{reviewers['Ann']}",
        "/glasgow/committee/rounds",
    ]
    counts = []
    for code, name in ((codes[0], "Ann"), (codes[2], "Ben")):
        await assign_by_hand(host, round_, code, reviewers[name], NOW)
        await new_abstract(author=("Eve", f"Eden{name}"))
        counts.append([])
        for path in paths:
            with count_statements() as seen:
                shown = await client.get(path)
            assert shown.status_code == 200, (path, shown.text)
            counts[-1].append(len(seen))
    assert counts[0] == counts[1]


async def test_conflicted_chair_does_not_see_who_reads_an_abstract(
    cast, host, round_, submitted, new_reviewer, client, sign_in, post
):
    """Bob is of Tay College, where an author of the submitted abstract works (V03)."""
    reviewer = await new_reviewer("Ann", "One")
    await assign_by_hand(host, round_, submitted, reviewer, NOW)
    base = f"/glasgow/committee/assignments/{round_.key}"
    await sign_in(client, cast.bob)
    assert (await client.get(f"{base}/abstracts/{submitted}")).status_code == 404
    assert submitted not in (await client.get(f"{base}/assignments.csv")).text
    shown = (await client.get(f"/glasgow/committee/reviewers/{reviewer}")).text
    assert submitted not in shown
    assert submitted not in (await client.get(f"{base}/proposal")).text
    assert submitted not in (await client.get("/glasgow/committee/assignments")).text
    # Nor do they learn it by asking for a change: every reviewer gets the same answer.
    (row,) = await assignments_of(round_.id)
    for who in (reviewer, await new_reviewer("Ben", "Two")):
        answer = await post(client, f"{base}/abstracts/{submitted}", {"reviewer": str(who)})
        assert answer.status_code == 404
    sent = {"assignment": str(row.id), "reason": "Mine"}
    assert (await post(client, f"{base}/abstracts/{submitted}/take-back", sent)).status_code == 404
    for name in ("ann.one", "ben.two"):
        text = f"Reference,Reviewer e-mail\n{submitted},{name}@rev.test\n"
        shown = (await post(client, f"{base}/import", {"text": text})).text
        assert f"This round reads no abstract {submitted}" in shown
    assert await assignments_of(round_.id) == [row]


async def test_withdrawn_abstracts_ask_nobody_for_anything(cast, host, round_, desk_full):
    reviewers, codes = desk_full
    for code in codes[:2]:
        await assign_by_hand(host, round_, code, reviewers["Ann"], NOW)
    await Abstract.update({Abstract.state: "withdrawn"}).where(Abstract.code == codes[0])
    ((to_read,),) = (await reminding.to_remind(cast.meeting.id, NOW)).values()
    assert (to_read.open, to_read.total) == (1, 1)
    assert [row.code for row in await assignments_of(round_.id)] == [codes[1]]


async def test_conflict_that_comes_up_later_frees_what_is_open(cast, host, round_, desk_full):
    """By the reviewer's own word at once; by another way with the next proposal."""
    reviewers, codes = desk_full
    await assign_by_hand(host, round_, codes[0], reviewers["Ann"], NOW)
    await assign_by_hand(host, round_, codes[2], reviewers["Ben"], NOW)
    people = {row.id: row.person for row in await reviewers_of(cast.meeting.id)}
    ann = people[reviewers["Ann"]]
    declared = NewProfile(people=("Abel0, Ada",))
    await save_profile(meeting=cast.meeting.id, person=ann, profile=declared, by=TESTS, now=NOW)
    assert [row.code for row in await assignments_of(round_.id)] == [codes[2]]
    await Person.update({Person.affiliation: "Esk Institute"}).where(
        Person.id == people[reviewers["Ben"]]
    )
    assert any("Ben Two has" in broken for broken in await no_conflict_assigned())
    assert await loads_within_caps() == await no_review_of_recused() == []
    assert await accepted_holds_role() == []
    await apply(host, round_)
    assert await no_conflict_assigned() == []
    given = {(row.code, row.reviewer) for row in await assignments_of(round_.id)}
    assert (codes[2], reviewers["Ben"]) not in given


async def test_readers_of_a_withdrawn_abstract_stay_readable(
    cast, host, round_, desk_full, client, sign_in
):
    reviewers, codes = desk_full
    await assign_by_hand(host, round_, codes[0], reviewers["Ann"], NOW)
    await Abstract.update({Abstract.state: "withdrawn"}).where(Abstract.code == codes[0])
    await sign_in(client, cast.bob)
    shown = await client.get(
        f"/glasgow/committee/assignments/{round_.key}/abstracts/{codes[0].lower()}"
    )
    assert "Ann One" in shown.text
    assert "does not wait for reviews" in shown.text


async def test_hand_assigning_page_says_why_not_and_assigns(
    cast, host, round_, desk_full, client, sign_in, post
):
    reviewers, codes = desk_full
    await sign_in(client, cast.bob)
    path = f"/glasgow/committee/assignments/{round_.key}/abstracts/{codes[1]}"
    assert "Cat Three is in conflict" in (await client.get(path)).text
    refused = await post(client, path, {"reviewer": str(reviewers["Cat"])})
    assert refused.status_code == 422
    assert (await post(client, path, {"reviewer": str(reviewers["Ann"])})).status_code == 303
    (row,) = await assignments_of(round_.id)
    no_reason = await post(client, f"{path}/take-back", {"assignment": str(row.id)})
    assert no_reason.status_code == 422
    await post(client, f"{path}/take-back", {"assignment": str(row.id), "reason": "By mistake"})
    assert await assignments_of(round_.id) == []


async def test_rounds_are_set_up_with_one_click_and_refused_in_words(
    cast, call, client, sign_in, post
):
    await sign_in(client, cast.bob)
    assert (await post(client, "/glasgow/committee/rounds")).status_code == 303
    await post(client, "/glasgow/committee/rounds")
    (made,) = await rounds_of(cast.meeting.id)
    assert (made.reviews_wanted, made.reviews_least, made.load_cap) == (3, 2, 40)
    assert made.calls == {call.id}
    assert made.opens_at == call.closes_at
    sent = {
        "title": "Late ones", "opens": "2027-06-02T09:00", "closes": "2027-06-01T09:00",
        "zone": "Europe/London", "lowest": "1", "highest": "5", "wanted": "2", "least": "3",
        "cap": "10", "disagreement": "2", "calls": [str(call.id)],
        "criteria": "Originality ×2 | Is it new?\nClarity",
    }  # fmt: skip
    refused = await post(client, "/glasgow/committee/rounds/new", sent)
    assert refused.status_code == 422
    assert "The least cannot be more than what is wanted." in refused.text
    refused = await post(client, "/glasgow/committee/rounds/new", {**sent, "least": "1"})
    assert "The round closes before it opens" in refused.text
    assert re.search(rf'value="{call.id}"\s+checked', refused.text)
    good = {**sent, "least": "1", "closes": "2027-06-20T09:00"}
    assert (await post(client, "/glasgow/committee/rounds/new", good)).status_code == 303
    late = next(each for each in await rounds_of(cast.meeting.id) if each.key == "late-ones")
    assert [(each.title, each.weight, each.hint) for each in late.criteria] == [
        ("Originality", 2, "Is it new?"),
        ("Clarity", 1, ""),
    ]
