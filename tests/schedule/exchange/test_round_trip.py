"""What goes out comes in again without a difference, in every format that can hold it."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from lxml import etree

from conference.meetings.actions import NewMeeting, create_meeting
from conference.meetings.queries import meeting_by_id
from conference.orm import Actor, action
from conference.settings import Settings
from schedule.actions.importing import apply_programme_import, propose_programme_import
from schedule.actions.release_files import release_file
from schedule.actions.undoing import undo_change
from schedule.exchange import ExchangeSession, read_programme
from schedule.exchange.comparing import StepKind
from schedule.exchange.model import Notes
from schedule.exchange.supplement import session_as_text, session_of_text
from schedule.importing.preview import ProgrammeProposal
from schedule.queries.draft import draft_programme
from schedule.queries.releases import current_release
from schedule.rules.changes import content_of
from schedule.rules.programme import PlannedSession, Programme
from schedule.rules.vocabulary import Part, SessionKind, SlotKind
from tests.cast import NOW, Cast
from tests.schedule.conftest import MONDAY_NINE, Drafted

BY = Actor.system("tests")
WHOLE = ("programme.xml", "programme.json", "programme.csv", "programme.xlsx")
Export = Callable[[str], Awaitable[bytes]]


@pytest.fixture
async def rich(cast: Cast, drafted: Drafted, add_session: Any, add_talk: Any) -> Drafted:
    """The small draft, and a poster session with boards, set-up, a sponsor and a stream."""
    from schedule.tables import Session

    posters = await add_session(
        "Posters, with wine",
        at=600,
        minutes=120,
        room="Hall B",
        kind=SessionKind.POSTER,
        people=[(cast.bob.id, Part.CHAIR), (cast.alice.id, Part.ORGANISER)],
    )
    kinds = {"kind": SlotKind.POSTER, "part": Part.PRESENTER}
    await add_talk(posters, "=cmd()|A1; a poster", 0, cast.dan.id, board="P07", **kinds)
    await Session.update(
        {
            Session.sponsor: "Pipettes & co",
            Session.is_streamed: True,
            Session.board_size: "1 m x 1 m",
            Session.set_up_from: MONDAY_NINE,
            Session.set_up_until: MONDAY_NINE + timedelta(minutes=60),
        }
    ).where(Session.code == posters)
    return drafted


@pytest.fixture
def export(cast: Cast, settings: Settings, rich: Drafted, release: Any) -> Export:
    """`await export("programme.xml")`: that file of a release of the draft."""

    async def run(name: str) -> bytes:
        made = await current_release(cast.meeting.id)
        if made is None:
            await release()
            made = await current_release(cast.meeting.id)
        assert made is not None
        file = await release_file(cast.meeting.id, made, name, settings.base_url, NOW)
        assert file is not None
        return file.body

    return run


async def propose(data: bytes, meeting: Any, name: str = "file") -> ProgrammeProposal:
    return await propose_programme_import(
        meeting=meeting, file_name=name, data=data, by=BY, now=NOW
    )


async def another_meeting(cast: Cast, slug: str) -> Any:
    info = await meeting_by_id(cast.meeting.id)
    assert info is not None
    new = NewMeeting(slug, "Leeds", info.zone, info.starts_on, info.ends_on, "Another society")
    async with action("create_meeting", by=BY, now=NOW) as act:
        return await create_meeting(act, new)


def told(programme: Programme) -> list[Any]:
    """What a programme is, whatever ids its rows have."""
    return [_plain(each) for each in programme.sessions]


def _plain(session: PlannedSession) -> Any:
    def names(people: Any) -> list[Any]:
        return sorted((each.part, each.name) for each in people)

    slots = [
        (s.code, s.title, s.kind, s.starts_after_minutes, s.duration_minutes, s.board, s.position)
        for s in session.slots
    ]
    known = content_of(session)
    return (
        *(getattr(known, name) for name in PLAIN),
        session.room_name,
        names(session.people),
        slots,
        [names(s.people) for s in session.slots],
    )


PLAIN = (
    "code",
    "title",
    "kind",
    "type_label",
    "starts_at",
    "duration_minutes",
    "track",
    "summary",
    "status",
    "sponsor",
    "is_streamed",
    "set_up_from",
    "set_up_until",
    "tear_down_from",
    "board_size",
)


async def test_every_export_reads_back_unchanged(cast: Cast, export: Export) -> None:
    for name in (*WHOLE, "programme.ics"):
        proposal = await propose(await export(name), cast.meeting.id)
        kinds = {step.kind for step in proposal.steps}
        assert kinds == {StepKind.UNCHANGED}, (name, [s.what for s in proposal.steps])
        assert not [str(n) for n in proposal.notes if n.where != "times"], name


async def test_export_makes_the_same_programme_elsewhere(cast: Cast, export: Export) -> None:
    """Chairs, kinds, texts, talks with their parts, posters with their boards: all of it."""
    for name in WHOLE:
        await makes_the_same(cast, await export(name), name.rpartition(".")[2])


async def makes_the_same(cast: Cast, data: bytes, slug: str) -> None:
    leeds = await another_meeting(cast, f"leeds-{slug}")
    proposal = await propose(data, leeds)
    await apply_programme_import(proposal.id, by=BY, now=NOW)
    ours, theirs = await draft_programme(cast.meeting.id), await draft_programme(leeds)
    assert told(theirs) == told(ours)
    people = {p.person for s in theirs.sessions for p in s.people}
    people |= {p.person for s in theirs.sessions for t in s.slots for p in t.people}
    assert len(people) == 3, "one person each, however often a file names them"
    again = await propose(data, leeds)
    assert {step.kind for step in again.steps} == {StepKind.UNCHANGED}


async def test_import_is_undone_as_one_step(cast: Cast, export: Export) -> None:
    """What a table changed in bulk, one undo gives back; boards were told of it."""
    csv = (await export("programme.csv")).decode("utf-8-sig")
    before = await draft_programme(cast.meeting.id)
    edited = csv.replace("Signalling in tissue", "Signalling in tissues").replace("P07", "P08")
    proposal = await propose(edited.encode(), cast.meeting.id)
    changed = {step.code: step.what for step in proposal.of_kind(StepKind.CHANGED)}
    assert sorted(changed.values()) == [("1 talk or poster",), ("title",)]
    by = Actor(cast.bob.id, "Bob")
    await apply_programme_import(proposal.id, by=by, now=NOW)
    after = await draft_programme(cast.meeting.id)
    assert [s.board for each in after.sessions for s in each.slots if s.board] == ["P08"]
    await undo_change(cast.meeting.id, by=by, now=NOW)
    restored = await draft_programme(cast.meeting.id)
    assert told(restored) == told(before)


async def test_talk_moves_to_the_session_that_the_table_names(
    cast: Cast, rich: Drafted, export: Export
) -> None:
    rows = (await export("programme.csv")).decode("utf-8-sig").splitlines()
    moved = [
        row.replace(f",{rich.plenary},", f",{rich.symposium},") if rich.first_talk in row else row
        for row in rows
    ]
    proposal = await propose("\r\n".join(moved).encode(), cast.meeting.id)
    await apply_programme_import(proposal.id, by=BY, now=NOW)
    homes = {
        slot.code: session.code
        for session in (await draft_programme(cast.meeting.id)).sessions
        for slot in session.slots
    }
    assert homes[rich.first_talk] == rich.symposium
    assert homes[rich.second_talk] == rich.plenary


async def test_xml_without_our_additions_still_holds_its_sessions(
    cast: Cast, rich: Drafted, export: Export
) -> None:
    """Another program may drop what it does not know: links still say which talk is where."""
    tree = etree.fromstring(await export("programme.xml"))
    for instruction in tree.xpath("//processing-instruction()"):
        instruction.getparent().remove(instruction)
    tree.find("conference/acronym").text = "leeds"
    proposal = await propose(etree.tostring(tree), None)
    plenary = next(step for step in proposal.steps if step.code == rich.plenary)
    assert plenary.after is not None
    assert [slot.code for slot in plenary.after.slots] == [rich.first_talk, rich.second_talk]


@pytest.mark.parametrize("spoilt", ['{"guid": 3}', "{", '{"guid":"x","minutes":"y"}', "[" * 90_000])
async def test_spoilt_addition_is_noted_and_the_rest_is_read(export: Export, spoilt: str) -> None:
    tree = etree.fromstring(await export("programme.xml"))
    first = tree.xpath("//processing-instruction()")[0]
    first.text = spoilt
    programme, notes = read_programme(etree.tostring(tree))
    assert programme.events
    assert any("cannot be read and was left out" in note.text for note in notes)


def test_addition_cannot_end_its_instruction() -> None:
    session = ExchangeSession("g", title='?><evil a="1"/>', summary="?>")
    text = session_as_text(session)
    assert "?>" not in text
    assert session_of_text("here", text, Notes()) == [session]


STANDARDS = Path(os.environ.get("PLENARY_STANDARDS", ""))


@pytest.mark.skipif(not os.environ.get("PLENARY_STANDARDS"), reason="no standards named")
async def test_exports_are_valid_against_the_published_schemas(export: Export) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    schema = etree.XMLSchema(etree.parse(str(STANDARDS / "schedule.xml.xsd")))
    schema.assertValid(etree.fromstring(await export("programme.xml")))
    rules = msgspec.json.decode((STANDARDS / "schedule.schema.json").read_bytes())
    jsonschema.validate(msgspec.json.decode(await export("programme.json")), rules)
