"""What an import would do: found by number and e-mail, never by name; the past is kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conference.membership.roll_changes import ChangeKind, CurrentRoll, Decision, RollPerson
from conference.membership.roll_file import RollRow
from conference.membership.roll_matching import number_key
from conference.membership.roll_proposal import propose_roll
from conference.membership.rules import MembershipInfo, MembershipStatus

unhurried = settings(deadline=None)
TODAY = date(2027, 5, 10)
TYPES = {"regular": "Regular member", "trainee": "Trainee member"}


def row(line=2, **values):
    given = {
        "number": "12", "email": "ann@x.example", "given_name": "Ann", "family_name": "Lee",
        "type_key": "regular", "type_title": "Regular member", "status": MembershipStatus.ACTIVE,
        "valid_from": date(2027, 1, 1), "valid_to": date(2027, 12, 31),
    }  # fmt: skip
    return RollRow(line=line, **{**given, **values})


def person(*periods, number="12", emails=("ann@x.example",), name=("Ann", "Lee"), **values):
    """Somebody known, with memberships of these (start, end) days."""
    id_ = uuid4()
    held = tuple(
        MembershipInfo(uuid4(), id_, number, "regular", "Regular member", start, end,
                       MembershipStatus.ACTIVE)
        for start, end in periods
    )  # fmt: skip
    return RollPerson(id_, *name, " ".join(name), emails, memberships=held, **values)


YEAR = (date(2027, 1, 1), date(2027, 12, 31))
LAST_YEAR = (date(2026, 1, 1), date(2026, 12, 31))


def propose(rows, *people, decisions=None):
    current = CurrentRoll(tuple(people), dict(TYPES))
    return propose_roll(rows, current, on_day=TODAY, decisions=decisions)


def kinds(*args, **options):
    return [change.kind.value for change in propose(*args, **options)]


def added(change):
    return [(each.valid_from, each.valid_to) for each in change.adds]


def test_propose_adds_somebody_new():
    (change,) = propose([row()])
    assert (change.kind, change.person) == (ChangeKind.NEW, None)
    assert added(change) == [YEAR]


def test_propose_leaves_what_is_the_same():
    assert kinds([row()], person(YEAR)) == ["unchanged"]


def test_propose_adds_a_renewal_beside_the_old_membership():
    (change,) = propose([row()], person(LAST_YEAR))
    assert change.kind is ChangeKind.CHANGED
    assert (added(change), change.corrects) == ([YEAR], None)


def test_propose_reads_a_later_end_as_a_renewal():
    since = row(valid_from=date(2004, 1, 1), valid_to=date(2028, 12, 31))
    (change,) = propose([since], person((date(2004, 1, 1), date(2027, 12, 31))))
    assert added(change) == [(date(2028, 1, 1), date(2028, 12, 31))]


def test_propose_leaves_a_list_of_last_year_alone():
    old = row(valid_from=LAST_YEAR[0], valid_to=LAST_YEAR[1])
    assert kinds([old], person(LAST_YEAR, YEAR)) == ["unchanged"]


def test_propose_corrects_an_earlier_end_of_the_same_membership():
    (change,) = propose([row(valid_to=date(2027, 6, 30))], person(YEAR))
    assert change.corrects.valid_to == date(2027, 6, 30)
    (field,) = change.fields
    assert (field.field, field.before, field.after) == (
        "valid to", "Fri 31 Dec 2027", "Wed 30 Jun 2027",
    )  # fmt: skip


def test_propose_doubts_an_earlier_end_of_another_beginning():
    (change,) = propose(
        [row(valid_from=date(2027, 3, 1), valid_to=date(2027, 6, 30))], person(YEAR)
    )
    assert change.kind is ChangeKind.IN_DOUBT
    assert "End it by hand" in change.reason


def test_propose_begins_today_without_a_first_day():
    (change,) = propose([row(valid_from=None)])
    assert added(change) == [(TODAY, date(2027, 12, 31))]


def test_propose_continues_a_membership_without_a_first_day():
    (change,) = propose([row(valid_from=None, valid_to=date(2028, 12, 31))], person(YEAR))
    assert added(change) == [(date(2028, 1, 1), date(2028, 12, 31))]


def test_propose_fills_the_time_before_and_after():
    longer = row(valid_from=date(2026, 7, 1), valid_to=date(2028, 6, 30))
    (change,) = propose([longer], person(YEAR))
    assert added(change) == [
        (date(2026, 7, 1), date(2026, 12, 31)),
        (date(2028, 1, 1), date(2028, 6, 30)),
    ]


def test_propose_changes_the_type_of_the_same_time():
    (change,) = propose([row(type_key="trainee", type_title="Trainee member")], person(YEAR))
    assert change.corrects.type_key == "trainee"


def test_propose_doubts_another_type_from_the_middle():
    later = row(type_key="trainee", type_title="Trainee member", valid_from=date(2027, 7, 1))
    assert kinds([later], person(YEAR)) == ["in_doubt"]


def test_propose_finds_a_person_by_e_mail_who_has_no_number():
    joined = person(number="", emails=("ann@x.example",))
    (change,) = propose([row()], joined)
    assert (change.kind, change.person) == (ChangeKind.NEW, joined.id)


def test_propose_ignores_leading_zeros_that_a_spreadsheet_ate():
    held = person(YEAR, number="0012")
    later = row(valid_from=date(2028, 1, 1), valid_to=date(2028, 12, 31))
    (change,) = propose([later], held)
    assert (change.person, change.adds[0].number) == (held.id, "0012")


def test_propose_keeps_accents_as_the_person_writes_them():
    assert kinds([row(family_name="Nunez")], person(YEAR, name=("Ann", "Núñez"))) == ["unchanged"]


def test_propose_doubts_number_and_e_mail_of_two_people():
    ann = person(YEAR)
    bea = person(YEAR, number="13", emails=("bea@x.example",), name=("Bea", "Lee"))
    (change,) = propose([row(email="bea@x.example")], ann, bea)
    assert change.kind is ChangeKind.IN_DOUBT
    assert change.reason == (
        "Number 12 is that of Ann Lee, but bea@x.example is the address of Bea Lee."
    )


def test_propose_doubts_an_e_mail_of_another_number():
    (change,) = propose([row(number="99")], person(YEAR))
    assert "who is number 12, not 99" in change.reason


def test_propose_doubts_a_number_of_a_wholly_different_name():
    other = row(given_name="Zoë", family_name="Quist", email="zoe@x.example")
    (change,) = propose([other], person(YEAR))
    assert change.reason == "Number 12 is that of Ann Lee."


def test_propose_never_merges_by_name():
    stranger = row(number="99", email="other@x.example")
    held = person(YEAR)
    (change,) = propose([stranger], held)
    assert (change.kind, change.candidate) == (ChangeKind.IN_DOUBT, held.id)
    assert kinds([stranger], held, decisions={2: Decision.OTHER}) == ["new"]


def test_propose_takes_two_people_of_one_name_for_two():
    one = row(2, number="1", email="y1@x.example", given_name="Y.", family_name="Zhang")
    two = row(3, number="2", email="y2@x.example", given_name="Y.", family_name="Zhang")
    assert kinds([one, two]) == ["new", "new"]


@pytest.mark.parametrize(
    ("second", "reason"),
    [
        (
            {"number": "13"},
            "Lines 2 and 3 have the same e-mail address but different member numbers.",
        ),
        ({"email": "b@x.example"}, "have the same member number but different e-mail addresses."),
        ({"given_name": "Bob"}, "have the same member number but different names."),
        ({"valid_to": date(2028, 1, 1)}, "have the same member number but overlapping times."),
    ],
)
def test_propose_doubts_lines_that_contradict_each_other(second, reason):
    changes = propose([row(2), row(3, **second)])
    assert [change.kind for change in changes] == [ChangeKind.IN_DOUBT] * 2
    assert all(change.reason.endswith(reason) for change in changes)


def test_propose_takes_a_repeated_line_once():
    changes = propose([row(2), row(7)])
    assert [change.kind for change in changes] == [ChangeKind.NEW, ChangeKind.IN_DOUBT]
    assert changes[1].reason == "The same as line 2."


def test_propose_doubts_a_stranger_without_a_number():
    assert kinds([row(number="")]) == ["in_doubt"]


DAYS = st.dates(date(2025, 1, 1), date(2028, 12, 31))
NAMES = st.sampled_from(["Lee", "Zhang", "Müller", "Muller"])
ROWS = st.lists(
    st.builds(
        lambda number, email, name, start, length, kind, status: row(
            number=number, email=email, family_name=name, valid_from=start,
            valid_to=None if length is None else (start or TODAY) + timedelta(days=length),
            type_key=kind, type_title=TYPES[kind], status=status,
        ),
        st.sampled_from(["", "1", "01", "2", "3"]),
        st.sampled_from(["", "a@x.example", "b@x.example", "c@x.example"]),
        NAMES,
        st.none() | DAYS,
        st.none() | st.integers(0, 800),
        st.sampled_from(sorted(TYPES)),
        st.sampled_from(list(MembershipStatus)),
    ).filter(lambda one: one.number or one.email),
    max_size=5,
)  # fmt: skip


@unhurried
@given(ROWS, ROWS)
def test_propose_after_applying_proposes_nothing(first, second):
    current = _applied(_numbered(first), CurrentRoll((), dict(TYPES)))
    rows = _numbered(second)
    again = propose_roll(rows, _applied(rows, current), on_day=TODAY)
    before = propose_roll(rows, current, on_day=TODAY)
    settled = [one for one, old in zip(again, before, strict=True) if old.kind is not _DOUBT]
    assert {change.kind for change in settled} <= {ChangeKind.UNCHANGED}


@unhurried
@given(ROWS, ROWS)
def test_propose_keeps_the_promises_of_the_roll(first, second):
    current = CurrentRoll((), dict(TYPES))
    for rows in (_numbered(first), _numbered(second)):
        changes = propose_roll(rows, current, on_day=TODAY)
        assert [change.line for change in changes] == [each.line for each in rows]
        current = _applied(rows, current)
    numbers = {}
    for each in current.people:
        held = sorted(each.memberships, key=lambda one: one.valid_from)
        for one, other in pairwise(held):
            assert one.valid_to is not None
            assert one.valid_to < other.valid_from
        assert all(one.valid_to is None or one.valid_from <= one.valid_to for one in held)
        for one in held:
            assert numbers.setdefault(number_key(one.number), each.id) == each.id


_DOUBT = ChangeKind.IN_DOUBT


def _numbered(rows):
    return [replace(each, line=line) for line, each in enumerate(rows, 2)]


def _applied(rows, current):
    """What applying would leave, written without a database."""
    people = {each.id: each for each in current.people}
    lines: dict[int, UUID] = {}
    changes = propose_roll(rows, current, on_day=TODAY)
    for change in sorted(changes, key=lambda one: one.with_line is not None):
        if change.kind in (ChangeKind.NEW, ChangeKind.CHANGED):
            id_ = change.person or lines.get(change.with_line) or uuid4()
            lines[change.line] = id_
            people[id_] = _changed(people.get(id_), id_, change)
    return CurrentRoll(tuple(people.values()), current.types)


def _changed(known, id_, change):
    given = change.row
    emails = tuple(filter(None, [*(known.emails if known else ()), given.email]))
    names = (given.given_name, given.family_name)
    held = [_corrected(one, change) for one in (known.memberships if known else ())]
    held += [
        MembershipInfo(uuid4(), id_, one.number, one.type_key, TYPES[one.type_key],
                       one.valid_from, one.valid_to, one.status)
        for one in change.adds
    ]  # fmt: skip
    held.sort(key=lambda one: one.valid_from)
    return RollPerson(
        id_, *names, " ".join(names), tuple(dict.fromkeys(emails)), memberships=tuple(held)
    )


def _corrected(one, change):
    it = change.corrects
    if it is None or it.membership != one.id:
        return one
    return replace(
        one, type_key=it.type_key, type_title=TYPES[it.type_key],
        valid_to=it.valid_to, status=it.status,
    )  # fmt: skip
