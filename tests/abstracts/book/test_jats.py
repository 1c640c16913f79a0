"""JATS by structure and meaning: what a journal's importer looks for is where it looks."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

import pytest

from abstracts.book.content import Book, Erratum
from abstracts.book.embargo import as_withdrawn
from abstracts.book.jats import jats_xml
from abstracts.book.setup import Setup
from abstracts.manuscript import Figure, Part
from tests.abstracts.book.books import MADE, book

# The order in which JATS 1.3 wants the children of these elements.
ORDER = {
    "front-stub": (
        "article-id", "article-categories", "title-group", "contrib-group", "aff", "author-notes",
        "pub-date", "volume", "issue", "related-article", "abstract", "kwd-group",
        "funding-group", "custom-meta-group",
    ),
    "journal-meta": ("journal-id", "journal-title-group", "issn", "publisher"),
    "article-meta": (
        "article-id", "title-group", "pub-date", "volume", "issue", "supplement", "conference",
    ),
    "conference": ("conf-date", "conf-name", "conf-loc", "conf-sponsor"),
    "sub-article": ("front-stub", "body"),
}  # fmt: skip


@pytest.fixture(scope="module")
def made() -> Book:
    """With parts, an ORCID, a disclosure, a withdrawn one and a correction."""
    whole = book(3, talks=3)
    first = whole.chapters[0].entries[0]
    author = replace(
        first.manuscript.authors[0], orcid="0000-0002-1825-0097", discloses=True,
        disclosure="Shares of Acme",
    )  # fmt: skip
    parts = (Part("Background", "H<sub>2</sub>O & <b>more</b>"), Part("Results", "None <5 %."))
    rich = replace(
        first.manuscript, authors=(author, *first.manuscript.authors[1:]), parts=parts,
        trial="NCT0001", figure=Figure("d", "Cells at <i>t</i> = 0", "A plot"),
    )  # fmt: skip
    gone = whole.chapters[1].entries[0]
    gone = replace(gone, is_withdrawn=True, manuscript=as_withdrawn(gone.manuscript), people=())
    chapters = (
        replace(whole.chapters[0], entries=(replace(first, manuscript=rich),)),
        replace(whole.chapters[1], entries=(gone,)),
        whole.chapters[2],
    )
    told = Erratum("REF0000", "S1.1", "IFN-λ0", ("Added: Bob Brennan.",), MADE)
    setup = Setup(journal="Signals", issn="2434-561X", volume="1", issue="2", doi_prefix="10.1/x")
    return replace(whole, chapters=chapters, setup=setup, errata=(told,))


@pytest.fixture(scope="module")
def root(made: Book) -> Element:
    return ET.fromstring(jats_xml(made))


def words(element: Element | None) -> str:
    assert element is not None
    return "".join(element.itertext())


def test_children_stand_in_the_order_of_the_standard(root: Element) -> None:
    for tag, order in ORDER.items():
        for element in root.iter(tag):
            places = [order.index(child.tag) for child in element]
            assert places == sorted(places), tag


def test_every_reference_inside_leads_somewhere_and_ids_differ(root: Element) -> None:
    ids = [each.attrib["id"] for each in root.iter() if "id" in each.attrib]
    assert len(ids) == len(set(ids))
    rids = {each.attrib["rid"] for each in root.iter("xref")}
    assert rids
    assert rids <= set(ids)


def test_tell_an_abstract_with_people_institutions_and_text(root: Element) -> None:
    stub = root.find("sub-article[@id='abstract-REF0000']/front-stub")
    assert stub is not None
    ids = {each.attrib["pub-id-type"]: each.text for each in stub.findall("article-id")}
    assert ids == {"publisher-id": "REF0000", "other": "S1.1", "doi": "10.1/x.ref0000"}
    title = stub.find("title-group/article-title")
    assert words(title) == "IFN-λ0 limits spread of influenza A in CD8+ T cells"
    assert title is not None
    assert [child.tag for child in title] == ["italic", "sup"]
    first = stub.find("contrib-group/contrib")
    assert first is not None
    assert words(first.find("contrib-id")) == "https://orcid.org/0000-0002-1825-0097"
    assert words(first.find("name/surname")) == "Wiśniewski"
    assert words(first.find("role")) == "presenting author"
    number = next(x.attrib["rid"] for x in first.findall("xref") if x.attrib["ref-type"] == "aff")
    place = stub.find(f"aff[@id='{number}']")
    assert words(place).startswith("1Clyde Institute of Immunology")
    assert [words(e.find("title")) for e in stub.findall("abstract/sec")] == [
        "Background",
        "Results",
    ]
    assert words(stub.find("abstract/sec/p")) == "H2O & more"
    assert [words(each) for each in stub.findall("kwd-group/kwd")] == ["interferon λ", "influenza"]
    assert words(stub.find("funding-group/funding-statement")) == "Grant 0 of the Clyde Fund"
    assert "Shares of Acme" in words(stub.find("author-notes/fn[@fn-type='coi-statement']"))
    metas = {
        words(m.find("meta-name")): words(m.find("meta-value")) for m in stub.iter("custom-meta")
    }
    assert metas["trial registration"] == "NCT0001"
    assert metas["programme code"] == "S1.1"


def test_show_the_figure_below_the_text_with_its_address(root: Element) -> None:
    figure = root.find("sub-article[@id='abstract-REF0000']/front-stub/abstract/sec[2]/p[2]/fig")
    assert figure is not None
    assert [child.tag for child in figure] == ["caption", "alt-text", "graphic"]
    assert words(figure.find("caption/p")) == "Cells at t = 0"
    address = figure.find(
        "graphic[@{http://www.w3.org/1999/xlink}href='/glasgow/book/REF0000/figure']"
    )
    assert address is not None


def test_ids_are_xml_names_even_of_references_that_begin_with_a_digit(made: Book) -> None:
    chapter = made.chapters[0]
    entry = replace(chapter.entries[0], reference="7K3M9QX")
    whole = replace(made, chapters=(replace(chapter, entries=(entry,)),), errata=())
    root = ET.fromstring(jats_xml(whole))
    ids = [each.attrib["id"] for each in root.iter() if "id" in each.attrib]
    assert len(ids) > 3
    assert all(each[0].isalpha() for each in ids)


def test_tell_the_supplement_and_its_release(root: Element) -> None:
    assert words(root.find("front/journal-meta/issn")) == "2434-561X"
    assert "from release 3 (Final)" in words(root.find("front/article-meta/supplement"))
    assert words(root.find("front/article-meta/conference/conf-loc")) == "Glasgow"


def test_tell_a_withdrawn_one_without_people_or_text(root: Element) -> None:
    gone = root.find("sub-article[@article-type='retraction']")
    assert gone is not None
    assert words(gone.find("front-stub/title-group")).endswith("[WITHDRAWN]")
    assert gone.find("front-stub/contrib-group") is None
    assert gone.find("front-stub/abstract") is None


def test_tell_a_correction_that_points_to_its_abstract(root: Element) -> None:
    found = root.find("sub-article[@article-type='correction']")
    assert "Added: Bob Brennan." in words(found)
    assert found is not None
    related = found.find("front-stub/related-article")
    assert related is not None
    assert related.attrib["{http://www.w3.org/1999/xlink}href"] == "#abstract-REF0000"
