"""What modules above tell registration of a person: promises, each once, and roles."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

import httpx

from abstracts.tables import Abstract, Author, Call
from conference.people.rules import PersonInfo
from conference.registration.commitments import CommitmentKind, commitments_of
from conference.registration.entitlements import roles_of
from schedule.tables import Participation, Session, Slot
from tests.registration.changes.conftest import Shop, gives_a_talk


async def accepted_abstract(shop: Shop, presenter: PersonInfo, code: str = "AB12CD") -> Abstract:
    meeting = shop.sale.meeting.id
    call = Call(
        id=uuid4(), meeting=meeting, key="regular", title="Regular", zone="UTC",
        opens_at=datetime(2027, 1, 1, tzinfo=UTC), closes_at=datetime(2027, 6, 1, tzinfo=UTC),
        length_policy="{}",
    )  # fmt: skip
    await Call.insert(call)
    abstract = Abstract(
        id=uuid4(), code=code, meeting=meeting, call=call.id, submitter=presenter.id,
        title="Fever in mice", state="accepted", decision="poster",
        submitted_at=datetime(2027, 3, 1, tzinfo=UTC),
    )  # fmt: skip
    await Abstract.insert(abstract)
    await Author.insert(
        Author(
            abstract=abstract.id, position=0, person=presenter.id, given_name="Dan",
            family_name="Díaz", is_presenting=True,
        )
    )  # fmt: skip
    return abstract


async def test_accepted_abstract_without_a_place_is_promised(
    shop: Shop, client: httpx.AsyncClient
) -> None:
    await accepted_abstract(shop, shop.cast.dan)

    (found,) = await commitments_of(shop.sale.meeting, shop.cast.dan.id)

    assert found.kind is CommitmentKind.ABSTRACT
    assert found.words == "Abstract “Fever in mice”, accepted as poster"
    assert await commitments_of(shop.sale.meeting, shop.cast.alice.id) == ()


async def test_abstract_with_a_place_is_told_once_as_what_it_is_there(
    shop: Shop, client: httpx.AsyncClient
) -> None:
    dan = shop.cast.dan
    abstract = await accepted_abstract(shop, dan)
    session = Session(
        id=uuid4(), meeting=shop.sale.meeting.id, code="P1", kind="poster", title="Posters",
        starts_at=datetime(2027, 10, 18, 16, 0, tzinfo=UTC), duration_minutes=120,
    )  # fmt: skip
    slot = Slot(
        id=uuid4(), session=session.id, code="P1.07", position=0, title="Fever in mice",
        kind="poster", abstract=abstract.id, board="B07",
    )  # fmt: skip
    await Session.insert(session)
    await Slot.insert(slot)
    part = Participation(session=session.id, slot=slot.id, person=dan.id, part="presenter")
    await Participation.insert(part)

    (found,) = await commitments_of(shop.sale.meeting, dan.id)

    assert found.kind is CommitmentKind.POSTER
    assert found.words == "Poster “Fever in mice”, Mon 18 Oct 2027, 17:00 BST (London)"


async def test_cancelled_talk_is_no_promise(shop: Shop, client: httpx.AsyncClient) -> None:
    await gives_a_talk(shop)
    await Slot.update({Slot.status: "cancelled"}, force=True)

    found = await commitments_of(shop.sale.meeting, shop.cast.dan.id)

    assert [each.kind for each in found] == [CommitmentKind.CHAIR]


async def test_roles_come_from_programme_and_abstracts(
    shop: Shop, client: httpx.AsyncClient
) -> None:
    meeting, cast = shop.sale.meeting.id, shop.cast
    assert await roles_of(meeting, cast.alice.id) == frozenset()
    await gives_a_talk(shop)
    await Slot.update({Slot.kind: "invited"}, force=True)
    await accepted_abstract(shop, cast.alice)

    assert await roles_of(meeting, cast.dan.id) == {"speaker", "invited_speaker", "chair"}
    assert await roles_of(meeting, cast.alice.id) == {"author"}
