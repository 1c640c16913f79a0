"""Cells that abstracts and reviews are both read from."""

from datetime import date

from abstracts.importing.table import FileRow


def read_day(row: FileRow, field: str, problems: list[str]) -> date | None:
    """The day of a cell, written as in 2027-02-28; what is no day is told in `problems`."""
    text = row.get(field)[:10]
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        problems.append(f"“{text}” is no day; write it as 2027-02-28.")
        return None
