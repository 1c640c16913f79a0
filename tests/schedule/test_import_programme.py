"""`import programme`: shown first, applied once, found again by guid, never by name."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from conference.meetings import queries as meetings
from conference.orm import Actor
from conference.people.tables import Person
from conference.settings import Settings
from schedule.actions.importing import (
    apply_programme_import,
    import_from_command,
    programme_preview_text,
    programme_proposal,
    propose_programme_import,
)
from schedule.actions.releasing import release_schedule
from schedule.errors import NoSuchImport, SlugTaken, UnreadableFile
from schedule.exchange import read_programme
from schedule.exchange.comparing import StepKind
from schedule.importing.preview import ProgrammeProposal
from schedule.queries.draft import draft_programme
from schedule.queries.releases import current_release
from schedule.rules import SessionKind
from schedule.rules.conflicts import blocking, find_conflicts
from schedule.tables import ProgrammeImport, Session
from tests.cast import NOW, Cast
from tests.schedule.conftest import Drafted
from tests.schedule.files import XML, json_file

BY = Actor.system("tests")
CLASH = XML.replace(
    "2014-12-28T11:30:00+01:00</date><start>11:30", "2014-12-27T11:15:00+01:00</date><start>11:15"
).replace("<persons/>", '<persons><person id="1544">Ann</person></persons>')


async def propose(data: str | bytes, meeting: Any = None) -> ProgrammeProposal:
    raw = data.encode() if isinstance(data, str) else data
    return await propose_programme_import(
        meeting=meeting, file_name="night.xml", data=raw, by=BY, now=NOW
    )


async def imported(data: str | bytes, meeting: Any = None) -> Any:
    proposal = await propose(data, meeting)
    return await apply_programme_import(proposal.id, by=BY, now=NOW)


def kinds(proposal: ProgrammeProposal) -> dict[str, int]:
    return {kind.value: len(proposal.of_kind(kind)) for kind in StepKind if proposal.of_kind(kind)}


async def test_makes_a_meeting_with_rooms_people_and_sessions(db: Any) -> None:
    outcome = await imported(XML)
    info = await meetings.meeting_by_slug("night")
    assert info is not None
    assert (info.title, info.zone) == ("Night & Signals", "Europe/Berlin")
    assert [room.name for room in await meetings.rooms(info.id)] == ["Saal 1", "Saal 2"]
    draft = await draft_programme(info.id)
    assert [session.code for session in draft.sessions] == ["6561", "6564", "6570"]
    opening, midnight, keynote = draft.sessions
    assert opening.starts_at == datetime(2014, 12, 27, 10, 0, tzinfo=UTC)
    assert midnight.starts_at == datetime(2014, 12, 27, 23, 15, tzinfo=UTC)
    assert (opening.kind, opening.type_label) == (SessionKind.TALK, "lecture")
    assert (keynote.kind, keynote.type_label) == (SessionKind.KEYNOTE, "")
    assert [person.name for person in opening.people] == ["Ann Ångström", "Ben"]
    assert opening.people[0].person == midnight.people[0].person
    assert str(outcome) == (
        "Applied to /night: 3 sessions new, 0 changed; 2 people and 2 rooms added."
    )


async def test_preview_says_when_and_where_each_new_session_is(cast: Cast) -> None:
    """Whatever was misread of a day is seen before it is applied."""
    table = "title;day;start;end;room\nOpening;18/10/2027;9:00;9:30;Hall A\n"
    text = programme_preview_text(await propose(table, cast.meeting.id))
    assert "“Opening”: Mon 18 Oct 2027, 09:00–09:30, Hall A" in text
    assert "1 event, 1 room, 0 people" in text


async def test_preview_changes_nothing(cast: Cast) -> None:
    before = await Person.count()
    proposal = await propose(XML, cast.meeting.id)
    assert await Person.count() == before
    assert await Session.count() == 0
    assert kinds(proposal) == {"new": 3}
    text = programme_preview_text(proposal)
    assert "3 events, 2 days, 2 rooms, 2 people; times in Europe/Berlin" in text
    assert "hovercraft" in text


async def test_same_file_again_changes_nothing(db: Any) -> None:
    first = await imported(XML)
    assert kinds(await propose(XML, first.meeting)) == {"unchanged": 3}
    people = await Person.count()
    await imported(XML, first.meeting)
    assert await Person.count() == people
    assert await Session.count() == 3


async def test_applying_twice_does_nothing_twice(db: Any) -> None:
    proposal = await propose(XML)
    await apply_programme_import(proposal.id, by=BY, now=NOW)
    again = await apply_programme_import(proposal.id, by=BY, now=NOW)
    assert again.was_applied_before
    assert await Session.count() == 3


async def test_changed_and_missing_sessions_are_told_apart(db: Any) -> None:
    first = await imported(XML)
    shorter = XML[: XML.index('<day date="2014-12-28"')] + "</schedule>"
    edited = shorter.replace("<title>Opening</title>", "<title>Opening night</title>").replace(
        '<person id="3874">Ben</person>', ""
    )
    proposal = await propose(edited, first.meeting)
    assert kinds(proposal) == {"changed": 1, "unchanged": 1, "missing": 1}
    assert proposal.of_kind(StepKind.CHANGED)[0].what == ("title", "people")
    await apply_programme_import(proposal.id, by=BY, now=NOW)
    draft = {session.code: session for session in (await draft_programme(first.meeting)).sessions}
    assert draft["6561"].title == "Opening night"
    assert draft["6561"].version == 2
    assert [person.name for person in draft["6561"].people] == ["Ann Ångström"]
    assert draft["6570"].title == "Keynote"


async def test_namesake_is_another_person(cast: Cast) -> None:
    """Alice Ångström is known here; an Alice Ångström in a file is not taken for her."""
    await imported(XML.replace("Ann Ångström", "Alice Ångström"), cast.meeting.id)
    draft = await draft_programme(cast.meeting.id)
    speakers = {person.person for session in draft.sessions for person in session.people}
    assert cast.alice.id not in speakers


async def test_clash_in_a_file_is_kept_and_shown(db: Any) -> None:
    proposal = await propose(CLASH)
    assert len(proposal.conflicts) == 1
    assert "Ann Ångström is in two places on Sat 27 Dec 2014" in programme_preview_text(proposal)
    outcome = await apply_programme_import(proposal.id, by=BY, now=NOW)
    assert len(blocking(find_conflicts(await draft_programme(outcome.meeting)))) == 1


async def test_preview_can_be_shown_again_later(cast: Cast) -> None:
    proposal = await propose(XML, cast.meeting.id)
    await imported(XML, cast.meeting.id)
    assert kinds(await programme_proposal(proposal.id)) == {"unchanged": 3}


async def test_bad_file_is_refused_and_not_kept(cast: Cast) -> None:
    with pytest.raises(UnreadableFile, match="neither schedule XML nor"):
        await propose("hello", cast.meeting.id)
    assert await ProgrammeImport.count() == 0


async def test_taken_address_is_refused(db: Any) -> None:
    await imported(XML)
    with pytest.raises(SlugTaken, match="--meeting night"):
        await propose(XML)


async def test_unknown_import_is_refused(cast: Cast) -> None:
    with pytest.raises(NoSuchImport):
        await apply_programme_import(cast.meeting.id, by=BY, now=NOW)


async def test_texts_longer_than_their_columns_are_cut_and_told(cast: Cast) -> None:
    data = json_file(event={"track": "t" * 300, "code": "TOOLONGFORACODE"})
    proposal = await propose(data, cast.meeting.id)
    assert "the track is cut to 120 characters" in programme_preview_text(proposal)
    await apply_programme_import(proposal.id, by=BY, now=NOW)
    [session] = (await draft_programme(cast.meeting.id)).sessions
    assert (session.track, session.code) == ("t" * 120, "25")


async def test_file_of_a_released_import_comes_back_unchanged(db: Any, settings: Settings) -> None:
    first = await imported(XML)
    await release_schedule(
        meeting=first.meeting, name="", comment="", by=BY, now=NOW, settings=settings
    )
    release = await current_release(first.meeting)
    assert release is not None
    for name in ("programme.xml", "programme.json"):
        file = release.file(name)
        assert file is not None
        assert kinds(await propose(file.body, first.meeting)) == {"unchanged": 3}


async def test_own_session_comes_back_as_itself(cast: Cast, drafted: Drafted, release: Any) -> None:
    """Exported talk by talk and read again: nothing is doubled, nothing changes."""
    await release()
    made = await current_release(cast.meeting.id)
    assert made is not None
    for name in ("programme.xml", "programme.json"):
        file = made.file(name)
        assert file is not None
        proposal = await propose(file.body, cast.meeting.id)
        assert set(kinds(proposal)) == {"unchanged"}
        assert not [note for note in proposal.notes if note.where != "times"]


async def test_own_session_is_put_together_elsewhere(
    cast: Cast, drafted: Drafted, release: Any
) -> None:
    """In another meeting the talks of one session become slots of one session again."""
    await release()
    made = await current_release(cast.meeting.id)
    assert made is not None
    file = made.file("programme.xml")
    assert file is not None
    elsewhere = file.body.replace(b"<acronym>glasgow", b"<acronym>leeds")
    outcome = await imported(elsewhere)
    assert outcome.slug == "leeds"
    sessions = {each.code: each for each in (await draft_programme(outcome.meeting)).sessions}
    plenary = sessions[drafted.plenary]
    assert plenary.title == "Cytokines at the crossroads"
    assert [slot.code for slot in plenary.slots] == [drafted.first_talk, drafted.second_talk]
    assert [slot.starts_after_minutes for slot in plenary.slots] == [0, 30]
    assert [slot.people[0].name for slot in plenary.slots] == [
        cast.alice.registered_name,
        cast.dan.registered_name,
    ]


async def test_command_prints_the_preview_and_applies(db: Any) -> None:
    said: list[str] = []
    options: dict[str, Any] = {"file_name": "night.xml", "data": XML.encode(), "by": BY, "now": NOW}
    await import_from_command(meeting=None, applies=False, say=said.append, **options)
    assert await Session.count() == 0
    await import_from_command(meeting=None, applies=True, say=said.append, **options)
    assert await Session.count() == 3
    assert said[0] == said[1]
    assert "makes a new meeting at /night" in said[0]
    assert said[2].startswith("Applied to /night")


async def test_statements_do_not_grow_with_the_file(db: Any, count_statements: Any) -> None:
    event = XML[
        XML.index('<event guid="d9a0') : XML.index("</event>", XML.index('<event guid="d9a0')) + 8
    ]
    more = "".join(
        event.replace("d9a0c1a1-0000-4000-8000-000000000003", f"d9a0c1a1-0000-4000-8000-{n:012d}")
        .replace('id="6570"', f'id="{n}"')
        .replace("<persons/>", f'<persons><person id="{n}">P {n}</person></persons>')
        for n in range(100, 300)
    )
    seen = []
    for slug, data in (("day1", XML), ("day2", XML.replace(event, event + more))):
        proposal = await propose(data.replace("<acronym>night", f"<acronym>{slug}"))
        with count_statements() as statements:
            await apply_programme_import(proposal.id, by=BY, now=NOW)
        seen.append(len(statements))
    assert seen[0] >= seen[1] - 1  # the first one also makes the society


@pytest.mark.skipif(not os.environ.get("PLENARY_REAL_SCHEDULES"), reason="no real files named")
async def test_real_congress_comes_in_whole_and_goes_out_whole(db: Any, settings: Settings) -> None:
    file = Path(os.environ["PLENARY_REAL_SCHEDULES"]) / "31c3-schedule.xml"
    first = await imported(file.read_bytes())
    assert (first.new, first.people, first.rooms) == (138, 198, 4)
    draft = await draft_programme(first.meeting)
    assert len(blocking(find_conflicts(draft))) == 2  # two talks and their streams to another room
    outcome = await release_schedule(
        meeting=first.meeting,
        name="",
        comment="",
        by=BY,
        now=NOW,
        settings=settings,
        reason="As the congress had it.",
    )
    assert outcome.diff.summary() == "138 new"
    release = await current_release(first.meeting)
    assert release is not None
    original, _ = read_programme(file.read_bytes())
    exported = release.file("programme.xml")
    assert exported is not None
    again, _ = read_programme(exported.body)
    assert {event.origin.guid: event for event in again.events} == {
        event.origin.guid: event for event in original.events
    }
    assert again.frame.days == original.frame.days
    assert kinds(await propose(exported.body, first.meeting)) == {"unchanged": 138}
