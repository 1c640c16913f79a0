"""A form is a Struct or a sentence beside each field."""

from contextlib import suppress
from datetime import date, datetime
from enum import Enum
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from litestar.datastructures import FormMultiDict

from conference.web.forms import MISSING, FormErrors, parse_form
from conference.web.problems import Invalid
from conference.web.refusals import refusals


class Example(msgspec.Struct):
    name: str
    seats: int
    day: date | None = None
    tags: list[str] = []
    agrees: bool = False


def form(*pairs: tuple[str, str]) -> FormMultiDict:
    return FormMultiDict(list(pairs))


def test_parse_form_reads_what_a_browser_sends() -> None:
    read = parse_form(
        Example,
        form(("name", " Ada "), ("seats", "12"), ("day", ""), ("tags", "a"), ("agrees", "on")),
    )
    assert read == Example("Ada", 12, None, ["a"], True)


def test_parse_form_gives_every_sentence_and_keeps_what_was_typed() -> None:
    with pytest.raises(FormErrors) as wrong:
        parse_form(Example, form(("name", ""), ("seats", "many"), ("day", "31/12/27")))
    assert wrong.value.errors == {
        "name": MISSING,
        "seats": "Write a whole number.",
        "day": "Write the date as year-month-day, for example 2027-03-09.",
    }
    assert wrong.value.values["seats"] == "many"


class Kind(Enum):
    TALK = "talk"


class Choices(msgspec.Struct):
    rooms: list[UUID]
    at: datetime
    kind: Kind


def test_form_refused_by_a_rule_is_shown_as_the_browser_sent_it() -> None:
    room, at = "0193e9d4-0000-7000-8000-000000000001", "2027-03-09T14:30:00"
    read = parse_form(Choices, form(("rooms", room), ("at", at), ("kind", "talk")))
    assert read.kind is Kind.TALK

    with pytest.raises(FormErrors) as wrong, refusals(read):
        raise Invalid("The room is taken.")

    assert wrong.value.state.values == {"rooms": [room], "at": at, "kind": "talk"}
    assert wrong.value.state.errors == {"": "The room is taken."}


@given(st.dictionaries(st.sampled_from(["name", "seats", "day", "tags", "agrees"]), st.text()))
def test_parse_form_never_fails_otherwise(values: dict[str, str]) -> None:
    with suppress(FormErrors):
        read = parse_form(Example, form(*values.items()))
        assert read.name
        assert "\x00" not in read.name
