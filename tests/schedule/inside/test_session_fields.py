"""The form of a session: sponsor, stream, poster times, and saving into a conflict on purpose."""

from __future__ import annotations

from typing import Any

import lxml.html
import pytest

from conference.web import FormErrors
from schedule.queries.draft import draft_programme
from schedule.rules.vocabulary import SlotKind
from schedule.sessions.forms import SessionForm, SlotForm
from tests.cast import Cast

SESSIONS = "/glasgow/committee/programme/sessions"
POSTERS = {
    "title": "Posters",
    "kind": "poster",
    "day": "2027-10-18",
    "start": "10:00",
    "duration_minutes": "90",
    "version": "0",
}
TIMES = {
    "set_up_from": "2027-10-18T08:00",
    "set_up_until": "2027-10-18T10:00",
    "tear_down_from": "2027-10-18T11:30",
    "tear_down_until": "2027-10-18T12:30",
}
WRONG: list[tuple[dict[str, str], str, str]] = [
    ({"set_up_until": "2027-10-18T10:30"}, "set_up_until", "have to hang when the session begins"),
    ({"set_up_until": "2027-10-18T07:30"}, "set_up_until", "Set-up ends before it begins"),
    ({"set_up_from": ""}, "set_up_from", "needs both"),
    ({"tear_down_until": ""}, "tear_down_until", "needs both"),
    ({"tear_down_from": "2027-10-18T11:00"}, "tear_down_from", "stay up until the session ends"),
    ({"set_up_from": "this morning"}, "set_up_from", "2027-10-18T08:00"),
    ({"set_up_from": "0001-01-01T08:00"}, "set_up_from", "no year of a meeting"),
    ({"set_up_from": "2028-03-26T01:30"}, "set_up_from", "does not exist on Sun 26 Mar 2028"),
    ({"stream_url": "ftp://files.example"}, "stream_url", "https://"),
    ({"stream_url": "https://"}, "stream_url", "https://"),
    ({"stream_url": "javascript:alert(1)"}, "stream_url", "https://"),
    ({"stream_url": "http://[broken"}, "stream_url", "https://"),
]


@pytest.fixture
async def bob(client: Any, cast: Cast, sign_in: Any) -> Any:
    await sign_in(client, cast.bob)
    return client


def tree(answer: Any) -> Any:
    return lxml.html.fromstring(answer.text)


def form_values(answer: Any) -> dict[str, Any]:
    form = next(f for f in tree(answer).forms if "title" in f.fields)
    return {name: value for name, value in form.form_values() if name != "_csrf_token"}


async def test_session_page_keeps_sponsor_stream_and_poster_times(
    bob: Any, post: Any, cast: Cast
) -> None:
    more = {
        "sponsor": "Assays Ltd",
        "is_streamed": "on",
        "stream_url": "https://stream.example/1",
        "board_size": "1 m × 1 m",
        "description": "Long text",
        "language": "en",
    }

    answer = await post(bob, f"{SESSIONS}/new", {**POSTERS, **TIMES, **more})

    (made,) = (await draft_programme(cast.meeting.id)).sessions
    shown = form_values(await bob.get(answer.headers["location"]))
    assert (made.sponsor, made.is_streamed, made.board_size) == ("Assays Ltd", True, "1 m × 1 m")
    assert made.set_up_from
    assert made.set_up_from.isoformat() == "2027-10-18T07:00:00+00:00"
    assert {name: shown[name].strip() for name in (*TIMES, *more)} == {**TIMES, **more}


@pytest.mark.parametrize(("changes", "field", "sentence"), WRONG)
def test_session_form_says_what_is_wrong_beside_the_field(
    changes: dict[str, str], field: str, sentence: str, zone: Any
) -> None:
    import msgspec

    form = msgspec.convert({**POSTERS, **TIMES, **changes}, SessionForm, strict=False)

    with pytest.raises(FormErrors) as wrong:
        form.edit(zone)

    assert sentence in wrong.value.errors[field]
    assert wrong.value.values["title"] == "Posters"


@pytest.fixture
def zone() -> Any:
    from zoneinfo import ZoneInfo

    return ZoneInfo("Europe/London")


