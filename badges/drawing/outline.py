"""The bookmarks of a batch: reportlab's own tree costs more than the badges themselves."""

from typing import Any

from reportlab.pdfbase import pdfdoc


class Outline(pdfdoc.PDFObject):  # type: ignore[misc]
    """A flat list of names, each with the page it leads to; takes the place of reportlab's."""

    ready = 1

    def __init__(self, document: Any) -> None:
        self.document = document
        self.entries: list[_Entry] = []

    def add(self, title: str) -> None:
        """A bookmark to the page in the making."""
        entry = _Entry(title, self.document.thisPageRef(), self)
        self.document.Reference(entry)
        self.entries.append(entry)

    def prepare(self, document: Any, canvas: Any) -> None:
        """Links each entry to its neighbours; without any there is no outline."""
        if not self.entries:
            self.ready = -1
        for above, below in zip(self.entries, self.entries[1:], strict=False):
            above.below, below.above = below, above

    def format(self, document: Any) -> bytes:
        if not self.entries:
            return b"<< /Type /Outlines /Count 0 >>"
        first, last = (_at(document, self.entries[end]) for end in (0, -1))
        return (
            f"<< /Type /Outlines /Count {len(self.entries)} /First {first} /Last {last} >>"
        ).encode()


class _Entry(pdfdoc.PDFObject):  # type: ignore[misc]
    def __init__(self, title: str, page: Any, parent: Outline) -> None:
        self.title, self.page, self.parent = title, page, parent
        self.above: _Entry | None = None
        self.below: _Entry | None = None

    def format(self, document: Any) -> bytes:
        sides = (("Prev", self.above), ("Next", self.below))
        beside = "".join(f" /{name} {_at(document, each)}" for name, each in sides if each)
        page = self.page.format(document).decode()
        title = f"feff{self.title.encode('utf-16-be').hex()}"
        parent = _at(document, self.parent)
        return f"<< /Title <{title}> /Parent {parent}{beside} /Dest [{page} /Fit] >>".encode()


def _at(document: Any, each: Any) -> str:
    """The reference to an object, as "12 0 R"."""
    number, version = document.idToObjectNumberAndVersion[each.__InternalName__]
    return f"{number} {version} R"


def outline_of(canvas: Any) -> Outline:
    """The outline of a canvas, to be filled page by page."""
    outline = Outline(canvas._doc)
    canvas._doc.Reference(outline)
    canvas._doc.Outlines = canvas._doc.Catalog.Outlines = outline
    return outline
