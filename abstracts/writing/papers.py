"""What is being written, and everything that its page shows beside the fields."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from litestar.datastructures import FormMultiDict

from abstracts import queries
from abstracts.calls.fees import fee_for
from abstracts.calls.rules import CallRules
from abstracts.manuscript import Figure, Manuscript, Part
from abstracts.queries import AbstractDetail, CallInfo, TopicInfo
from abstracts.rules import AbstractState, LengthCount, count_length, find_problems
from abstracts.vocabulary import PREFERENCE_WORDS, Decision, Preference
from abstracts.writing.author_rows import AuthorRows
from abstracts.writing.figures import CleanImage
from abstracts.writing.form_parts import shown_in_form
from abstracts.writing.forms import ManuscriptForm, find_row_problems
from abstracts.writing.institution_queries import known_institutions
from abstracts.writing.printing import printed
from conference.meetings.rules import MeetingInfo
from conference.orm import clock

TALKS = frozenset({Decision.ORAL, Decision.LIGHTNING})


@dataclass(frozen=True, slots=True)
class Paper:
    """What is being written: the call, and the abstract once it has been saved."""

    meeting: MeetingInfo
    call: CallInfo
    person: UUID
    abstract: AbstractDetail | None = None

    @property
    def code(self) -> str:
        """The reference; "" before the first save."""
        return self.abstract.code if self.abstract else ""

    @property
    def address(self) -> str:
        """Where the form is sent."""
        return f"/{self.meeting.slug}/abstracts/{f'{self.code}/edit' if self.code else 'new'}"

    @property
    def figure_address(self) -> str:
        """Where the stored figure is; "" where there is none."""
        stored = self.abstract.manuscript.figure if self.abstract else None
        has_file = stored is not None and stored.digest
        return f"/{self.meeting.slug}/abstracts/{self.code}/figure" if has_file else ""

    @property
    def is_submitted(self) -> bool:
        """Whether a save must be complete and makes a version."""
        return self.abstract is not None and self.abstract.state is AbstractState.SUBMITTED


def count_of(call: CallInfo, manuscript: Manuscript) -> LengthCount:
    """The length as the form, the submission and the book count it (A03)."""
    return count_length(call.policy, manuscript.title, manuscript.authors, manuscript.body)


def problems_of(form: ManuscriptForm, rules: CallRules) -> dict[str, str]:
    """What is still missing, field by field, for the rows as they are on the page."""
    found = find_problems(form.manuscript, rules)
    return {
        **{_row_field(name, form.rows): sentence for name, sentence in found.items()},
        **find_row_problems(form),
    }


def with_figure(form: ManuscriptForm, paper: Paper, image: CleanImage | None) -> ManuscriptForm:
    """The form with the figure that it means: a new one, the stored one, or none.

    What a draft says of a figure is kept before its file is there, with an empty digest.
    """
    typed = form.text.figure or Figure("")
    stored = paper.abstract.manuscript.figure if paper.abstract else None
    figure: Figure | None = None
    if image:
        figure = replace(typed, digest=image.digest)
    elif stored and stored.digest and typed.digest:
        figure = typed if typed.digest == stored.digest else stored
    elif typed.caption or typed.alt:
        figure = replace(typed, digest="")
    return replace(form, text=replace(form.text, figure=figure))


def preferences_of(call: CallInfo) -> list[tuple[str, str]]:
    """The ways of presenting that the call has."""
    possible = frozenset(call.presentations)
    wanted = [Preference.ORAL_OR_POSTER, Preference.ORAL_ONLY, Preference.POSTER_ONLY]
    if possible and not possible & TALKS:
        wanted = [Preference.POSTER_ONLY]
    elif possible and Decision.POSTER not in possible:
        wanted = [Preference.ORAL_ONLY]
    return [(each.value, PREFERENCE_WORDS[each]) for each in wanted]


def parts_of(call: CallInfo, manuscript: Manuscript) -> list[Part]:
    """A field for each heading of the call, and for what was written under others."""
    written = {part.heading: part.text for part in manuscript.parts}
    fields = [Part(heading, written.pop(heading, "")) for heading in call.headings]
    left = [Part(heading, text) for heading, text in written.items() if text]
    if call.headings and manuscript.body and not manuscript.parts:
        left.append(Part("Text", manuscript.body))
    return fields + (left if call.headings else [])


def panel_of(paper: Paper, form: ManuscriptForm) -> dict[str, Any]:
    """Counter, what is missing, and the preview; no statement."""
    rules = paper.call.rules(frozenset({form.text.topic, form.text.second_topic} - {""}))
    missing = problems_of(form, rules)
    if form.text.figure and not form.text.figure.digest:
        missing.pop("figure", None)  # a file that was chosen is not sent with what is counted
    return {
        "count": count_of(paper.call, form.manuscript),
        "missing": missing,
        "printed": printed(form.manuscript),
        "figure_address": paper.figure_address if form.text.figure else "",
    }


async def form_context(
    paper: Paper, form: ManuscriptForm, typed: FormMultiDict | None
) -> dict[str, Any]:
    """Everything that the page of the form shows; a fixed number of statements."""
    topics = await queries.topics(paper.meeting.id)
    return {
        **panel_of(paper, form),
        "paper": paper,
        "rows": form.rows,
        "parts": parts_of(paper.call, form.manuscript),
        "topics": [(topic.code, topic.title) for topic in topics],
        "keyword_hint": _keyword_hint(topics, form.text.topic),
        "preferences": preferences_of(paper.call),
        "institutions": await known_institutions(paper.meeting.society),
        "fee": None
        if paper.is_submitted
        else await fee_for(paper.call, paper.meeting, paper.person, clock.now()),
        "form_parts": await shown_in_form(paper.call, paper.person, paper.code, typed),
    }


def _keyword_hint(topics: list[TopicInfo], chosen: str) -> str:
    words = next((each.keywords for each in topics if each.code == chosen), "")
    return f"For this topic, for example: {words}." if words else "Parted by commas."


def _row_field(name: str, rows: AuthorRows) -> str:
    """A field of the n-th author as the field of the row in which that author stands."""
    field, _, place = name.rpartition("-")
    if field not in ("orcid", "discloses") or not place.isdecimal():
        return name
    filled = [number for number, row in enumerate(rows.authors) if not row.is_blank]
    return f"{field}-{filled[int(place)]}"
