"""A proposal as text, for the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from conference.membership.roll_changes import KIND_WORDS, ChangeKind, RollChange, RollProposal
from conference.membership.roll_file import Refusal

SHOWN_OF_A_KIND = 20
DELIMITER_WORDS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}


def roll_preview_text(proposal: RollProposal) -> str:
    """What an import would do: counts, then changes, doubts and refusals with their lines."""
    return "\n".join(_lines(proposal))


def how_it_was_read(proposal: RollProposal) -> str:
    """One sentence on how the file was understood."""
    file = proposal.file
    columns = ", ".join(f"{title} from “{heading}”" for title, heading in file.columns.items())
    ignored = f" Not read: {', '.join(file.ignored)}." if file.ignored else ""
    if not file.delimiter:
        return f"Read from {file.encoding}: {columns}.{ignored}"
    separator = DELIMITER_WORDS.get(file.delimiter, file.delimiter)
    return f"Read as {file.encoding} with {separator}: {columns}.{ignored}"


def describe_changes(change: RollChange) -> str:
    """The fields of a change as text: before, an arrow, after."""
    return "; ".join(
        f"{each.field} {each.before} → {each.after}"
        if each.before
        else f"{each.field} {each.after}"
        for each in change.fields
    )


def _lines(proposal: RollProposal) -> Iterator[str]:
    counts = proposal.counts
    yield f"{proposal.file_name}: {proposal.lines} lines of members"
    yield how_it_was_read(proposal)
    yield ""
    for kind in ChangeKind:
        yield f"{KIND_WORDS[kind] + ':':<16}{counts[kind]:>6}"
    yield f"{'Not understood:':<16}{len(proposal.file.refusals):>6}"
    for key, title in proposal.new_types.items():
        yield f"New membership type: {title} ({key})"
    for kind in (ChangeKind.NEW, ChangeKind.CHANGED, ChangeKind.IN_DOUBT):
        yield from _of_kind(kind, [each for each in proposal.changes if each.kind is kind])
    yield from _refused(proposal.file.refusals)


def _of_kind(kind: ChangeKind, changes: Sequence[RollChange]) -> Iterator[str]:
    if not changes:
        return
    yield ""
    yield f"{KIND_WORDS[kind]}:"
    for each in changes[:SHOWN_OF_A_KIND]:
        yield f"  line {each.line}: {each.name}: {each.reason or describe_changes(each)}"
    yield from _more(len(changes))


def _refused(refusals: Sequence[Refusal]) -> Iterator[str]:
    if not refusals:
        return
    yield ""
    yield "Not understood:"
    for each in refusals[:SHOWN_OF_A_KIND]:
        why = " ".join(f"{problem.field}: {problem.sentence}" for problem in each.problems)
        yield f"  line {each.line}: {why}"
    yield from _more(len(refusals))


def _more(count: int) -> Iterator[str]:
    if count > SHOWN_OF_A_KIND:
        yield f"  … and {count - SHOWN_OF_A_KIND} more"
