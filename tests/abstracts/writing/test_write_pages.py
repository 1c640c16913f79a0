"""Autosave, figure, headings, versions, suggestions: what the form does beside saving."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from lxml import html
from PIL import Image

from abstracts import actions, queries
from abstracts.actions import Desk
from abstracts.manuscript import AuthorEntry
from abstracts.queries import CallInfo
from abstracts.tables import AbstractFigure, Author, Call
from conference.orm import clock
from conference.people.rules import PersonInfo
from tests.abstracts.conftest import GOOD, PLACE, TAY, digest, form_data
from tests.cast import NOW, Cast
from tests.decoding import unpacked

NEW = "/glasgow/abstracts/new"
JSON = {"accept": "application/json"}
SAVING, SHOWING = 16, 14
AFTER = datetime(2027, 6, 2, 12, tzinfo=UTC)


@pytest.fixture
async def alice(client: httpx.AsyncClient, cast: Cast, call: CallInfo, sign_in: Any) -> PersonInfo:
    await sign_in(client, cast.alice)
    return cast.alice


def values(page: httpx.Response, name: str) -> list[str]:
    fields = html.fromstring(page.text).xpath(f"//*[@name='{name}']")
    return [(field.value or "").removeprefix("\n") for field in fields]


def picture(kind: str = "PNG", **options: Any) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (60, 40), "teal").save(made, kind, **options)
    return made.getvalue()


async def autosave(post: Any, client: httpx.AsyncClient, path: str, **data: Any) -> httpx.Response:
    answer: httpx.Response = await post(
        client, path, form_data(do="autosave", **data), headers=JSON
    )
    return answer


async def test_autosave_makes_a_draft_and_goes_on_with_it(
    client: httpx.AsyncClient, alice: PersonInfo, call: CallInfo, post: Any
) -> None:
    with clock.at(NOW):
        key = values(await client.get(NEW), "key")[0]
        first = await autosave(post, client, NEW, call=str(call.id), key=key)
        # The answer was lost and the same text is sent again: one draft, and no conflict.
        again = await autosave(post, client, NEW, call=str(call.id), key=key)
        said = first.json()
        second = await autosave(post, client, said["address"], seen=said["seen"], title="More")
    assert (first.status_code, again.status_code, second.status_code) == (201, 201, 201)
    assert again.json() == said
    [row] = await queries.abstracts_of_person(alice.id)
    assert (row.title, row.state) == ("More", "draft")


async def test_autosave_of_two_windows_keeps_both_texts(
    client: httpx.AsyncClient, alice: PersonInfo, call: CallInfo, post: Any, desk: Desk
) -> None:
    code = await actions.start_draft(desk, call, GOOD, NOW)
    edit, seen = f"/glasgow/abstracts/{code}/edit", await digest(desk, code)
    with clock.at(NOW):
        first = await autosave(post, client, edit, seen=seen, title="From the phone")
        stale = await autosave(post, client, edit, seen=seen, title="From the laptop")
        page = await post(client, edit, form_data(seen=seen, do="save", title="From the laptop"))
    assert (first.status_code, stale.status_code, page.status_code) == (201, 409, 409)
    assert values(page, "title") == ["From the laptop"]
    other = html.fromstring(page.text).xpath("//ins/text()")
    assert "phone" in "".join(other)
    [row] = await queries.abstracts_of_person(alice.id)
    assert row.title == "From the phone"


async def test_autosave_tells_what_it_cannot_keep(
    client: httpx.AsyncClient, alice: PersonInfo, call: CallInfo, post: Any
) -> None:
    with clock.at(NOW):
        doubted = await autosave(post, client, NEW, call=str(call.id), at=["0.0"])
        long = await autosave(post, client, NEW, call=str(call.id), keywords="x" * 301)
    assert "Tay College, belongs to no author yet" in doubted.json()["doubt"]
    assert long.status_code == 422
    assert "too long; at most 300" in long.json()["detail"]


async def test_autosave_never_changes_what_is_submitted(
    client: httpx.AsyncClient, alice: PersonInfo, submitted: str, post: Any, desk: Desk
) -> None:
    seen = await digest(desk, submitted)
    edit = f"/glasgow/abstracts/{submitted}/edit"
    with clock.at(NOW):
        answer = await autosave(post, client, edit, seen=seen, title="Half a sen")
    assert answer.status_code == 403
    assert await digest(desk, submitted) == seen


@pytest.mark.parametrize("count", [1, 20])
async def test_counting_reads_the_call_and_nothing_of_the_text(
    client: httpx.AsyncClient,
    alice: PersonInfo,
    call: CallInfo,
    post: Any,
    count_statements: Any,
    count: int,
) -> None:
    names = [f"Name{n}" for n in range(count)]
    data = form_data(call=str(call.id), given=names, family=names, email=[""] * count)
    await client.get("/sign-in")
    with clock.at(NOW), count_statements() as made:
        answer = await post(client, "/glasgow/abstracts/count", data)
    assert answer.status_code == 200
    about_abstracts = [each for each in made if "abstracts_" in str(each)]
    assert len(about_abstracts) <= 3, about_abstracts


@pytest.mark.parametrize("count", [1, 20])
async def test_saving_takes_the_same_statements_for_any_number_of_authors(
    client: httpx.AsyncClient,
    alice: PersonInfo,
    desk: Desk,
    call: CallInfo,
    count_statements: Any,
    count: int,
) -> None:
    authors = tuple(
        AuthorEntry("A", f"Name{n}", f"a{n}@example.org", n == 0, n == 0, (PLACE, TAY))
        for n in range(count)
    )
    code = await actions.start_draft(desk, call, GOOD, NOW)
    seen = await digest(desk, code)
    with count_statements() as made:
        await actions.save_draft(desk, code, replace(GOOD, authors=authors), NOW, seen=seen)
    assert len(made) == SAVING
    with clock.at(NOW), count_statements() as made:
        assert (await client.get(f"/glasgow/abstracts/{code}/edit")).status_code == 200
    assert len(made) == SHOWING


async def test_figure_is_cleaned_shown_to_its_authors_and_removed(
    client: httpx.AsyncClient,
    alice: PersonInfo,
    call: CallInfo,
    post: Any,
    cast: Cast,
    new_client: Any,
    sign_in: Any,
) -> None:
    await Call.update({Call.is_figure_allowed: True}).where(Call.id == call.id)
    exif = Image.Exif()
    exif[0x010F] = "Secret camera"
    sent = {"figure": ("my name.jpg", picture("JPEG", exif=exif), "image/jpeg")}
    data = form_data(call=str(call.id), do="save", figure_caption="Fig. 1", figure_alt="A square")
    with clock.at(NOW):
        with unpacked() as beside:
            saved = await post(client, NEW, data, files=sent)
        page = await client.get(saved.headers["location"])
        code = saved.headers["location"].split("/")[3]
        image = await client.get(f"/glasgow/abstracts/{code}/figure")
        kept = values(page, "figure_kept")[0]
        gone = await post(
            client, f"/glasgow/abstracts/{code}/edit",
            {**data, "seen": values(page, "seen")[0], "figure_kept": kept, "figure_removed": "on"},
        )  # fmt: skip
    assert image.headers["content-type"] == "image/jpeg"
    assert image.headers["x-content-type-options"] == "nosniff"
    assert beside == [True]
    assert b"Secret" not in image.content
    assert Image.open(io.BytesIO(image.content)).size == (60, 40)
    assert values(page, "figure_alt") == ["A square"]
    assert gone.status_code == 303
    assert await AbstractFigure.count() == 0


async def test_caption_is_kept_in_a_draft_before_its_file_comes(
    client: httpx.AsyncClient, alice: PersonInfo, call: CallInfo, post: Any
) -> None:
    await Call.update({Call.is_figure_allowed: True}).where(Call.id == call.id)
    data = form_data(call=str(call.id), do="autosave", figure_caption="Fig. 1", figure_alt="A box")
    with clock.at(NOW):
        saved = (await post(client, NEW, data, headers=JSON)).json()
        page = await client.get(saved["address"])
        shown = await client.get(saved["address"].removesuffix("/edit"))
        image = await client.get(saved["address"].replace("/edit", "/figure"))
        data = {**data, "do": "submit", "seen": saved["seen"]}
        refused = await post(client, saved["address"], data)
        sent = {"figure": ("f.png", b"no picture", "image/png")}
        broken = await post(client, saved["address"], {**data, "title": ""}, files=sent)
        sent = {"figure": ("f.png", picture(), "image/png")}
        done = await post(client, saved["address"], data, files=sent)
        submitted = await client.get(done.headers["location"])
    assert values(page, "figure_caption") == ["Fig. 1"]
    assert values(page, "figure_kept") == []
    assert "<figure" not in shown.text
    assert image.status_code == 404
    assert "Choose the image, or empty what is said about it." in refused.text
    assert "not a PNG or JPEG" in broken.text
    assert "Give the abstract a title." in broken.text
    assert "Fig. 1</figcaption>" in submitted.text


async def test_same_text_sent_again_is_no_new_version_and_says_so(
    client: httpx.AsyncClient, alice: PersonInfo, call: CallInfo, submitted: str, post: Any
) -> None:
    here = f"/glasgow/abstracts/{submitted}"
    with clock.at(NOW):
        seen = values(await client.get(f"{here}/edit"), "seen")[0]
        await post(client, f"{here}/edit", form_data(seen=seen, call=str(call.id)))
        page = await client.get(here)
    assert f"Abstract {submitted} is submitted; its text is still version 1." in page.text


async def test_list_of_ones_own_says_until_when_and_hides_drafts_of_others(
    client: httpx.AsyncClient, alice: PersonInfo, call: CallInfo, desk: Desk, cast: Cast,
    submitted: str, sign_in: Any,
) -> None:  # fmt: skip
    draft = await actions.start_draft(desk, call, replace(GOOD, title="Only a plan"), NOW)
    await Author.update({Author.person: cast.dan.id}).where(Author.email == "mira@example.org")
    with clock.at(NOW):
        mine = html.fromstring((await client.get("/glasgow/abstracts")).text).text_content()
    assert "Not submitted yet: the call closes Tue 1 Jun 2027" in " ".join(mine.split())
    assert "It can be changed until Tue 1 Jun 2027" in " ".join(mine.split())
    with clock.at(AFTER):
        late = html.fromstring((await client.get("/glasgow/abstracts")).text).text_content()
    assert "Never submitted: the call closed Tue 1 Jun 2027" in " ".join(late.split())

    assert [row.code for row in await queries.abstracts_of_person(cast.dan.id)] == [submitted]
    await sign_in(client, cast.dan)
    assert "Only a plan" not in (await client.get("/glasgow/abstracts")).text
    assert (await client.get(f"/glasgow/abstracts/{draft}")).status_code == 404


async def test_figure_is_not_shown_to_others(
    client: httpx.AsyncClient, cast: Cast, desk: Desk, call: CallInfo, sign_in: Any, post: Any
) -> None:
    await Call.update({Call.is_figure_allowed: True}).where(Call.id == call.id)
    await sign_in(client, cast.alice)
    sent = {"figure": ("f.png", picture(), "image/png")}
    with clock.at(NOW):
        answer = await post(
            client, NEW, form_data(call=str(call.id), figure_alt="A square"), files=sent
        )
    here = f"{answer.headers['location']}/figure"
    assert (await client.get(here)).status_code == 200
    await sign_in(client, cast.dan)
    assert (await client.get(here)).status_code == 404
    await sign_in(client, cast.bob)
    assert (await client.get(here)).status_code == 200


async def test_figure_that_is_none_is_refused_and_nothing_typed_is_lost(
    client: httpx.AsyncClient, alice: PersonInfo, call: CallInfo, post: Any
) -> None:
    await Call.update({Call.is_figure_allowed: True}).where(Call.id == call.id)
    sent = {"figure": ("evil.png", b"<svg onload=alert(1)>", "image/png")}
    data = form_data(call=str(call.id), do="save", figure_caption="Fig. 1", figure_alt="A square")
    with clock.at(NOW):
        page = await post(client, NEW, data, files=sent)
    assert page.status_code == 422
    assert "not a PNG or JPEG image" in page.text
    assert values(page, "figure_caption") == ["Fig. 1"]
    assert values(page, "title") == [GOOD.title]


async def test_headings_are_written_one_by_one_and_printed_together(
    client: httpx.AsyncClient, alice: PersonInfo, call: CallInfo, post: Any, cast: Cast
) -> None:
    await Call.update({Call.headings: '["Aim", "Results"]'}).where(Call.id == call.id)
    data = form_data(call=str(call.id), heading=["Aim", "Results"], part=["Why.", ""])
    del data["body"]
    with clock.at(NOW):
        wrong = await post(client, NEW, data)
        right = await post(client, NEW, {**data, "part": ["Why.", "So."]})
        page = await client.get(right.headers["location"])
    assert "Write something under Results." in wrong.text
    assert values(wrong, "part") == ["Why.", ""]
    assert "<b>Aim:</b> Why." in page.text
    assert "<b>Results:</b> So." in page.text


async def test_form_of_a_hundred_and_fifty_authors_comes_through(
    client: httpx.AsyncClient, alice: PersonInfo, call: CallInfo, post: Any
) -> None:
    """A browser sends some 1,300 fields for them."""
    names = [f"Name{n}" for n in range(150)]
    data = form_data(
        call=str(call.id), do="down-author-0", given=names, family=names, email=[""] * 150,
        orcid=[""] * 150, discloses=[""] * 150, disclosure=[""] * 150,
        at=[f"{n}.{k}" for n in range(150) for k in (0, 1)],
    )  # fmt: skip
    with clock.at(NOW):
        page = await post(client, NEW, data, files={"figure": ("", b"")})
    assert page.status_code == 200
    assert values(page, "given") == ["Name1", "Name0", *names[2:]]
    assert "At most 20 authors can be named; these are 150." in page.text


async def test_pasted_list_is_a_proposal_in_the_rows(
    client: httpx.AsyncClient, alice: PersonInfo, call: CallInfo, post: Any
) -> None:
    pasted = "Bo Jones1; Mira Żółkiewska1\n1 Univ X, Lyon, France"
    with clock.at(NOW):
        page = await post(
            client, NEW, form_data(call=str(call.id), do="read-authors", pasted=pasted)
        )
    assert values(page, "family") == ["Jones", "Żółkiewska", "Ångström"]
    assert values(page, "email") == ["", "mira@example.org", "alice@example.org"]
    assert values(page, "institution") == ["Clyde Institute", "Tay College", "Univ X"]
    assert values(page, "pasted")[0].split() == pasted.split()
    assert await queries.abstracts_of_person(alice.id) == []


async def test_versions_say_what_changed_to_authors_and_committee(
    client: httpx.AsyncClient, cast: Cast, desk: Desk, submitted: str, sign_in: Any
) -> None:
    changed = replace(GOOD, title="IFN-λ stops viral spread")
    await actions.submit_abstract(desk, submitted, changed, NOW, seen=await digest(desk, submitted))
    for person, path in ((cast.alice, "abstracts"), (cast.bob, "committee/abstracts")):
        await sign_in(client, person)
        page = html.fromstring((await client.get(f"/glasgow/{path}/{submitted}/versions")).text)
        assert page.xpath("//p[@class='difference__words']/del/text()") == ["limits"]
        assert page.xpath("//p[@class='difference__words']/ins/text()") == ["stops"]
    await sign_in(client, cast.dan)
    assert (await client.get(f"/glasgow/abstracts/{submitted}/versions")).status_code == 404


async def test_institutions_are_suggested_once_they_are_submitted(
    client: httpx.AsyncClient, cast: Cast, desk: Desk, call: CallInfo, sign_in: Any
) -> None:
    secret = replace(GOOD.authors[0], affiliations=(replace(PLACE, institution="Secret Lab"),))
    await actions.start_draft(desk, call, replace(GOOD, authors=(secret,)), NOW)
    code = await actions.start_draft(desk, call, GOOD, NOW)
    await actions.submit_abstract(desk, code, GOOD, NOW, seen=await digest(desk, code))
    await sign_in(client, cast.dan)
    with clock.at(NOW):
        page = await client.get(NEW)
    offered = html.fromstring(page.text).xpath("//datalist[@id='institutions']/option/@value")
    assert offered == ["Clyde Institute", "Tay College"]
    assert "Secret Lab" not in page.text


async def test_draft_is_nobody_elses_even_if_they_are_named_in_it(
    client: httpx.AsyncClient, cast: Cast, desk: Desk, call: CallInfo, sign_in: Any
) -> None:
    code = await actions.start_draft(desk, call, GOOD, NOW)
    await Author.update({Author.person: cast.dan.id}).where(Author.family_name == "Żółkiewska")
    await sign_in(client, cast.dan)
    assert (await client.get(f"/glasgow/abstracts/{code}")).status_code == 404


async def test_saving_keeps_who_an_author_is_known_to_be(
    cast: Cast, desk: Desk, call: CallInfo
) -> None:
    code = await actions.start_draft(desk, call, GOOD, NOW)
    await Author.update({Author.person: cast.dan.id}).where(Author.family_name == "Żółkiewska")
    turned = replace(GOOD, authors=GOOD.authors[::-1])
    await actions.save_draft(desk, code, turned, NOW, seen=await digest(desk, code))
    found = await queries.abstract_for_author(desk.meeting.id, code, desk.person)
    assert found is not None
    assert found.people == (cast.dan.id, None)
