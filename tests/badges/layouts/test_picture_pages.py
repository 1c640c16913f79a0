"""The pictures of a meeting: where each is, replaced in its place, deleted when unused; titles."""

from __future__ import annotations

import re
from dataclasses import astuple, replace
from typing import Any
from uuid import UUID

import httpx
import pytest
from lxml import html

from badges.layouts import actions, editing, queries
from badges.layouts.errors import LayoutRefused
from badges.layouts.invariants import layout_pictures
from badges.layouts.layout import Background, Box, ElementKind, Layout, Side, Turn
from badges.layouts.pictures import delete_picture, kept_pictures, stored_picture
from badges.layouts.standard import standard_layout
from badges.stock.catalogue import STOCKS
from badges.stock.titles import free_title
from badges.tables import Picture
from conference.orm import Actor
from tests.badges.conftest import Hall
from tests.badges.layouts.test_designer_pages import (
    LAYOUTS,
    Post,
    drawn,
    fields_of,
    olive,
    press,
    with_value,
)
from tests.badges.layouts.test_layout_rules import image, pdf
from tests.badges.reading import words
from tests.cast import NOW
from tests.decoding import unpacked

__all__ = ["drawn", "olive"]
PICTURES = "/glasgow/desk/pictures"
OLIVE = Actor.system("Olive")


async def send(client: httpx.AsyncClient, path: str, name: str, file: tuple[str, bytes]) -> Any:
    """A file by the form on the page of pictures that leads there."""
    page = html.fromstring((await client.get(PICTURES)).text)
    (form,) = page.xpath(f"//form[@action='{path}']")
    data = {each: value for each, value in form.fields.items() if each != name}
    return await client.post(path, data=data, files={name: file})


async def the_picture(meeting: UUID) -> UUID:
    (kept,) = await kept_pictures(meeting)
    return kept.picture.id


async def drawn_with(hall: Hall, picture: UUID) -> tuple[str, Layout]:
    """A layout with the picture as its background, and in two boxes of the back."""
    layout = standard_layout(STOCKS["a6"])
    for x in (5.0, 50.0):
        logo = editing.new_element(ElementKind.PICTURE, layout, STOCKS["a6"], Side.BACK)
        box = Box(x, 10, 30, 20)
        layout = editing.add(layout, replace(logo, picture=picture, box=box))
    layout = replace(layout, backgrounds=(Background(picture),))
    key = await actions.copy_layout(
        layout, "a6", "With logos", meeting=hall.meeting, by=OLIVE, now=NOW
    )
    return key, layout


async def test_picture_is_deleted_only_when_no_layout_has_it(
    olive: httpx.AsyncClient, hall: Hall, post: Post
) -> None:
    sent = await send(olive, PICTURES, "file", ("Clyde.png", image("PNG", (80, 40))))
    assert sent.status_code == 303
    picture = await the_picture(hall.meeting.id)
    key, layout = await drawn_with(hall, picture)
    await post(olive, f"{LAYOUTS}/{key}/retire")
    listed = words(await olive.get(PICTURES))
    assert "With logos (retired), background of the front, on the back 2 times" in listed
    assert "Delete" not in listed

    refused = await post(olive, f"{PICTURES}/{picture}/delete")
    assert refused.status_code == 422
    assert "This picture is on “With logos” (retired). Take it off there first" in words(refused)
    assert await Picture.count() == 1
    bare = replace(layout, key=key, title="With logos", backgrounds=(), elements=())
    await actions.save_layout(bare, 1, meeting=hall.meeting, by=OLIVE, now=NOW)
    assert "Delete “Clyde”" in words(await olive.get(PICTURES))
    assert (await post(olive, f"{PICTURES}/{picture}/delete")).status_code == 303
    assert await Picture.count() == 0
    assert (await post(olive, f"{PICTURES}/{picture}/delete")).status_code == 404
    assert (await olive.get(f"{PICTURES}/{picture}/preview")).status_code == 404


async def test_layout_is_not_saved_with_a_picture_deleted_meanwhile(
    olive: httpx.AsyncClient, hall: Hall
) -> None:
    await send(olive, PICTURES, "file", ("Clyde.png", image("PNG", (80, 40))))
    picture = await the_picture(hall.meeting.id)
    await delete_picture(picture, meeting=hall.meeting, by=OLIVE, now=NOW)
    with pytest.raises(LayoutRefused, match="deleted meanwhile"):
        await drawn_with(hall, picture)
    assert await queries.layouts_of(hall.meeting.id) == []
    assert await layout_pictures() == []


