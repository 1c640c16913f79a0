"""A row of a list of abstracts as a manuscript, or what is wrong with it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from abstracts.importing.cells import read_day
from abstracts.importing.table import FileRow
from abstracts.length import normalise
from abstracts.manuscript import AuthorEntry, Manuscript, Part, compose
from abstracts.vocabulary import Outcome, Preference
from abstracts.writing.author_list import LABELLED, read_author_list
from conference.people.forms import checked_address
from conference.people.rules import clean, fold
from conference.web import FormErrors

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "reference": ("reference", "id", "abstract id", "submission id", "number", "control number"),
    "title": ("title", "abstract title"),
    "text": ("text", "abstract", "body", "abstract text"),
    "topic": ("topic", "track", "category", "subject"),
    "second_topic": ("second topic", "secondary topic"),
    "keywords": ("keywords", "key words"),
    "authors": ("authors", "author list"),
    "institutions": ("institutions", "affiliations", "affiliation"),
    "presenter": ("presenting author", "presenter", "speaker"),
    "presenter_email": ("presenter email", "presenter e-mail", "presenting author email"),
    "corresponding": ("corresponding author", "contact author"),
    "email": ("email", "e-mail", "submitter email", "contact email", "corresponding email"),
    "preference": ("preference", "presentation preference", "wish"),
    "outcome": ("decision", "outcome", "accepted as", "presentation type"),
    "submitted_on": ("submitted on", "submitted", "submission date", "date"),
}
NEEDED = ("reference", "title", "text", "authors", "email")
_PREFERENCES = {
    "": Preference.ORAL_OR_POSTER,
    "oral or poster": Preference.ORAL_OR_POSTER,
    "talk or poster": Preference.ORAL_OR_POSTER,
    "oral": Preference.ORAL_ONLY,
    "oral only": Preference.ORAL_ONLY,
    "talk only": Preference.ORAL_ONLY,
    "poster": Preference.POSTER_ONLY,
    "poster only": Preference.POSTER_ONLY,
}
_OUTCOMES = {
    "": None,
    "submitted": None,
    "pending": None,
    "oral": Outcome.ORAL,
    "talk": Outcome.ORAL,
    "lightning": Outcome.LIGHTNING,
    "lightning talk": Outcome.LIGHTNING,
    "poster": Outcome.POSTER,
    "waiting list": Outcome.WAITLISTED,
    "waitlisted": Outcome.WAITLISTED,
    "rejected": Outcome.REJECTED,
    "not accepted": Outcome.REJECTED,
}
_BRACKETED = re.compile(r"\s*[(\[]([\d,\s]+)[)\]]")  # “Alice Ångström (1, 2)”
_HEADED = re.compile(r"^\s*(?:<b>)?\s*([^:\n<]{2,60}?)\s*:\s*(?:</b>)?\s*(.*)$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class AbstractRow:
    """A row that was read; `problems` is empty if it could be understood. Topics are as typed."""

    number: int
    reference: str
    manuscript: Manuscript
    email: str
    outcome: Outcome | None = None
    submitted_on: date | None = None
    problems: tuple[str, ...] = field(default=())


def read_abstract(row: FileRow, headings: tuple[str, ...] = ()) -> AbstractRow:
    """Reads one row; everything that is wrong with it is said at once.

    `headings` are those of the call: a text with them at the start of its lines becomes parts.
    """
    reading = _Reading(row)
    manuscript = Manuscript(
        title=clean(row.get("title")),
        topic=clean(row.get("topic")),
        preference=reading.preference(),
        authors=reading.authors(),
        body=normalise(row.get("text")).strip(),
        second_topic=clean(row.get("second_topic")),
        keywords=clean(row.get("keywords"))[:300],
    )
    found = AbstractRow(
        row.number,
        clean(row.get("reference"))[:60],
        in_parts(manuscript, headings),
        reading.address("email"),
        reading.outcome(),
        read_day(row, "submitted_on", reading.problems),
    )
    if not found.reference:
        reading.problems.append("The reference is missing.")
    return replace(found, problems=tuple(reading.problems))


def in_parts(manuscript: Manuscript, headings: tuple[str, ...]) -> Manuscript:
    """The text under the call's headings; what stands before the first goes under the first."""
    if not headings:
        return manuscript
    wanted = {fold(each): each for each in headings}
    texts: dict[str, list[str]] = {each: [] for each in headings}
    current = headings[0]
    for line in manuscript.body.split("\n"):
        headed = _HEADED.match(line)
        if headed and fold(headed[1]) in wanted:
            current, line = wanted[fold(headed[1])], headed[2]
        texts[current].append(line)
    parts = tuple(Part(each, "\n".join(texts[each]).strip()) for each in headings)
    return replace(manuscript, parts=parts, body=compose(parts))


