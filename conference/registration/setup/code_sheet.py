"""Discount codes as a table for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable

from conference.registration.codes import code_words
from conference.registration.setup.code_queries import CodeLine
from conference.web.sheets import Cell, csv_of

HEADINGS = (
    "code",
    "title",
    "what",
    "limit",
    "used",
    "valid_from",
    "valid_until",
    "is_on",
    "combines",
    "reason",
)


def codes_csv(lines: Iterable[CodeLine], currency: str) -> bytes:
    """One line a code; instants are UTC."""
    return csv_of(HEADINGS, (_row(each, currency) for each in lines))


def _row(line: CodeLine, currency: str) -> tuple[Cell, ...]:
    code = line.code
    return (
        code.code,
        code.title,
        code_words(code, currency),
        line.setting.limit,
        line.used,
        code.starts_at,
        code.ends_at,
        "yes" if code.is_active else "no",
        "yes" if code.stacks else "no",
        line.setting.reason,
    )
