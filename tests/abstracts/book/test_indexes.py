"""One person one entry, namesakes apart; chapters in their order; numbers as people sort them."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID, uuid4

from abstracts.book.author_index import index_of, keyword_index
from abstracts.book.content import Entry, chapters_of, natural
from abstracts.manuscript import Affiliation, AuthorEntry, Manuscript
from abstracts.vocabulary import Decision
from tests.abstracts.book.books import book

TAY, CLYDE = Affiliation("Tay College"), Affiliation("Clyde Institute")


def entry(reference: str, *authors: AuthorEntry, people: tuple[UUID | None, ...] = ()) -> Entry:
    text = Manuscript(f"Title {reference}", authors=authors)
    known = people or (None,) * len(authors)
    return Entry(uuid4(), reference, text, Decision.POSTER, people=known)


def named(given: str, family: str, place: Affiliation = TAY, **more: object) -> AuthorEntry:
    return AuthorEntry(given, family, affiliations=(place,), **more)  # type: ignore[arg-type]


def test_index_one_person_once_however_the_name_is_written() -> None:
    who = uuid4()
    found = index_of(
        [
            entry("A1", named("Y.", "Zhang"), people=(who,)),
            entry("A2", named("Yi", "Zhang", CLYDE, is_presenting=True), people=(who,)),
        ]
    )
    [only] = found
    assert only.name == "Zhang, Yi"
    assert [(each.code, each.is_presenting) for each in only.mentions] == [
        ("A1", False), ("A2", True),
    ]  # fmt: skip


def test_index_namesakes_apart_with_their_institutions() -> None:
    """Situation 8: two people of one name."""
    found = index_of(
        [
            entry("A1", named("Yi", "Zhang"), people=(uuid4(),)),
            entry("A2", named("Yi", "Zhang", CLYDE), people=(uuid4(),)),
        ]
    )
    assert [(each.name, each.apart) for each in found] == [
        ("Zhang, Yi", "Clyde Institute"), ("Zhang, Yi", "Tay College"),
    ]  # fmt: skip


def test_index_sorts_accents_aside_and_other_scripts_last() -> None:
    authors = [("Ω", "Παπάς"), ("A", "Zimmer"), ("A", "Ørsted"), ("A", "Łoś"), ("小明", "王")]
    found = index_of([entry("A1", *(named(given, family) for given, family in authors))])
    assert [each.name.split(",")[0] for each in found] == ["Łoś", "Ørsted", "Zimmer", "Παπάς", "王"]
    assert [each.letter for each in found] == ["L", "O", "Z", "Π", "王"]


def test_index_a_name_with_a_mark_in_front_under_its_letter() -> None:
    names = [("Siebren", "’t Hartog"), ("A", "Zimmer"), ("A", "Adams")]
    found = index_of([entry("A1", *(named(given, family) for given, family in names))])
    assert [each.letter for each in found] == ["A", "T", "Z"]


def test_index_keywords_that_fold_alike_as_one() -> None:
    one = entry("A1")
    other = entry("A2")
    words = [
        replace(one, manuscript=replace(one.manuscript, keywords="Interferon, STAT1")),
        replace(other, manuscript=replace(other.manuscript, keywords="interferon; IL-10")),
    ]
    found = keyword_index(words)
    assert [(each.name, len(each.mentions)) for each in found] == [
        ("IL-10", 1), ("Interferon", 2), ("STAT1", 1),
    ]  # fmt: skip


def test_arrange_each_abstract_once_by_session_and_by_topic() -> None:
    made = book(60, talks=20)
    sessions = [each.session for each in made.chapters if each.session]
    topics = chapters_of(made.entries, sessions, "topic")
    assert [each.title for each in topics] == [f"Topic {n}" for n in range(1, 6)]
    everything = sorted(each.reference for each in made.entries)
    assert everything == sorted(e.reference for each in topics for e in each.entries)
    assert len(everything) == 60


def test_arrange_talks_by_time_and_posters_by_code() -> None:
    made = book(40, talks=12)
    talks = next(each for each in made.chapters if each.key == "S1").entries
    assert [each.number for each in talks] == ["S1.1", "S1.2"]
    posters = next(each for each in made.chapters if each.key == "P1").entries
    assert [natural(each.number) for each in posters] == sorted(natural(e.number) for e in posters)


def test_sort_numbers_as_numbers() -> None:
    codes = ["P10.1", "P2.04.17a", "P2.04.17", "P2.04.9"]
    assert sorted(codes, key=natural) == ["P2.04.9", "P2.04.17", "P2.04.17a", "P10.1"]
