"""Reviews written offline: a spreadsheet or a text form, and reading either back."""

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap

from abstracts.reviewers.rounds import RoundInfo
from abstracts.reviews.reading import Given
from abstracts.reviews.saying import (
    NOTHING_SAID,
    Said,
    does_ask_overall,
    does_ask_recommendation,
    find_wrong,
)
from abstracts.reviews.words import RECOMMENDATIONS, recommendation_of
from conference.web.marks import unmarked
from conference.web.sheets import Cell

REFERENCE, OVERALL, RECOMMENDATION = "Reference", "Overall", "Recommendation"
TO_COMMITTEE, TO_AUTHORS = "To the committee", "To the authors"
START = "=="
WIDTH = 78
_NUMBER = re.compile(r"([0-9]{1,4})(\.0+)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class OfflineReview:
    """What one line or block of a form says; empty says nothing, it takes nothing back."""

    line: int
    code: str
    said: Said


@dataclass(frozen=True, slots=True)
class OfflineRefusal:
    """A line that is not taken, by its number, and why."""

    line: int
    code: str
    why: str


@dataclass(frozen=True, slots=True)
class OfflineForm:
    """What a file says; `problem` if it is no form of ours at all."""

    reviews: tuple[OfflineReview, ...] = ()
    refusals: tuple[OfflineRefusal, ...] = ()
    empty: int = 0
    problem: str = ""


def fields_of(round_: RoundInfo) -> list[str]:
    """The headings that a reviewer fills in, in order."""
    asked = [each.title for each in round_.criteria]
    asked += [OVERALL] if does_ask_overall(round_) else []
    asked += [RECOMMENDATION] if does_ask_recommendation(round_) else []
    return [*asked, TO_COMMITTEE, TO_AUTHORS]


def sheet_of(round_: RoundInfo, given: Iterable[Given]) -> tuple[list[str], list[list[Cell]]]:
    """Headings and a line for each abstract: what it says, and what was drafted so far."""
    rows: list[list[Cell]] = [
        [
            each.code,
            unmarked(each.title),
            each.topic_title,
            unmarked(each.manuscript.body),
            *_filled(round_, each.review.said),
        ]
        for each in given
    ]
    return [REFERENCE, "Title", "Topic", "Text", *fields_of(round_)], rows


def text_of(round_: RoundInfo, given: Iterable[Given], closes: str) -> str:
    """The same as plain text: lines with > are to be read, behind colons is to be written."""
    head = [
        f"# {round_.title}. Open until {closes}.",
        "# Write behind the colons, comments over as many lines as you like.",
        "# Leave empty what you do not want to say: empty changes nothing.",
        f"# Keep the lines that begin with {START}. Then upload this file.",
    ]
    return "\n".join([*head, *(_block(round_, each) for each in given), ""])


def read_rows(rows: Iterable[tuple[int, Sequence[str]]], round_: RoundInfo) -> OfflineForm:
    """Reads a spreadsheet's lines; the first must hold the headings, in any order."""
    lines = iter(rows)
    _, heads = next(lines, (0, ()))
    columns = {name.strip().casefold(): place for place, name in enumerate(heads)}
    if REFERENCE.casefold() not in columns:
        return OfflineForm(problem=f"No column is called “{REFERENCE}”.")
    blocks = []
    for number, cells in lines:
        filled = {
            name: cells[place].strip() if place < len(cells) else ""
            for name in [REFERENCE, *fields_of(round_)]
            if (place := columns.get(name.casefold())) is not None
        }
        if any(filled.values()):
            blocks.append((number, filled))
    return _form(blocks, round_)


def read_text(text: str, round_: RoundInfo) -> OfflineForm:
    """Reads the text form. A label begins a field only at the beginning of a line."""
    labels = {name.casefold(): name for name in fields_of(round_)}
    label = re.compile(
        rf"({'|'.join(map(re.escape, labels))})(?: \([^)]*\))?:[ \t]*(.*)", re.IGNORECASE
    )
    blocks: list[tuple[int, dict[str, str]]] = []
    field = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if line.startswith(START):
            blocks.append((number, {REFERENCE: line.strip("= \t")}))
            field = ""
        elif blocks and (found := label.fullmatch(line.rstrip())):
            field = labels[found[1].casefold()]
            blocks[-1][1][field] = found[2]
        elif field:
            blocks[-1][1][field] += f"\n{line.rstrip()}"
    if not blocks:
        return OfflineForm(problem=f"No line begins with “{START}” and a reference.")
    return _form([(n, {k: v.strip() for k, v in each.items()}) for n, each in blocks], round_)


def merged(before: Said, said: Said) -> Said:
    """What is saved, with what the form says over it."""
    return Said(
        overall=before.overall if said.overall is None else said.overall,
        scores={**before.scores, **said.scores},
        recommendation=said.recommendation or before.recommendation,
        to_committee=said.to_committee or before.to_committee,
        to_authors=said.to_authors or before.to_authors,
    )


def csv_rows(text: str) -> Iterable[tuple[int, list[str]]]:
    """The lines of delimited text with the number on which each begins; comma, semicolon or tab."""
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(text.splitlines(keepends=True), delimiter=delimiter)
    start = 1
    for cells in reader:
        yield start, cells
        start = reader.line_num + 1


def _form(blocks: Sequence[tuple[int, Mapping[str, str]]], round_: RoundInfo) -> OfflineForm:
    reviews: list[OfflineReview] = []
    refusals: list[OfflineRefusal] = []
    empty = 0
    for number, filled in blocks:
        code = filled.get(REFERENCE, "").upper()
        said, wrong = _said(filled, round_)
        if not code:
            wrong.insert(0, "There is no reference.")
        if any(each.code == code for each in reviews):
            wrong.append("This reference stands in the file twice; the first is taken.")
        if wrong:
            refusals.append(OfflineRefusal(number, code, " ".join(wrong)))
        elif said == NOTHING_SAID:
            empty += 1
        else:
            reviews.append(OfflineReview(number, code, said))
    return OfflineForm(tuple(reviews), tuple(refusals), empty)


def _said(filled: Mapping[str, str], round_: RoundInfo) -> tuple[Said, list[str]]:
    wrong: list[str] = []

    def score(name: str) -> int | None:
        text = filled.get(name, "")
        found = _NUMBER.fullmatch(text)
        if text and not found:
            wrong.append(f"“{name}” is “{text[:40]}”, not a whole number.")
        return int(found[1]) if found else None

    scores = {each.key: score(each.title) for each in round_.criteria}
    recommended = recommendation_of(filled.get(RECOMMENDATION, ""))
    if recommended is None:
        words = ", ".join(RECOMMENDATIONS.values()).lower()
        wrong.append(f"“{RECOMMENDATION}” is none of {words}.")
    said = Said(
        overall=score(OVERALL) if does_ask_overall(round_) else None,
        scores={key: value for key, value in scores.items() if value is not None},
        recommendation=(recommended or "") if does_ask_recommendation(round_) else "",
        to_committee=filled.get(TO_COMMITTEE, ""),
        to_authors=filled.get(TO_AUTHORS, ""),
    )
    titles = {f"score_{each.key}": each.title for each in round_.criteria}
    names = {**titles, "overall": OVERALL, "to_committee": TO_COMMITTEE, "to_authors": TO_AUTHORS}
    return said, wrong + [f"{names.get(k, k)}: {v}" for k, v in find_wrong(said, round_).items()]


def _filled(round_: RoundInfo, said: Said) -> list[Cell]:
    cells: list[Cell] = [said.scores.get(each.key) for each in round_.criteria]
    cells += [said.overall] if does_ask_overall(round_) else []
    if does_ask_recommendation(round_):
        cells.append(RECOMMENDATIONS.get(said.recommendation, ""))
    return [*cells, said.to_committee, said.to_authors]


def _block(round_: RoundInfo, each: Given) -> str:
    body = unmarked(each.manuscript.body).splitlines()
    read = [f"Title: {unmarked(each.title)}", f"Topic: {each.topic_title}", "", *body]
    quoted = [f"> {part}" for line in read for part in (wrap(line, WIDTH) or [""])]
    scale = f"{round_.lowest} to {round_.highest}"
    hints = {criterion.title: scale for criterion in round_.criteria} | {OVERALL: scale}
    hints[RECOMMENDATION] = ", ".join(RECOMMENDATIONS.values()).lower()
    names = fields_of(round_)
    filled = zip(names, _filled(round_, each.review.said), strict=True)
    asked = [
        f"{name}{f' ({hints[name]})' if name in hints else ''}: {'' if cell is None else cell}"
        for name, cell in filled
    ]
    return "\n".join(["", f"{START} {each.code} {START}", *quoted, "", *asked])
