"""The emergency pack: its three files read by meaning, and its pages (G08, situation 23)."""

from __future__ import annotations

import csv
import io
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import pypdfium2
import pytest
import zxingcpp
from lxml import html
from pypdf import PdfReader

from badges.admission.rules import Refused
from badges.desk.lookup import find_scanned
from badges.emergency.command import write_badges, write_pack
from badges.emergency.errors import NobodyYet
from badges.emergency.files import Maker, everyone
from badges.emergency.temporary_sheet import temporary_pdf
from badges.layouts.actions import create_layout, make_default
from badges.layouts.queries import own_layout
from badges.stock.catalogue import STOCKS
from badges.stock.errors import UnknownStock
from badges.stock.stock import Paper
from badges.tables import BadgePrint
from badges.temporary.queries import temporary_badges
from badges.temporary.rules import TemporaryBadge
from conference.orm import tokens
from conference.registration.rules import RegistrationState
from conference.settings import DEMO_SECRET, Settings
from tests.badges.conftest import Enrol, Hall
from tests.badges.printing.conftest import CAROL
from tests.badges.reading import words

Born = Callable[..., Awaitable[UUID]]
LONG_TITLE = "14th Annual Meeting of the International Cytokine & Interferon Society"


def temporary(number: int) -> TemporaryBadge:
    return TemporaryBadge(uuid4(), uuid4(), number, uuid4(), "")


@pytest.mark.parametrize("key", STOCKS)
def test_print_temporary_badges_on_every_stock(key: str) -> None:
    """Each badge on the page reads: its own code as a scanner sees it at 300 dpi, and its words."""
    stock, badges = STOCKS[key], [temporary(17), temporary(200)]
    file = temporary_pdf(badges, title=LONG_TITLE, secret="s", paper=Paper(stock))
    page = pypdfium2.PdfDocument(file)[0]
    picture = page.render(scale=300 / 72, grayscale=True).to_pil()
    codes = {code.text for code in zxingcpp.read_barcodes(picture)}
    on_page = badges[: stock.sheet.places]
    assert codes == {badge.token("s") for badge in on_page}
    said = " ".join(PdfReader(io.BytesIO(file)).pages[0].extract_text().split())
    assert "TEMPORARY BADGE · VALID ONE DAY" in said
    assert "17" in said
    assert "Name" in said
    assert all(badge.readable("s")[:9] in said for badge in on_page)


async def test_write_roll_without_formulas_and_without_private_matters(
    carol: httpx.AsyncClient, hall: Hall, enrol: Enrol, born: Born, post: Any
) -> None:
    sly = await enrol(await born("Eve", "=cmd|' /C calc'!A0", affiliation="@SUM(1)"))
    unpaid = await enrol(hall.cast.bob, state=RegistrationState.PENDING_PAYMENT)
    answer = await post(carol, f"/{hall.meeting.slug}/desk/emergency/roll.csv", {})
    assert answer.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    by_code = {row["Code"]: row for row in rows}
    assert set(by_code) == {sly.code, unpaid.code}
    assert not [cell for row in rows for cell in row.values() if cell[:1] in tuple("=+-@\t\r")]
    assert by_code[sly.code]["State"] == "Ready"
    assert by_code[unpaid.code]["State"].startswith("Unpaid")
    assert by_code[unpaid.code]["Badge code"] == ""
    opened = await find_scanned(hall.meeting.id, by_code[sly.code]["Badge code"])
    assert not isinstance(opened, Refused)
    assert opened.id == sly.id
    assert "@example" not in answer.text
    assert set(rows[0]) == {
        "Code", "Name", "Name on the badge", "Affiliation", "Category", "State", "Badge code"
    }  # fmt: skip


async def test_make_all_badges_and_record_no_print(
    carol: httpx.AsyncClient, hall: Hall, enrol: Enrol, post: Any
) -> None:
    home = f"/{hall.meeting.slug}/desk/emergency"
    nobody = await post(carol, f"{home}/badges.pdf", {"stock": "a6"})
    assert nobody.status_code == 422
    assert "Nobody is confirmed" in words(nobody)
    await enrol(hall.cast.alice)
    await enrol(hall.cast.bob)
    answer = await post(carol, f"{home}/badges.pdf", {"stock": "durable-1445"})
    file = PdfReader(io.BytesIO(answer.content))
    assert len(file.pages) == 1
    text = " ".join(file.pages[0].extract_text().split())
    assert all(person.family_name in text for person in (hall.cast.alice, hall.cast.bob))
    assert not await BadgePrint.count()
    assert "Last made" in words(await carol.get(home))
    wrong = await post(carol, f"{home}/badges.pdf", {"stock": "a0"})
    assert (wrong.status_code, "Choose a stock" in words(wrong)) == (422, True)


