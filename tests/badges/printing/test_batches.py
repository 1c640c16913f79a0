"""Many badges at once: chosen, looked at, made beside the requests, recorded with their file."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from lxml import html

from badges.desk.actions import check_in
from badges.printing.batches.actions import queue_batch
from badges.printing.batches.choice import (
    Choice,
    Doubtful,
    Here,
    Order,
    Ribboned,
    faults_of,
    with_doubtful,
)
from badges.printing.batches.forms import choice_of
from badges.printing.batches.making import make_next_batch
from badges.printing.batches.queries import batch_of, batches_of, proposal_of
from badges.printing.batches.words import batch_facts
from badges.printing.errors import ReasonNeeded
from badges.printing.rules import LEASE, JobState, PrintReason
from badges.stock.catalogue import STOCKS
from badges.stock.stock import Flip
from badges.tables import BadgePrint, PrintBatch
from conference.registration.rules import ProofState, RegistrationState
from conference.registration.tables import Registration
from conference.settings import Settings
from tests.badges.conftest import Enrol, Hall
from tests.badges.printing.conftest import CAROL, Press
from tests.badges.reading import pdf_text, words

Born = Callable[..., Awaitable[UUID]]
Post = Callable[..., Awaitable[httpx.Response]]
BADGES = "/glasgow/desk/badges"
USUAL = Choice()
BY_HTMX = {"hx-request": "true"}


async def _queue(hall: Hall, now: datetime, choice: Choice = USUAL, **more: Any) -> UUID:
    proposal = await proposal_of(hall.meeting, choice)
    reason = more.get("reason")
    return await queue_batch(proposal, reason, meeting=hall.meeting, by=CAROL, now=now)


def seen(page: httpx.Response) -> str:
    """What a page says it showed."""
    return str(html.fromstring(page.text).xpath("//input[@name='seen']/@value")[0])


async def _make(settings: Settings, now: datetime) -> bool:
    return await make_next_batch(settings, lambda: now)


def test_choice_is_the_same_after_an_address() -> None:
    choice = Choice(
        category="trainee", first="b", here=Here.NOT_YET, ribbon=Ribboned.WITH,
        order=Order.COMPANY, doubtful=Doubtful.LAST, stock="a4-4up", first_place=2, marks=False,
    )  # fmt: skip
    asked = dict(httpx.QueryParams(choice.query))

    assert choice_of(asked, STOCKS) == choice
    assert Choice().query == ""
    old = {"stock": "gone", "order": "?", "first_place": "two", "printed": "x"}
    assert choice_of(old, STOCKS) == Choice()


@pytest.mark.parametrize(
    ("chosen", "field"),
    [
        ({"first_place": -1}, "first_place"),
        ({"first_place": 8}, "first_place"),
        ({"first_place": 3}, ""),
        ({"first": "Z", "last": "A"}, "first"),
        ({"first": "ab", "last": "A"}, ""),
        ({"first": "Łoś", "last": "l"}, ""),
        ({"first": "z"}, ""),
    ],
)
def test_choice_of_no_batch_is_told_by_its_field(chosen: dict[str, Any], field: str) -> None:
    found = faults_of(Choice(stock="a4-4up", **chosen), STOCKS["a4-4up"])
    assert list(found) == ([field] if field else [])


def test_batch_says_what_to_load() -> None:
    choice = Choice(stock="a4-4up", first_place=2, flip=Flip.LONG_EDGE, here=Here.CAME)
    facts = dict(batch_facts(choice, STOCKS["a4-4up"], 3, "Blue"))
    assert facts["Stock"] == STOCKS["a4-4up"].title
    assert (facts["To load"], facts["First badge"]) == (
        "2 sheets",
        "At place 3 of 4 of the first sheet",
    )
    assert (facts["Sides"], facts["Layout"]) == ("Both sides, long edge", "Blue")
    assert facts["At the meeting"] == "Arrived"
    plain = dict(batch_facts(Choice(), STOCKS["a6"], 1, ""))
    assert plain["To load"] == "1 sheet"
    assert not plain.keys() & {"First badge", "Layout", "Ribbons"}


async def test_batch_is_queued_made_and_opened_again(
    carol: httpx.AsyncClient, hall: Hall, enrol: Enrol, post: Post, settings: Settings,
    now: datetime,
) -> None:  # fmt: skip
    await enrol(hall.cast.alice)
    await enrol(hall.cast.bob, category="invited")
    await enrol(hall.cast.dan, state=RegistrationState.PENDING_PAYMENT)
    page = await carol.get(BADGES, params={"stock": "a4-4up"})
    assert "2 badges on 1 page" in words(page)
    assert "1 left out" in words(page)
    assert "Dan Díaz" in words(page)
    preview = await carol.get(f"{BADGES}.pdf", params={"stock": "a4-4up"})
    assert "Ångström" in pdf_text(preview)
    assert "Díaz" not in pdf_text(preview)

    sent = await post(carol, BADGES, {"stock": "a4-4up", "seen": seen(page)})

    address = sent.headers["location"]
    waiting = await carol.get(address)
    assert "To load 1 sheet First badge At place 1 of 4" in words(waiting)
    assert f"{STOCKS['a4-4up'].title}; from place 1 of 4" in words(await carol.get(BADGES))
    assert "Waiting to be made: 2 badges" in words(waiting)
    assert (await carol.get(f"{address}/badges.pdf")).status_code == 404
    assert await BadgePrint.count() == 0
    assert await _make(settings, now)
    part = await carol.get(address, headers={"hx-request": "true"})
    assert "2 badges made" in part.text
    assert "<html" not in part.text
    files = [(await carol.get(f"{address}/badges.pdf")) for _ in range(2)]
    assert files[0].content == files[1].content
    assert "Ångström" in pdf_text(files[0])
    assert "Brennan" in pdf_text(files[0])
    rows = await BadgePrint.select()
    assert {(row["stock"], row["reason"], row["by_name"]) for row in rows} == {
        ("a4-4up", "first", "Carol Ćosić")
    }
    assert "0 badges" in words(await carol.get(BADGES))
    await post(carol, f"{address}/delete")
    assert "The file was deleted" in words(await carol.get(address))
    assert await BadgePrint.count() == 2


async def test_batch_takes_category_letters_arrivals_and_order(
    hall: Hall, enrol: Enrol, born: Born, now: datetime
) -> None:
    people = {}
    for family, company in (("Ångström", "Z"), ("Berg", "Y"), ("Łoś", "X"), ("Zhang", "")):
        person = await born("Kim", family, affiliation=company)
        people[family] = await enrol(person, category="trainee" if family == "Berg" else "regular")
    await check_in(people["Łoś"], desk="1", by=CAROL, now=now)

    async def families(**choice: Any) -> list[str]:
        found = await proposal_of(hall.meeting, Choice(**choice))
        return [info.person.family_name for info in found.infos]

    assert await families(first="b", last="L") == ["Berg", "Łoś"]
    assert await families(category="trainee") == ["Berg"]
    assert await families(here=Here.CAME) == ["Łoś"]
    assert await families(here=Here.NOT_YET) == ["Ångström", "Berg", "Zhang"]
    assert await families(order=Order.COMPANY) == ["Łoś", "Berg", "Ångström", "Zhang"]
    assert await families(order=Order.CATEGORY) == ["Ångström", "Łoś", "Zhang", "Berg"]
    assert await families(ribbon=Ribboned.WITH) == []
    assert await families(first="x", last="y") == []


async def test_batch_puts_the_doubtful_last_or_leaves_them_out(
    carol: httpx.AsyncClient, hall: Hall, enrol: Enrol, born: Born
) -> None:
    odd = await enrol(await born("", "Enheduanna", registered_name="Enheduanna", badge_name="𒀀𒁀"))
    zoe = await enrol(await born("Zoe", "Zhang"))

    async def codes(doubtful: Doubtful) -> list[str]:
        return [i.code for i in (await proposal_of(hall.meeting, Choice(doubtful=doubtful))).infos]

    assert await codes(Doubtful.IN_ORDER) == [odd.code, zoe.code]
    assert await codes(Doubtful.LAST) == [zoe.code, odd.code]
    assert await codes(Doubtful.NOT) == [zoe.code]
    assert "No font holds every character" in words(await carol.get(BADGES))
    assert with_doubtful([odd, zoe], {odd.code}, Doubtful.LAST) == [zoe, odd]


async def test_batch_refuses_a_list_that_changed_and_a_reprint_without_reason(
    carol: httpx.AsyncClient, hall: Hall, enrol: Enrol, post: Post, press: Press
) -> None:
    alice = await enrol(hall.cast.alice)
    shown = seen(await carol.get(BADGES, params={"first": "a"}))
    await enrol(hall.cast.bob)
    changed = await post(carol, BADGES, {"seen": shown, "first": "a"})
    assert changed.status_code == 422
    assert "The list changed while you looked: it is 2 badges" in words(changed)
    typed = html.fromstring(changed.text).xpath("//input[@id='field-first']/@value")
    assert typed == ["a"]
    await press(alice)
    every = {"printed": "all", "last": "a"}
    every["seen"] = seen(await carol.get(BADGES, params=every))
    bare = await post(carol, BADGES, every)
    assert bare.status_code == 422
    assert "Say why it is printed again" in words(bare)
    assert (await post(carol, BADGES, {"stock": "a0"})).status_code == 422
    assert await PrintBatch.count() == 0
    assert (await post(carol, BADGES, {**every, "reason": "damaged"})).status_code == 303
    with pytest.raises(ReasonNeeded):
        await _queue(hall, alice.placed_at, Choice(printed="all"), reason=PrintReason.LOST)


async def test_batch_makes_nothing_that_was_not_shown(
    carol: httpx.AsyncClient, hall: Hall, enrol: Enrol, post: Post
) -> None:
    await enrol(hall.cast.alice)
    await enrol(hall.cast.bob, category="invited")
    shown = await carol.get(BADGES)
    chosen = {"category": "invited", "stock": "a4-4up", "first_place": "3"}
    for mark in (seen(shown), "", "x.y"):
        other = await post(carol, BADGES, {**chosen, "seen": mark, "do": "make"})
        assert other.status_code == 422
        told = "This is another choice than was shown: 1 badge, A4, four A6 badges to cut."
        assert told in words(other)
    assert await PrintBatch.count() == 0
    fields = html.fromstring(other.text).forms[-1].fields
    assert {name: fields[name] for name in chosen} == chosen
    assert "from place 3 of 4" in words(other)
    again = await post(carol, BADGES, {**chosen, "seen": seen(other), "do": "make"})
    assert again.status_code == 303
    (batch,) = await batches_of(hall.meeting.id)
    assert (batch.stock, batch.total, batch.choice.first_place) == ("a4-4up", 1, 2)


async def test_changed_field_shows_its_badges_with_a_script_and_without(
    carol: httpx.AsyncClient, hall: Hall, enrol: Enrol, post: Post
) -> None:
    await enrol(hall.cast.alice)
    await enrol(hall.cast.bob, category="invited")
    chosen = {"category": "invited", "stock": "a4-4up", "do": "show"}
    part = await post(carol, BADGES, chosen, headers=BY_HTMX)
    assert "1 badge on 1 page" in part.text
    assert "<html" not in part.text
    plain = await post(carol, BADGES, chosen)
    page = await carol.get(plain.headers["location"])
    assert seen(page) == seen(part)
    for field, wrong, sentence in (
        ("first_place", {"first_place": "9"}, "has 4 places: write 1 to 4."),
        ("first_place", {"first_place": "0"}, "has 4 places: write 1 to 4."),
        ("first", {"first": "Z", "last": "A"}, "“Z” comes after “A”"),
    ):
        for answer in (
            await post(carol, BADGES, {**chosen, **wrong, "do": "make", "seen": seen(page)}),
            await post(carol, BADGES, {**chosen, **wrong}, headers=BY_HTMX),
            await carol.get(BADGES, params={**chosen, **wrong}),
        ):
            assert answer.status_code == 422
            told = html.fromstring(answer.text).xpath(f"//*[@id='error-{field}']")
            assert sentence in told[0].text_content()
            assert "Make the file" not in answer.text
    pdf = await carol.get(f"{BADGES}.pdf", params={"stock": "a4-4up", "first_place": "9"})
    assert pdf.status_code == 422
    assert await PrintBatch.count() == 0


async def test_batch_leaves_out_who_was_cancelled_or_printed_meanwhile(
    hall: Hall, enrol: Enrol, press: Press, settings: Settings, now: datetime
) -> None:
    alice, bob = await enrol(hall.cast.alice), await enrol(hall.cast.bob)
    dan = await enrol(hall.cast.dan)
    batch = await _queue(hall, now)
    await press(alice)
    await Registration.update({Registration.proof: ProofState.PENDING.value}).where(
        Registration.id == bob.id
    )

    await _make(settings, now)

    done = await batch_of(hall.meeting.id, batch)
    assert done
    assert (done.state, done.total, done.done) == (JobState.DONE, 1, 1)
    assert done.trouble.startswith("2 fewer than chosen")
    (row,) = await BadgePrint.select(BadgePrint.badge.registration.as_alias("of")).where(
        BadgePrint.batch == batch
    )
    assert row["of"] == dan.id


async def test_two_makers_make_a_batch_once(
    hall: Hall, enrol: Enrol, settings: Settings, now: datetime
) -> None:
    for person in (hall.cast.alice, hall.cast.bob):
        await enrol(person)
    batch = await _queue(hall, now)

    made = await asyncio.gather(*(_make(settings, now) for _ in range(3)))

    assert made.count(True) == 1
    assert await BadgePrint.count().where(BadgePrint.batch == batch) == 2
    assert not await _make(settings, now + LEASE * 2)


async def test_batch_whose_makers_all_died_is_given_up_and_may_be_tried_again(
    carol: httpx.AsyncClient, hall: Hall, enrol: Enrol, post: Post, settings: Settings,
    now: datetime,
) -> None:  # fmt: skip
    await enrol(hall.cast.alice)
    batch = await _queue(hall, now)
    await PrintBatch.update(
        {PrintBatch.state: "printing", PrintBatch.attempts: 3, PrintBatch.lease_until: now}
    ).where(PrintBatch.id == batch)
    assert not await _make(settings, now + timedelta(seconds=1))
    page = await carol.get(f"{BADGES}/batches/{batch}")
    assert "could not be made in three tries" in words(page)
    await post(carol, f"{BADGES}/batches/{batch}/again")
    assert await _make(settings, now)
    assert await BadgePrint.count() == 1


async def test_cancelled_batch_prints_nothing(
    carol: httpx.AsyncClient, hall: Hall, enrol: Enrol, post: Post, settings: Settings,
    now: datetime,
) -> None:  # fmt: skip
    await enrol(hall.cast.alice)
    address = f"{BADGES}/batches/{await _queue(hall, now)}"
    assert (await post(carol, f"{address}/cancel")).status_code == 303
    assert not await _make(settings, now)
    assert "None of these badges is recorded" in words(await carol.get(address))
    await post(carol, f"{address}/again")
    assert await _make(settings, now)
    assert (await post(carol, f"{address}/cancel")).status_code == 409
    (batch,) = await batches_of(hall.meeting.id)
    assert batch.state is JobState.DONE
    unknown = await carol.get(f"{BADGES}/batches/{hall.meeting.id}")
    assert unknown.status_code == 404


async def test_badges_page_is_a_fixed_number_of_statements(
    carol: httpx.AsyncClient, hall: Hall, enrol: Enrol, born: Born, count_statements: Any
) -> None:
    await enrol(hall.cast.alice)
    await carol.get(BADGES)
    with count_statements() as one:
        await carol.get(BADGES)
    for family in ("Berg", "Zhang"):
        await enrol(await born("Kim", family))
    with count_statements() as three:
        await carol.get(BADGES)
    assert len(one) == len(three)
