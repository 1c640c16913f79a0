"""The table of cases is what the server's own rule says; a browser test runs the device's."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from badges.admission.rules import Refusal, Standing
from badges.doors.door import (
    Direction,
    Door,
    Holder,
    HowOften,
    NoHolder,
    Passage,
    PointKind,
    Question,
)
from badges.doors.rules import answer
from conference.registration.rules import RegistrationState
from tests.badges.offline.door_cases import CASES, ZONE, expected, spoken


def door_of(given: dict[str, Any]) -> Door:
    times = {key: datetime.fromisoformat(given[key]) for key in given if key.endswith("s_at")}
    values = {key: value for key, value in given.items() if key != "room"}
    values |= {**times, "kind": PointKind(given["kind"]), "room_name": given.get("room", "")}
    values["how_often"] = HowOften(given.get("how_often", "always"))
    values["categories"] = frozenset(given.get("categories", ()))
    return Door(uuid4(), uuid4(), ZONE, "door", **values)


def holder_of(given: dict[str, Any]) -> Holder | NoHolder:
    if "why" in given:
        return NoHolder(Refusal(given["why"]))
    values = {key: value for key, value in given.items() if key != "refused"}
    state = RegistrationState.CANCELLED if given.get("refused") else RegistrationState.CONFIRMED
    day = date.fromisoformat(given["day"]) if "day" in given else None
    guest = UUID(given["guest"]) if "guest" in given else None
    known = {**values, "day": day, "guest": guest, "standing": Standing(state, "in_person")}
    return Holder(uuid4(), "K7M2Q1", "Bo", **known)


def passage_of(given: dict[str, Any]) -> Passage:
    at = datetime.fromisoformat(given["at"])
    return Passage(Direction(given["direction"]), at, given["station"], is_use=given["is_use"])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_door_answers_as_the_shared_table_says(case: dict[str, Any]) -> None:
    asked = Question(
        Direction(case["direction"]),
        datetime.fromisoformat(case["at"]),
        [passage_of(each) for each in case["earlier"]],
        case["inside"],
    )
    given = answer(door_of(case["door"]), holder_of(case["holder"]), asked)
    said = [given.outcome.value, given.look.value, given.word, given.sentence]
    assert spoken(case, said) == expected(case)
