"""Pictures that somebody sends: read beside the event loop, and written anew without what a camera
or a program put into them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from io import BytesIO
from typing import TypeVar
from weakref import WeakKeyDictionary

from PIL import Image, ImageOps

JPEG_QUALITY = 90
_locks: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Lock] = WeakKeyDictionary()
T = TypeVar("T")


async def read_apart(read: Callable[[bytes], T], sent: bytes) -> T:
    """What `read` makes of a sent picture, in a thread of its own: unpacking millions of pixels
    holds up nobody's scan. One at a time, so that only one is ever in memory unpacked.

    Raises what `read` raises.
    """
    async with _locks.setdefault(asyncio.get_running_loop(), asyncio.Lock()):
        return await asyncio.to_thread(read, sent)


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
