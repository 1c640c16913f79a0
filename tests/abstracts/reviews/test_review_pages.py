"""The screens over HTTP, without JavaScript: forms, refusals, files, numbers of statements."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx

from abstracts.reviews.review_actions import save_draft, send_review
from abstracts.reviews.saying import Said
from abstracts.tables.review import Assignment, Review
from conference.orm import clock
from tests.abstracts.reviews.conftest import Reviewing
from tests.cast import NOW

LIST = "/glasgow/reviewing"
Post = Callable[..., Any]


async def sent(reviewing: Reviewing, code: str, overall: int = 4) -> None:
    await send_review(reviewing.chair(), "main", code, Said(overall), seen=0, now=NOW)


async def test_page_sends_a_review_and_goes_to_the_least_reviewed(
    as_dan: Any, reviewing: Reviewing, post: Post
) -> None:
    client = await as_dan()
    first, second, third = reviewing.codes
    assert "0 of 3 done" in (await client.get(LIST)).text
    await reviewing.assign(reviewing.rita, second)
    rita = reviewing.chair(reviewing.rita)
    await send_review(rita, "main", second, Said(3), seen=0, now=NOW)
    form = {"overall": "4", "score_novelty": "5", "recommendation": "oral", "do": "send"}
    answer = await post(client, f"{LIST}/main/{first}", form)
    assert answer.headers["location"] == f"{LIST}/main/{third}"
    row = await Review.select().where(Review.recommendation == "oral").first()
    assert (row["overall"], row["version"]) == (4, 1)
    assert "1 of 3 done" in (await client.get(LIST)).text
    assert "1 of 3 done" in (await client.get("/my")).text


async def test_page_keeps_everything_typed_when_it_refuses(
    as_dan: Any, reviewing: Reviewing, post: Post
) -> None:
    client, page = await as_dan(), f"{LIST}/main/{reviewing.codes[0]}"
    form = {"overall": "", "to_committee": "Typed words.", "seen": "0", "do": "send"}
    answer = await post(client, page, form)
    assert answer.status_code == 422
    assert "Give an overall score." in answer.text
    assert "Typed words." in answer.text
    wrong = await post(client, f"{page}/stand-back", {"reason": "", "kind": "conflict"})
    assert wrong.status_code == 422
    assert await Review.count() == 0


async def test_autosave_answers_with_the_version_and_409_for_an_old_one(
    as_dan: Any, reviewing: Reviewing, post: Post
) -> None:
    client, page = await as_dan(), f"{LIST}/main/{reviewing.codes[0]}"
    json = {"headers": {"accept": "application/json"}}
    first = await post(client, f"{page}/draft", {"overall": "4", "seen": "0"}, **json)
    assert (first.status_code, first.json()["version"]) == (200, 1)
    old = await post(client, f"{page}/draft", {"overall": "2", "seen": "0"}, **json)
    assert old.status_code == 409
    both = await post(client, page, {"to_authors": "Mine.", "seen": "0", "do": "draft"})
    assert both.status_code == 409
    assert "saved in another window" in both.text
    assert "Mine." in both.text
    assert 'name="seen" value="1"' in both.text


async def test_page_after_the_closing_is_to_read_only(
    as_dan: Any, reviewing: Reviewing, post: Post
) -> None:
    await sent(reviewing, reviewing.codes[0])
    await reviewing.change_round(closes_at=clock.now() - timedelta(hours=1))
    client, page = await as_dan(), f"{LIST}/main/{reviewing.codes[0]}"
    shown = await client.get(page)
    assert "can no longer be changed" in shown.text
    assert "Send" not in shown.text.split("<main")[1].split("Keys")[0]
    answer = await post(client, page, {"overall": "1", "do": "send", "seen": "1"})
    assert answer.status_code == 403


async def test_chair_reads_reviews_reopens_one_and_takes_scores_away(
    client: httpx.AsyncClient, sign_in: Any, reviewing: Reviewing, post: Post
) -> None:
    first, second, _ = reviewing.codes
    await sent(reviewing, first, 5)
    await save_draft(
        reviewing.chair(), "main", second, Said(1, to_committee="Half-baked."), seen=0, now=NOW
    )
    await sign_in(client, reviewing.cast.bob)
    page = f"/glasgow/committee/abstracts/{first}/reviews"
    assert "5 of 5" in (await client.get(page)).text
    drafted = await client.get(f"/glasgow/committee/abstracts/{second}/reviews")
    assert "Half-baked." not in drafted.text
    row = await reviewing.assignment(reviewing.dan, first)
    assert (await post(client, page, {"assignment": str(row["id"])})).status_code == 422
    again = {"assignment": str(row["id"]), "reason": "Look again."}
    assert (await post(client, page, again)).status_code == 303
    assert await Assignment.count().where(Assignment.reopened_at.is_not_null()) == 1
    file = await client.get("/glasgow/committee/scores.csv?only=&sort=mean")
    rows = list(csv.DictReader(io.StringIO(file.content.decode("utf-8-sig"))))
    assert [(each["Reference"], each["Reviews"], each["Mean"]) for each in rows[:1]] == [
        (first, "1", "5.00")
    ]
    assert [each["Reviews"] for each in rows[1:]] == ["0", "0"]
    assert (await client.get("/glasgow/committee/scores?only=disputed")).text.count(first) == 0
    assert first in (await client.get("/glasgow/committee/discussion")).text
    assert "dan" in (await client.get("/glasgow/committee/scores/reviewers")).text.lower()


async def test_committee_in_conflict_sees_no_number(
    client: httpx.AsyncClient, sign_in: Any, reviewing: Reviewing
) -> None:
    from abstracts.tables import Author

    first = reviewing.codes[0]
    await sent(reviewing, first, 5)
    await Author.update({Author.person: reviewing.cast.bob.id}).where(Author.abstract.code == first)
    await sign_in(client, reviewing.cast.bob)
    table = (await client.get("/glasgow/committee/scores")).text
    assert "You are in conflict" in table
    assert "5.00" not in table
    assert first not in (await client.get("/glasgow/committee/scores.csv")).text
    assert (await client.get(f"/glasgow/committee/abstracts/{first}/reviews")).status_code == 404


async def test_pages_take_the_same_statements_with_one_and_three(
    as_dan: Any, reviewing: Reviewing, count_statements: Any
) -> None:
    client, codes = await as_dan(), reviewing.codes
    pages = [LIST, f"{LIST}/main/{codes[0]}", "/glasgow/committee/discussion"]
    pages += [f"{LIST}/main/offline/form.csv"]
    others = await Assignment.select(Assignment.id).where(Assignment.position > 0)
    ids = [each["id"] for each in others]
    await Assignment.update({Assignment.state: "recused"}).where(Assignment.id.is_in(ids))

    async def counts() -> list[int]:
        made = []
        for path in pages:
            with count_statements() as seen:
                assert (await client.get(path)).status_code == 200
            made.append(len(seen))
        return made

    await counts()
    with_one = await counts()
    await Assignment.update({Assignment.state: "open"}).where(Assignment.id.is_in(ids))
    assert await counts() == with_one
