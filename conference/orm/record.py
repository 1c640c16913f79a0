"""The columns that every stored record has."""

from piccolo.columns import UUID, Timestamptz


class Record:
    """Mixed into a Piccolo table: a random id that may be shown, and the instant of creation.

    Ids are UUIDs because SQLite gives a deleted serial id to the next row.
    """

    id = UUID(primary_key=True)
    created_at = Timestamptz()
