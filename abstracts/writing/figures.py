"""A figure as it was sent, tested by its content and written anew without its metadata."""

import hashlib
import io
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

from abstracts.errors import NotSubmittable

MOST_BYTES = 8_000_000
MOST_PIXELS = 50_000_000
LONGEST_SIDE = 2400
FORMATS = {"PNG": "image/png", "JPEG": "image/jpeg"}
QUALITY = 90


@dataclass(frozen=True, slots=True)
class CleanImage:
    """A PNG or JPEG that this program wrote; `digest` names its bytes."""

    body: bytes
    media_type: str
    width: int
    height: int

    @property
    def digest(self) -> str:
        """SHA-256 of the bytes."""
        return hashlib.sha256(self.body).hexdigest()


def clean_image(sent: bytes) -> CleanImage:
    """The image without metadata, upright, at most 2,400 pixels long.

    Raises NotSubmittable with a sentence for what is no PNG or JPEG, damaged or too large.
    """
    if len(sent) > MOST_BYTES:
        raise _wrong(f"This file has {len(sent) / 1e6:.1f} MB; at most 8 MB can be sent.")
    try:
        with Image.open(io.BytesIO(sent), formats=tuple(FORMATS)) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise _wrong(
                    f"This image has {opened.width:,} x {opened.height:,} pixels, which is too "
                    "many. Save it with a longer side of 2,400 pixels."
                )
            kind = opened.format or ""
            upright = ImageOps.exif_transpose(opened)
            upright.load()
            return _written(upright, kind)
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError):
        raise _wrong("This file is not a PNG or JPEG image that can be read.") from None


def _written(image: Image.Image, kind: str) -> CleanImage:
    mode = "RGB" if kind == "JPEG" else _png_mode(image)
    clean = image.convert(mode)
    clean.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    clean.info.clear()
    written = io.BytesIO()
    if kind == "JPEG":
        clean.save(written, "JPEG", quality=QUALITY, optimize=True)
    else:
        clean.save(written, "PNG", optimize=True)
    return CleanImage(written.getvalue(), FORMATS[kind], clean.width, clean.height)


def _png_mode(image: Image.Image) -> str:
    is_clear = image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
    if is_clear:
        return "RGBA"
    return "L" if image.mode in ("1", "L", "I", "I;16", "F") else "RGB"


def _wrong(sentence: str) -> NotSubmittable:
    return NotSubmittable(sentence, errors={"figure": sentence})
