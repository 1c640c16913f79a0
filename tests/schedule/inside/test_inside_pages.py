"""The committee's steps inside a session, as a browser without JavaScript takes them."""

from __future__ import annotations

from typing import Any

import lxml.html
import pytest

from schedule.queries.draft import draft_programme
from schedule.rules.vocabulary import ItemStatus, Part, SessionKind, SlotKind
from tests.cast import Cast
from tests.schedule.conftest import version_of

SESSIONS = "/glasgow/committee/programme/sessions"


def tree(answer: Any) -> Any:
    return lxml.html.fromstring(answer.text)


def words(answer: Any, path: str = "//main") -> str:
    return " ".join(" ".join(node.text_content() for node in tree(answer).xpath(path)).split())


def said(answer: Any, field: str) -> str:
    """The sentence beside a field."""
    return words(answer, f"//*[@id='error-{field}']")


@pytest.fixture
async def bob(client: Any, cast: Cast, sign_in: Any) -> Any:
    await sign_in(client, cast.bob)
    return client


async def session_of(cast: Cast, code: str) -> Any:
    draft = await draft_programme(cast.meeting.id)
    return next(each for each in draft.sessions if each.code == code)


async def times(cast: Cast, code: str) -> list[tuple[str, int, int]]:
    slots = (await session_of(cast, code)).slots
    return [(s.title, s.starts_after_minutes, s.duration_minutes) for s in slots]


@pytest.fixture
async def three(cast: Cast, drafted: Any, add_session: Any, add_talk: Any) -> tuple[str, list[str]]:
    """A session of 60 minutes at 14:00 with three talks of 20, 10 and 10."""
    code = await add_session("Three", at=300, room="Hall A", minutes=60)
    talks = [await add_talk(code, t, m) for t, m in (("One", 20), ("Two", 10), ("Three", 10))]
    return code, talks


async def test_arrange_takes_each_step_as_one_change(
    bob: Any, post: Any, cast: Cast, three: Any
) -> None:
    code, talks = three
    steps: list[tuple[dict[str, Any], list[tuple[str, int, int]]]] = [
        ({"do": "reorder", "slot": talks[2], "place": "1"},
         [("Three", 0, 10), ("One", 10, 20), ("Two", 30, 10)]),
        ({"do": "shift", "shift_after": talks[2], "shift_minutes": "5"},
         [("Three", 0, 10), ("One", 15, 20), ("Two", 35, 10)]),
        ({"do": "discussion", "gap_after": talks[0], "gap_minutes": "10", "gap_title": "Panel"},
         [("Three", 0, 10), ("One", 15, 20), ("Panel", 35, 10), ("Two", 45, 10)]),
        ({"do": "close"},
         [("Three", 0, 10), ("One", 10, 20), ("Panel", 30, 10), ("Two", 40, 10)]),
        ({"do": "stretch", "step": "5"},
         [("Three", 0, 15), ("One", 15, 25), ("Panel", 40, 10), ("Two", 50, 10)]),
        ({"do": "lengths", "each_kind": "talk", "each_minutes": "15", "each_questions": "3"},
         [("Three", 0, 15), ("One", 15, 15), ("Panel", 30, 10), ("Two", 40, 15)]),
    ]  # fmt: skip

    for version, (step, expected) in enumerate(steps, start=4):
        data = {"version": version, **step}
        answer = await post(bob, f"{SESSIONS}/{code}/arrange", data)
        assert answer.status_code == 303, (step, words(answer, "//*[@id='inside']"))
        assert await times(cast, code) == expected

    shown = words(await bob.get(f"{SESSIONS}/{code}"), "//*[@id='inside']")
    assert "55 of 60 min filled, 5 free" in shown
    assert "14:15 12+3" in shown


