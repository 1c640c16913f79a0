"""Where each kind of code is kept: a new kind is one more entry here, and one in the rule."""

from __future__ import annotations

from dataclasses import dataclass

NO_ID, NO_NUMBER = "CAST(NULL AS uuid)", "CAST(NULL AS integer)"


@dataclass(frozen=True, slots=True)
class Source:
    """The rows that carry one kind of code, as the parts of a statement; `kind` is an expression.

    `number` is the one that stands large on the badge, where there is one.
    """

    kind: str
    rows: str
    hash: str
    meeting: str
    registration: str
    guest: str = NO_ID
    number: str = NO_NUMBER
    only: str = ""

    def having(self, condition: str) -> str:
        """The statement that reads the codes of this kind for which this holds too."""
        only = f" AND {self.only}" if self.only else ""
        return (
            f"SELECT {self.kind} AS kind, {self.hash} AS hash, {self.meeting} AS meeting,"  # noqa: S608 -- our own words
            f" {self.registration} AS registration, {self.guest} AS guest, {self.number} AS number"
            f" FROM {self.rows} WHERE {condition}{only}"
        )


_OF_BADGE = "JOIN conference_registration r ON r.id = b.registration"
SOURCES = (
    Source("'badge'", f"badges_badge b {_OF_BADGE}", "b.token_hash", "r.meeting", "r.id"),
    Source(
        "'ticket'", "conference_registration", "ticket_hash", "meeting", "id",
        only="ticket_hash IS NOT NULL",
    ),
    Source(
        "CASE WHEN ended_at IS NULL THEN 'temporary' ELSE 'ended' END",
        "badges_temporary_badge", "token_hash", "meeting", "registration", number="number",
    ),
    Source(
        "'guest'",
        "badges_guest_badge b JOIN conference_guest g ON g.id = b.guest"
        " JOIN conference_registration r ON r.id = g.registration",
        "b.token_hash", "r.meeting", "r.id", "g.id", only="g.left_at IS NULL",
    ),
    Source(
        "'void'",
        f"badges_badge_print p JOIN badges_badge b ON b.id = p.badge {_OF_BADGE}",
        "p.token_hash", "r.meeting", "r.id", only="b.token_hash <> p.token_hash",
    ),
)  # fmt: skip
# A registration's own code is typed, not scanned, and each meeting has its own.
TYPED = Source("'code'", "conference_registration", "''", "meeting", "id")
