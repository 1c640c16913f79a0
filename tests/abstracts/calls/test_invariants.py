"""`plenary check` finds a fee without its order, and who chairs or wins without a right to it."""

from __future__ import annotations

from uuid import uuid4

from abstracts.calls import invariants
from abstracts.queries import CallInfo
from abstracts.tables import Abstract, Call, Topic, TopicChair
from abstracts.vocabulary import CallKind
from conference.registration.invariants import states_in_step
from conference.registration.tables import Order, OrderLine
from tests.cast import NOW, Cast


async def test_check_names_what_is_broken(cast: Cast, call: CallInfo, submitted: str) -> None:
    assert await invariants.fee_has_order() == []
    assert await invariants.late_breaking_is_poster_only() == []
    assert await invariants.chairs_are_reviewers() == []
    await Abstract.update({Abstract.fee: 50_00}).where(Abstract.code == submitted)
    topic = await Topic.select(Topic.id).where(Topic.code == "T01").first()
    await TopicChair.insert(TopicChair(topic=topic["id"], person=cast.dan.id, created_at=NOW))
    late = {Call.kind: CallKind.LATE_BREAKING.value, Call.has_awards: True}
    await Call.update(late).where(Call.id == call.id)
    assert submitted in (await invariants.fee_has_order())[0]
    assert "T01" in (await invariants.chairs_are_reviewers())[0]
    assert "regular" in (await invariants.late_breaking_is_poster_only())[0]


async def test_check_names_an_order_that_lost_its_registration(cast: Cast) -> None:
    order = Order(
        id=uuid4(), created_at=NOW, code="LOST0001", meeting=cast.meeting.id,
        person=cast.dan.id, currency="EUR", total=5, state="pending", placed_at=NOW,
    )  # fmt: skip
    await Order.insert(order)
    assert len(await states_in_step()) == 1  # no lines: an order for nothing
    line = OrderLine(
        id=uuid4(), created_at=NOW, order=order.id, position=0, kind="charge", title="A", amount=5
    )
    await OrderLine.insert(line)
    assert await states_in_step() == []
    await OrderLine.update({OrderLine.registration: "GONE22"}).where(OrderLine.id == line.id)
    assert len(await states_in_step()) == 1
