"""Whom to ask, and what a corrected list of authors changes: laws and examples."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from abstracts.changes.differences import author_differences, matched
from abstracts.changes.rules import (
    Asked,
    is_free,
    is_named_in_book,
    may_ask_again,
    plan_asking,
    shown_of,
    with_presenter,
)
from abstracts.manuscript import Affiliation, AuthorEntry
from abstracts.vocabulary import Agreement
from schedule.rules.abstract_places import presented_by
from schedule.rules.programme import Involved
from schedule.rules.vocabulary import Part
from tests.abstracts.conftest import ALICE, MIRA

NAMES = ("Ada", "Ben", "Cem", "Dee", "Eve")
OWN = frozenset({"ada@x.org"})
AT = datetime(2027, 9, 1, tzinfo=UTC)


def author(name: str, *, email: bool = True) -> AuthorEntry:
    address = f"{name.lower()}@x.org" if email else ""
    return AuthorEntry(name, "X", address, affiliations=(Affiliation("Clyde"),))


lists = st.lists(
    st.builds(author, st.sampled_from(NAMES), email=st.booleans()),
    unique_by=lambda each: each.name,
    min_size=1,
).map(tuple)


def _asked(authors: tuple[AuthorEntry, ...], state: Agreement = Agreement.ASKED) -> list[Asked]:
    plan = plan_asking(authors, OWN, [])
    is_open = state is Agreement.OBJECTED
    return [Asked(a.email, a.name, shown_of(authors), state, is_open) for a in plan.ask]


@settings(max_examples=50)
@given(before=lists, after=lists)
def test_everybody_with_an_address_is_asked_once_and_only_authors_stay(
    before: tuple[AuthorEntry, ...], after: tuple[AuthorEntry, ...]
) -> None:
    known = _asked(before)
    plan = plan_asking(after, OWN, known)
    stay = {each.email for each in known} - {*plan.ended, *plan.settled}
    asked = {each.email for each in plan.ask}
    assert stay | asked == {each.email for each in after if each.email} - OWN
    assert not stay & asked
    assert plan_asking(before, OWN, known) == plan_asking((), (), [])


@settings(max_examples=50)
@given(before=lists, after=lists)
def test_objections_are_settled_or_asked_anew_exactly_when_the_list_changes(
    before: tuple[AuthorEntry, ...], after: tuple[AuthorEntry, ...]
) -> None:
    known = _asked(before, Agreement.OBJECTED)
    plan = plan_asking(after, OWN, known)
    touched = {*plan.settled, *(each.email for each in plan.again)}
    is_same = shown_of(before) == shown_of(after)
    kept = {each.email for each in known if each.email in {a.email for a in after}}
    assert touched == {each.email for each in known} - (kept if is_same else set())
    assert plan.ended == ()


@settings(max_examples=50)
@given(before=lists, after=lists)
def test_differences_are_empty_exactly_for_the_same_list(
    before: tuple[AuthorEntry, ...], after: tuple[AuthorEntry, ...]
) -> None:
    assert (author_differences(before, after) == ()) == (before == after)
    pairs = matched(before, after)
    assert sorted(p.before.name for p in pairs if p.before) == sorted(a.name for a in before)
    assert [p.after for p in pairs if p.after] == list(after)


def test_differences_say_what_changes_in_sentences() -> None:
    third = replace(MIRA, given_name="Ola", email="ola@x.org", is_presenting=False)
    moved = replace(ALICE, affiliations=(Affiliation("Tay College", "Dundee", "GB"),))

    said = author_differences((ALICE, MIRA), (MIRA, moved, third))

    assert said == (
        "Alice Ångström: Clyde Institute, Glasgow, GB becomes Tay College, Dundee, GB.",
        "Ola Żółkiewska is added (Clyde Institute, Glasgow, GB and Tay College, Dundee, GB).",
        "The order is now: Mira Żółkiewska, Alice Ångström, Ola Żółkiewska.",
    )
    assert author_differences((ALICE, MIRA), (ALICE,)) == ("Mira Żółkiewska is taken out.",)
    assert author_differences((ALICE, MIRA), with_presenter((ALICE, MIRA), 0)) == (
        "Alice Ångström presents.",
        "Mira Żółkiewska no longer presents.",
    )


def test_days_are_exact() -> None:
    second = timedelta(seconds=1)
    assert is_free(AT, None, AT - second)
    assert not is_free(AT, None, AT)
    assert not is_free(None, AT, AT)
    assert is_free(AT + second, AT, AT)
    assert is_named_in_book(AT, AT)
    assert not is_named_in_book(AT - second, AT)
    assert not may_ask_again(AT, AT + timedelta(hours=23))
    assert may_ask_again(AT, AT + timedelta(days=1))


def test_presented_by_replaces_one_and_keeps_the_others() -> None:
    from uuid import uuid4

    old, other, new = (Involved(uuid4(), name, Part.SPEAKER) for name in ("Old", "Other", "New"))
    helper = Involved(uuid4(), "Helper", Part.DISCUSSANT)

    assert presented_by((helper, old, other), old.person, new) == (helper, new, other)
    assert presented_by((helper, old), None, new) == (helper, new)
    assert presented_by((helper,), old.person, new) == (helper, new)
    assert presented_by((old, new), old.person, new) == (new,)
    assert presented_by((helper, old), old.person, None) == (helper,)
