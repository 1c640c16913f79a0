"""The shape of a synthetic meeting in four sizes: how many of what.

`typical` has the totals of a real meeting of the field: 649 people, 400 accepted abstracts.
`small` follows a meeting of 234 people, `large` and `stress` two much larger ones.
"""

from dataclasses import dataclass
from datetime import date, timedelta

SUNDAY = 6
DAYS_AHEAD = 21
MEETING_DAYS = 4

INVITED_PER_PLENARY = 3
ABSTRACTS_PER_PLENARY = 2
PLENARIES = 3
KEYNOTES = 2
WITHOUT_A_PLACE = 5  # accepted posters that the committee has still to place


@dataclass(frozen=True, slots=True)
class Shape:
    """The counts of one size. Tuples of six are the symposium blocks, of three the days."""

    key: str
    registrations: int
    members: int
    symposia: tuple[int, int, int, int, int, int]
    invited_talks: tuple[int, int]
    abstract_talks: tuple[int, int]
    lightning: tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]
    lightning_minutes: int
    posters: tuple[int, int, int]
    rejected: int
    withdrawn: int
    undecided: int
    drafts: int

    @property
    def symposium_count(self) -> int:
        """How many symposia there are."""
        return sum(self.symposia)

    @property
    def oral(self) -> int:
        """Accepted abstracts given as talks of plenaries and symposia."""
        in_symposia = self.symposium_count * self.abstract_talks[0]
        return PLENARIES * ABSTRACTS_PER_PLENARY + in_symposia

    @property
    def lightning_talks(self) -> int:
        """Accepted abstracts given as lightning talks."""
        return sum(sum(day) for day in self.lightning)

    @property
    def poster_count(self) -> int:
        """Accepted abstracts shown as posters."""
        return sum(self.posters)

    @property
    def hanging_posters(self) -> int:
        """Posters that have a board already."""
        return self.poster_count - WITHOUT_A_PLACE

    @property
    def accepted(self) -> int:
        """All accepted abstracts."""
        return self.oral + self.lightning_talks + self.poster_count

    @property
    def submitted(self) -> int:
        """Abstracts of the regular call that reviewers read."""
        return self.accepted + self.rejected + self.withdrawn

    @property
    def invited(self) -> int:
        """Invited talks: keynotes, three a plenary, and those of the symposia."""
        in_symposia = self.symposium_count * self.invited_talks[0]
        return KEYNOTES + PLENARIES * INVITED_PER_PLENARY + in_symposia

    @property
    def talks(self) -> int:
        """Everything that is said from a lectern."""
        return self.invited + self.oral + self.lightning_talks

    @property
    def chairs(self) -> int:
        """Two for each plenary and symposium (S04)."""
        return 2 * (PLENARIES + self.symposium_count)

    @property
    def scientific_sessions(self) -> int:
        """Keynotes, plenaries, symposia, lightning and poster sessions."""
        lightning = sum(len(day) for day in self.lightning)
        posters = sum(count > 0 for count in self.posters)
        return KEYNOTES + PLENARIES + self.symposium_count + lightning + posters


SHAPES: dict[str, Shape] = {
    shape.key: shape
    for shape in (
        Shape(
            key="small", registrations=234, members=420,
            symposia=(2, 2, 2, 2, 1, 1), invited_talks=(1, 25), abstract_talks=(7, 10),
            lightning=((11,), (10,), ()), lightning_minutes=3, posters=(67, 0, 0),
            rejected=12, withdrawn=4, undecided=5, drafts=6,
        ),
        Shape(
            key="typical", registrations=650, members=1250,
            symposia=(2, 3, 2, 3, 2, 2), invited_talks=(2, 25), abstract_talks=(3, 15),
            lightning=((7,), (6, 6), (6,)), lightning_minutes=5, posters=(109, 109, 109),
            rejected=31, withdrawn=9, undecided=12, drafts=14,
        ),
        Shape(
            key="large", registrations=2000, members=2600,
            symposia=(4, 4, 4, 4, 3, 3), invited_talks=(2, 25), abstract_talks=(3, 15),
            lightning=((7, 7), (7, 7), (7, 7)), lightning_minutes=5, posters=(213, 213, 214),
            rejected=70, withdrawn=20, undecided=25, drafts=30,
        ),
        Shape(
            key="stress", registrations=4200, members=4000,
            symposia=(12, 12, 12, 12, 12, 12), invited_talks=(2, 25), abstract_talks=(3, 15),
            lightning=((7,) * 12, (7,) * 12, (7,) * 12), lightning_minutes=5,
            posters=(880, 880, 881),
            rejected=120, withdrawn=30, undecided=20, drafts=15,
        ),
    )
}  # fmt: skip


def first_day(today: date) -> date:
    """The first Sunday at least three weeks ahead: the demo's meeting is always still to come."""
    earliest = today + timedelta(days=DAYS_AHEAD)
    return earliest + timedelta(days=(SUNDAY - earliest.weekday()) % 7)
