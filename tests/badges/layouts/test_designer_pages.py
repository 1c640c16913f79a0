"""The designer in two browsers' hands: drawn, saved, stale, copied, the default, retired."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
from lxml import html

from badges.layouts import queries
from badges.layouts.layout import ElementKind
from badges.layouts.standard import STANDARD
from badges.stock.catalogue import STOCKS
from badges.tables import OwnLayout, Picture
from tests.badges.conftest import Enrol, Hall
from tests.badges.layouts.test_layout_rules import image

Fields = list[tuple[str, str]]
Post = Callable[..., Awaitable[httpx.Response]]
LAYOUTS = "/glasgow/desk/layouts"


@pytest.fixture
async def olive(
    stopped_clock: None, client: httpx.AsyncClient, hall: Hall, sign_in: Any
) -> httpx.AsyncClient:
    """The office's browser."""
    await sign_in(client, hall.cast.olive)
    return client


def fields_of(answer: httpx.Response) -> Fields:
    """What the browser would send of the designer's form, no button pressed."""
    form = html.fromstring(answer.text).get_element_by_id("designer")
    return [(name, value) for name, value in form.fields.items() if value is not None and name] + [
        ("element", each.get("data-element")) for each in form.xpath(".//*[@data-element]")
    ]


def with_value(fields: Fields, name: str, value: str) -> Fields:
    return [(key, value if key == name else old) for key, old in fields]


async def press(client: httpx.AsyncClient, path: str, fields: Fields, do: str) -> httpx.Response:
    sent: dict[str, Any] = {}
    for name, value in [*fields, ("do", do)]:
        if name not in ("element", "do"):
            sent[name] = value
    sent["element"] = [value for name, value in fields if name == "element" and value]
    return await client.post(path, data={**sent, "do": do})


@pytest.fixture
async def drawn(olive: httpx.AsyncClient, post: Post) -> str:
    """A new layout's path, on A6."""
    answer = await post(olive, LAYOUTS, {"title": "Attendees", "stock": "a6"})
    assert answer.status_code == 303
    return str(answer.headers["location"])


async def test_save_keeps_what_the_form_says_and_refuses_a_stale_one_kindly(
    olive: httpx.AsyncClient, hall: Hall, drawn: str
) -> None:
    fields = fields_of(await olive.get(drawn))
    moved = with_value(fields, "front-title.y", "8.5")
    saved = await press(olive, drawn, moved, "save")
    late = await press(olive, drawn, with_value(fields, "front-title.y", "11"), "save")
    info = await queries.own_layout(hall.meeting.id, drawn.rsplit("/", 1)[1])
    assert saved.status_code == 303, saved.text[:2000]
    assert info.version == 2
    assert info.layout is not None
    assert {e.id: e.box.y for e in info.layout.elements}["front-title"] == 8.5
    assert late.status_code == 409
    assert "Olive" in late.text
    assert "saved version 2" in late.text
    assert dict(fields_of(late))["front-title.y"] == "11"
    over = await press(olive, drawn, fields_of(late), "over")
    assert over.status_code == 303


async def test_save_refuses_faults_beside_their_fields_and_keeps_what_was_typed(
    olive: httpx.AsyncClient, hall: Hall, drawn: str
) -> None:
    fields = fields_of(await olive.get(drawn))
    for name, value, sentence in (
        ("front-title.x", "wide", "Write a number."),
        ("front-title.text", "{diet}", "A badge knows no {diet}."),
        ("front-code.width", "9", "smaller ones do not scan"),
        ("title", "", "Give the layout a title."),
    ):
        answer = await press(olive, drawn, with_value(fields, name, value), "save")
        assert answer.status_code == 422, name
        assert sentence in html.fromstring(answer.text).text_content(), name
        assert dict(fields_of(answer))[name].strip() == value
    key = drawn.rsplit("/", 1)[1]
    assert (await queries.own_layout(hall.meeting.id, key)).version == 1


async def test_refused_save_says_each_fault_once_and_of_which_element(
    olive: httpx.AsyncClient, drawn: str
) -> None:
    fields = fields_of(await olive.get(drawn))
    for _ in range(2):
        added = await press(olive, drawn, fields, "add:text")
        fields = with_value(fields_of(added), "text.text", "{diet}")
    fields = with_value(with_value(fields, "text-2.text", "{diet}"), "front-code.width", "9")
    for do in ("save", "keep"):
        refused = html.fromstring((await press(olive, drawn, fields, do)).text)
        told = [
            each.text_content().strip()
            for each in refused.find_class("error-summary")[0].xpath(".//li")
        ]
        assert len(told) == len(set(told)) == 3
        assert sum("{diet}” 1 (" in each for each in told) == 1
        findings = refused.xpath("//*[@data-part='findings']")[0].text_content()
        assert not [each for each in told if each in findings]
        assert "Everything fits" not in findings
        listed = [each.text for each in refused.xpath("//*[@data-name]")]
        assert len(listed) == len(set(listed))


