"""Pictures that somebody sends, written anew: without what a camera or a program put into them."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageOps

JPEG_QUALITY = 90


def upright(opened: Image.Image) -> Image.Image:
    """As it is looked at, in colours that print; what is transparent stays so."""
    image = ImageOps.exif_transpose(opened)
    has_holes = "A" in image.getbands() or "transparency" in image.info
    return image.convert("RGBA" if has_holes else "RGB")


def written(image: Image.Image, *, is_photo: bool) -> tuple[str, bytes]:
    """Media type and bytes without metadata: a photo as JPEG, anything else as PNG."""
    image.info.clear()
    target = BytesIO()
    if is_photo:
        image.save(target, "JPEG", quality=JPEG_QUALITY)
        return "image/jpeg", target.getvalue()
    image.save(target, "PNG", optimize=True)
    return "image/png", target.getvalue()
