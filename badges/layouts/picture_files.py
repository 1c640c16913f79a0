"""Reading a picture that somebody sends: known by its content, made small and harmless. Pure.

An image loses what a camera wrote into it; a PDF keeps its first page and nothing that acts.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

from PIL import Image as Pillow
from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError

from badges.layouts.errors import PictureRefused
from conference.typesetting.images import upright, written

MOST_BYTES = 5_000_000
MOST_PIXELS = 60_000_000
KEPT_PIXELS = 2_500  # of the longer edge: A6 at more than 400 dots per inch
LEAST_PIXELS = 16
LARGEST_POINTS = 4_000
ACCEPTED = ".pdf,.png,.jpg,.jpeg,application/pdf,image/png,image/jpeg"
NOT_A_PICTURE = "This is no PDF, PNG or JPEG. Save the picture as one of these and send it again."
BROKEN = "This file cannot be read: it is damaged or protected. Save it anew and send it again."


@dataclass(frozen=True, slots=True)
class PictureFile:
    """A picture ready to keep: points of a PDF's page, pixels of an image."""

    media_type: str
    width: int
    height: int
    content: bytes


def read_picture(content: bytes) -> PictureFile:
    """What is kept of a sent file. Raises PictureRefused with what to do about it."""
    if not content:
        raise PictureRefused("Choose a file: a PDF, PNG or JPEG of at most 5 MB.")
    if len(content) > MOST_BYTES:
        raise PictureRefused("This file is larger than 5 MB. Save it smaller and send it again.")
    if content[:5] == b"%PDF-":
        return _read_page(content)
    if content[:8] == b"\x89PNG\r\n\x1a\n" or content[:3] == b"\xff\xd8\xff":
        return _read_image(content)
    raise PictureRefused(NOT_A_PICTURE)


def _read_image(content: bytes) -> PictureFile:
    try:
        with Pillow.open(BytesIO(content), formats=("PNG", "JPEG")) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise PictureRefused(
                    "This picture has more than 60 million pixels; send it smaller."
                )
            is_photo = opened.format == "JPEG"
            image = upright(opened)
    except (OSError, ValueError, SyntaxError, Pillow.DecompressionBombError) as error:
        raise PictureRefused(BROKEN) from error
    if min(image.size) < LEAST_PIXELS:
        raise PictureRefused("This picture has hardly any pixels; send a larger one.")
    image.thumbnail((KEPT_PIXELS, KEPT_PIXELS))
    kind, body = written(image, is_photo=is_photo)
    return PictureFile(kind, image.width, image.height, body)


def _read_page(content: bytes) -> PictureFile:
    try:
        reader = PdfReader(BytesIO(content))
        if reader.is_encrypted:
            raise PictureRefused("This PDF is protected. Print it to a new PDF and send that.")
        writer = PdfWriter()
        page = writer.add_page(reader.pages[0])
        page.transfer_rotation_to_content()
        for key in ("/Annots", "/AA"):
            page.pop(key, None)
        width, height = float(page.cropbox.width), float(page.cropbox.height)
        target = BytesIO()
        writer.write(target)
    except (PyPdfError, OSError, ValueError, KeyError, IndexError, TypeError, AttributeError,
            RecursionError, AssertionError) as error:  # fmt: skip
        raise PictureRefused(BROKEN) from error
    if not 1 <= width <= LARGEST_POINTS or not 1 <= height <= LARGEST_POINTS:
        raise PictureRefused("This page is larger than any badge; send one of the badge’s size.")
    return PictureFile("application/pdf", round(width), round(height), target.getvalue())
