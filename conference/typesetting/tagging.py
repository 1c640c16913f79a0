"""The structure tree of a PDF: what is a heading, a paragraph, a figure, and in which order."""

from __future__ import annotations

from typing import Any

from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFPage, PDFString

from conference.typesetting.pagination import Block, Group

_PAGE_KEYS = [*PDFPage.__NoDefault__, "StructParents", "Tabs"]


class Tags:
    """Marks content while pages are written, and writes the tree at the end.

    A block that goes on over a page is one element with a piece on each page.
    """

    def __init__(self, canvas: Any) -> None:
        self._canvas, self._document = canvas, canvas._doc
        self._root = PDFDictionary({"Type": PDFName("StructTreeRoot")})
        self._book = self._element("Document", self._root)
        self._sections: dict[int, tuple[Any, list[Any]]] = {}
        self._elements: dict[int, tuple[Any, list[tuple[int, int]]]] = {}
        self._order: list[Any] = []
        self._page: list[Any] = []
        self._parents: list[list[Any]] = []
        self._pages: list[Any] = []
        self._open: int = 0

    def open(self, group: Group, block: Block) -> None:
        """Content of this block follows; that of the one before has ended."""
        if self._open == id(block):
            return
        self._close()
        element, pieces = self._element_of(group, block)
        pieces.append((len(self._pages), len(self._page)))
        self._code(f"/{block.tag} <</MCID {len(self._page)}>> BDC")
        self._page.append(element)
        self._open = id(block)

    def _element_of(self, group: Group, block: Block) -> tuple[Any, list[tuple[int, int]]]:
        known = self._elements.get(id(block))
        if known is None:
            section, children = self._section(group)
            element = self._element(block.tag, section)
            if block.alt:
                element.dict["Alt"] = PDFString(block.alt)
            children.append(element)
            known = self._elements[id(block)] = (element, [])
        return known

    def _section(self, group: Group) -> tuple[Any, list[Any]]:
        known = self._sections.get(id(group))
        if known is None:
            section = self._element("Sect", self._book)
            self._order.append(section)
            known = self._sections[id(group)] = (section, [])
        return known

    def close_page(self) -> None:
        """Ends what is open: marked content never crosses pages."""
        self._close()

    def page_written(self, number: int) -> None:
        """Ties the page that was just finished to its elements."""
        page = self._document.Pages.pages[-1]
        page.__NoDefault__ = _PAGE_KEYS  # reportlab writes only the keys that it knows
        page.StructParents = number - 1
        page.Tabs = PDFName("S")
        self._pages.append(self._document.Reference(page))
        self._parents.append(self._page)
        self._page = []

    def finish(self) -> None:
        """Writes the tree into the document."""
        refer = self._document.Reference
        for element, pieces in self._elements.values():
            kids = [self._piece(page, mark) for page, mark in pieces]
            element.dict["K"] = PDFArray(kids)
        for section, children in self._sections.values():
            section.dict["K"] = PDFArray([refer(child) for child in children])
        self._book.dict["K"] = PDFArray([refer(section) for section in self._order])
        numbers: list[Any] = []
        for number, elements in enumerate(self._parents):
            numbers += [number, refer(PDFArray([refer(each) for each in elements]))]
        self._root.dict["K"] = PDFArray([refer(self._book)])
        self._root.dict["ParentTree"] = refer(PDFDictionary({"Nums": PDFArray(numbers)}))
        self._root.dict["ParentTreeNextKey"] = len(self._parents)
        catalog = self._document.Catalog
        catalog.StructTreeRoot = self._root
        catalog.MarkInfo = PDFDictionary({"Marked": "true"})

    def _piece(self, page: int, mark: int) -> Any:
        return PDFDictionary({"Type": PDFName("MCR"), "Pg": self._pages[page], "MCID": mark})

    def _element(self, tag: str, parent: Any) -> Any:
        return PDFDictionary(
            {
                "Type": PDFName("StructElem"),
                "S": PDFName(tag),
                "P": self._document.Reference(parent),
            }
        )

    def _close(self) -> None:
        if self._open:
            self._code("EMC")
            self._open = 0

    def _code(self, operators: str) -> None:
        self._canvas._code.append(operators)
