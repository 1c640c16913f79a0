"""A proposal as the office looks at it: one tab at a time, some lines at a time."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from conference.membership.preview import how_it_was_read
from conference.membership.roll_changes import ChangeKind, RollChange, RollProposal
from conference.membership.roll_file import Refusal

LINES_ON_A_PAGE = 100


class Tab(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    IN_DOUBT = "in_doubt"
    REFUSED = "refused"


TABS = (
    (Tab.NEW, "New"),
    (Tab.CHANGED, "Changed"),
    (Tab.UNCHANGED, "Unchanged"),
    (Tab.IN_DOUBT, "In doubt"),
    (Tab.REFUSED, "Not understood"),
)


@dataclass(frozen=True, slots=True)
class ImportView:
    """What one page of the preview shows. `questions`: doubts that the office may decide."""

    tab: Tab
    counts: dict[Tab, int]
    changes: list[RollChange]
    refusals: list[Refusal]
    questions: list[RollChange]
    how: str
    number: int
    pages: int

    @property
    def writes(self) -> int:
        """How many lines would change the roll."""
        return self.counts[Tab.NEW] + self.counts[Tab.CHANGED]


def view_of(proposal: RollProposal, tab: Tab | None, number: int) -> ImportView:
    """One tab, or the first that is not empty; a page beyond the last is the last."""
    by_kind = proposal.counts
    counts = {Tab(kind.value): by_kind[kind] for kind in ChangeKind}
    counts[Tab.REFUSED] = len(proposal.file.refusals)
    tab = tab or next((each for each, _ in TABS if counts[each]), Tab.NEW)
    pages = max(1, -(-counts[tab] // LINES_ON_A_PAGE))
    number = min(max(1, number), pages)
    shown = slice((number - 1) * LINES_ON_A_PAGE, number * LINES_ON_A_PAGE)
    return ImportView(
        tab=tab,
        counts=counts,
        changes=[each for each in proposal.changes if each.kind.value == tab.value][shown],
        refusals=list(proposal.file.refusals)[shown] if tab is Tab.REFUSED else [],
        questions=[each for each in proposal.changes if each.candidate is not None],
        how=how_it_was_read(proposal),
        number=number,
        pages=pages,
    )
