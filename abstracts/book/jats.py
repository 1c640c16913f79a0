"""The book as JATS XML 1.3: one collection, each abstract a sub-article with its own front."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

from abstracts.book.citation import doi_of, keywords_of
from abstracts.book.content import Book, Chapter, Entry, Erratum
from abstracts.book.jats_marks import add, mixed, paragraph
from abstracts.manuscript import Affiliation, AuthorEntry, Figure, Manuscript, institutions_of
from abstracts.writing.printing import printed
from conference.web.formats import country_name
from conference.web.marks import Run, Runs, lines_of, runs

DOCTYPE = (
    '<!DOCTYPE article PUBLIC "-//NLM//DTD JATS (Z39.96) Journal Publishing DTD v1.3 20210610//EN" '
    '"https://jats.nlm.nih.gov/publishing/1.3/JATS-journalpublishing1-3.dtd">'
)
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
XLINK = "http://www.w3.org/1999/xlink"


def jats_xml(book: Book) -> bytes:
    """The whole supplement; holds exactly what the audience of the book may read (A14)."""
    ET.register_namespace("xlink", XLINK)
    root = Element("article", {"article-type": "collection", "dtd-version": "1.3", XML_LANG: "en"})
    root.append(_front(book))
    for chapter in book.chapters:
        for entry in chapter.entries:
            root.append(_abstract(book, chapter, entry))
    for number, erratum in enumerate(book.errata, start=1):
        root.append(_correction(book, erratum, number))
    text = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{DOCTYPE}\n{text}\n'.encode()


def _front(book: Book) -> Element:
    setup, meeting = book.setup, book.meeting
    front = Element("front")
    journal = ET.SubElement(front, "journal-meta")
    add(journal, "journal-id", setup.journal or meeting.slug, {"journal-id-type": "publisher-id"})
    titles = ET.SubElement(journal, "journal-title-group")
    add(titles, "journal-title", setup.journal or book.title)
    if setup.issn:
        add(journal, "issn", setup.issn, {"publication-format": "electronic"})
    publisher = ET.SubElement(journal, "publisher")
    add(publisher, "publisher-name", meeting.society)
    meta = ET.SubElement(front, "article-meta")
    add(meta, "article-id", f"{meeting.slug}-abstracts", {"pub-id-type": "publisher-id"})
    _title(meta, runs(book.title))
    _date(meta, book)
    _issue(meta, book)
    add(meta, "supplement", f"{book.title}; {book.state_words}")
    meta.append(_conference(book))
    return front


def _conference(book: Book) -> Element:
    meeting = book.meeting
    found = Element("conference")
    days = f"{meeting.starts_on.isoformat()}/{meeting.ends_on.isoformat()}"
    add(found, "conf-date", days)
    add(found, "conf-name", meeting.title)
    if meeting.city:
        add(found, "conf-loc", meeting.city)
    add(found, "conf-sponsor", meeting.society)
    return found


def _date(meta: Element, book: Book) -> None:
    date = ET.SubElement(meta, "pub-date", {"publication-format": "electronic"})
    add(date, "year", str(book.meeting.starts_on.year))


def _issue(meta: Element, book: Book) -> None:
    for tag, text in (("volume", book.setup.volume), ("issue", book.setup.issue)):
        if text:
            add(meta, tag, text)


def _abstract(book: Book, chapter: Chapter, entry: Entry) -> Element:
    """One abstract; a withdrawn one keeps its number and title (A13)."""
    kind = "retraction" if entry.is_withdrawn else "abstract"
    article = Element("sub-article", {"article-type": kind, "id": _id(entry)})
    stub = ET.SubElement(article, "front-stub")
    add(stub, "article-id", entry.reference, {"pub-id-type": "publisher-id"})
    if entry.number:
        add(stub, "article-id", entry.number, {"pub-id-type": "other"})
    if doi := doi_of(book, entry):
        add(stub, "article-id", doi, {"pub-id-type": "doi"})
    _categories(stub, chapter, entry)
    note = " [WITHDRAWN]" if entry.is_withdrawn else ""
    _title(stub, (*runs(entry.manuscript.title), Run(note)))
    _people(stub, entry)
    _date(stub, book)
    _issue(stub, book)
    _texts(book, stub, entry)
    ET.SubElement(article, "body").append(paragraph((Run(_where(book, entry)),)))
    return article


def _id(entry: Entry) -> str:
    """An XML name begins with a letter, which a reference need not."""
    return f"abstract-{entry.reference}"


def _where(book: Book, entry: Entry) -> str:
    """What is read in place of a body: where it was presented."""
    words = f"Presented at {book.meeting.title} as abstract {entry.code}."
    return f"WITHDRAWN. {words}" if entry.is_withdrawn else words


def _categories(stub: Element, chapter: Chapter, entry: Entry) -> None:
    groups = [("heading", chapter.title), ("topic", entry.topic_title)]
    categories = ET.SubElement(stub, "article-categories")
    for kind, title in groups:
        if title:
            group = ET.SubElement(categories, "subj-group", {"subj-group-type": kind})
            add(group, "subject", title)


def _title(meta: Element, title: Runs) -> None:
    group = ET.SubElement(meta, "title-group")
    mixed(ET.SubElement(group, "article-title"), title)


def _people(stub: Element, entry: Entry) -> None:
    authors = entry.manuscript.authors
    if not authors:
        return
    places = institutions_of(authors)
    mark = f"{_id(entry)}-aff"
    group = ET.SubElement(stub, "contrib-group")
    for author in authors:
        group.append(_contrib(author, places, mark, entry))
    for number, place in enumerate(places, start=1):
        stub.append(_affiliation(place, f"{mark}{number}", number))
    notes = [each for each in authors if each.email]
    told = [each for each in authors if each.discloses is not None]
    if notes or told:
        _notes(stub, entry, notes, told)


def _contrib(
    author: AuthorEntry, places: tuple[Affiliation, ...], mark: str, entry: Entry
) -> Element:
    attributes = {"contrib-type": "author"}
    if author.is_corresponding:
        attributes["corresp"] = "yes"
    contrib = Element("contrib", attributes)
    if author.orcid:
        address = f"https://orcid.org/{author.orcid}"
        add(contrib, "contrib-id", address, {"contrib-id-type": "orcid"})
    name = ET.SubElement(contrib, "name")
    add(name, "surname", author.family_name or author.given_name)
    if author.given_name and author.family_name:
        add(name, "given-names", author.given_name)
    if author.is_presenting:
        add(contrib, "role", "presenting author")
    for place in dict.fromkeys(author.affiliations):
        number = places.index(place) + 1
        add(contrib, "xref", str(number), {"ref-type": "aff", "rid": f"{mark}{number}"})
    if author.email:
        rid = f"{_id(entry)}-cor"
        add(contrib, "xref", "*", {"ref-type": "corresp", "rid": rid})
    return contrib


def _affiliation(place: Affiliation, id: str, number: int) -> Element:
    aff = Element("aff", {"id": id})
    add(aff, "label", str(number))
    add(aff, "institution", place.institution)
    if place.city:
        add(aff, "city", place.city)
    if place.country:
        add(aff, "country", country_name(place.country), {"country": place.country})
    return aff


def _notes(
    stub: Element, entry: Entry, corresponding: list[AuthorEntry], told: list[AuthorEntry]
) -> None:
    notes = ET.SubElement(stub, "author-notes")
    if corresponding:
        corresp = ET.SubElement(notes, "corresp", {"id": f"{_id(entry)}-cor"})
        for author in corresponding:
            add(corresp, "email", author.email)
    for author in told:
        note = ET.SubElement(notes, "fn", {"fn-type": "coi-statement"})
        words = author.disclosure if author.discloses else "nothing to disclose"
        note.append(paragraph((Run(f"{author.name}: {words}"),)))


def _texts(book: Book, stub: Element, entry: Entry) -> None:
    manuscript = entry.manuscript
    if manuscript.body:
        abstract = ET.SubElement(stub, "abstract")
        last = _body(abstract, manuscript)
        if manuscript.figure:
            ET.SubElement(last, "p").append(_figure(book, entry, manuscript.figure))
    if words := keywords_of(entry):
        group = ET.SubElement(stub, "kwd-group", {"kwd-group-type": "author"})
        for word in words:
            add(group, "kwd", word)
    if manuscript.funding:
        funding = ET.SubElement(stub, "funding-group")
        add(funding, "funding-statement", manuscript.funding)
    _custom(stub, entry)


def _body(abstract: Element, manuscript: Manuscript) -> Element:
    """The paragraphs; the element that a figure may follow in."""
    last = abstract
    for part in manuscript.parts:
        if part.text:
            last = ET.SubElement(abstract, "sec")
            add(last, "title", part.heading)
            _paragraphs(last, lines_of(part.text))
    if last is abstract:
        _paragraphs(abstract, printed(manuscript).lines)
    return last


def _paragraphs(parent: Element, lines: Iterable[Runs]) -> None:
    for line in lines:
        if line:
            parent.append(paragraph(line))


def _figure(book: Book, entry: Entry, figure: Figure) -> Element:
    """The figure with its caption; the picture is at its address in the public list."""
    made = Element("fig", {"id": f"{_id(entry)}-fig"})
    if figure.caption:
        caption = ET.SubElement(made, "caption")
        caption.append(paragraph(runs(figure.caption)))
    if figure.alt:
        add(made, "alt-text", figure.alt)
    address = f"/{book.meeting.slug}/book/{entry.reference}/figure"
    ET.SubElement(made, "graphic", {f"{{{XLINK}}}href": address})
    return made


def _custom(stub: Element, entry: Entry) -> None:
    """What JATS has no element for."""
    place = entry.place
    pairs = [
        ("programme code", entry.number),
        ("presentation", entry.decision.value),
        ("board", place.board if place else ""),
        ("session", place.session if place else ""),
        ("presented by", entry.presented_by),
        ("trial registration", entry.manuscript.trial),
        ("ethics", entry.manuscript.ethics),
    ]
    group = ET.SubElement(stub, "custom-meta-group")
    for name, value in pairs:
        if value:
            meta = ET.SubElement(group, "custom-meta")
            add(meta, "meta-name", name)
            add(meta, "meta-value", value)


def _correction(book: Book, erratum: Erratum, number: int) -> Element:
    article = Element("sub-article", {"article-type": "correction", "id": f"correction-{number}"})
    stub = ET.SubElement(article, "front-stub")
    _title(stub, (Run(f"Correction: {erratum.title}"),))
    _date(stub, book)
    attributes = {
        "related-article-type": "corrected-article",
        "id": f"correction-{number}-of",
        "ext-link-type": "uri",
        f"{{{XLINK}}}href": f"#abstract-{erratum.reference}",
    }
    ET.SubElement(stub, "related-article", attributes)
    ET.SubElement(article, "body").append(paragraph((Run(" ".join(erratum.sentences)),)))
    return article
