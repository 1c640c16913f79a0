"""Rows of files from elsewhere: understood, or refused with every reason at once."""

from __future__ import annotations

import io
from uuid import UUID

from openpyxl import Workbook

from abstracts.calls.rules import CallRules
from abstracts.importing.abstract_rows import HEADINGS, NEEDED, AbstractRow, read_abstract
from abstracts.importing.rules import Fate, propose_abstracts, seen_of
from abstracts.importing.table import read_table
from abstracts.length import LengthPolicy
from abstracts.manuscript import Part
from abstracts.queries.calls import TopicInfo
from abstracts.vocabulary import CallKind, Outcome, Preference

LIST = """Abstract ID;Title;Abstract;Topic;Authors;Affiliations;Email;Presenter;Decision
X-1;IFN-λ in <i>vivo</i>;"Background: one.
Results: two; three.";Innate immunity;Alice Ångström (1)*, Bo Berg (1, 2);"1 Clyde, Glasgow, UK
2 Tay, Dundee, UK";alice@x.test;Bo Berg;poster
X-2;;Text;Nowhere;Cleo Dorn (1);1 Tay College, Dundee, United Kingdom;nobody;;maybe
"""
RULES = CallRules(CallKind.REGULAR, LengthPolicy(), 20, frozenset({"T01"}))
TOPICS = [TopicInfo(UUID(int=1), "T01", "Innate immunity")]


def rows_of(data: bytes, headings: tuple[str, ...] = ()) -> list[AbstractRow]:
    table = read_table(data, HEADINGS, NEEDED)
    assert not table.problem
    return [read_abstract(row, headings) for row in table.rows]


def test_read_abstract_takes_text_of_many_lines_and_authors_with_their_institutions() -> None:
    first, _ = rows_of(LIST.encode("utf-16"))
    assert first.manuscript.body == "Background: one.\nResults: two; three."
    alice, bo = first.manuscript.authors
    assert (alice.name, bo.name) == ("Alice Ångström", "Bo Berg")
    assert [len(each.affiliations) for each in (alice, bo)] == [1, 2]
    assert (alice.is_corresponding, bo.is_presenting, alice.email) == (True, True, "alice@x.test")
    assert first.outcome is Outcome.POSTER
    assert first.manuscript.preference is Preference.ORAL_OR_POSTER


def test_read_table_gives_the_same_from_a_workbook() -> None:
    table = read_table(LIST.encode(), HEADINGS, NEEDED)
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Abstract ID", "Title", "Abstract", "Topic", "Authors", "Affiliations", "Email"])
    sheet.append(
        [
            table.rows[0].get(name)
            for name in (*NEEDED[:3], "topic", "authors", "institutions", "email")
        ]
    )
    with io.BytesIO() as buffer:
        book.save(buffer)
        read = read_table(buffer.getvalue(), HEADINGS, NEEDED)
    assert read.rows[0].get("text") == table.rows[0].get("text")
    assert read.rows[0].get("institutions") == table.rows[0].get("institutions")


def test_read_table_says_which_column_is_missing() -> None:
    table = read_table(b"Title,Abstract\nA,B\n", HEADINGS, NEEDED)
    assert "“reference”" in table.problem
    assert "Title, Abstract" in table.problem
    assert read_table(b"", HEADINGS, NEEDED).problem == "The file is empty."


def test_read_abstract_puts_text_under_the_headings_of_the_call() -> None:
    first, _ = rows_of(LIST.encode(), ("Background", "Methods", "Results"))
    assert first.manuscript.parts == (
        Part("Background", "one."), Part("Methods", ""), Part("Results", "two; three."),
    )  # fmt: skip
    assert first.manuscript.body == "<b>Background:</b> one.\n<b>Results:</b> two; three."


def test_propose_says_everything_that_is_wrong_at_once() -> None:
    good, bad = propose_abstracts(rows_of(LIST.encode()), RULES, TOPICS, {})
    assert good.fate is Fate.REFUSED  # accepted, and nobody knows how to reach the presenter
    assert "presenting author" in " ".join(good.reasons)
    said = " ".join(bad.reasons)
    for part in ("no e-mail address", "“maybe” is no decision", "“Nowhere”", "title is missing"):
        assert part in said


def test_propose_leaves_what_is_here_and_refuses_a_reference_twice() -> None:
    text = LIST.replace("Bo Berg;poster", ";submitted")
    rows = rows_of(text.encode())
    assert propose_abstracts(rows, RULES, TOPICS, {})[0].fate is Fate.NEW
    assert propose_abstracts(rows, RULES, TOPICS, {"X-1": "ABCDEF"})[0].fate is Fate.KNOWN
    twice = propose_abstracts([rows[0], rows[0]], RULES, TOPICS, {})
    assert {each.fate for each in twice} == {Fate.REFUSED}


def test_seen_differs_when_a_fate_does() -> None:
    rows = rows_of(LIST.replace("Bo Berg;poster", ";").encode())
    before = propose_abstracts(rows, RULES, TOPICS, {})
    after = propose_abstracts(rows, RULES, TOPICS, {"X-1": "ABCDEF"})
    assert seen_of(before) != seen_of(after)


def test_read_abstract_takes_institutions_without_numbers_for_institutions() -> None:
    head = "Reference;Title;Text;Authors;Institutions;Email\n"
    row = 'X-1;T;Words;{};"{}";a@x.test\n'
    one, many = rows_of(
        f"{head}{row.format('Chen Wei', 'Peking University, Beijing, China')}"
        f"{row.format('A Li (2), B Wu (1)', 'Clyde, Glasgow, UK; Tay, Dundee, UK')}".encode()
    )
    [chen] = one.manuscript.authors
    assert [place.institution for place in chen.affiliations] == ["Peking University"]
    first, second = many.manuscript.authors
    assert [each.affiliations[0].city for each in (first, second)] == ["Dundee", "Glasgow"]
