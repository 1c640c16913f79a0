"""What is kept of the picture of a signature."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image, ImageDraw

from conference.registration.signing.errors import SignatureRefused
from conference.registration.signing.rules import KEPT_WIDTH, MOST_BYTES, read_signature

INK = (10, 20, 90)


def drawn(mode: str = "RGBA", size: tuple[int, int] = (1_600, 900), kind: str = "PNG") -> bytes:
    """A stroke from (200, 300) to (1,400, 600) on much paper."""
    clear = (255, 255, 255, 0) if mode == "RGBA" else (255, 255, 255)
    image = Image.new(mode, size, clear)
    ink = (*INK, 255) if mode == "RGBA" else INK
    ImageDraw.Draw(image).line([(200, 300), (1_400, 600)], ink, 12)
    target = BytesIO()
    image.save(target, kind)
    return target.getvalue()


def test_keeps_what_is_transparent_and_cuts_the_paper_off() -> None:
    kept = read_signature(drawn())
    image = Image.open(BytesIO(kept.content))

    assert (kept.media_type, image.mode, image.width) == ("image/png", "RGBA", KEPT_WIDTH)
    assert image.width / image.height == pytest.approx(1_212 / 313, rel=0.03)
    assert image.getchannel("A").getpixel((KEPT_WIDTH - 1, 0)) == 0
    assert (kept.width, kept.height) == image.size


def test_keeps_a_photo_on_white_as_jpeg_without_what_the_camera_wrote() -> None:
    exif = Image.Exif()
    exif[0x010F] = "Camera"
    exif[0x0112] = 6  # held upright: turned by a quarter
    photo = Image.open(BytesIO(drawn("RGB")))
    target = BytesIO()
    photo.save(target, "JPEG", exif=exif)

    kept = read_signature(target.getvalue())
    image = Image.open(BytesIO(kept.content))

    assert (kept.media_type, image.mode) == ("image/jpeg", "RGB")
    assert image.height > image.width
    assert not image.getexif()


def test_same_picture_has_the_same_digest() -> None:
    assert read_signature(drawn()).digest == read_signature(drawn()).digest
    assert read_signature(drawn()).digest != read_signature(drawn("RGB")).digest


def blank() -> bytes:
    target = BytesIO()
    Image.new("RGB", (400, 200), "white").save(target, "PNG")
    return target.getvalue()


def dot() -> bytes:
    image = Image.new("RGB", (400, 200), "white")
    ImageDraw.Draw(image).rectangle((10, 10, 40, 20), INK)
    target = BytesIO()
    image.save(target, "PNG")
    return target.getvalue()


def huge() -> bytes:
    target = BytesIO()
    Image.new("1", (6_000, 5_000), 1).save(target, "PNG")
    return target.getvalue()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Choose a file"),
        (b"%PDF-1.7 not a picture", "This is no PNG or JPEG"),
        (b"<svg onload='alert(1)'/>", "This is no PNG or JPEG"),
        (drawn()[:400], "cannot be read"),
        (b"\x89PNG\r\n\x1a\n" + bytes(MOST_BYTES), "larger than 2 MB"),
        (blank(), "nothing to see"),
        (dot(), "too few to print"),
        (huge(), "more than 25 million pixels"),
    ],
)
def test_refuses_what_cannot_be_printed_with_what_to_do(content: bytes, sentence: str) -> None:
    with pytest.raises(SignatureRefused) as refused:
        read_signature(content)
    assert sentence in refused.value.errors["file"]
