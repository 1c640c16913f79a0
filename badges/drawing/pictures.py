"""Pictures in a PDF: an image, or the first page of a PDF, each embedded once as a form.

A page is taken over object by object as it is stored, so that its fonts and its vectors stay.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from io import BytesIO
from typing import Any, Protocol
from uuid import UUID

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    ByteStringObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NullObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)  # fmt: skip
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfdoc

from badges.drawing.dots import page_image
from badges.drawing.items import Image
from badges.layouts.layout import Box
from badges.stock.stock import POINTS_PER_MM

PDF = "application/pdf"
PREVIEW_PIXELS = 1_200  # of the longer edge of a PDF's page on the screen


class PictureFile(Protocol):
    """A stored picture: the points of a PDF's page or the pixels of an image, and its bytes."""

    @property
    def media_type(self) -> str: ...
    @property
    def width(self) -> int: ...
    @property
    def height(self) -> int: ...
    @property
    def content(self) -> bytes: ...


Pictures = Mapping[UUID, PictureFile]
Size = tuple[float, float]
NO_PICTURES: Pictures = {}


def placed(image: Image, picture: PictureFile) -> tuple[Box, bool]:
    """Where a picture goes, and whether what leaves the box is cut off.

    One in its box is whole; a background covers its box.
    """
    box = image.box
    scales = (box.width / picture.width, box.height / picture.height)
    scale = max(scales) if image.is_background else min(scales)
    width, height = picture.width * scale, picture.height * scale
    x, y = box.x + (box.width - width) / 2, box.y + (box.height - height) / 2
    is_cut = width > box.width + 0.05 or height > box.height + 0.05
    return Box(x, y, width, height), is_cut


class Album:
    """The pictures of one document; each is embedded when it is first used."""

    def __init__(self, canvas: Any, pictures: Pictures) -> None:
        self.canvas = canvas
        self.pictures = pictures
        self._forms: dict[UUID, tuple[str, Size]] = {}

    def form(self, key: UUID) -> tuple[str, Size]:
        """The name of the form that holds a picture, and its width and height."""
        if key not in self._forms:
            name = f"picture{len(self._forms)}"
            picture = self.pictures[key]
            embed = _embed_page if picture.media_type == PDF else _embed_image
            self._forms[key] = (name, embed(self.canvas, name, picture))
        return self._forms[key]

    def draw(self, image: Image, height: float) -> str:
        """The operators that place a picture; nothing for one that is gone."""
        picture = self.pictures.get(image.picture)
        if picture is None:
            return ""
        box, is_cut = placed(image, picture)
        name, (wide, tall) = self.form(image.picture)
        scale = (
            f"{box.width * POINTS_PER_MM / wide:.6f} 0 0 {box.height * POINTS_PER_MM / tall:.6f}"
        )
        corner = f"{box.x * POINTS_PER_MM:.3f} {(height - box.bottom) * POINTS_PER_MM:.3f}"
        self.canvas._formsinuse.append(name)
        clip = f"{_rectangle(image.box, height)} re W n " if is_cut else ""
        return f"q {clip}{scale} {corner} cm /{self.canvas._doc.getXObjectName(name)} Do Q"


def _rectangle(box: Box, height: float) -> str:
    sides = (box.x, height - box.bottom, box.width, box.height)
    return " ".join(f"{side * POINTS_PER_MM:.3f}" for side in sides)


def _embed_image(canvas: Any, name: str, picture: PictureFile) -> Size:
    canvas.saveState()
    width, height = picture.width, picture.height
    canvas.beginForm(name, 0, 0, width, height)
    canvas.drawImage(ImageReader(BytesIO(picture.content)), 0, 0, width, height, mask="auto")
    canvas.endForm()
    canvas.restoreState()
    return width, height


def _upright_page(content: bytes) -> PageObject:
    page: PageObject = PdfReader(BytesIO(content)).pages[0]
    if page.rotation:
        writer = PdfWriter()
        page = writer.add_page(page)
        page.transfer_rotation_to_content()
    return page


def _embed_page(canvas: Any, name: str, picture: PictureFile) -> Size:
    page = _upright_page(picture.content)
    box = page.cropbox
    content = page.get_contents()
    form = pdfdoc.PDFStream(content=content.get_data() if content is not None else b"")
    form.filters = [pdfdoc.PDFZCompress]
    form.dictionary.dict.update(
        Type=pdfdoc.PDFName("XObject"),
        Subtype=pdfdoc.PDFName("Form"),
        FormType=1,
        BBox=pdfdoc.PDFArray([float(side) for side in box]),
        Matrix=pdfdoc.PDFArray([1, 0, 0, 1, -float(box.left), -float(box.bottom)]),
        Resources=Embedding(canvas._doc).taken(page.get("/Resources", DictionaryObject())),
    )
    canvas._doc.Reference(form, pdfdoc.xObjectName(name))
    return float(box.width), float(box.height)


class Embedding:
    """Takes objects of another PDF over into a document; each is taken once."""

    def __init__(self, document: Any) -> None:
        self.document = document
        self._references: dict[tuple[int, int], Any] = {}
        self._makers: dict[type, Callable[[Any], Any]] = {
            NameObject: lambda each: pdfdoc.PDFName(str(each)[1:]),
            NumberObject: int,
            FloatObject: float,
            BooleanObject: lambda each: pdfdoc.PDFBoolean(each.value),
            NullObject: lambda _: pdfdoc.PDFnull(),
            TextStringObject: lambda each: _raw(each.original_bytes),
            ByteStringObject: _raw,
            ArrayObject: lambda each: pdfdoc.PDFArray([self.taken(part) for part in each]),
            IndirectObject: self._reference,
        }

    def taken(self, each: Any) -> Any:
        """The object as reportlab writes it. Raises KeyError for a kind that no page holds."""
        if isinstance(each, StreamObject):
            return self._stream(each)
        if isinstance(each, DictionaryObject):
            return pdfdoc.PDFDictionary(self._entries(each))
        kind = next(kind for kind in self._makers if isinstance(each, kind))
        return self._makers[kind](each)

    def _entries(self, each: DictionaryObject) -> dict[str, Any]:
        return {str(key)[1:]: self.taken(each.raw_get(key)) for key in each if key != "/Parent"}

    def _stream(self, each: StreamObject) -> Any:
        entries = self._entries(each)
        entries.pop("Length", None)
        stream = pdfdoc.PDFStream(pdfdoc.PDFDictionary(entries), each._data, filters=[])
        return stream

    def _reference(self, each: IndirectObject) -> Any:
        key = (each.idnum, each.generation)
        if key not in self._references:
            holder = _Held()
            self._references[key] = self.document.Reference(holder)
            found = each.get_object()
            holder.held = self.taken(found) if found is not None else pdfdoc.PDFnull()
        return self._references[key]


class _Held(pdfdoc.PDFObject):  # type: ignore[misc]
    """An object that may point to itself in a circle: its place is kept before it is taken."""

    held: Any = None

    def format(self, document: Any) -> Any:
        return pdfdoc.format(self.held, document, toplevel=1)


def _raw(text: bytes) -> Any:
    return pdfdoc.PDFString(text.decode("latin-1"), escape=1, enc="raw")


@lru_cache(maxsize=16)
def preview(content: bytes, media_type: str) -> tuple[str, bytes]:
    """A picture as a browser shows it, with its media type: of a PDF the first page as PNG."""
    if media_type != PDF:
        return media_type, content
    target = BytesIO()
    page_image(content, edge=PREVIEW_PIXELS).save(target, "PNG", optimize=True)
    return "image/png", target.getvalue()