async def test_arrange_says_what_is_wrong_and_changes_nothing(
    bob: Any, post: Any, cast: Cast, three: Any
) -> None:
    code, talks = three
    before = await times(cast, code)
    wrong = [
        ({"do": "reorder", "slot": talks[0]}, "place", "Say which place"),
        ({"do": "reorder", "place": "1"}, "slot", "Choose the talk"),
        ({"do": "shift", "shift_minutes": "soon"}, "shift_minutes", "whole number"),
        ({"do": "shift"}, "shift_minutes", "by how many minutes"),
        ({"do": "discussion", "gap_minutes": "0"}, "gap_minutes", "at least 1"),
        (
            {"do": "lengths", "each_minutes": "10", "each_questions": "10"},
            "each_questions",
            "fewer",
        ),
        ({"do": "move", "slots": talks[:1]}, "to", "Choose the session"),
    ]

    for step, field, sentence in wrong:
        answer = await post(bob, f"{SESSIONS}/{code}/arrange", {"version": 4, **step})
        assert answer.status_code == 422, step
        assert sentence in said(answer, field), (step, said(answer, field))
    too_early = {"version": 4, "do": "shift", "shift_after": talks[0], "shift_minutes": "-1"}
    answer = await post(bob, f"{SESSIONS}/{code}/arrange", too_early)
    nowhere = await post(bob, f"{SESSIONS}/{code}/arrange", {"version": 4, "do": "dance"})
    other = {"version": 4, "do": "reorder", "slot": "NOPE", "place": 1}

    assert (answer.status_code, nowhere.status_code) == (422, 422)
    assert "Nothing is free before them" in words(answer, "//*[@id='inside']")
    assert (await post(bob, f"{SESSIONS}/{code}/arrange", other)).status_code == 404
    assert await times(cast, code) == before


async def test_arrange_is_409_with_who_changed_what(
    bob: Any, post: Any, cast: Cast, three: Any
) -> None:
    code, _ = three
    await post(bob, f"{SESSIONS}/{code}/arrange", {"version": 4, "do": "stretch", "step": 1})

    answer = await post(bob, f"{SESSIONS}/{code}/arrange", {"version": 4, "do": "close"})

    assert answer.status_code == 409
    assert "Bob Brennan" in words(answer, "//section[@aria-labelledby='stale']")


async def test_arrange_refuses_a_blocking_conflict_and_does_it_all_the_same(
    bob: Any, post: Any, cast: Cast, three: Any
) -> None:
    code, talks = three
    step = {"version": 4, "do": "shift", "shift_after": talks[1], "shift_minutes": "25"}

    refused = await post(bob, f"{SESSIONS}/{code}/arrange", step)
    (form,) = [f for f in tree(refused).forms if f.fields.get("conflicts_ok") == "on"]
    again = {k: v for k, v in form.form_values() if k != "_csrf_token"}
    done = await post(bob, form.action, again)

    assert (refused.status_code, done.status_code) == (422, 303)
    assert "does not fit into its session" in words(refused, "//*[@id='inside']")
    assert (await times(cast, code))[2] == ("Three", 55, 10)
    assert "Longer than its session" in words(await bob.get(f"{SESSIONS}/{code}"))


async def test_move_takes_ticked_talks_to_another_session(
    bob: Any, post: Any, cast: Cast, three: Any, drafted: Any
) -> None:
    code, talks = three
    page = tree(await bob.get(f"{SESSIONS}/{code}"))
    (target,) = [
        each
        for each in page.xpath("//select[@name='to']/option/@value")
        if each.startswith(f"{drafted.plenary}:")
    ]
    move = {"version": 4, "do": "move", "slots": [talks[0], talks[2]], "to": target}

    moved = await post(bob, f"{SESSIONS}/{code}/arrange", move)
    late = await post(
        bob, f"{SESSIONS}/{code}/arrange", {**move, "version": 5, "slots": talks[1:2]}
    )

    assert (moved.status_code, late.status_code) == (303, 409)
    assert await times(cast, code) == [("Two", 20, 10)]
    assert [t for t, _, _ in await times(cast, drafted.plenary)][2:] == ["One", "Three"]
    assert (await times(cast, drafted.plenary))[2:] == [("One", 60, 20), ("Three", 80, 10)]


