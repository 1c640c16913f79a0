"""The PDF by its meaning: text, outline, links, language, structure, state on every page."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfReader

from abstracts.book.author_index import Mention
from abstracts.book.content import Book, Erratum
from abstracts.book.embargo import Audience, Shown, as_shown, as_withdrawn
from abstracts.book.pdf import Making, book_pdf, by_page
from abstracts.manuscript import Figure
from tests.abstracts.book.books import MADE, book


@cache
def read(made: Book) -> PdfReader:
    return PdfReader(BytesIO(book_pdf(made, Making(MADE, {})).body))


@pytest.fixture(scope="module")
def reader() -> PdfReader:
    return PdfReader(BytesIO(book_pdf(book(24, talks=12), Making(MADE, {})).body))


def text_of(reader: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def test_print_every_abstract_with_code_place_and_signs(reader: PdfReader) -> None:
    text = text_of(reader)
    for entry in book(24, talks=12).entries:
        assert entry.number in text
        assert f"Reference {entry.reference}" in text
    assert "IFN-λ0 limits spread of influenza A in CD8+ T cells" in text
    assert "p ≤ 0.05" in text
    assert "Y701 → nuclear" in text
    assert "王" in text
    assert "Παπαδόπουλος" in text
    assert "Mon 18 Oct 2027, 11:00–11:15 BST (London)" in text
    assert "Board 004" in text


def test_situation_25_every_page_names_its_release(reader: PdfReader) -> None:
    """Situation 25: which state a page was made from."""
    for page in reader.pages:
        assert "from release 3 (Final)" in page.extract_text()
        assert "Wed 1 Sep 2027, 13:00 BST (London)" in page.extract_text()


def test_outline_lists_chapters_with_their_abstracts(reader: PdfReader) -> None:
    outline: list[Any] = reader.outline
    top = [each.title for each in outline if not isinstance(each, list)]
    assert top[:3] == ["Abstracts of Signals 2027", "Contents", "Before the abstracts"]
    assert "Poster session 1" in top
    assert top[-2:] == ["Author index", "Keyword index"]
    under = outline[outline.index(next(e for e in outline if isinstance(e, list)))]
    assert under[0].title.startswith("S1.1 IFN-λ0 limits spread of influenza A")


def pages_by_bookmark(reader: PdfReader) -> dict[str, int]:
    """The page of each abstract, by its programme code."""
    outline: list[Any] = reader.outline
    under = [mark for each in outline if isinstance(each, list) for mark in each]
    return {str(e.title).split()[0]: reader.get_destination_page_number(e) or 0 for e in under}


def linked_pages(reader: PdfReader, page: Any) -> set[int]:
    """Where the links of a page lead."""
    numbers = {
        each.indirect_reference.idnum: n
        for n, each in enumerate(reader.pages)
        if each.indirect_reference
    }
    dests = [each.get_object()["/Dest"] for each in page["/Annots"]]
    return {numbers[dest[0].idnum] for dest in dests}


def test_contents_and_index_link_to_the_right_pages(reader: PdfReader) -> None:
    texts = [page.extract_text() for page in reader.pages]
    marks = pages_by_bookmark(reader)
    for entry in book(24, talks=12).entries:
        assert f"Reference {entry.reference}" in texts[marks[entry.number]]
    chapters = {n for n, text in enumerate(texts) if "BST (London) · Hall A" in text and n > 1}
    assert chapters <= linked_pages(reader, reader.pages[1])
    index = next(n for n, text in enumerate(texts) if "Author index\nA" in text)
    assert set(marks.values()) <= linked_pages(reader, reader.pages[index])


def test_pdf_says_title_language_and_structure(reader: PdfReader) -> None:
    root: Any = reader.trailer["/Root"]
    assert reader.metadata is not None
    assert reader.metadata.title == "Abstracts of Signals 2027"
    assert root["/Lang"] == "en"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    document = root["/StructTreeRoot"]["/K"][0].get_object()
    sections = [each.get_object() for each in document["/K"]]
    tags = [kid.get_object()["/S"] for each in sections for kid in each["/K"]]
    assert tags.count("/H2") == 24
    assert tags.count("/H1") >= 9
    first = sections[0]["/K"][0].get_object()["/K"][0]
    assert first["/Pg"].get_object()["/StructParents"] == 0


def test_underline_the_presenter_and_number_institutions(reader: PdfReader) -> None:
    page = next(p for p in reader.pages if "S1.1" in p.extract_text()[:400])
    words = " ".join(page.extract_text().split())
    assert "Łukasz Wiśniewski1,*" in words
    assert "1Clyde Institute of Immunology, Glasgow, United Kingdom;" in words


def test_never_split_a_short_abstract(reader: PdfReader) -> None:
    marks = pages_by_bookmark(reader)
    for entry in book(24, talks=12).entries:
        words = " ".join(reader.pages[marks[entry.number]].extract_text().split())
        assert f"abstract {entry.number}." in words


def test_split_a_long_abstract_and_go_on() -> None:
    made = read(book(2, talks=2, sentences=160))
    pages = [n for n, page in enumerate(made.pages) if "The effect was lost" in page.extract_text()]
    assert len(pages) >= 3
    assert (
        "abstract S1.1." in " ".join(made.pages[pages[1]].extract_text().split()) or len(pages) > 3
    )


def test_same_book_gives_the_same_bytes() -> None:
    one, other = (book_pdf(book(3), Making(MADE, {})).body for _ in range(2))
    assert one == other


def test_show_a_withdrawn_one_by_code_and_title_alone() -> None:
    """A13: after the freeze its number stays, its authors and text go."""
    made = book(4, talks=4)
    gone = made.chapters[0].entries[0]
    left = replace(gone, is_withdrawn=True, manuscript=as_withdrawn(gone.manuscript), people=())
    chapter = replace(made.chapters[0], entries=(left,))
    text = text_of(read(replace(made, chapters=(chapter,))))
    assert "S1.1" in text
    assert "WITHDRAWN" in text
    assert "Wiśniewski" not in text
    assert "Background" not in text


def test_titles_alone_before_the_texts_are_public() -> None:
    made = book(3, talks=3)
    chapters = tuple(
        replace(
            chapter,
            entries=tuple(
                replace(e, manuscript=as_shown(e.manuscript, Shown.TITLES, has_emails=False))
                for e in chapter.entries
            ),
        )
        for chapter in made.chapters
    )
    text = text_of(read(replace(made, chapters=chapters, shown=Shown.TITLES)))
    assert "Titles and authors only: the texts are not public yet." in text
    assert "Wiśniewski" in text
    assert "Background" not in text
    assert "Keyword index" not in text


def test_say_on_every_page_of_the_committee_that_it_is_not_public() -> None:
    for page in read(book(2, audience=Audience.COMMITTEE)).pages:
        assert "Not public: for the programme committee" in page.extract_text()


def test_list_corrections_with_before_and_after() -> None:
    """Situation 16: an author found missing after publication."""
    at = datetime(2027, 9, 2, 8, tzinfo=UTC)
    told = Erratum("REF0000", "S1.1", "IFN-λ0", ("Added: Bob Brennan.",), at)
    text = text_of(read(book(1, errata=(told,))))
    assert "Corrections" in text
    assert "Added: Bob Brennan." in text


def test_index_names_a_page_once_though_two_abstracts_stand_on_it() -> None:
    first, second = Mention("REF1", "S1"), Mention("REF2", "S2", is_presenting=True)
    third = Mention("REF3", "S3")
    found = by_page((third, first, second), {"REF1": 4, "REF2": 4, "REF3": 9})
    assert found == [(4, second), (9, third)]


def test_print_a_figure_with_its_caption_and_alternative() -> None:
    made = book(1)
    chapter = made.chapters[0]
    [entry] = chapter.entries
    figure = Figure("d", "Survival of <i>Ifnlr1</i> mice", "A falling curve")
    drawn = replace(entry, manuscript=replace(entry.manuscript, figure=figure))
    with BytesIO() as target:
        Image.new("RGB", (300, 200), "teal").save(target, "PNG")
        body = target.getvalue()
    whole = replace(made, chapters=(replace(chapter, entries=(drawn,)),))
    pdf = PdfReader(BytesIO(book_pdf(whole, Making(MADE, {entry.id: body})).body))
    page = next(p for p in pdf.pages if "Survival of Ifnlr1 mice" in p.extract_text())
    assert len(page.images) == 1
    root: Any = pdf.trailer["/Root"]
    document = root["/StructTreeRoot"]["/K"][0].get_object()
    kids = [k.get_object() for each in document["/K"] for k in each.get_object()["/K"]]
    [found] = [each for each in kids if each["/S"] == "/Figure"]
    assert found["/Alt"] == "A falling curve"
