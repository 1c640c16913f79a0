"""Abstracts and reviews from elsewhere: looked at, taken over once, undone while untouched."""

from __future__ import annotations

import re
from typing import Any

import httpx
import pytest

from abstracts.queries import CallInfo, abstract_of_meeting
from abstracts.reviews.standings import standings_of
from abstracts.tables import Abstract, AbstractVersion, Author, Call
from abstracts.tables.book import AbstractImport
from abstracts.tables.review import Assignment, Review, ReviewRound
from conference.letters.tables import OutboxLetter
from conference.orm import clock
from conference.orm.invariants import check_all
from tests.cast import NOW, Cast

IMPORT = "/glasgow/committee/abstracts/import"
ABSTRACTS = """Reference,Title,Text,Topic,Authors,Institutions,Email,Decision
X-1,IFN-λ limits,Cells were read.,T01,"Alice Ångström (1)","1 Clyde, Glasgow, UK",ada@x.test,talk
X-2,=IL-6 in mice,Mice ran.,Interferons,"Bo Berg (1), Cy Dorn (1)","1 Tay, Dundee, UK",bo@x.test,
X-3,,Nothing,T01,"Di Ek (1)","1 Tay, Dundee, UK",di@x.test,
"""
REVIEWS = """Reference,Reviewer e-mail,Reviewer name,Score,Comment to authors
X-1,rita@y.test,Rita Reed,5,Well done.
X-2,rita@y.test,Rita Reed,3,
X-2,saul@y.test,Saul Sand,9,
X-9,saul@y.test,Saul Sand,4,
"""


@pytest.fixture
async def chair(client: httpx.AsyncClient, cast: Cast, call: CallInfo, sign_in: Any) -> Any:
    with clock.at(NOW):
        await sign_in(client, cast.bob)
        yield client


@pytest.fixture
async def round_(cast: Cast, call: CallInfo) -> ReviewRound:
    row = ReviewRound(
        created_at=NOW, meeting=cast.meeting.id, key="main", title="Main", zone="UTC",
        calls=f'["{call.id}"]', opens_at=NOW, closes_at=NOW,
    )  # fmt: skip
    await ReviewRound.insert(row)
    return row


async def upload(chair: Any, post: Any, text: str, **fields: Any) -> httpx.Response:
    sent = {"file": ("list.csv", text.encode(), "text/csv")}
    answer: httpx.Response = await post(chair, IMPORT, fields, files=sent)
    return answer


async def apply(chair: Any, post: Any, where: str) -> httpx.Response:
    page = await chair.get(where)
    [seen] = re.findall(r'name="seen" value="(\w+)"', page.text)
    done: httpx.Response = await post(chair, where, {"seen": seen})
    return done


async def take_over(chair: Any, post: Any, call: CallInfo) -> str:
    kept = await upload(chair, post, ABSTRACTS, kind="abstracts", call=str(call.id))
    where = str(kept.headers["location"])
    await apply(chair, post, where)
    return where


async def test_import_takes_over_what_is_understood_without_letters(
    chair: Any, post: Any, call: CallInfo, cast: Cast
) -> None:
    kept = await upload(chair, post, ABSTRACTS, kind="abstracts", call=str(call.id))
    preview = await chair.get(kept.headers["location"] + "?show=refused")
    assert "The title is missing." in preview.text
    assert await Abstract.count() == 0
    done = await apply(chair, post, kept.headers["location"])
    page = await chair.get(done.headers["location"])
    assert "2 taken over" in page.text
    assert "Here already (2)" in page.text
    row = await Abstract.select().where(Abstract.imported_as == "X-1").first()
    assert row is not None
    found = await abstract_of_meeting(cast.meeting.id, row["code"])
    assert found is not None
    assert (found.state, found.decision) == ("accepted", "oral")
    assert found.presenter_person is not None
    assert await OutboxLetter.count() == 0
    assert {f.invariant.key: f.sentences for f in await check_all() if f.sentences} == {}


async def test_import_again_takes_nothing_and_two_clicks_take_once(
    chair: Any, post: Any, call: CallInfo
) -> None:
    where = await take_over(chair, post, call)
    again = await post(chair, where, {"seen": "x"})
    assert "applied already" in (await chair.get(again.headers["location"])).text
    kept = await upload(chair, post, ABSTRACTS, kind="abstracts", call=str(call.id))
    assert "There is nothing to apply" in (await chair.get(kept.headers["location"])).text
    assert await Abstract.count() == 2


