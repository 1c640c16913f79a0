"""Scans and what a door answers to them: the server's rule and the device's are held to this.

A fourth part of the answer is its sentence, where server and device say the same.
"""

from __future__ import annotations

from typing import Any

ZONE = "Europe/London"
AT = "2027-10-18T14:00:00+00:00"
BEFORE = "2027-10-18T13:40:00+00:00"
YESTERDAY = "2027-10-17T13:40:00+00:00"
AT_NIGHT = "2027-10-19T00:30:00+00:00"  # half past one in London: still Monday's dinner
# London, the night to Sunday 31 October: at two the clocks say one again; the day ends at four.
CLOCKS_WENT_BACK = "2027-10-30T11:14:00+00:00"
BEFORE_FOUR, FOUR = "2027-10-31T03:59:00+00:00", "2027-10-31T04:00:00+00:00"

HALL: dict[str, Any] = {"title": "Hall A", "kind": "session"}
DINNER: dict[str, Any] = {
    "title": "Gala dinner", "kind": "dinner", "extra": "gala", "extra_title": "Gala dinner",
    "how_often": "once",
}  # fmt: skip
LUNCH: dict[str, Any] = {"title": "Lunch", "kind": "dinner", "how_often": "daily", "room": "Hall B"}
MEMBER: dict[str, Any] = {"category": "regular", "category_title": "Regular member"}
CAME_IN = {"direction": "in", "at": BEFORE, "station": "Door 2", "is_use": False}
USED = {**CAME_IN, "is_use": True}
WENT_OUT = {**CAME_IN, "direction": "out"}


def _at(minute: int) -> str:
    return f"2027-10-18T13:{minute}:00+00:00"


BOTH_OUT = [
    USED, {**USED, "at": _at(41)}, {**WENT_OUT, "at": _at(42)}, {**WENT_OUT, "at": _at(43)},
]  # fmt: skip


TO_DESK = "send the person to the desk."
VOID = f"This badge was lost and replaced, or was for one day. Keep it, and {TO_DESK}"
UNKNOWN = f"No badge and no ticket has this code. Scan again, or {TO_DESK}"
UNLINKED = "This temporary badge belongs to nobody yet. Send the person to the desk."
NEVER_IN = "No scan on the way in was found. The way out is noted."


def _case(
    name: str, outcome: str, look: str, word: str, said: str | None = None, **given: Any
) -> dict[str, Any]:
    whole = {
        "door": HALL,
        "holder": MEMBER,
        "direction": "in",
        "at": AT,
        "earlier": [],
        "inside": 0,
    }
    return {"name": name, **whole, **given, "answer": [outcome, look, word], "said": said}


def spoken(case: dict[str, Any], answer: list[str]) -> list[str]:
    """Of an answer with its sentence, what this case says something about."""
    return answer[: 3 if case["said"] is None else 4]


def expected(case: dict[str, Any]) -> list[str]:
    answer: list[str] = case["answer"]
    return answer if case["said"] is None else [*answer, case["said"]]


