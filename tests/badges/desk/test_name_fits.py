"""A name that will not look as typed is told, with why, wherever the desk deals with it."""

from __future__ import annotations

import html
from collections.abc import Awaitable, Callable
from urllib.parse import unquote

import httpx
import pytest

from badges.drawing.report import FITS
from tests.badges.conftest import Enrol, Hall
from tests.badges.reading import words

Post = Callable[..., Awaitable[httpx.Response]]
LONG = "Wolfeschlegelsteinhausenbergerdorffwelchevoralternwarengewissenhaft"[:60]


@pytest.mark.parametrize(
    ("name", "why"),
    [
        (
            "தமிழ்ச்செல்வி",
            "No font holds every character of “தமிழ்ச்செல்வி”: “Alice Ångström” is printed.",
        ),
        ("👩‍🔬 Dr ꙮ 𝔘nicode", "No font holds every character of “👩‍🔬 Dr ꙮ 𝔘nicode”"),
        (LONG, "is one long word and is broken over two lines."),
        ("Ali 王", FITS),
    ],
)
async def test_a_badge_name_says_how_it_will_print(
    carol: httpx.AsyncClient, hall: Hall, enrol: Enrol, post: Post, name: str, why: str
) -> None:
    info = await enrol(hall.cast.alice)
    here = f"/glasgow/desk/people/{info.code}"
    assert FITS in words(await carol.get(here))
    await post(carol, f"{here}/badge-name", {"badge_name": name})
    shown = words(await carol.get(here))
    assert shown.count(why) == 2  # once in the message, once beside the field
    assert "The name on the badge is changed." in shown
    tried = await carol.get(f"{here}/badge.svg", params={"name": name})
    assert why in unquote(tried.headers["x-fits"])
    kept = words(await carol.get(here))
    assert kept.count(why) == 1
    assert (FITS in kept) == (why == FITS)
    assert name in html.unescape(kept)
