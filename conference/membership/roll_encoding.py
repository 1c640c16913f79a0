"""The text of a file whose encoding nobody wrote down."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

_MARKS = (  # UTF-32 first: its little-endian mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32-le", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)
_CONTROLS = dict.fromkeys([*range(9), 11, 12, *range(14, 32), *range(127, 160), 0xFEFF])
_TWICE_ENCODED = re.compile("[ÃÂÅÄ][\u0080-\u00bf‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ€]")


@dataclass(frozen=True, slots=True)
class DecodedFile:
    """The lines of a file without their ends, and the encoding that was found."""

    lines: list[str]
    encoding: str


def decode_file(data: bytes) -> DecodedFile:
    """Any bytes as lines of text: UTF-8, UTF-16 and UTF-32 by mark or shape, else Windows-1252.

    NUL and other control characters are left out; tabs stay.
    """
    text, encoding = _decode(data)
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_CONTROLS)
    lines = text.split("\n")
    return DecodedFile(lines[:-1] if lines[-1] == "" else lines, encoding)


def is_twice_encoded(text: str) -> bool:
    """Whether text reads like "MÃ¼ller": UTF-8 that was once opened as Windows-1252."""
    if not _TWICE_ENCODED.search(text):
        return False
    try:
        return text.encode("cp1252").decode("utf-8") != text
    except UnicodeError:
        return False


def _decode(data: bytes) -> tuple[str, str]:
    for mark, codec, name in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(codec, errors="replace"), name
    codec = _unmarked_utf16(data[:4000])
    if codec:
        return data.decode(codec, errors="replace"), "UTF-16"
    return _decode_line_by_line(data.removeprefix(codecs.BOM_UTF8))


def _unmarked_utf16(start: bytes) -> str:
    """Latin text in UTF-16 has a NUL in (nearly) every second byte."""
    half = len(start) // 2
    if half < 4:
        return ""
    if start[1::2].count(0) > 0.7 * half:
        return "utf-16-le"
    return "utf-16-be" if start[0::2].count(0) > 0.7 * half else ""


def _decode_line_by_line(data: bytes) -> tuple[str, str]:
    """UTF-8 where a line is valid UTF-8, else Windows-1252: files pasted together hold both."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        decoded = [_decode_line(line) for line in data.split(b"\n")]
        mixed = any(codec == "UTF-8" for _, codec in decoded)
        name = "UTF-8 and Windows-1252, mixed" if mixed else "Windows-1252"
        return "\n".join(line for line, _ in decoded), name
    return text, "ASCII" if text.isascii() else "UTF-8"


def _decode_line(line: bytes) -> tuple[str, str]:
    if line.isascii():
        return line.decode("ascii"), "ASCII"
    try:
        return line.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError:
        pass
    try:
        return line.decode("cp1252"), "Windows-1252"
    except UnicodeDecodeError:
        return line.decode("latin-1"), "Latin-1"