def test_slot_form_refuses_questions_as_long_as_the_talk() -> None:
    with pytest.raises(FormErrors) as wrong:
        SlotForm(title="T", duration_minutes=15, questions_minutes=15).edit()

    assert "fewer than the talk" in wrong.value.errors["questions_minutes"]
    assert (
        SlotForm(title="T", kind=SlotKind.POSTER, questions_minutes=3).edit().questions_minutes == 0
    )


async def test_session_page_offers_the_usual_times_of_its_day(
    bob: Any, post: Any, cast: Cast
) -> None:
    timeless = await post(
        bob, f"{SESSIONS}/new", {**POSTERS, "day": "", "start": "", "do": "times"}
    )
    answer = await post(bob, f"{SESSIONS}/new", {**POSTERS, "do": "times"})

    values = form_values(answer)
    assert timeless.status_code == 422
    assert {name: values[name] for name in TIMES} == TIMES
    assert (await draft_programme(cast.meeting.id)).sessions == ()


async def test_new_session_proposes_the_usual_minutes_of_its_kind(bob: Any) -> None:
    asked = "?kind=plenary&day=2027-10-18&start=09:00"

    values = form_values(await bob.get(f"{SESSIONS}/new{asked}"))
    odd = await bob.get(f"{SESSIONS}/new?kind=picnic&day=%00&room=cellar")

    assert (values["kind"], values["duration_minutes"]) == ("plenary", "120")
    assert (values["day"], values["start"]) == ("2027-10-18", "09:00")
    assert odd.status_code == 200


async def test_session_page_saves_into_a_conflict_when_ticked(
    bob: Any, post: Any, cast: Cast, drafted: Any
) -> None:
    path = f"{SESSIONS}/{drafted.symposium}"
    values = form_values(await bob.get(path)) | {"do": "save"}
    values |= {"start": "09:00", "room": str(cast.rooms["Hall A"])}
    assert "conflicts_ok" not in (await bob.get(path)).text

    refused = await post(bob, path, values)
    ticked = await post(bob, path, {**form_values(refused), "do": "save", "conflicts_ok": "on"})

    shown = " ".join(tree(await bob.get(path)).text_content().split())
    assert (refused.status_code, ticked.status_code) == (422, 303)
    assert "Save it all the same" in refused.text
    assert "Blocking Room used twice. Hall A is used twice on Mon 18 Oct 2027" in shown
    assert "Not released yet." in shown


async def test_session_page_tells_two_of_many_conflicts_beside_the_field(
    bob: Any, post: Any, drafted: Any, add_talk: Any
) -> None:
    for title in ("One", "Two", "Three", "Four"):
        await add_talk(drafted.symposium, title)
    path = f"{SESSIONS}/{drafted.symposium}"
    values = form_values(await bob.get(path)) | {"do": "save", "duration_minutes": "5"}

    refused = await post(bob, path, values)

    [told] = tree(refused).xpath("//*[@id='error-duration_minutes']")
    assert told.text_content().count("does not fit into its session") == 2
    assert told.text_content().endswith("And 2 more conflicts.")


async def test_session_page_tells_what_is_public_and_why_a_conflict_stays(
    bob: Any, post: Any, cast: Cast, drafted: Any, release: Any, move_session: Any, now: Any
) -> None:
    from schedule.conflicts.actions import acknowledge
    from schedule.queries.described import described_programme
    from schedule.rules.conflicts import find_conflicts
    from tests.schedule.conftest import BY

    await release("First")
    await move_session(drafted.symposium, at=200, room="Hall B")
    found = find_conflicts(await described_programme(cast.meeting.id))
    keys = {each.key for each in found if "not registered" in each.sentence}
    await acknowledge(keys, "They come by train", meeting=cast.meeting.id, by=BY, now=now)

    moved = " ".join(tree(await bob.get(f"{SESSIONS}/{drafted.symposium}")).text_content().split())
    plenary = tree(await bob.get(f"{SESSIONS}/{drafted.plenary}"))

    assert "As released in “First”" in moved
    assert "The draft has another title, time or room" in moved
    assert "The draft has another" not in plenary.text_content()
    assert "They come by train" in plenary.text_content()
