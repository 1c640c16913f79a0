"""Who signs what, and the picture of a signature: known by its content, cut to its ink. Pure."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO

from PIL import Image, ImageOps

from conference.registration.signing.errors import SignatureRefused
from conference.typesetting.images import upright, written

MOST_BYTES = 2_000_000
MOST_PIXELS = 25_000_000
KEPT_WIDTH, KEPT_HEIGHT = 900, 360  # some 450 dots per inch on paper
LEAST_WIDTH, LEAST_HEIGHT = 80, 24
FAINT = 40  # of 255: what is no darker is paper, not ink
ACCEPTED = ".png,.jpg,.jpeg,image/png,image/jpeg"
BROKEN = "This file cannot be read: it is damaged. Save it anew as PNG or JPEG and send it again."


class Purpose(StrEnum):
    """What is signed."""

    CERTIFICATES = "certificates"
    INVITATIONS = "invitations"


PURPOSE_WORDS = {
    Purpose.CERTIFICATES: "Certificates",
    Purpose.INVITATIONS: "Letters of invitation",
}


@dataclass(frozen=True, slots=True)
class SignatureImage:
    """A PNG or JPEG that this program wrote; `digest` is the SHA-256 of its bytes."""

    media_type: str
    width: int
    height: int
    content: bytes

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class Hand:
    """Which picture a paper carries, and its pixels."""

    digest: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signs; without anybody named it is the society."""

    signed_by: str = ""
    signed_as: str = ""
    hand: Hand | None = None
    media_type: str = ""


NOBODY = Signatory()


def read_signature(content: bytes) -> SignatureImage:
    """What is kept of a file: upright, without metadata, cut to its ink; what is transparent stays
    so. Raises SignatureRefused with what to do about it."""
    if not content:
        raise SignatureRefused("Choose a file: a PNG or JPEG of at most 2 MB.")
    if len(content) > MOST_BYTES:
        raise SignatureRefused("This file is larger than 2 MB. Save it smaller and send it again.")
    try:
        with Image.open(BytesIO(content), formats=("PNG", "JPEG")) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise SignatureRefused("This picture has more than 25 million pixels. Cut it.")
            is_photo = opened.format == "JPEG"
            image = upright(opened)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise SignatureRefused(_why(content)) from error
    return _written(_cut(image), is_photo=is_photo)


def _why(content: bytes) -> str:
    is_known = content[:8] == b"\x89PNG\r\n\x1a\n" or content[:3] == b"\xff\xd8\xff"
    return BROKEN if is_known else "This is no PNG or JPEG. Save the picture as one of these."


def _cut(image: Image.Image) -> Image.Image:
    """Without the paper around the ink, so that the signature is as large as its line allows."""
    on_white = Image.new("RGB", image.size, "white")
    on_white.paste(image, mask=image.getchannel("A") if image.mode == "RGBA" else None)
    ink = ImageOps.invert(on_white.convert("L")).point([0] * FAINT + [255] * (256 - FAINT))
    box = ink.getbbox()
    if box is None:
        raise SignatureRefused("There is nothing to see on this picture. Write in dark ink.")
    cut = image.crop(box)
    if cut.width < LEAST_WIDTH or cut.height < LEAST_HEIGHT:
        raise SignatureRefused(
            f"The signature is {cut.width} x {cut.height} pixels, too few to print. Scan it at "
            "300 dots per inch or more."
        )
    return cut


def _written(image: Image.Image, *, is_photo: bool) -> SignatureImage:
    image.thumbnail((KEPT_WIDTH, KEPT_HEIGHT))
    kind, body = written(image, is_photo=is_photo)
    return SignatureImage(kind, image.width, image.height, body)
