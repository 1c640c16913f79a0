"""Presenters answer, register, are reminded; free places go to the waiting list."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from abstracts.actions import Desk as AuthorsDesk
from abstracts.changes.withdrawing import withdraw_abstract
from abstracts.deciding.answering import answer_invitation
from abstracts.deciding.chase_queries import presenting_of
from abstracts.deciding.chasing import extend_presenter, release_place, remind_presenters
from abstracts.deciding.chores import chase_all_presenters
from abstracts.deciding.composing import Desk
from abstracts.deciding.policy import AbstractPolicyInfo
from abstracts.deciding.policy_actions import save_policy
from abstracts.deciding.promoting import order_waiting_list, promote_abstract
from abstracts.deciding.scope import Scope
from abstracts.deciding.waiting_queries import waiting_list
from abstracts.errors import NotPossible, UnknownAbstract
from abstracts.queries import AbstractDetail, abstract_of_meeting
from abstracts.tables import Abstract, Author
from abstracts.vocabulary import AbstractState, Answer, Decision, Silence
from conference.letters.tables import OutboxLetter
from conference.orm import Actor
from conference.orm.tables import AuditEntry
from conference.people.queries import primary_addresses
from conference.registration.tables import Order, Registration, RegistrationCategory
from conference.registration.ticket import Issuer
from conference.web.problems import Invalid
from tests.abstracts.deciding.test_release import all_held, broken, release
from tests.abstracts.reviewed import Reviewed
from tests.cast import NOW, Cast

BY = Actor.system("tests")
ISSUER = Issuer("secret", "http://t", "t")


def days(number: float) -> timedelta:
    return timedelta(days=number)


@pytest.fixture
async def told(cast: Cast, five: Reviewed, chair: Scope) -> Reviewed:
    """Released: a talk, two posters, one on the waiting list, one not accepted."""
    await all_held(cast, five, chair)
    await release(cast)
    return five


def authors_desk(cast: Cast, person: UUID) -> AuthorsDesk:
    return AuthorsDesk(cast.meeting, person, Actor(person, "Somebody"), "http://t")


async def one(cast: Cast, code: str) -> AbstractDetail:
    found = await abstract_of_meeting(cast.meeting.id, code)
    assert found is not None
    return found


async def presenter_of(cast: Cast, code: str) -> UUID:
    person = (await one(cast, code)).presenter_person
    assert person is not None
    return person


async def register(cast: Cast, person: UUID, state: str = "confirmed") -> None:
    """A registration of this person, written down as it stands after the payment."""
    key = uuid4().hex[:8]
    category = RegistrationCategory(id=uuid4(), meeting=cast.meeting.id, key=key, title="All")
    order = Order(
        id=uuid4(), code=uuid4().hex[:8], meeting=cast.meeting.id, person=person, currency="EUR",
        total=0, state="paid", placed_at=NOW,
    )  # fmt: skip
    await RegistrationCategory.insert(category)
    await Order.insert(order)
    await Registration.insert(
        Registration(
            code=uuid4().hex[:8], meeting=cast.meeting.id, person=person, category=category.id,
            order=order.id, mode="in_person", state=state, seat=0, ticket_hash=uuid4().hex,
            confirmed_at=NOW,
        )
    )  # fmt: skip


async def letters(kind: str) -> list[dict[str, Any]]:
    return list(await OutboxLetter.select().where(OutboxLetter.kind == kind))


async def test_answer_yes_is_kept_and_confirmed_once(cast: Cast, told: Reviewed) -> None:
    code = told.codes[0]
    desk = authors_desk(cast, await presenter_of(cast, code))
    for _ in range(2):
        assert await answer_invitation(desk, code, Answer.ACCEPTED, NOW) is AbstractState.ACCEPTED
    assert (await one(cast, code)).answer == "accepted"
    assert len(await letters("abstract_answered")) == 2  # who presents, who submitted


async def test_answer_no_frees_the_place_and_proposes_the_next(
    cast: Cast, told: Reviewed, chair: Scope
) -> None:
    talk, waiting = told.codes[0], told.codes[3]
    desk = authors_desk(cast, await presenter_of(cast, talk))
    after = await answer_invitation(desk, talk, Answer.DECLINED, NOW, reason="On leave")
    assert after is AbstractState.DECLINED
    [freed] = (await waiting_list(cast.meeting.id, chair)).freed
    assert (freed.place.code, freed.place.decision) == (talk, Decision.ORAL)
    assert freed.promotion is not None
    assert freed.promotion.code == waiting
    with pytest.raises(NotPossible):
        await answer_invitation(desk, talk, Answer.ACCEPTED, NOW)
    assert await broken() == []


async def test_only_presenter_and_submitter_answer(cast: Cast, told: Reviewed) -> None:
    code = told.codes[0]
    with pytest.raises(UnknownAbstract):
        await answer_invitation(authors_desk(cast, cast.alice.id), code, Answer.DECLINED, NOW)
    with pytest.raises(NotPossible):
        await answer_invitation(
            authors_desk(cast, cast.dan.id), told.codes[4], Answer.ACCEPTED, NOW
        )


async def test_situation_05_a_withdrawn_talk_is_replaced_from_the_waiting_list(
    cast: Cast, told: Reviewed, chair: Scope
) -> None:
    talk, waiting = told.codes[0], told.codes[3]
    await save_policy(cast.meeting, AbstractPolicyInfo(frozen_at=NOW - days(1)), by=BY, now=NOW)
    await withdraw_abstract(authors_desk(cast, cast.dan.id), talk, NOW, reason="New job")
    [freed] = (await waiting_list(cast.meeting.id, chair)).freed
    assert freed.state is AbstractState.WITHDRAWN
    promotion = freed.promotion
    assert promotion is not None
    await promote_abstract(
        Desk(cast.meeting, "http://t"), promotion.code, promotion.place.decision,
        scope=chair, by=BY, now=NOW, replaces=talk,
    )  # fmt: skip
    found = await one(cast, waiting)
    assert (found.state, found.decision) == (AbstractState.ACCEPTED, Decision.ORAL)
    assert found.answer_by == NOW + days(14)
    after = await waiting_list(cast.meeting.id, chair)
    assert (after.freed, after.rows) == ((), ())
    told_of_it = [each for each in await letters("abstract_accepted") if waiting in each["subject"]]
    assert len(told_of_it) == 2
    assert await broken() == []


async def test_situation_06_a_presenter_never_registers_and_is_replaced(
    cast: Cast, told: Reviewed, chair: Scope
) -> None:
    talk, poster, waiting = told.codes[0], told.codes[2], told.codes[3]
    await register(cast, await presenter_of(cast, poster))
    await Abstract.update({Abstract.answer: "accepted"}, force=True)
    for day in (15.9, 16, 16.1, 27, 29.9):
        await chase_all_presenters(NOW + days(day), ISSUER)
    reminders = await letters("abstract_register_reminder")
    about_talk = [each for each in reminders if talk in each["subject"]]
    assert len(about_talk) == 4  # twice, to who presents and who submitted
    assert not any(poster in each["subject"] for each in reminders)
    assert (await one(cast, talk)).state is AbstractState.ACCEPTED
    for _ in range(2):
        await chase_all_presenters(NOW + days(30.1), ISSUER)
    assert (await one(cast, talk)).state is AbstractState.FORFEITED
    assert (await one(cast, poster)).state is AbstractState.ACCEPTED
    trail = await AuditEntry.select().where(
        AuditEntry.subject == talk, AuditEntry.verb == "release_place"
    )
    assert [each["reason"] for each in trail] == [
        "Ada Writer was not registered by Wed 9 Jun 2027, 10:00 BST (London)."
    ]
    freed = (await waiting_list(cast.meeting.id, chair)).freed
    mine = next(each for each in freed if each.place.code == talk)
    assert mine.promotion is not None
    assert mine.promotion.code == waiting
    goodbyes = await letters("abstract_place_released")
    assert len([each for each in goodbyes if talk in each["subject"]]) == 2
    assert await broken() == []


async def test_release_place_never_hits_who_is_registered(cast: Cast, told: Reviewed) -> None:
    code = told.codes[0]
    await register(cast, await presenter_of(cast, code))
    desk = Desk(cast.meeting, "http://t")
    with pytest.raises(NotPossible, match="the place stays theirs"):
        await release_place(desk, code, reason="late", by=BY, now=NOW)
    assert await remind_presenters(desk, [code], by=BY, now=NOW) == 0


async def test_extend_gives_one_presenter_more_time(cast: Cast, told: Reviewed) -> None:
    code = told.codes[0]
    await Abstract.update({Abstract.answer: "accepted"}, force=True)
    with pytest.raises(Invalid):
        await extend_presenter(cast.meeting, code, NOW - days(1), reason="x", by=BY, now=NOW)
    await extend_presenter(cast.meeting, code, NOW + days(60), reason="Visa", by=BY, now=NOW)
    for day in (16, 27, 30, 33):
        await chase_all_presenters(NOW + days(day), ISSUER)
    assert (await one(cast, code)).state is AbstractState.ACCEPTED
    assert (await one(cast, told.codes[1])).state is AbstractState.FORFEITED


async def test_silence_is_reminded_once_and_then_the_place_is_free(
    cast: Cast, told: Reviewed
) -> None:
    for day in (13, 14, 14.1, 20.9):
        await chase_all_presenters(NOW + days(day), ISSUER)
    assert len(await letters("abstract_answer_reminder")) == 6  # three abstracts, two addresses
    await register(cast, await presenter_of(cast, told.codes[2]))
    await chase_all_presenters(NOW + days(21.1), ISSUER)
    states = [(await one(cast, code)).state for code in told.codes[:3]]
    assert states == [AbstractState.FORFEITED, AbstractState.FORFEITED, AbstractState.ACCEPTED]
    assert (await one(cast, told.codes[2])).answer == "taken"


async def test_silence_is_a_yes_where_the_policy_says_so(cast: Cast, told: Reviewed) -> None:
    await save_policy(cast.meeting, AbstractPolicyInfo(silence=Silence.ACCEPT), by=BY, now=NOW)
    await chase_all_presenters(NOW + days(14), ISSUER)
    assert [(await one(cast, code)).answer for code in told.codes[:3]] == ["taken"] * 3
    assert await letters("abstract_answer_reminder") == []


async def test_the_waiting_list_is_reordered_and_closes_up(
    cast: Cast, told: Reviewed, chair: Scope, bob: httpx.AsyncClient, post: Any
) -> None:
    first, second = told.codes[3], told.codes[4]
    here = "/glasgow/committee"
    data = {"outcome": "waitlisted", "why": "appeal", "do": "tell"}
    assert (await post(bob, f"{here}/abstracts/{second}/decide", data)).status_code == 303
    listed = (await waiting_list(cast.meeting.id, chair)).rows
    assert [(row.code, row.waiting_rank) for row in listed] == [(first, 1), (second, 2)]
    with pytest.raises(Invalid):
        await order_waiting_list(cast.meeting, {first: "x"}, scope=chair, by=BY, now=NOW)
    wrong = await post(bob, f"{here}/decisions/waiting/order", {f"rank-{first}": "last"})
    assert wrong.status_code == 422
    order = {f"rank-{first}": "2", f"rank-{second}": "1"}
    late = await post(bob, f"{here}/decisions/waiting/order", {**order, "seen": "another"})
    assert late.status_code == 409
    assert re.search(rf'name="rank-{first}"[^>]*value="2"', late.text)  # as typed
    assert (await post(bob, f"{here}/decisions/waiting/order", order)).status_code == 303
    page = (await bob.get(f"{here}/decisions/waiting/{second}?decision=poster")).text
    assert f"Abstract {second} accepted as a poster" in page
    gone = await post(bob, f"{here}/decisions/waiting/{second}", {"decision": "poster"})
    assert gone.status_code == 303
    listed = (await waiting_list(cast.meeting.id, chair)).rows
    assert [(row.code, row.waiting_rank) for row in listed] == [(first, 1)]


async def test_an_appeal_is_held_and_told_with_the_next_release(
    cast: Cast, told: Reviewed, bob: httpx.AsyncClient, post: Any
) -> None:
    code = told.codes[4]
    here = f"/glasgow/committee/abstracts/{code}/decide"
    no_reason = await post(bob, here, {"outcome": "poster", "do": "hold"})
    assert no_reason.status_code == 422
    held = await post(bob, here, {"outcome": "poster", "do": "hold", "why": "appeal"})
    assert held.status_code == 303
    assert (await one(cast, code)).state is AbstractState.REJECTED
    assert (await release(cast)).decisions == 1
    assert (await one(cast, code)).decision is Decision.POSTER


async def test_the_chase_list_reminds_and_extends_from_the_page(
    cast: Cast, told: Reviewed, bob: httpx.AsyncClient, post: Any
) -> None:
    here = "/glasgow/committee/presenters"
    await register(cast, await presenter_of(cast, told.codes[2]))
    page = (await bob.get(here)).text
    assert "2 of 3 accepted abstracts have a presenting author" in page
    assert told.codes[2] not in page
    assert (await post(bob, f"{here}/remind", {"code": told.codes[:3]})).status_code == 303
    assert (await post(bob, f"{here}/remind", {"code": told.codes[:3]})).status_code == 303
    assert len(await letters("abstract_register_reminder")) == 4  # a double click sends nothing
    wrong = await post(bob, f"{here}/{told.codes[0]}/extend", {"until": "soon", "reason": "Visa"})
    assert wrong.status_code == 422
    assert 'value="soon"' in wrong.text
    good = {"until": "2099-01-01T10:00", "reason": "Visa"}
    assert (await post(bob, f"{here}/{told.codes[0]}/extend", good)).status_code == 303
    assert "Thu 1 Jan 2099, 10:00" in (await bob.get(here)).text
    for _ in range(2):
        gone = await post(bob, f"{here}/{told.codes[1]}/release", {"reason": "Cannot come"})
        assert gone.status_code == 303
    assert len(await letters("abstract_place_released")) == 2
    assert (await one(cast, told.codes[1])).state is AbstractState.FORFEITED


async def test_two_presenters_without_an_address_stay_in_doubt(
    cast: Cast, five: Reviewed, chair: Scope
) -> None:
    await Author.update({Author.email: ""}).where(Author.abstract == five.ids[five.codes[0]])
    await all_held(cast, five, chair)
    assert (await release(cast)).in_doubt == 1


async def test_a_stand_in_is_the_one_to_chase(
    cast: Cast, told: Reviewed, bob: httpx.AsyncClient
) -> None:
    code = told.codes[0]
    await Abstract.update(
        {Abstract.presented_by: cast.alice.id, Abstract.presented_by_name: "Alice Archer"}
    ).where(Abstract.code == code)
    [each] = await presenting_of(cast.meeting.id, code)
    alice = (await primary_addresses([cast.alice.id]))[cast.alice.id]
    assert (each.person, each.email) == (cast.alice.id, alice)
    assert alice in (await bob.get(f"/glasgow/committee/abstracts.csv?q={code}")).text


async def test_what_was_given_back_is_told_at_once_not_held(
    cast: Cast, told: Reviewed, bob: httpx.AsyncClient, post: Any
) -> None:
    here = f"/glasgow/committee/abstracts/{told.codes[0]}"
    assert 'value="hold"' in (await bob.get(here)).text
    await release_place(Desk(cast.meeting, "http://t"), told.codes[0], reason="x", by=BY, now=NOW)
    assert 'value="hold"' not in (await bob.get(here)).text
    again = {"outcome": "oral", "why": "came back", "do": "tell"}
    assert (await post(bob, f"{here}/decide", again)).status_code == 303
    assert (await one(cast, told.codes[0])).decision is Decision.ORAL


async def test_a_place_that_is_given_twice_is_free_once(
    cast: Cast, told: Reviewed, chair: Scope, bob: httpx.AsyncClient, post: Any
) -> None:
    talk, waiting = told.codes[0], told.codes[3]
    here = f"/glasgow/committee/decisions/waiting/{waiting}"
    taken = {"decision": "oral", "replaces": talk, "note": "Welcome."}
    refused = await post(bob, here, taken)
    assert refused.status_code == 422
    assert f"{talk} has no free place" in refused.text
    assert "Welcome." in refused.text
    desk = Desk(cast.meeting, "http://t")
    await release_place(desk, talk, reason="gone", by=BY, now=NOW)
    assert (await post(bob, here, taken)).status_code == 303
    await release_place(desk, waiting, reason="gone too", by=BY, now=NOW)
    freed = (await waiting_list(cast.meeting.id, chair)).freed
    assert [each.place.code for each in freed] == [waiting]


async def test_nobody_moves_what_they_have_a_conflict_with_up_the_list(
    cast: Cast, told: Reviewed, chair: Scope, bob: httpx.AsyncClient, post: Any
) -> None:
    first, mine = told.codes[3], told.codes[4]
    data = {"outcome": "waitlisted", "why": "appeal", "do": "tell"}
    await post(bob, f"/glasgow/committee/abstracts/{mine}/decide", data)
    await Author.update({Author.person: cast.bob.id}).where(Author.abstract == told.ids[mine])
    page = (await bob.get("/glasgow/committee/decisions/waiting")).text
    assert f"rank-{mine}" not in page
    order = {f"rank-{first}": "2", f"rank-{mine}": "1"}
    await post(bob, "/glasgow/committee/decisions/waiting/order", order)
    listed = (await waiting_list(cast.meeting.id, chair)).rows
    assert [row.code for row in listed] == [first, mine]


async def test_promote_says_who_has_a_talk_already(
    cast: Cast, told: Reviewed, bob: httpx.AsyncClient
) -> None:
    waiting = told.codes[3]
    page = f"/glasgow/committee/decisions/waiting/{waiting}"
    assert "has a talk already" not in (await bob.get(page)).text
    await Author.update({Author.email: "ada@writers.test"}).where(
        Author.abstract == told.ids[waiting]
    )
    assert f"has a talk already: {told.codes[0]}" in (await bob.get(page)).text
