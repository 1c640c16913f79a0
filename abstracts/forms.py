"""What authors and the committee send: rows of a form as a manuscript, or a sentence a field."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated

import msgspec
from litestar.datastructures import FormMultiDict

from abstracts.author_rows import (
    MAX_ROWS,
    AuthorRow,
    AuthorRows,
    InstitutionRow,
    authors_of,
    rows_of,
)
from abstracts.length import normalise
from abstracts.manuscript import Manuscript
from abstracts.vocabulary import Decision, Preference
from conference.people.forms import checked_address
from conference.people.rules import clean
from conference.web import FormErrors, FormState
from conference.web.formats import country_options

MAX_TEXT = 60_000
LIMITS = {"given": 120, "family": 120, "email": 254, "institution": 250, "city": 120}
NO_ROWS = AuthorRows((AuthorRow(),), (InstitutionRow(),))


@dataclass(frozen=True, slots=True)
class ManuscriptForm:
    """An abstract as typed. `seen` names the stored text it started from; `command` the button.

    `key` was made with an empty form, so that one sent twice starts one abstract.
    """

    title: str = ""
    topic: str = ""
    preference: Preference = Preference.ORAL_OR_POSTER
    rows: AuthorRows = NO_ROWS
    body: str = ""
    call: str = ""
    seen: str = ""
    key: str = ""
    command: str = ""

    @property
    def manuscript(self) -> Manuscript:
        """What the form says, cleaned as it is stored and counted."""
        return Manuscript(self.title, self.topic, self.preference, authors_of(self.rows), self.body)

    def state(self, errors: Mapping[str, str] | None = None) -> FormState:
        """What the templates show again: everything typed, and the sentences."""
        values = {
            "title": self.title,
            "topic": self.topic,
            "preference": self.preference.value,
            "body": self.body,
            "call": self.call,
            "seen": self.seen,
            "key": self.key,
            "rows": self.rows,
        }
        return FormState(values, errors or {})


def form_of(manuscript: Manuscript, seen: str) -> ManuscriptForm:
    """The form that shows a stored manuscript."""
    return ManuscriptForm(
        title=manuscript.title,
        topic=manuscript.topic,
        preference=manuscript.preference,
        rows=rows_of(manuscript.authors),
        body=manuscript.body,
        seen=seen,
    )


def read_manuscript(form: FormMultiDict) -> ManuscriptForm:
    """The form as typed; nothing is refused here, so that nothing typed is lost."""
    preference = _one(form, "preference")
    known = preference in set(Preference)
    return ManuscriptForm(
        title=clean(_one(form, "title")),
        topic=clean(_one(form, "topic")),
        preference=Preference(preference) if known else Preference.ORAL_OR_POSTER,
        rows=AuthorRows(tuple(_authors(form)), tuple(_institutions(form))),
        body=_text(_one(form, "body"))[:MAX_TEXT],
        call=clean(_one(form, "call")),
        seen=clean(_one(form, "seen")),
        key=clean(_one(form, "key")),
        command=clean(_one(form, "do")) or "save",
    )


def refuse_unstorable(form: ManuscriptForm) -> None:
    """What not even a draft may hold: texts longer than their columns, and institutions of nobody.

    Institutions are kept with the authors who have them. Raises FormErrors.
    """
    errors: dict[str, str] = {}
    typed = [
        *((name, getattr(row, name)) for row in form.rows.authors for name in _AUTHOR_TEXTS),
        *((name, getattr(r, name)) for r in form.rows.institutions for name in _PLACE_TEXTS),
    ]
    for name, text in typed:
        if len(text) > LIMITS[name]:
            errors["authors"] = f"“{text[:30]}…” is too long; at most {LIMITS[name]} characters."
    used = frozenset[int]().union(*(row.ticked for row in form.rows.authors))
    for place, row in enumerate(form.rows.institutions):
        if row.institution and place not in used:
            errors["authors"] = (
                f"Institution {place + 1}, {row.institution}, belongs to no author yet: "
                "tick it for an author, or remove it."
            )
    if errors:
        raise FormErrors(form.state().values, errors)


def find_address_problems(form: ManuscriptForm) -> dict[str, str]:
    """Addresses that cannot be: told when an abstract is submitted, not while it is a draft."""
    for number, row in enumerate(form.rows.authors, start=1):
        try:
            if row.email:
                checked_address(row.email, "authors")
        except FormErrors as wrong:
            return {"authors": f"Author {number}: {wrong.errors['authors']}"}
    return {}


class AcceptForm(msgspec.Struct):
    decision: Decision


class RejectForm(msgspec.Struct):
    note: Annotated[str, msgspec.Meta(max_length=2000)] = ""


class PresenterForm(msgspec.Struct):
    email: Annotated[str, msgspec.Meta(max_length=254)]

    def __post_init__(self) -> None:
        self.email = checked_address(self.email, "email")


_AUTHOR_TEXTS = ("given", "family", "email")
_PLACE_TEXTS = ("institution", "city")


def _authors(form: FormMultiDict) -> Iterator[AuthorRow]:
    ticks = [value.split(".") for value in form.getall("at", []) if isinstance(value, str)]
    presenting, corresponding = _one(form, "presenting"), _one(form, "corresponding")
    for place, (given, family, email) in enumerate(_columns(form, _AUTHOR_TEXTS)):
        mine = frozenset(
            int(t[1]) for t in ticks if len(t) == 2 and t[0] == str(place) and t[1].isdecimal()
        )
        yield AuthorRow(
            given,
            family,
            email.lower(),
            is_presenting=presenting == str(place),
            is_corresponding=corresponding == str(place),
            ticked=mine,
        )


def _institutions(form: FormMultiDict) -> Iterator[InstitutionRow]:
    known = {code for code, _ in country_options()}
    for institution, city, country in _columns(form, (*_PLACE_TEXTS, "country")):
        yield InstitutionRow(institution, city, country if country in known else "")


def _columns(form: FormMultiDict, names: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The rows of fields that a browser sends one after the other under the same names."""
    columns = [[clean(str(value)) for value in form.getall(name, [])] for name in names]
    count = min(MAX_ROWS, max((len(column) for column in columns), default=0))
    padded = [column + [""] * (count - len(column)) for column in columns]
    return list(zip(*padded, strict=False))[:count]


def _one(form: FormMultiDict, name: str) -> str:
    values = form.getall(name, [])
    return values[-1] if values and isinstance(values[-1], str) else ""


def _text(raw: str) -> str:
    """Lines keep their breaks; what nobody can see at the ends of lines is dropped."""
    lines = normalise(raw).replace("\x00", "").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip()
