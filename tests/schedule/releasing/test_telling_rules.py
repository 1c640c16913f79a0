"""Whom a release tells and of what; the embargo of titles; the addendum."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from schedule.rules import ItemStatus, Part, PlannedSession, Programme, SlotKind
from schedule.rules.addendum import addendum_of, change_lines
from schedule.rules.differences import diff_releases
from schedule.rules.duties import duties_of
from schedule.rules.embargo import embargo_words, under_embargo, with_titles
from schedule.rules.letters import letter_of
from schedule.rules.notices import Group, Told, whom_to_tell
from schedule.rules.preparing import prepared_from_draft
from schedule.rules.release import make_release
from tests.schedule.programmes import NINE, PATIENT, draft, facts, programmes, session, talk, who

ANN, BEN, CHAIR = who("Ann"), who("Ben"), who("Cleo", Part.CHAIR)
READER = UUID("00000000-0000-4000-8000-000000000001")
BLOCK = session(
    "S1", 0, 60, "Hall A", CHAIR, slots=(talk("T1", 0, 15, ANN), talk("T2", 15, 15, BEN))
)


def told_of(
    before: PlannedSession, after: PlannedSession, stars: dict[UUID, set[str]] | None = None
) -> dict[str, Told]:
    old = make_release(draft(before), None, facts(1))
    new = make_release(draft(after), old, facts(2))
    people = whom_to_tell(diff_releases(old, new), new, stars)
    return {told.name or "reader": told for told in people}


def letter_to(name: str, before: PlannedSession, after: PlannedSession) -> str:
    old = make_release(draft(before), None, facts(1))
    new = make_release(draft(after), old, facts(2))
    [told] = [t for t in whom_to_tell(diff_releases(old, new), new) if t.name == name]
    duties = duties_of(new).get(told.person, ())
    return letter_of(told, name, new, "https://x/programme", duties).body


def test_chair_hears_of_a_talk_that_is_cancelled_in_their_session() -> None:
    gone = replace(BLOCK.slots[0], status=ItemStatus.CANCELLED)
    told = told_of(BLOCK, replace(BLOCK, slots=(gone, BLOCK.slots[1])))
    assert set(told) == {"Ann", "Cleo"}


def test_whole_session_moved_is_one_line_for_the_chair() -> None:
    told = told_of(BLOCK, replace(BLOCK, room_name="Hall B"))
    assert [change.code for change in told["Cleo"].own] == ["S1"]
    assert [change.code for change in told["Ann"].own] == ["T1"]


def test_speaker_who_is_replaced_hears_it_and_so_does_the_new_one() -> None:
    swapped = replace(BLOCK.slots[0], people=(who("Zoe"),))
    after = replace(BLOCK, slots=(swapped, BLOCK.slots[1]))
    assert {"Ann", "Zoe"} <= set(told_of(BLOCK, after))
    assert "You have no part in it any more." in letter_to("Ann", BLOCK, after)
    assert "no part in it" not in letter_to("Zoe", BLOCK, after)
    assert "people: was Ann, now Zoe" in letter_to("Zoe", BLOCK, after)


def test_letter_says_all_that_its_reader_does_now() -> None:
    poster = replace(talk("P1", 0, 0, ANN, kind=SlotKind.POSTER), board="12")
    whole = replace(
        BLOCK,
        slots=(*BLOCK.slots, poster),
        set_up_from=NINE - timedelta(hours=1),
        set_up_until=NINE,
    )
    moved = replace(whole, room_name="Hall B")
    body = letter_to("Ann", whole, moved)
    doing = body.split("All that you do in the programme now:")[1]
    assert "Mon 18 Oct 2027, 09:00–09:15, Hall B: speaker, “Talk T1”" in doing
    assert "board 12" in doing
    assert "put it up Mon 18 Oct 2027, 08:00–09:00" in doing


def test_star_gets_a_digest_and_a_speaker_with_stars_one_letter() -> None:
    stars = {READER: {"S1", "T1"}, ANN.person: {"T2"}}
    told = told_of(BLOCK, replace(BLOCK, room_name="Hall B"), stars)
    assert told["reader"].group is Group.STARS
    assert [change.code for change in told["reader"].starred] == ["S1"]
    ann = told["Ann"]
    assert ann.group is Group.PART
    assert ([c.code for c in ann.own], [c.code for c in ann.starred]) == (["T1"], ["T2"])


def test_stream_is_told_to_everybody_who_talks_in_the_session() -> None:
    told = told_of(BLOCK, replace(BLOCK, is_streamed=True))
    assert set(told) == {"Ann", "Ben", "Cleo"}


def test_change_says_what_was_and_what_is() -> None:
    old = make_release(draft(BLOCK), None, facts(1))
    new = make_release(draft(replace(BLOCK, title="Corrected", track="Gut")), old, facts(2))
    [line] = change_lines(diff_releases(old, new), "Europe/London")
    assert [(f.word, f.before, f.after) for f in line.fields] == [
        ("title", "Session S1", "Corrected"),
        ("track", "", "Gut"),
    ]


def told_codes(before: PlannedSession, after: PlannedSession) -> list[str]:
    old = make_release(draft(before), None, facts(1))
    diff = diff_releases(old, make_release(draft(after), old, facts(2)))
    return [line.code for line in change_lines(diff, "Europe/London")]


def test_change_of_one_talk_is_told_whatever_its_session_does() -> None:
    swapped = (replace(BLOCK.slots[0], people=(who("Zoe"),)), BLOCK.slots[1])
    assert told_codes(BLOCK, replace(BLOCK, slots=swapped)) == ["T1"]
    assert told_codes(BLOCK, replace(BLOCK, slots=swapped, title="Other")) == ["S1", "T1"]
    assert told_codes(BLOCK, replace(BLOCK, slots=swapped, room_name="Hall B")) == ["S1", "T1"]
    assert told_codes(BLOCK, replace(BLOCK, room_name="Hall B")) == ["S1"]


@settings(PATIENT, max_examples=40)
@given(programmes(), programmes())
def test_no_change_is_silent(one: Programme, two: Programme) -> None:
    before = make_release(one, None, facts(1))
    diff = diff_releases(before, make_release(two, before, facts(2)))
    assert bool(diff.items) == bool(change_lines(diff, "Europe/London"))


@settings(PATIENT, max_examples=40)
@given(programmes(), programmes())
def test_addendum_names_every_change_once(one: Programme, two: Programme) -> None:
    before = make_release(one, None, facts(1))
    after = make_release(two, before, facts(2))
    listed = [line.code for day in addendum_of(before, after).days for line in day.lines]
    told = [line.code for line in change_lines(diff_releases(before, after), "Europe/London")]
    assert sorted(listed) == sorted(told)
    assert len(set(listed)) == len(listed)


def with_abstracts(programme: Programme) -> Programme:
    return replace(
        programme,
        sessions=tuple(
            replace(each, slots=tuple(replace(s, abstract_code=f"A{s.code}") for s in each.slots))
            for each in programme.sessions
        ),
    )


@settings(PATIENT, max_examples=40)
@given(programmes(), st.booleans())
def test_embargo_takes_every_title_out_and_gives_it_back(one: Programme, is_early: bool) -> None:
    whole = make_release(with_abstracts(one), None, facts(1))
    until = whole.released_at + timedelta(days=1 if is_early else -1)
    shown = under_embargo(whole, until, whole.released_at)
    assert with_titles(shown.programme, shown.titles) == whole
    if is_early:
        titles = {slot.title for _, slot in shown.programme.items() if slot}
        assert titles <= {embargo_words(until, "Europe/London")}
    else:
        assert shown.programme is whole


def test_titles_that_come_out_raise_no_sequence_and_send_no_letter() -> None:
    placed = replace(BLOCK, slots=(replace(BLOCK.slots[0], abstract_code="ABS1"),))
    at = facts(1).at
    hidden = prepared_from_draft(draft(placed), None, facts(1), at + timedelta(hours=1))
    assert hidden.titles == {"T1": "Talk T1"}
    assert "under embargo until" in hidden.made.sessions[0].slots[0].title
    out = prepared_from_draft(draft(placed), hidden.made, facts(2), at + timedelta(hours=1))
    assert out.titles == {}
    assert out.made.sessions[0].slots[0].title == "Talk T1"
    assert out.made.sessions[0].slots[0].sequence == 0
    assert whom_to_tell(out.diff, out.made) == []
