"""What authors send: rows of a form as a manuscript, or a sentence a field."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from abstracts.manuscript import Manuscript
from abstracts.writing.author_rows import (
    MAX_ROWS,
    AuthorRow,
    AuthorRows,
    InstitutionRow,
    authors_of,
    rows_of,
)
from conference.people.forms import checked_address
from conference.web import FormErrors, FormState

LIMITS = {
    "given": 120, "family": 120, "email": 254, "institution": 250, "city": 120, "orcid": 19,
    "keywords": 300, "trial": 80, "figure_alt": 300,
}  # fmt: skip
NO_ROWS = AuthorRows((AuthorRow(),), (InstitutionRow(),))
MAX_TEXT = 60_000
NO_TEXT = Manuscript()
AUTOSAVE = "autosave"


@dataclass(frozen=True, slots=True)
class ManuscriptForm:
    """An abstract as typed. `seen` names the stored text it started from; `command` the button.

    `text` has everything but the authors, who are in `rows`. `key` was made with an empty form, so
    that one sent twice starts one abstract.
    """

    text: Manuscript = NO_TEXT
    rows: AuthorRows = NO_ROWS
    call: str = ""
    seen: str = ""
    key: str = ""
    command: str = ""
    pasted: str = ""

    @property
    def manuscript(self) -> Manuscript:
        """What the form says, cleaned as it is stored and counted."""
        return replace(self.text, authors=authors_of(self.rows))

    def state(self, errors: Mapping[str, str] | None = None) -> FormState:
        """What the templates show again: everything typed, and the sentences."""
        text = self.text
        values = {
            "title": text.title,
            "topic": text.topic,
            "second_topic": text.second_topic,
            "preference": text.preference.value,
            "lightning": text.is_for_lightning,
            "body": text.body,
            "keywords": text.keywords,
            "funding": text.funding,
            "ethics": text.ethics,
            "trial": text.trial,
            "justification": text.justification,
            "agreed": text.agreed,
            "figure_kept": text.figure.digest if text.figure else "",
            "figure_caption": text.figure.caption if text.figure else "",
            "figure_alt": text.figure.alt if text.figure else "",
            "call": self.call,
            "seen": self.seen,
            "key": self.key,
            "rows": self.rows,
            "pasted": self.pasted,
        }
        return FormState(values, errors or {})


def form_of(manuscript: Manuscript, seen: str) -> ManuscriptForm:
    """The form that shows a stored manuscript."""
    return ManuscriptForm(text=manuscript, rows=rows_of(manuscript.authors), seen=seen)


def storable(form: ManuscriptForm) -> dict[str, str]:
    """What not even a draft may hold: texts longer than their columns. Field -> sentence."""
    errors: dict[str, str] = {}
    for name, typed in _limited(form):
        if len(typed) > LIMITS[name]:
            field = name if name in ("keywords", "trial", "figure_alt") else "authors"
            errors[field] = f"“{typed[:30]}…” is too long; at most {LIMITS[name]} characters."
    for name in ("title", "body", "funding", "ethics", "justification"):
        if len(getattr(form.text, name)) > MAX_TEXT:
            errors[name] = f"This is far too long; at most {MAX_TEXT:,} characters can be kept."
    if len(form.rows.authors) > MAX_ROWS or len(form.rows.institutions) > MAX_ROWS:
        errors["authors"] = f"At most {MAX_ROWS} authors and {MAX_ROWS} institutions can be kept."
    return errors


def homeless(form: ManuscriptForm) -> dict[str, str]:
    """Institutions of nobody, which would be lost: they are kept with the authors they have."""
    used = frozenset[int]().union(*(row.ticked for row in form.rows.authors if not row.is_blank))
    for place, row in enumerate(form.rows.institutions):
        if row.institution and place not in used:
            return {
                "authors": f"Institution {place + 1}, {row.institution}, belongs to no author yet: "
                "tick it for an author, or remove it."
            }
    return {}


def refuse_unstorable(form: ManuscriptForm) -> None:
    """Raises FormErrors for what would be cut or lost by saving."""
    if errors := {**homeless(form), **storable(form)}:
        raise FormErrors(form.state().values, errors)


def find_row_problems(form: ManuscriptForm) -> dict[str, str]:
    """Told when an abstract is submitted, not while it is a draft: addresses, who submits."""
    problems: dict[str, str] = {}
    for number, row in enumerate(form.rows.authors):
        try:
            if row.email:
                checked_address(row.email, "authors")
        except FormErrors as wrong:
            problems[f"email-{number}"] = wrong.errors["authors"]
    if not any(row.is_submitting for row in form.rows.authors if not row.is_blank):
        problems["submitting"] = "Say which author submits the abstract."
    return problems


def _limited(form: ManuscriptForm) -> list[tuple[str, str]]:
    rows, text = form.rows, form.text
    typed = [
        (name, getattr(row, name))
        for row in rows.authors
        for name in ("given", "family", "email")
    ]  # fmt: skip
    typed += [("orcid", author.orcid) for author in authors_of(rows)]
    typed += [
        (name, getattr(r, name)) for r in rows.institutions for name in ("institution", "city")
    ]
    typed += [("keywords", text.keywords), ("trial", text.trial)]
    return typed + ([("figure_alt", text.figure.alt)] if text.figure else [])