async def test_link_badge_on_its_page(
    carol: httpx.AsyncClient, hall: Hall, enrol: Enrol, born: Born, post: Any
) -> None:
    home = f"/{hall.meeting.slug}/desk/emergency"
    one = await enrol(await born("Wei", "Zhang", affiliation="Fudan"))
    await enrol(await born("Wei", "Zhang", affiliation="Tsinghua"))
    made = await post(
        carol, f"{home}/temporary-badges.pdf", {"count": "50", "temporary_stock": "a4-4up"}
    )
    assert len(PdfReader(io.BytesIO(made.content)).pages) == 13
    badges = await temporary_badges(hall.meeting.id)
    assert [badge.number for badge in badges] == list(range(1, 51))
    assert {badge.token_hash for badge in badges} == {
        tokens.digest(badge.token(DEMO_SECRET)) for badge in badges
    }
    both = await post(carol, f"{home}/temporary", {"badge": "17", "person": "zhang"})
    assert both.status_code == 422
    assert "2 people answer to this" in words(both)
    offered = html.fromstring(both.text)
    assert one.code in offered.xpath("//input[@type='radio']/@value")
    assert offered.xpath("//input[@name='badge']/@value") == ["17"]
    linked = await post(
        carol, f"{home}/temporary", {"badge": "17", "person": one.code}, follow_redirects=True
    )
    assert "Temporary badge 17 is linked to" in html.fromstring(linked.text).text_content()
    taken = await post(carol, f"{home}/temporary", {"badge": "17", "person": hall.cast.alice.email})
    assert taken.status_code == 422
    refused = await post(carol, f"{home}/temporary", {"badge": "99", "person": one.code})
    assert "They run from 1 to 50" in words(refused)
    ended = await post(carol, f"{home}/temporary/17/end", {}, follow_redirects=True)
    assert "ended" in words(ended)


async def test_show_pack_in_the_same_statements(
    carol: httpx.AsyncClient, hall: Hall, enrol: Enrol, post: Any, count_statements: Any
) -> None:
    home = f"/{hall.meeting.slug}/desk/emergency"
    counts = []
    for wanted, person in ((1, hall.cast.alice), (3, hall.cast.bob)):
        info = await enrol(person)
        await post(
            carol, f"{home}/temporary-badges.pdf", {"count": wanted, "temporary_stock": "a6"}
        )
        await post(carol, f"{home}/temporary", {"badge": str(wanted), "person": info.code})
        with count_statements() as pack:
            assert (await carol.get(home)).status_code == 200
        with count_statements() as listed:
            assert (await carol.get(f"{home}/temporary")).status_code == 200
        counts.append((len(pack), len(listed)))
    assert counts[0] == counts[1]


async def test_write_pack_by_command(
    hall: Hall, enrol: Enrol, settings: Settings, now: Any, tmp_path: Path
) -> None:
    await enrol(hall.cast.alice)
    pack = tmp_path / "pack"
    maker = Maker(hall.meeting, settings, CAROL, now)
    said = await write_pack(maker, "a4-4up", pack)
    assert sorted(file.name for file in pack.iterdir()) == [
        "badges.pdf", "roll.csv", "temporary-badges.pdf"
    ]  # fmt: skip
    assert "50 in" in said
    with pytest.raises(UnknownStock):
        await write_pack(maker, "a0", pack)


async def test_write_badges_by_command_of_everyone_who_may_have_one(
    hall: Hall, enrol: Enrol, settings: Settings, now: Any, tmp_path: Path
) -> None:
    out, maker = tmp_path / "badges.pdf", Maker(hall.meeting, settings, CAROL, now)
    with pytest.raises(NobodyYet):
        await write_badges(maker, "a6", out)
    await enrol(hall.cast.alice)
    await enrol(hall.cast.bob, mode="virtual")
    assert (await write_badges(maker, "a4-4up", out)).startswith("1 badges on 1 pages")
    assert "Ångström" in PdfReader(out).pages[0].extract_text()
    with pytest.raises(UnknownStock):
        await write_badges(maker, "a0", out)


async def test_everyone_is_drawn_by_the_meetings_own_default_layout(
    hall: Hall, enrol: Enrol, settings: Settings, now: Any
) -> None:
    await enrol(hall.cast.alice)
    maker = Maker(hall.meeting, settings, CAROL, now)
    own = {"meeting": hall.meeting, "by": CAROL, "now": now}
    key = await create_layout(STOCKS["a6"], "Ours", **own)
    assert (await everyone(maker, "a6")).on.layout.key != key
    await make_default(await own_layout(hall.meeting.id, key), True, **own)
    assert (await everyone(maker, "a6")).on.layout.key == key
