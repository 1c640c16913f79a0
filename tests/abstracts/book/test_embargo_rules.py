"""Who reads what when (A14), as pure rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from abstracts.book.embargo import Audience, Shown, as_shown, as_withdrawn, shown_to
from abstracts.deciding.policy import AbstractPolicyInfo
from abstracts.manuscript import Figure
from tests.abstracts.book.books import manuscript

START = date(2027, 10, 17)
ZONE = "Europe/London"
OPENING = datetime(2027, 10, 16, 23, tzinfo=UTC)  # 00:00 at the venue, summer time


def shown(audience: Audience, now: datetime, **policy: datetime | None) -> Shown:
    return shown_to(audience, AbstractPolicyInfo(**policy), START, ZONE, now)  # type: ignore[arg-type]


def test_show_titles_once_accepted_and_texts_from_the_first_day_by_default() -> None:
    assert shown(Audience.PUBLIC, OPENING - timedelta(seconds=1)) is Shown.TITLES
    assert shown(Audience.PUBLIC, OPENING) is Shown.TEXTS


def test_show_nothing_before_titles_from() -> None:
    assert shown(Audience.PUBLIC, OPENING, titles_from=OPENING + timedelta(1)) is Shown.NOTHING
    assert shown(Audience.COMMITTEE, OPENING, titles_from=OPENING + timedelta(1)) is Shown.TEXTS


def test_show_texts_to_registered_people_earlier() -> None:
    early = {"registered_texts_from": OPENING - timedelta(7), "titles_from": OPENING}
    assert shown(Audience.REGISTERED, OPENING - timedelta(6), **early) is Shown.TEXTS
    assert shown(Audience.PUBLIC, OPENING - timedelta(6), **early) is Shown.NOTHING
    assert shown(Audience.REGISTERED, OPENING - timedelta(8), **early) is Shown.NOTHING


MOMENTS = st.none() | st.integers(-30, 30).map(lambda days: OPENING + timedelta(days=days))


@settings(max_examples=50, deadline=None)
@given(MOMENTS, MOMENTS, MOMENTS, st.integers(-40, 40))
def test_who_is_registered_sees_no_less_than_the_public(
    titles: datetime | None, texts: datetime | None, registered: datetime | None, day: int
) -> None:
    now = OPENING + timedelta(days=day)
    policy = {"titles_from": titles, "texts_from": texts, "registered_texts_from": registered}
    levels = [shown(each, now, **policy) for each in Audience]
    assert levels == sorted(levels)
    later = [shown(each, now + timedelta(days=5), **policy) for each in Audience]
    assert all(after >= before for before, after in zip(levels, later, strict=True))


def test_strip_all_that_may_not_be_shown() -> None:
    full = replace(
        manuscript(3), ethics="secret", trial="NCT1", justification="late", agreed=("consent",),
        figure=Figure("d", "secret"),
    )  # fmt: skip
    told = replace(full.authors[0], discloses=True, disclosure="secret shares")
    full = replace(full, authors=(told, *full.authors[1:]))
    bare = as_shown(full, Shown.TITLES, has_emails=False)
    assert (bare.body, bare.keywords, bare.funding, bare.ethics, bare.trial) == ("",) * 5
    assert bare.figure is None
    assert "secret" not in str(bare)
    assert "@" not in str(bare)
    text = as_shown(full, Shown.TEXTS, has_emails=True)
    assert (text.justification, text.agreed) == ("", ())
    assert [bool(each.email) for each in text.authors] == [True] + [False] * (len(text.authors) - 1)


def test_keep_only_the_title_of_a_withdrawn_one() -> None:
    left = as_withdrawn(manuscript(1))
    assert (left.title, left.authors, left.body) == (manuscript(1).title, (), "")