CASES = [
    _case("first time", "in", "good", "Come in"),
    _case("in before", "already", "warn", "Already in", earlier=[CAME_IN]),
    _case("in and out", "in", "good", "Come in", earlier=[CAME_IN, {**WENT_OUT, "at": AT}]),
    _case("in yesterday", "in", "good", "Come in", earlier=[{**CAME_IN, "at": YESTERDAY}]),
    _case("after midnight", "already", "warn", "Already in", at=AT_NIGHT, earlier=[CAME_IN]),
    _case("way out", "out", "out", "Out", "Goodbye.", direction="out", earlier=[CAME_IN]),
    _case("out, never in", "out", "warn", "Out", NEVER_IN, direction="out"),
    _case("out though unpaid", "out", "warn", "Out", direction="out",
          holder={**MEMBER, "refused": True}),
    _case("unpaid", "not_admitted", "bad", "Not admitted", holder={**MEMBER, "refused": True}),
    _case("unknown", "unknown", "bad", "Unknown code", UNKNOWN, holder={"why": "unknown"}),
    _case("void", "void", "bad", "Void badge", VOID, holder={"why": "void"}),
    _case("void, way out", "void", "bad", "Void badge", VOID, holder={"why": "void"},
          direction="out"),
    _case("temporary badge of nobody", "unknown", "bad", "Unknown code", UNLINKED,
          holder={"why": "unlinked"}),
    _case("other category", "not_here", "bad", "Not for this door",
          "This door is not for the category “Regular member”.",
          door={**HALL, "categories": ["council"]}),
    _case("right category", "in", "good", "Come in", door={**HALL, "categories": ["regular"]}),
    _case("other day", "not_here", "bad", "Not for this door",
          holder={**MEMBER, "day": "2027-10-19"}),
    _case("this day", "in", "good", "Come in", holder={**MEMBER, "day": "2027-10-18"}),
    _case("closed", "closed", "bad", "Closed", "This door was closed. Ask the desk where to go.",
          door={**HALL, "is_closed": True}),
    _case("too early", "closed", "bad", "Closed", door={**HALL, "opens_at": AT_NIGHT}),
    _case("opens now", "in", "good", "Come in", door={**HALL, "opens_at": AT}),
    _case("closes now", "closed", "bad", "Closed", door={**HALL, "closes_at": AT}),
    _case("one place left", "in", "good", "Come in", door={**HALL, "capacity": 3}, inside=2),
    _case("full", "closed", "bad", "Full", door={**HALL, "capacity": 3}, inside=3),
    _case("full, was in", "already", "warn", "Already in", door={**HALL, "capacity": 3}, inside=3,
          earlier=[CAME_IN]),
    _case("no ticket", "not_here", "bad", "Not for this door",
          "No ticket for “Gala dinner”. The desk knows if one is left.", door=DINNER,
          holder={**MEMBER, "tickets": 0}),
    _case("ticket", "in", "good", "Come in", door=DINNER),
    _case("ticket used", "already", "bad", "Ticket used", door=DINNER, earlier=[USED]),
    _case("used yesterday", "already", "bad", "Ticket used", door=DINNER,
          earlier=[{**USED, "at": YESTERDAY}]),
    _case("second of two", "in", "good", "Come in", door=DINNER, earlier=[USED],
          holder={**MEMBER, "tickets": 2}),
    _case("back from smoking", "in", "good", "Come in", earlier=[USED, {**WENT_OUT, "at": AT}],
          door={**DINNER, "counts_out": True}),
    _case("both out, the second back", "in", "good", "Come in",
          door={**DINNER, "counts_out": True}, holder={**MEMBER, "tickets": 2},
          earlier=[*BOTH_OUT, {**CAME_IN, "at": _at(44)}]),
    _case("both out, both back, a third", "already", "bad", "Ticket used",
          door={**DINNER, "counts_out": True}, holder={**MEMBER, "tickets": 2},
          earlier=[*BOTH_OUT, {**CAME_IN, "at": _at(44)}, {**CAME_IN, "at": _at(45)}]),
    _case("once only, was let in", "in", "good", "Come in", door=DINNER, earlier=[CAME_IN]),
    _case("lunch", "in", "good", "Come in", door=LUNCH),
    _case("lunch again", "already", "bad", "Used today", door=LUNCH, earlier=[USED]),
    _case("lunch after midnight", "already", "bad", "Used today", door=LUNCH, at=AT_NIGHT,
          earlier=[USED]),
    _case("lunch on the next day", "in", "good", "Come in", door=LUNCH, earlier=[
          {**USED, "at": YESTERDAY}]),
    _case("lunch of two", "in", "good", "Come in", door=LUNCH,
          earlier=[{**USED, "at": YESTERDAY}, USED], holder={**MEMBER, "tickets": 2}),
    _case("lunch before four", "already", "bad", "Used today", door=LUNCH, at=BEFORE_FOUR,
          earlier=[{**USED, "at": CLOCKS_WENT_BACK}]),
    _case("lunch at four", "in", "good", "Come in", door=LUNCH, at=FOUR,
          earlier=[{**USED, "at": CLOCKS_WENT_BACK}]),
    _case("one-day badge after midnight", "in", "good", "Come in", at=AT_NIGHT,
          holder={**MEMBER, "day": "2027-10-18"}),
    _case("guest of one in", "in", "good", "Come in", earlier=[CAME_IN],
          holder={**MEMBER, "guest": "1f0c5b1e-0000-4000-8000-000000000001", "guest_of": "Bo"}),
]  # fmt: skip