async def test_copy_repeats_the_shape_with_empty_talks(
    bob: Any, post: Any, cast: Cast, drafted: Any
) -> None:
    when = {"day": "2027-10-19", "start": "09:00", "room": str(cast.rooms["Hall A"])}
    data = {"version": 3, "copy_title": "Again", **when}

    nameless = await post(bob, f"{SESSIONS}/{drafted.plenary}/copy", {**data, "copy_title": ""})
    answer = await post(bob, f"{SESSIONS}/{drafted.plenary}/copy", data)

    made = await session_of(cast, answer.headers["location"].rsplit("/", 1)[1].split("#")[0])
    assert nameless.status_code == 422
    assert (made.title, made.status, made.people) == ("Again", ItemStatus.DRAFT, ())
    assert (made.starts_at.isoformat(), made.duration_minutes) == ("2027-10-19T08:00:00+00:00", 90)
    assert [(s.title, s.starts_after_minutes, s.people) for s in made.slots] == [
        ("Talk 1", 0, ()),
        ("Talk 2", 30, ()),
    ]


async def test_fill_shows_a_proposal_and_places_what_is_ticked(
    bob: Any, post: Any, cast: Cast, drafted: Any, accept_abstract: Any
) -> None:
    path = f"{SESSIONS}/{drafted.symposium}/fill"
    codes = [
        await accept_abstract(title, who.id)
        for title, who in (("Free", cast.carol), ("Chairs here", cast.dan), ("Talks", cast.alice))
    ]

    shown = await bob.get(path)
    none = await post(bob, path, {"version": 1, "what": "oral", "minutes": 20, "questions": 5})
    taken = await post(
        bob, path, {"version": 1, "what": "oral", "minutes": 20, "questions": 5, "take": codes[:1]}
    )
    gone = await post(bob, path, {"version": 2, "what": "oral", "take": codes[:1]})

    ticked = tree(shown).xpath("//input[@name='take'][@checked]/@value")
    assert ticked == codes[:1]
    assert "has a talk already: “Interferon λ in the gut”" in words(shown)
    assert (none.status_code, taken.status_code, gone.status_code) == (422, 303, 422)
    assert "Tick at least one abstract" in words(none)
    (slot,) = (await session_of(cast, drafted.symposium)).slots
    assert (slot.abstract_code, slot.duration_minutes, slot.questions_minutes) == (codes[0], 20, 5)
    assert [(p.person, p.part) for p in slot.people] == [(cast.carol.id, Part.SPEAKER)]


async def test_fill_hangs_all_posters_and_is_409_when_stale(
    bob: Any, post: Any, cast: Cast, add_session: Any, accept_abstract: Any
) -> None:
    code = await add_session("Posters", room="Poster Hall", kind=SessionKind.POSTER)
    codes = [await accept_abstract(f"P{n}", cast.carol.id, "poster") for n in range(3)]
    page = await bob.get(f"{SESSIONS}/{code}/fill")
    offered = tree(page).xpath("//input[@name='take'][@checked]/@value")

    stale = await post(bob, f"{SESSIONS}/{code}/fill", {"version": 9, "take": codes[:2]})
    done = await post(bob, f"{SESSIONS}/{code}/fill", {"version": 1, "take": offered})

    assert sorted(offered) == sorted(codes)
    assert stale.status_code == 409
    assert tree(stale).xpath("//input[@name='take'][@checked]/@value") == codes[:2]
    assert done.status_code == 303
    slots = (await session_of(cast, code)).slots
    assert {(s.kind, s.people[0].part) for s in slots} == {(SlotKind.POSTER, Part.PRESENTER)}
    assert len(slots) == 3


async def test_fill_refuses_a_person_elsewhere_unless_it_is_wanted(
    bob: Any, post: Any, cast: Cast, drafted: Any, add_session: Any, accept_abstract: Any
) -> None:
    parallel = await add_session("Parallel", at=0, room="Hall B", minutes=30)
    code = await accept_abstract("By Alice", cast.alice.id)
    data = {"version": 1, "what": "oral", "take": code}

    refused = await post(bob, f"{SESSIONS}/{parallel}/fill", data)
    forced = await post(bob, f"{SESSIONS}/{parallel}/fill", {**data, "conflicts_ok": "on"})

    assert (refused.status_code, forced.status_code) == (422, 303)
    assert "Alice Ångström is in two places" in words(refused)
    assert tree(refused).xpath("//input[@name='conflicts_ok']")
    assert len((await session_of(cast, parallel)).slots) == 1