async def test_buttons_change_the_drawing_and_save_nothing(
    olive: httpx.AsyncClient, hall: Hall, drawn: str
) -> None:
    fields = fields_of(await olive.get(drawn))
    before = [value for name, value in fields if name == "element" and value]
    for kind in ElementKind:
        answer = await press(olive, drawn, fields, f"add:{kind.value}")
        assert answer.status_code == 200
    copied = await press(olive, drawn, fields, "copy:front-title")
    removed = await press(olive, drawn, fields, "remove:front-title")
    for answer, ids in ((copied, [*before, "text"]), (removed, [*before])):
        found = [value for name, value in fields_of(answer) if name == "element" and value]
        wanted = [each for each in ids if answer is copied or each != "front-title"]
        assert list(dict.fromkeys(found)) == list(dict.fromkeys(wanted))
    assert await OwnLayout.count() == 1
    key = drawn.rsplit("/", 1)[1]
    assert (await queries.own_layout(hall.meeting.id, key)).version == 1


async def test_preview_draws_the_unsaved_layout_in_a_fixed_number_of_statements(
    olive: httpx.AsyncClient, hall: Hall, enrol: Enrol, drawn: str, count_statements: Any
) -> None:
    counts = []
    for people in ((hall.cast.alice,), (hall.cast.bob, hall.cast.dan)):
        for each in people:
            await enrol(each)
        await olive.get(drawn)  # the newest release is looked up once
        with count_statements() as seen:
            page = await olive.get(drawn)
        counts.append(len(seen))
    fields = fields_of(page)
    answer = await press(olive, f"{drawn}/preview", fields, "save")
    assert answer.status_code == 200
    assert "<svg" in answer.text
    assert counts[0] == counts[1]
    assert "Alice" in page.text
    wrong = await press(olive, f"{drawn}/preview", with_value(fields, "front-title.x", ""), "save")
    assert wrong.status_code == 422
    assert "<svg" not in wrong.text


async def test_default_of_a_size_is_one_and_a_retired_or_broken_one_is_none(
    olive: httpx.AsyncClient, hall: Hall, post: Post, drawn: str
) -> None:
    meeting, a6 = hall.meeting.id, STOCKS["a6"]
    first = drawn.rsplit("/", 1)[1]
    second = str((await post(olive, f"{drawn}/copy")).headers["location"]).rsplit("/", 1)[1]
    assert (await queries.layout_for(meeting, a6)).key == STANDARD
    for key in (first, second):
        await post(olive, f"{LAYOUTS}/{key}/default")
        assert (await queries.layout_for(meeting, a6)).key == key
    assert (await queries.layout_for(meeting, STOCKS["a4-4up"])).key == second
    assert (await queries.layout_for(meeting, STOCKS["cr80"], second)).key == STANDARD
    assert (await queries.layout_for(meeting, a6, first)).key == first
    await post(olive, f"{LAYOUTS}/{second}/retire")
    assert (await queries.layout_for(meeting, a6)).key == STANDARD
    await post(olive, f"{LAYOUTS}/{first}/default")
    await OwnLayout.update({OwnLayout.content: '{"form": 99}'}).where(OwnLayout.key == first)
    assert (await queries.layout_for(meeting, a6)).key == STANDARD
    for path in (LAYOUTS, drawn, f"{drawn}/preview.svg"):
        assert (await olive.get(path)).status_code == 200
    assert "cannot be read" in (await olive.get(drawn)).text


async def test_picture_is_kept_once_and_offered_and_the_drawing_stays(
    olive: httpx.AsyncClient, drawn: str
) -> None:
    fields = with_value(fields_of(await olive.get(drawn)), "front-title.y", "9")
    data: dict[str, Any] = {k: v for k, v in fields if k != "element"}
    data |= {"element": [v for k, v in fields if k == "element" and v], "do": "upload"}
    kept = await olive.post(drawn, data=data, files={"file": ("sea.jpg", image("JPEG", (50, 70)))})
    wrong = await olive.post(drawn, data=data, files={"file": ("sea.svg", b"<svg/>")})
    rows = await Picture.select(Picture.title, Picture.width, Picture.height)
    assert kept.status_code == 200
    assert dict(fields_of(kept))["front-title.y"] == "9"
    assert "sea (50 × 70)" in kept.text
    assert wrong.status_code == 422
    assert "no PDF, PNG or JPEG" in wrong.text
    assert rows == [{"title": "sea", "width": 50, "height": 70}]


async def test_desk_sees_the_layouts_and_draws_none(
    olive: httpx.AsyncClient, drawn: str, new_client: Any, hall: Hall, sign_in: Any
) -> None:
    carol = new_client()
    await sign_in(carol, hall.cast.carol)
    page = await carol.get(LAYOUTS)
    assert "Attendees" in page.text
    assert "Draw it" not in page.text
    assert (await carol.get(f"{drawn}/preview.svg")).headers["content-type"] == "image/svg+xml"
    assert (await carol.get(drawn)).status_code == 403