async def test_picture_is_replaced_in_its_place(olive: httpx.AsyncClient, hall: Hall) -> None:
    with unpacked() as beside:
        await send(olive, PICTURES, "file", ("Clyde.png", image("PNG", (80, 40))))
    assert beside == [True]
    picture = await the_picture(hall.meeting.id)
    key, _ = await drawn_with(hall, picture)
    saved = await queries.own_layout(hall.meeting.id, key)
    before = (await olive.get(f"{PICTURES}/{picture}/preview")).content
    shown = (await olive.get(f"{LAYOUTS}/{key}/preview.svg")).text

    wrong = await send(olive, f"{PICTURES}/{picture}/replace", f"file-{picture}", ("a", b"GIF89a"))
    assert wrong.status_code == 422
    error = html.fromstring(wrong.text).get_element_by_id(f"error-file-{picture}")
    assert "no PDF, PNG or JPEG" in error.text_content()
    right = ("new.pdf", pdf(1))
    answer = await send(olive, f"{PICTURES}/{picture}/replace", f"file-{picture}", right)
    assert answer.status_code == 303
    assert "It has another shape" in words(await olive.get(PICTURES))
    stored = await stored_picture(hall.meeting.id, picture)
    assert (stored.title, stored.media_type, stored.height) == ("Clyde", "application/pdf", 420)
    assert await queries.own_layout(hall.meeting.id, key) == saved
    again = await olive.get(f"{PICTURES}/{picture}/preview")
    assert again.headers["content-type"] == "image/png"
    assert again.content != before
    assert (await olive.get(f"{LAYOUTS}/{key}/preview.svg")).text != shown


async def test_list_of_pictures_is_the_same_statements_for_many(
    olive: httpx.AsyncClient, hall: Hall, count_statements: Any
) -> None:
    counts = []
    for number in range(2):
        await send(olive, PICTURES, "file", (f"{number}.png", image("PNG", (80, 40 + number))))
        kept = await kept_pictures(hall.meeting.id)
        await drawn_with(hall, kept[-1].picture.id)
        await olive.get(PICTURES)
        with count_statements() as counted:
            assert (await olive.get(PICTURES)).status_code == 200
        counts.append(len(counted))
    assert len(set(counts)) == 1


async def test_two_layouts_of_a_size_have_two_titles(
    olive: httpx.AsyncClient, hall: Hall, drawn: str, post: Post
) -> None:
    again = await post(olive, LAYOUTS, {"title": " ATTENDEES ", "stock": "a4-4up"})
    form = html.fromstring(again.text)
    assert again.status_code == 422
    assert "called “Attendees” already" in form.get_element_by_id("error-title").text_content()
    assert form.get_element_by_id("field-title").get("value") == "ATTENDEES"
    other = await post(olive, LAYOUTS, {"title": "Attendees", "stock": "cr80"})
    assert other.status_code == 303, "another size is chosen from another list"

    second = str((await post(olive, f"{drawn}/copy")).headers["location"])
    third = str((await post(olive, f"{drawn}/copy")).headers["location"])
    titles = [each.title for each in await queries.layouts_of(hall.meeting.id)]
    assert sorted(titles) == ["Attendees", "Attendees", "Attendees, copy", "Attendees, copy 2"]
    fields = with_value(fields_of(await olive.get(second)), "front-title.y", "9.5")
    refused = await press(olive, second, with_value(fields, "title", "attendees"), "save")
    assert refused.status_code == 422
    assert "tells them apart" in words(refused)
    assert dict(fields_of(refused))["front-title.y"] == "9.5"
    assert (await press(olive, third, fields_of(await olive.get(third)), "save")).status_code == 303
    assert free_title("A", ["a", "A 2"]) == "A 3"


async def test_save_from_the_canvas_says_its_version_and_may_be_pressed_again(
    olive: httpx.AsyncClient, drawn: str
) -> None:
    fields = with_value(fields_of(await olive.get(drawn)), "front-band.turn", "90")
    first = await press(olive, drawn, fields, "keep")
    again = await press(olive, drawn, fields, "keep")  # the first answer never came
    other = await press(olive, drawn, with_value(fields, "front-title.y", "11"), "keep")
    for answer in (first, again):
        assert answer.status_code == 200
        assert re.search(r'data-version="(\d+)"', answer.text)[1] == "2"
    assert other.status_code == 409
    assert dict(fields_of(await olive.get(drawn)))["front-band.turn"] == "90"


async def test_buttons_turn_copy_and_order_several(olive: httpx.AsyncClient, drawn: str) -> None:
    fields = fields_of(await olive.get(drawn))
    turned = dict(fields_of(await press(olive, drawn, fields, "turn:front-band,front-title")))
    assert (turned["front-band.width"], turned["front-band.height"]) == ("20", "105")
    assert (turned["front-band.turn"], turned["front-title.turn"]) == ("90", "90")
    copied = await press(olive, drawn, fields, "copy:front-title,front-dates")
    ids = [value for name, value in fields_of(copied) if name == "element"]
    assert {"text", "text-2"} <= set(ids)


def test_turned_element_is_back_where_it_was_after_four_turns() -> None:
    layout = standard_layout(STOCKS["a6"])
    code = next(each for each in layout.elements if each.kind is ElementKind.CODE)
    again = layout
    for _ in range(4):
        again = editing.turned(again, code.id)
    (found,) = [each for each in again.elements if each.id == code.id]
    assert found.turn is Turn.UPRIGHT
    assert astuple(found.box) == pytest.approx(astuple(code.box), abs=0.02)


def test_element_goes_before_the_next_of_its_own_side() -> None:
    stock = STOCKS["butterfly-96x134"]
    layout = standard_layout(stock)
    (last,) = layout.of_side(Side.FRONT)[-1:]
    first_back = layout.of_side(Side.BACK)[0]
    assert editing.moved(layout, last.id, 1) == layout
    back = editing.moved(layout, first_back.id, 1)
    assert back.of_side(Side.BACK)[1] == first_back
    assert back.of_side(Side.FRONT) == layout.of_side(Side.FRONT)
