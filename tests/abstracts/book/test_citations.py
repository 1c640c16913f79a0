"""Citation, BibTeX, RIS, CSV: read back by what they mean."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest

from abstracts.book.citation import bibtex, citation, doi_of, key_of, ris, short_name
from abstracts.book.forms import is_issn
from abstracts.book.setup import Setup
from abstracts.book.table import book_csv
from abstracts.manuscript import AuthorEntry
from tests.abstracts.book.books import book

JOURNAL = Setup(
    journal="Signals & Cells", volume="12", issue="S1", issn="2434-561X", doi_prefix="10.1234/sc"
)


def test_cite_in_a_sentence() -> None:
    made = book(1)
    assert citation(made, made.entries[0]) == (
        "Wiśniewski Ł, Παπαδόπουλος Γ, Ковалёва О. IFN-λ0 limits spread of influenza A in CD8+ "
        "T cells. In: Abstracts of Signals 2027, Glasgow, 17–20 Oct 2027, abstract S1.1."
    )


def test_cite_the_journal_with_its_doi() -> None:
    made = book(1, setup=JOURNAL)
    said = citation(made, made.entries[0])
    assert said.endswith(
        "Signals & Cells 2027; 12(S1), abstract S1.1. https://doi.org/10.1234/sc.ref0000"
    )


def test_shorten_names_to_initials() -> None:
    assert short_name(AuthorEntry("María José", "Fernández")) == "Fernández MJ"
    assert short_name(AuthorEntry("Jean-Luc", "Roy")) == "Roy JL"
    assert short_name(AuthorEntry("", "Plato")) == "Plato"
    assert short_name(AuthorEntry("小明", "王")) == "王 小明"


def test_name_ten_of_many_authors_in_the_sentence_and_all_in_files() -> None:
    made = book(1)
    [chapter] = made.chapters
    [entry] = chapter.entries
    many = tuple(AuthorEntry("Ann", f"Family{n}") for n in range(30))
    entry = replace(entry, manuscript=replace(entry.manuscript, authors=many))
    assert "Family9 A, et al. IFN" in citation(made, entry)
    assert "Family10" not in citation(made, entry)
    assert bibtex(made, [entry]).count(" and ") == 29
    assert ris(made, [entry]).count("AU  - ") == 30


def test_write_bibtex_that_keeps_signs_and_marks() -> None:
    made = book(3, setup=JOURNAL)
    text = bibtex(made, made.entries)
    assert text.count("@article{") == 3
    assert r"journal = {Signals \& Cells}" in text
    assert r"CD8\textsuperscript{+} T cells" in text
    assert r"\textit{influenza A}" in text
    assert "author = {Wiśniewski, Łukasz and Παπαδόπουλος, Γιώργος and " in text
    assert text.count("{") == text.count("}")


def test_key_is_ascii_and_differs() -> None:
    made = book(12)
    keys = [key_of(made, each) for each in made.entries]
    assert len(set(keys)) == 12
    assert all(key.isascii() and key.isalnum() for key in keys)


def test_write_ris_records() -> None:
    made = book(2, setup=JOURNAL)
    records = ris(made, made.entries).split("ER  - ")
    assert len([each for each in records if each.strip()]) == 2
    lines = dict(line.split("  - ", 1) for line in records[0].splitlines() if "  - " in line)
    assert lines["TY"] == "JOUR"
    assert lines["DO"] == doi_of(made, made.entries[0])
    assert lines["AB"].startswith(
        "Background: Interferon-λ restricts replication of influenza A virus"
    )


def test_write_a_table_that_runs_nothing() -> None:
    made = book(2)
    chapter = made.chapters[0]
    evil = replace(chapter.entries[0].manuscript, title="=HYPERLINK(1)", keywords="@x")
    entries = (replace(chapter.entries[0], manuscript=evil), *chapter.entries[1:])
    whole = replace(made, chapters=(replace(chapter, entries=entries), *made.chapters[1:]))
    rows = list(csv.DictReader(io.StringIO(book_csv(whole).decode("utf-8-sig"))))
    assert rows[0]["Title"] == "'=HYPERLINK(1)"
    assert rows[0]["Keywords"] == "'@x"
    assert rows[1]["Programme code"] == "S2.1"
    assert rows[1]["Starts"].startswith("2027-10-18T12:00:00")
    assert rows[1]["Made from"] == "from release 3 (Final)"
    assert rows[1]["Authors"].startswith("Γιώργος Παπαδόπουλος (1), Ольга Ковалёва (1,2), ")


@pytest.mark.parametrize(
    ("text", "good"), [("2434-561X", True), ("2434-5610", False), ("x", False)]
)
def test_check_the_last_digit_of_an_issn(text: str, good: bool) -> None:
    assert is_issn(text) is good