def _numbered(institutions: str) -> str:
    """Institutions without numbers are numbered as they stand, lest they be taken for authors."""
    lines = [line.strip() for line in re.split(r"[\n;]", institutions) if line.strip()]
    if any(LABELLED.match(line) for line in lines):
        return institutions
    return "\n".join(f"{number} {line}" for number, line in enumerate(lines, start=1))


class _Reading:
    def __init__(self, row: FileRow) -> None:
        self.row = row
        self.problems: list[str] = []

    def preference(self) -> Preference:
        text = fold(self.row.get("preference")).replace("_", " ")
        if text not in _PREFERENCES:
            self.problems.append(f"“{self.row.get('preference')}” is no preference we know.")
        return _PREFERENCES.get(text, Preference.ORAL_OR_POSTER)

    def outcome(self) -> Outcome | None:
        text = fold(self.row.get("outcome")).replace("_", " ").removeprefix("accepted as ")
        if text not in _OUTCOMES:
            self.problems.append(f"“{self.row.get('outcome')}” is no decision we know.")
        return _OUTCOMES.get(text)

    def address(self, name: str) -> str:
        text = self.row.get(name)
        try:
            return checked_address(text, name)
        except FormErrors:
            said = f"“{text}” is no e-mail address." if text else "The e-mail address is missing."
            self.problems.append(said)
            return text

    def authors(self) -> tuple[AuthorEntry, ...]:
        """The authors; one presents and one corresponds: as named, as marked, or the first."""
        names = _BRACKETED.sub(r"<sup>\1</sup>", self.row.get("authors"))
        found = read_author_list(f"{names}\n{_numbered(self.row.get('institutions'))}")
        if found.leftover:
            self.problems.append(
                f"Not understood in the authors: {'; '.join(found.leftover)[:120]}"
            )
        presents = self._named(found.authors, "presenter", default=0)
        marked = [n for n, each in enumerate(found.authors) if each.is_corresponding]
        answers = self._named(found.authors, "corresponding", default=(marked or [presents])[0])
        return tuple(self._flagged(found.authors, presents, answers))

    def _named(self, authors: tuple[AuthorEntry, ...], name: str, default: int) -> int:
        wanted = set(fold(self.row.get(name)).replace(",", " ").split())
        if not wanted:
            return default
        for place, author in enumerate(authors):
            if wanted <= set(fold(author.name).split()):
                return place
        self.problems.append(f"{self.row.get(name)} is not among the authors.")
        return default

    def _flagged(
        self, authors: tuple[AuthorEntry, ...], presents: int, answers: int
    ) -> Iterator[AuthorEntry]:
        given = {answers: self.row.get("email")}
        given[presents] = self.row.get("presenter_email") or given.get(presents, "")
        used = {each.email.lower() for each in authors if each.email}
        for place, author in enumerate(authors):
            email = author.email or given.get(place, "")
            is_free = email.lower() not in used or bool(author.email)
            used.add(email.lower())
            yield replace(
                author,
                email=email if is_free else "",
                is_presenting=place == presents,
                is_corresponding=place == answers,
                is_submitting=place == answers,
            )
