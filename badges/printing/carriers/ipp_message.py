"""Messages of the Internet Printing Protocol, as far as printing a badge needs them (RFC 8010).

Written here because the kept library (pyipp) brings a second HTTP client with its family and has
no collections, so it cannot ask for a size of paper; what is needed is two pages of the standard.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum

VERSION = b"\x02\x00"
OPERATION_GROUP, JOB_GROUP, END = 0x01, 0x02, 0x03
LAST_DELIMITER = 0x0F
BEGIN_COLLECTION, END_COLLECTION, MEMBER_NAME = 0x34, 0x37, 0x4A
TEXTS = range(0x41, 0x4A)


class Tag(IntEnum):
    """How a value is written."""

    INTEGER = 0x21
    ENUM = 0x23
    NAME = 0x42
    KEYWORD = 0x44
    URI = 0x45
    CHARSET = 0x47
    LANGUAGE = 0x48
    MIME_TYPE = 0x49


class Operation(IntEnum):
    """What is asked of a printer."""

    PRINT_JOB = 0x0002
    CANCEL_JOB = 0x0008
    GET_JOB_ATTRIBUTES = 0x0009


@dataclass(frozen=True, slots=True)
class Answer:
    """A printer's answer; status below 0x0100 is a yes."""

    status: int
    values: Mapping[str, tuple[int | str, ...]]

    @property
    def is_yes(self) -> bool:
        return self.status < 0x0100

    def number(self, name: str) -> int | None:
        return next((each for each in self.values.get(name, ()) if isinstance(each, int)), None)

    def text(self, name: str) -> str:
        return ", ".join(each for each in self.values.get(name, ()) if isinstance(each, str))


def request(operation: Operation, printer: str, *more: bytes, job: bytes = b"") -> bytes:
    """A whole message without the file: `more` and `job` are attributes made by `attribute`."""
    head = VERSION + struct.pack(">HI", operation, 1) + bytes([OPERATION_GROUP])
    first = (
        attribute(Tag.CHARSET, "attributes-charset", "utf-8"),
        attribute(Tag.LANGUAGE, "attributes-natural-language", "en"),
        attribute(Tag.URI, "printer-uri", printer),
        *more,
    )
    group = bytes([JOB_GROUP]) + job if job else b""
    return head + b"".join(first) + group + bytes([END])


def attribute(tag: Tag, name: str, value: int | str) -> bytes:
    """One attribute with one value."""
    data = struct.pack(">i", value) if isinstance(value, int) else value.encode()
    return _field(tag, name.encode(), data)


def media_size(width: float, height: float) -> bytes:
    """`media-col` for a paper of exactly this size, in millimetres, printed to its edges."""
    size = _member("x-dimension", Tag.INTEGER, width) + _member("y-dimension", Tag.INTEGER, height)
    inner = _field(MEMBER_NAME, b"", b"media-size") + _collection(b"", size)
    for side in ("top", "right", "bottom", "left"):
        inner += _member(f"media-{side}-margin", Tag.INTEGER, 0)
    return _collection(b"media-col", inner)


def _member(name: str, tag: Tag, millimetres: float) -> bytes:
    hundredths = struct.pack(">i", round(millimetres * 100))
    return _field(MEMBER_NAME, b"", name.encode()) + _field(tag, b"", hundredths)


def _collection(name: bytes, inner: bytes) -> bytes:
    return _field(BEGIN_COLLECTION, name, b"") + inner + _field(END_COLLECTION, b"", b"")


def _field(tag: int, name: bytes, data: bytes) -> bytes:
    return struct.pack(">BH", tag, len(name)) + name + struct.pack(">H", len(data)) + data


def read_answer(data: bytes) -> Answer:
    """What a printer said. Raises ValueError for what is no answer."""
    if len(data) < 9:
        raise ValueError("This is no answer of a printer.")
    status = struct.unpack_from(">H", data, 2)[0]
    values: dict[str, tuple[int | str, ...]] = {}
    last = ""
    try:
        for tag, name, value in _fields(data):
            last = name or last
            if tag in (Tag.INTEGER, Tag.ENUM):
                values[last] = (*values.get(last, ()), struct.unpack(">i", value)[0])
            elif tag in TEXTS:
                values[last] = (*values.get(last, ()), value.decode(errors="replace"))
    except (IndexError, struct.error) as error:
        raise ValueError("This answer of a printer ends too early.") from error
    return Answer(status, values)


def _fields(data: bytes) -> Iterator[tuple[int, str, bytes]]:
    at = 8
    while data[at] != END:
        tag = data[at]
        at += 1
        if tag <= LAST_DELIMITER:
            continue
        name, at = _sized(data, at)
        value, at = _sized(data, at)
        yield tag, name.decode(errors="replace"), value


def _sized(data: bytes, at: int) -> tuple[bytes, int]:
    length = struct.unpack_from(">H", data, at)[0]
    end = at + 2 + length
    if end > len(data):
        raise IndexError
    return data[at + 2 : end], end
