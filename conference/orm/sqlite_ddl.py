"""Makes Piccolo's Unique and Check constraints work on SQLite.

Piccolo 1.38 sends ALTER TABLE … ADD CONSTRAINT, which SQLite does not have; a table's own DDL may
carry them instead.
"""

from __future__ import annotations

from typing import Any

from piccolo.query.methods.create import Create
from piccolo.query.methods.create_index import CreateIndex


def _ddl_with_constraints(self: Any) -> list[str]:
    meta = self.table._meta
    columns = meta.non_default_columns if self.only_default_columns else meta.columns
    parts = [column.ddl for column in columns]
    parts += [f'CONSTRAINT "{each._meta.name}" {each.ddl}' for each in meta.constraints]
    exists = " IF NOT EXISTS" if self.if_not_exists else ""
    name = meta.get_formatted_tablename()
    return [f"CREATE TABLE{exists} {name} ({', '.join(parts)})", *_index_ddl(self, columns)]


def _index_ddl(create: Any, columns: list[Any]) -> list[str]:
    statements: list[str] = []
    for column in columns:
        if column._meta.index is True:
            index = CreateIndex(
                table=create.table,
                columns=[column],
                method=column._meta.index_method,
                if_not_exists=create.if_not_exists,
            )
            statements.extend(index.ddl)
    return statements


def install() -> None:
    """Replaces `Create.sqlite_ddl`, the hook Piccolo calls; harmless when called again."""
    Create.sqlite_ddl = property(_ddl_with_constraints)  # type: ignore[method-assign, assignment]