async def test_slot_page_shows_another_abstract_in_its_place(
    bob: Any, post: Any, cast: Cast, drafted: Any, accept_abstract: Any
) -> None:
    first = await accept_abstract("First", cast.carol.id)
    second = await accept_abstract("Second", cast.olive.id)
    await post(bob, f"{SESSIONS}/{drafted.symposium}/place", {"version": 1, "abstract": first})
    (slot,) = (await session_of(cast, drafted.symposium)).slots
    path = f"{SESSIONS}/{drafted.symposium}/slots/{slot.code}"

    wrong = await post(bob, f"{path}/abstract", {"version": 2, "abstract": "NOPE"})
    answer = await post(bob, f"{path}/abstract", {"version": 2, "abstract": second})

    (after,) = (await session_of(cast, drafted.symposium)).slots
    assert (wrong.status_code, answer.status_code) == (422, 303)
    assert "without a place so far" in said(wrong, "abstract")
    assert (after.id, after.title, after.abstract_code) == (slot.id, "Second", second)
    assert [p.person for p in after.people] == [cast.olive.id]
    assert first in tree(await bob.get(path)).xpath("//select[@name='abstract']/option/@value")


async def test_pages_are_a_fixed_number_of_statements(
    bob: Any, post: Any, cast: Cast, drafted: Any, accept_abstract: Any, add_talk: Any,
    unhurried: Any, count_statements: Any,
) -> None:  # fmt: skip
    base = f"{SESSIONS}/{drafted.symposium}"
    paths = (base, f"{base}/fill", f"{base}/slots/{await add_talk(drafted.symposium, 'T')}")
    await accept_abstract("A", cast.carol.id)
    counts = []
    for _ in range(2):
        seen_of = []
        for path in paths:
            await bob.get(path)
            with count_statements() as seen:
                assert (await bob.get(path)).status_code == 200
            seen_of.append(len(seen))
        counts.append(seen_of)
        for n in range(2):
            await add_talk(drafted.symposium, f"More {n}", 5, (cast.alice, cast.olive)[n].id)
            await accept_abstract(f"B{n}", (cast.carol, cast.alice)[n].id)

    assert counts[0] == counts[1]
    assert await version_of(cast, drafted.symposium) == 6


async def test_undo_takes_each_step_back_exactly(
    bob: Any, post: Any, cast: Cast, three: Any, drafted: Any, accept_abstract: Any, now: Any
) -> None:
    from conference.orm import Actor
    from schedule.actions.undoing import undo_change
    from schedule.rules.changes import content_of

    async def contents() -> list[Any]:
        draft = await draft_programme(cast.meeting.id)
        return sorted(map(content_of, draft.sessions), key=lambda each: each.code)

    code, talks = three
    first = await accept_abstract("In the gap", cast.carol.id)
    second = await accept_abstract("In its place", cast.olive.id)
    plenary = f"{drafted.plenary}:{await version_of(cast, drafted.plenary)}"
    steps: list[tuple[str, dict[str, Any]]] = [
        ("arrange", {"do": "discussion", "gap_after": talks[0], "gap_minutes": "5"}),
        ("arrange", {"do": "stretch"}),
        ("arrange", {"do": "reorder", "slot": talks[1], "place": "9"}),
        ("fill", {"what": "oral", "take": first, "conflicts_ok": "on"}),
        (f"slots/{talks[2]}/abstract", {"abstract": second}),
        ("arrange", {"do": "move", "slots": talks[:2], "to": plenary, "conflicts_ok": "on"}),
        ("copy", {"copy_title": "Again"}),
    ]
    states = [await contents()]
    for verb, data in steps:
        seen = await version_of(cast, code)
        answer = await post(bob, f"{SESSIONS}/{code}/{verb}", {"version": seen, **data})
        assert answer.status_code == 303, (verb, words(answer))
        states.append(await contents())
        assert states[-1] != states[-2], verb

    for before in reversed(states[:-1]):
        await undo_change(cast.meeting.id, by=Actor(cast.bob.id, "Bob"), now=now)
        assert await contents() == before
