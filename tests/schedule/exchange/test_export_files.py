"""Files for everybody and of the draft, read by meaning."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
from icalendar import Calendar
from lxml import etree
from openpyxl import load_workbook

from schedule.exchange.grid import grid_of
from schedule.exchange.lines import ItemLine
from schedule.exchange.xcal import NAMESPACE, xcal_of
from tests.cast import Cast
from tests.schedule.conftest import Drafted

X = {"x": NAMESPACE}
NINE = datetime(2027, 10, 18, 8, 0, tzinfo=UTC)


async def test_xcal_says_what_the_calendar_says(
    cast: Cast, drafted: Drafted, release: Any, move_session: Any, client: httpx.AsyncClient
) -> None:
    """Same UIDs, SEQUENCE and instants, cancelled and moved events among them."""
    await release()
    await move_session(drafted.symposium, at=240, room="Hall A")
    await release()
    answer = await client.get("/glasgow/programme.xcal")
    assert answer.headers["content-type"].startswith("application/calendar+xml")
    root = etree.fromstring(answer.content)
    assert root.tag == f"{{{NAMESPACE}}}icalendar"
    calendar = Calendar.from_ical((await client.get("/glasgow/programme.ics")).content)
    ours = {
        (
            event.findtext("x:properties/x:uid/x:text", namespaces=X),
            event.findtext("x:properties/x:sequence/x:integer", namespaces=X),
            event.findtext("x:properties/x:dtstart/x:date-time", namespaces=X),
            event.findtext("x:properties/x:summary/x:text", namespaces=X),
            event.findtext("x:properties/x:location/x:text", namespaces=X),
        )
        for event in root.iterfind(".//x:vevent", namespaces=X)
    }
    theirs = {
        (
            str(event["UID"]),
            str(event["SEQUENCE"]),
            f"{event['DTSTART'].dt.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
            str(event["SUMMARY"]),
            str(event["LOCATION"]) if "LOCATION" in event else None,
        )
        for event in calendar.walk("VEVENT")
    }
    assert ours == theirs
    assert ("1", "2027-10-18T12:00:00Z") in {(one[1], one[2]) for one in ours}


def test_xcal_keeps_types_parameters_and_text() -> None:
    lines = (
        "BEGIN:VCALENDAR",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "BEGIN:VEVENT",
        "DTSTART;TZID=Europe/Berlin:20271018T090000",
        "DTEND;VALUE=DATE:20271019",
        "CATEGORIES:One\\, two,Three",
        'ATTENDEE;CN="Lee; Ann";DIR="http://x.example/a:b":mailto:a@x.example',
        "DESCRIPTION:One\\nTwo\\; three\\\\ <b>",
        " folded",
        "X-WR-ODD:é",
        "END:VEVENT",
        "END:VCALENDAR",
    )
    root = etree.fromstring(xcal_of("\r\n".join((*lines, "")).encode()))
    event = root.find(".//x:vevent/x:properties", namespaces=X)

    def texts(path: str) -> list[str | None]:
        return [each.text for each in event.iterfind(path, namespaces=X)]

    assert texts("x:dtstart/x:parameters/x:tzid/x:text") == ["Europe/Berlin"]
    assert texts("x:dtstart/x:date-time") == ["2027-10-18T09:00:00"]
    assert texts("x:dtend/x:date") == ["2027-10-19"]
    assert texts("x:categories/x:text") == ["One, two", "Three"]
    assert texts("x:attendee/x:parameters/x:cn/x:text") == ["Lee; Ann"]
    assert texts("x:attendee/x:parameters/x:dir/x:uri") == ["http://x.example/a:b"]
    assert texts("x:attendee/x:cal-address") == ["mailto:a@x.example"]
    assert texts("x:description/x:text") == ["One\nTwo; three\\ <b>folded"]
    assert texts("x:x-wr-odd/x:unknown") == ["é"]


async def test_workbook_has_a_grid_for_each_day_and_all_items(
    cast: Cast, drafted: Drafted, release: Any, add_session: Any, client: httpx.AsyncClient
) -> None:
    await add_session("=1+1", at=24 * 60, room="Hall B", minutes=30)
    await release()
    answer = await client.get("/glasgow/programme.xlsx")
    book = load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == ["Mon 18 Oct", "Tue 19 Oct", "All items"]
    monday, tuesday, items = book.worksheets
    assert [cell.value for cell in monday[2]] == [None, "Hall A", "Hall B", "No room"]
    assert [monday.cell(row, 1).value for row in (3, 4, 5)] == ["09:00", "10:30", "11:30"]
    assert monday["B3"].value.startswith("Cytokines at the crossroads\n09:00–10:30 · Plenary")
    assert monday["C4"].value.startswith("Signalling in tissue")
    assert (tuesday["B3"].value or "").startswith("=1+1")
    assert {cell.data_type for row in tuesday for cell in row if cell.value} == {"s"}
    assert monday.print_title_rows == "$1:$2"
    assert items.freeze_panes == "A2"
    titles = [row[6].value for row in items.iter_rows(min_row=2)]
    assert titles[:2] == ["Cytokines at the crossroads", "Interferon λ in the gut"]


def line(title: str, start: int, minutes: int, room: str) -> ItemLine:
    starts_at = NINE + timedelta(minutes=start)
    return ItemLine(
        title, title, title, "Talk", starts_at, starts_at + timedelta(minutes=minutes), room
    )


def test_grid_cells_never_overlap() -> None:
    """Two at once in a room share a block; one without a length has a row."""
    lines = [line("a", 0, 60, "A"), line("b", 30, 60, "A"), line("c", 0, 30, "B")]
    grid = grid_of([*lines, line("d", 60, 0, "B"), line("e", 0, 90, "")], ["B", "A", "Unused"])
    assert grid.rooms == ("B", "A", "")
    blocks = {tuple(each.title for each in block.lines): block for block in grid.blocks}
    assert set(blocks) == {("a", "b"), ("c",), ("d",), ("e",)}
    cells = [(b.column, row) for b in grid.blocks for row in range(b.first_row, b.last_row + 1)]
    assert len(cells) == len(set(cells))
    assert blocks["a", "b"].last_row == len(grid.rows) - 1


async def test_table_is_safe_in_a_spreadsheet_and_cancelled_rows_say_so(
    cast: Cast, drafted: Drafted, release: Any, add_session: Any, cancel: Any,
    client: httpx.AsyncClient,
) -> None:  # fmt: skip
    await add_session("=cmd()", at=300)
    await release()
    await cancel(drafted.symposium)
    await release()
    answer = await client.get("/glasgow/programme.csv")
    assert answer.headers["content-disposition"].endswith('"glasgow-programme.csv"')
    assert "set-cookie" not in answer.headers
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    status = {row["Title"]: row["Status"] for row in rows}
    assert status["Signalling in tissue"] == "Cancelled"
    assert status["'=cmd()"] == "Confirmed"
    known = await client.get(
        "/glasgow/programme.csv", headers={"if-none-match": answer.headers["etag"]}
    )
    assert known.status_code == 304


async def test_draft_says_that_it_is_one(
    cast: Cast, drafted: Drafted, add_session: Any, client: httpx.AsyncClient, sign_in: Any
) -> None:
    await add_session("Nowhere yet", at=None)
    await add_session("Perhaps", at=300, is_draft=True)
    await sign_in(client, cast.bob)
    for ending in ("csv", "xlsx", "json"):
        answer = await client.get(f"/glasgow/committee/programme/exports/draft.{ending}")
        assert answer.headers["content-disposition"].endswith(f'"glasgow-draft.{ending}"')
        text = sheet_text(answer.content) if ending == "xlsx" else answer.content.decode()
        assert "DRAFT of " in text
        assert "not released" in text
        assert "Perhaps" in text
        assert ("Nowhere yet" in text) is (ending != "json")


def sheet_text(data: bytes) -> str:
    book = load_workbook(io.BytesIO(data))
    return "\n".join(str(c.value) for sheet in book for row in sheet for c in row if c.value)


async def test_draft_is_for_the_committee_alone(cast: Cast, client: httpx.AsyncClient) -> None:
    answer = await client.get("/glasgow/committee/programme/exports/draft.csv")
    assert answer.status_code in (303, 403)
