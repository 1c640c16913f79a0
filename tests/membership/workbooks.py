"""Workbooks for tests, made cell by cell."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

from openpyxl import Workbook

HEAD = ("Member number", "Given name", "Family name", "E-mail", "Valid from", "Valid to")


def workbook(*rows: Sequence[Any], change: Callable[[Any], None] | None = None) -> bytes:
    """An .xlsx of one sheet; `change` may do more to its book before it is saved."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = "Members"
    for row in rows:
        sheet.append(list(row))
    if change:
        change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def repacked(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The same archive with one part changed."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as before,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for part in before.infolist():
            content = before.read(part)
            after.writestr(part.filename, change(content) if part.filename == name else content)
    return out.getvalue()
