"""Looking for typed text inside a column: what was typed is text, never a pattern."""

from __future__ import annotations

from piccolo.columns import Column
from piccolo.columns.combination import Where
from piccolo.columns.operators.comparison import ComparisonOperator
from piccolo.querystring import QueryString

_ESCAPED = "LIKE {} ESCAPE '!'"


class _LikeText(ComparisonOperator):
    """SQLite has no escape of its own, so both engines are told one."""

    template = "{name} " + _ESCAPED.replace("{}", "{value}")


def contains(column: Column, text: str) -> Where:
    """The text is part of the column; % and _ stand for themselves. Case counts on PostgreSQL."""
    return Where(column, f"%{_literal(text)}%", operator=_LikeText)


def begins(column: Column, text: str) -> Where:
    """The column begins with the text; % and _ stand for themselves."""
    return Where(column, f"{_literal(text)}%", operator=_LikeText)


def expression_contains(expression: QueryString, text: str) -> QueryString:
    """`contains` for something computed, such as a column in lower case."""
    return QueryString("{} " + _ESCAPED, expression, f"%{_literal(text)}%")


def pattern_within(text: str) -> str:
    """The pattern of `contains` for SQL written by hand: `LIKE {} ESCAPE '!'`."""
    return f"%{_literal(text)}%"


def _literal(text: str) -> str:
    for special in "!%_":
        text = text.replace(special, f"!{special}")
    return text