async def test_apply_is_refused_when_the_preview_is_out_of_date(
    chair: Any, post: Any, call: CallInfo
) -> None:
    kept = await upload(chair, post, ABSTRACTS, kind="abstracts", call=str(call.id))
    where = kept.headers["location"]
    page = await chair.get(where)
    [seen] = re.findall(r'name="seen" value="(\w+)"', page.text)
    await Call.update({Call.max_authors: 1}).where(Call.id == call.id)
    await post(chair, where, {"seen": seen})
    assert await Abstract.count() == 0
    assert await AbstractImport.count().where(AbstractImport.applied_at.is_null()) == 1


async def test_undo_removes_what_was_made_unless_somebody_touched_it(
    chair: Any, post: Any, call: CallInfo, round_: ReviewRound
) -> None:
    where = await take_over(chair, post, call)
    no_reason = await post(chair, f"{where}/undo", {"reason": ""})
    assert no_reason.status_code == 422
    kept = await upload(chair, post, REVIEWS, kind="reviews", round="main")
    await apply(chair, post, kept.headers["location"])
    refused = await post(chair, f"{where}/undo", {"reason": "wrong year"})
    assert "was changed, reviewed" in (await chair.get(refused.headers["location"])).text
    assert await Abstract.count() == 2
    await post(chair, f"{kept.headers['location']}/undo", {"reason": "first"})
    assert await Review.count() == await Assignment.count() == 0
    await post(chair, f"{where}/undo", {"reason": "wrong year"})
    assert [await t.count() for t in (Abstract, Author, AbstractVersion)] == [0, 0, 0]


async def test_import_of_reviews_finds_abstracts_by_either_reference(
    chair: Any, post: Any, call: CallInfo, round_: ReviewRound, cast: Cast
) -> None:
    await take_over(chair, post, call)
    row = await Abstract.select().where(Abstract.imported_as == "X-2").first()
    assert row is not None
    text = REVIEWS.replace("X-2,rita", f"{row['code']},rita")
    kept = await upload(chair, post, text, kind="reviews", round="main")
    refused = await chair.get(kept.headers["location"] + "?show=refused")
    assert "Give a score from 1 to 5." in refused.text
    assert "The round reads no abstract with the reference “X-9”." in refused.text
    await apply(chair, post, kept.headers["location"])
    standings = await standings_of(cast.meeting.id)
    assert standings[row["id"]].mean == 3
    assert len(standings) == 2
    assert {f.invariant.key: f.sentences for f in await check_all() if f.sentences} == {}


async def test_import_of_reviews_refuses_own_abstracts_and_those_of_another_call(
    chair: Any, post: Any, call: CallInfo, round_: ReviewRound
) -> None:
    await take_over(chair, post, call)
    own = "Reference,Reviewer e-mail,Score\nX-2,Bo@x.test,5\n"
    kept = await upload(chair, post, own, kind="reviews", round="main")
    refused = await chair.get(kept.headers["location"] + "?show=refused")
    assert "The reviewer is in conflict: it is their own abstract." in refused.text
    await ReviewRound.update({ReviewRound.calls: "[]"}).where(ReviewRound.id == round_.id)
    other = await upload(chair, post, REVIEWS, kind="reviews", round="main")
    page = await chair.get(other.headers["location"] + "?show=refused")
    assert "The round reads no abstract with the reference “X-1”." in page.text
    assert "To be taken over (0)" in page.text


async def test_upload_says_what_is_missing(chair: Any, post: Any, call: CallInfo) -> None:
    nothing = await post(chair, IMPORT, {"kind": "abstracts"}, files={"x": ("", b"")})
    assert nothing.status_code == 422
    assert "Choose a file." in nothing.text
    no_call = await upload(chair, post, ABSTRACTS, kind="abstracts")
    assert no_call.status_code == 422
    assert "Choose the call" in no_call.text
    wrong = await upload(chair, post, "a,b\n1,2\n", kind="abstracts", call=str(call.id))
    assert "No column is called" in wrong.text
