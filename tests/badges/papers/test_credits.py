"""CME credits: what is credited, what is not and why, and the laws of the arithmetic."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from badges.doors.spans import Span
from badges.papers.credits import (
    AccreditedSession,
    CreditRule,
    best_choice,
    credit_sheet,
    credits_in_words,
    credits_of,
    hours_in_words,
    is_long_enough,
)

NINE = datetime(2027, 10, 18, 8, 0, tzinfo=UTC)
SHARE_80 = CreditRule()


def at(minutes: float) -> datetime:
    return NINE + timedelta(minutes=minutes)


def session(code: str, starts: int, minutes: int) -> AccreditedSession:
    return AccreditedSession(code, f"Session {code}", at(starts), at(starts + minutes))


def span(begins: float, ends: float) -> Span:
    return Span("", at(begins), at(ends))


@pytest.mark.parametrize(
    ("present", "credited", "reason"),
    [
        (60, 60, ""),
        (48, 60, ""),
        (47, 0, "Less than 80 % of the session"),
        (0, 0, "Not there"),
    ],
)
def test_session_is_credited_whole_from_the_least_share_on(
    present: int, credited: int, reason: str
) -> None:
    spans = {"A": (span(0, present),)} if present else {}

    sheet = credit_sheet([session("A", 0, 60)], spans, SHARE_80)

    assert [(line.present, line.credited, line.reason) for line in sheet.lines] == [
        (present, credited, reason)
    ]


def test_of_sessions_at_one_time_those_that_earn_the_most_are_credited() -> None:
    sessions = [session("A", 0, 60), session("B", 30, 90), session("C", 60, 40)]
    everywhere = {each.code: (span(0, 300),) for each in sessions}

    sheet = credit_sheet(sessions, everywhere, SHARE_80)

    assert [line.credited for line in sheet.lines] == [60, 0, 40]
    assert sheet.lines[1].reason == "At the same time as another one that is credited"
    assert best_choice([session("A", 0, 30), session("B", 10, 90)]) == {"B"}


def test_half_of_a_hundredth_is_rounded_up_and_the_most_is_the_most() -> None:
    assert credits_of(1, 200) == 1  # 0.5 hundredths
    assert credits_of(45, 60) == 75
    assert credits_of(10, 60) == 17
    long = [session(f"S{n}", n * 100, 90) for n in range(3)]
    there = {each.code: (Span("", each.starts_at, each.ends_at),) for each in long}
    sheet = credit_sheet(long, there, CreditRule(most_credits=400))
    assert (sheet.minutes, sheet.credits, sheet.is_capped) == (270, 400, True)
    assert not is_long_enough(0, 0, 0)


def test_credits_and_hours_read_as_people_say_them() -> None:
    assert [credits_in_words(n) for n in (100, 425, 450, 1200, 5)] == [
        "1 credit", "4.25 credits", "4.5 credits", "12 credits", "0.05 credits",
    ]  # fmt: skip
    assert [hours_in_words(n) for n in (0, 45, 60, 135)] == ["0 min", "45 min", "1 h", "2 h 15 min"]


_sessions = st.lists(
    st.tuples(st.integers(0, 400), st.integers(1, 120)), min_size=1, max_size=6
).map(lambda pairs: [session(f"S{n}", *pair) for n, pair in enumerate(pairs)])
_stay = st.tuples(st.sampled_from([f"S{n}" for n in range(6)]), st.integers(0, 400),
                  st.integers(0, 200))  # fmt: skip
_rules = st.builds(CreditRule, st.integers(1, 120), st.integers(1, 100), st.integers(0, 600))


def _spans(stays: list[tuple[str, int, int]]) -> dict[str, tuple[Span, ...]]:
    spans: dict[str, tuple[Span, ...]] = {}
    for code, begins, minutes in stays:
        spans[code] = (*spans.get(code, ()), span(begins, begins + minutes))
    return spans


@settings(max_examples=40)
@given(_sessions, st.lists(_stay, max_size=8), _stay, _rules)
def test_more_presence_never_earns_less_and_nobody_more_than_the_most(
    sessions: list[AccreditedSession],
    stays: list[tuple[str, int, int]],
    more: tuple[str, int, int],
    rule: CreditRule,
) -> None:
    before = credit_sheet(sessions, _spans(stays), rule)
    after = credit_sheet(sessions, _spans([*stays, more]), rule)

    assert after.credits >= before.credits
    assert isinstance(after.credits, int)
    assert not rule.most_credits or after.credits <= rule.most_credits
    assert after.minutes == sum(line.credited for line in after.lines)
    credited = [line.session for line in after.lines if line.credited]
    assert all(
        one is other or one.ends_at <= other.starts_at or other.ends_at <= one.starts_at
        for one in credited
        for other in credited
    )
