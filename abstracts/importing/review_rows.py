"""A row of a list of reviews, or what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from abstracts.importing.cells import read_day
from abstracts.importing.table import FileRow
from abstracts.reviewers.rounds import RoundInfo
from abstracts.reviews.saying import Said, find_missing, find_wrong
from abstracts.vocabulary import Outcome
from conference.people.forms import checked_address
from conference.people.rules import clean, fold
from conference.web import FormErrors

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "reference": ("reference", "abstract", "id", "abstract id", "submission id", "number"),
    "email": ("reviewer email", "reviewer e-mail", "reviewer", "email", "e-mail"),
    "name": ("reviewer name", "name"),
    "overall": ("score", "overall", "overall score", "grade"),
    "recommendation": ("recommendation", "suggested"),
    "to_committee": ("comment to committee", "comment to the committee", "private comment"),
    "to_authors": ("comment to authors", "comment to the authors", "comment"),
    "reviewed_on": ("reviewed on", "date"),
}
NEEDED = ("reference", "email")
_RECOMMENDED = {
    "": "",
    "oral": Outcome.ORAL.value,
    "talk": Outcome.ORAL.value,
    "lightning": Outcome.LIGHTNING.value,
    "lightning talk": Outcome.LIGHTNING.value,
    "poster": Outcome.POSTER.value,
    "reject": Outcome.REJECTED.value,
    "rejected": Outcome.REJECTED.value,
    "not accepted": Outcome.REJECTED.value,
}


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A row that was read; `problems` is empty if it could be understood."""

    number: int
    reference: str
    email: str
    name: str
    said: Said
    reviewed_on: date | None = None
    problems: tuple[str, ...] = field(default=())


def headings_of(round_: RoundInfo) -> Mapping[str, tuple[str, ...]]:
    """The columns that a round's reviews may have: its criteria by title or key too."""
    criteria = {
        f"score_{each.key}": tuple(dict.fromkeys((fold(each.title), fold(each.key))))
        for each in round_.criteria
    }
    return {**HEADINGS, **criteria}


def read_review(row: FileRow, round_: RoundInfo) -> ReviewRow:
    """Reads one row; everything that is wrong with it is said at once."""
    problems: list[str] = []
    scores = {
        each.key: score
        for each in round_.criteria
        if (score := _number(row, f"score_{each.key}", problems)) is not None
    }
    said = Said(
        _number(row, "overall", problems),
        scores,
        _recommended(row, problems),
        row.get("to_committee"),
        row.get("to_authors"),
    )
    found = ReviewRow(
        row.number,
        clean(row.get("reference")),
        _address(row, problems),
        clean(row.get("name"))[:200],
        said,
        read_day(row, "reviewed_on", problems),
    )
    problems += {**find_wrong(said, round_), **find_missing(said, round_)}.values()
    return replace(found, problems=tuple(problems))


def _number(row: FileRow, name: str, problems: list[str]) -> int | None:
    text = row.get(name).removesuffix(".0")
    if text and not text.isdecimal():
        problems.append(f"“{text}” is no score.")
        return None
    return int(text) if text else None


def _recommended(row: FileRow, problems: list[str]) -> str:
    text = fold(row.get("recommendation")).replace("_", " ")
    if text not in _RECOMMENDED:
        problems.append(f"“{row.get('recommendation')}” is no recommendation we know.")
    return _RECOMMENDED.get(text, "")


def _address(row: FileRow, problems: list[str]) -> str:
    try:
        return checked_address(row.get("email"), "email")
    except FormErrors:
        problems.append(f"“{row.get('email')}” is no e-mail address of a reviewer.")
        return row.get("email")
