"""What a call asks of an abstract. The nouns live next door and are found here too."""

from collections import Counter

from abstracts.calls.rules import CallRules, Statement
from abstracts.length import LengthCount, LengthPolicy, count_length
from abstracts.manuscript import AuthorEntry, Figure, Manuscript
from abstracts.states import allowed_decisions, is_call_open, may_edit, next_state
from abstracts.vocabulary import (
    AbstractEvent,
    AbstractState,
    Asked,
    CallKind,
    Decision,
    DisclosureRule,
    LengthUnit,
    Preference,
)
from abstracts.writing.orcid import orcid_problem
from abstracts.writing.trials import trial_problem

__all__ = [
    "AbstractEvent",
    "AbstractState",
    "CallKind",
    "CallRules",
    "Decision",
    "LengthCount",
    "LengthPolicy",
    "LengthUnit",
    "Preference",
    "Statement",
    "allowed_decisions",
    "count_length",
    "find_author_problems",
    "find_problems",
    "is_call_open",
    "may_edit",
    "next_state",
]


def find_problems(manuscript: Manuscript, rules: CallRules) -> dict[str, str]:
    """Everything that keeps a manuscript from being submitted: field -> sentence (A01-A11).

    Empty means that it may be submitted. A draft may have any of them (A05). Fields of an author
    end in the author's place, from 0; those of a statement in its key.
    """
    return {
        **_subject_problems(manuscript, rules),
        **find_author_problems(manuscript.authors, rules.max_authors),
        **_disclosure_problems(manuscript.authors, rules.disclosures),
        **_text_problems(manuscript, rules),
        **_figure_problems(manuscript.figure, rules),
        **_asked_problems(manuscript, rules),
        **_statement_problems(manuscript, rules),
    }


def find_author_problems(authors: tuple[AuthorEntry, ...], max_authors: int) -> dict[str, str]:
    """At least one author, each with an institution; one presents, one corresponds (A04)."""
    problems: dict[str, str] = {}
    sentences = [*_count_sentences(authors, max_authors), *_row_sentences(authors)]
    if sentences:
        problems["authors"] = " ".join(sentences)
    if sum(author.is_presenting for author in authors) != 1:
        problems["presenting"] = "Say which one author presents the abstract."
    if sum(author.is_corresponding for author in authors) != 1:
        problems["corresponding"] = "Say which one author answers letters about the abstract."
    if sum(author.is_submitting for author in authors) > 1:
        problems["submitting"] = "Only one author can be the submitting author."
    if sum(author.is_senior for author in authors) > 1:
        problems["senior"] = "At most one author can be the senior author."
    for place, author in enumerate(authors):
        if sentence := orcid_problem(author.orcid):
            problems[f"orcid-{place}"] = sentence
    return problems


def _subject_problems(manuscript: Manuscript, rules: CallRules) -> dict[str, str]:
    problems: dict[str, str] = {}
    if not manuscript.title:
        problems["title"] = "Give the abstract a title."
    if manuscript.topic not in rules.topics:
        problems["topic"] = "Choose the topic that fits best; it decides who reads the abstract."
    second = manuscript.second_topic
    if second and (second == manuscript.topic or second not in rules.topics):
        problems["second_topic"] = "Choose another second topic, or none."
    if sentence := _preference_problem(manuscript.preference, rules):
        problems["preference"] = sentence
    return problems


def _preference_problem(preference: Preference, rules: CallRules) -> str:
    if rules.kind is CallKind.LATE_BREAKING and preference is Preference.ORAL_ONLY:
        return "Late-breaking abstracts are shown as posters only."
    possible = frozenset(rules.presentations)
    if not possible or preference is Preference.ORAL_OR_POSTER:
        return ""
    if preference is Preference.ORAL_ONLY and possible == {Decision.POSTER}:
        return "This call is for posters only."
    if preference is Preference.POSTER_ONLY and Decision.POSTER not in possible:
        return "This call is for talks only."
    return ""


def _disclosure_problems(authors: tuple[AuthorEntry, ...], rule: DisclosureRule) -> dict[str, str]:
    """A10: who must say whether there are interests, and what they are."""
    problems: dict[str, str] = {}
    for place, author in enumerate(authors):
        is_asked = rule is DisclosureRule.ALL or (
            rule is DisclosureRule.PRESENTING and author.is_presenting
        )
        name = author.name or f"author {place + 1}"
        if is_asked and author.discloses is None:
            problems[f"discloses-{place}"] = f"Say whether {name} has interests to disclose."
        elif author.discloses and not author.disclosure:
            problems[f"discloses-{place}"] = f"Say what {name} has to disclose."
    return problems


def _text_problems(manuscript: Manuscript, rules: CallRules) -> dict[str, str]:
    problems: dict[str, str] = {}
    written = {part.heading: part.text for part in manuscript.parts}
    if rules.headings:
        for place, heading in enumerate(rules.headings):
            if not written.get(heading):
                problems[f"part-{place}"] = f"Write something under {heading}."
        old = [part.heading for part in manuscript.parts if part.heading not in rules.headings]
        if old:
            problems["parts"] = f"The call has no heading “{old[0]}”: move its text to another one."
    elif not manuscript.body:
        problems["body"] = "Write the abstract itself."
    count = count_length(rules.policy, manuscript.title, manuscript.authors, manuscript.body)
    if count.problems:
        problems.setdefault("parts" if rules.headings else "body", " ".join(count.problems))
    return problems


def _figure_problems(figure: Figure | None, rules: CallRules) -> dict[str, str]:
    if figure is None:
        return {}
    if not rules.is_figure_allowed:
        return {"figure": "This call takes no figures: remove it."}
    if not figure.digest:
        return {"figure": "Choose the image, or empty what is said about it."}
    if not figure.alt:
        return {"figure_alt": "Say in a few words what the figure shows, for who cannot see it."}
    return {}


ASKED_SENTENCES = {
    Asked.FUNDING: "Say who paid for the work, or write “none”.",
    Asked.ETHICS: "Say which committee approved the work, or write “not needed”.",
    Asked.JUSTIFICATION: "Say why the work could not be ready for the regular call.",
}


def _asked_problems(manuscript: Manuscript, rules: CallRules) -> dict[str, str]:
    said = {
        Asked.FUNDING: manuscript.funding,
        Asked.ETHICS: manuscript.ethics,
        Asked.JUSTIFICATION: manuscript.justification,
    }
    problems = {
        asked.value: ASKED_SENTENCES[asked]
        for asked in rules.asks
        if asked in said and not said[asked]
    }
    if sentence := trial_problem(manuscript.trial):
        problems["trial"] = sentence
    return problems


def _statement_problems(manuscript: Manuscript, rules: CallRules) -> dict[str, str]:
    """A11: what must be ticked."""
    return {
        f"agreed-{statement.key}": f"Please tick: {statement.text}"
        for statement in rules.statements
        if statement.is_required and statement.key not in manuscript.agreed
    }


def _count_sentences(authors: tuple[AuthorEntry, ...], max_authors: int) -> list[str]:
    if not authors:
        return ["Name at least one author."]
    if len(authors) > max_authors:
        return [f"At most {max_authors} authors can be named; these are {len(authors)}."]
    return []


def _row_sentences(authors: tuple[AuthorEntry, ...]) -> list[str]:
    sentences = []
    for number, author in enumerate(authors, start=1):
        if not author.name:
            sentences.append(f"Author {number} has no name.")
        if not any(place.institution for place in author.affiliations):
            shown = f"Author {number}" + (f", {author.name}," if author.name else "")
            sentences.append(f"{shown} needs at least one institution.")
    addresses = Counter(author.email.lower() for author in authors if author.email)
    sentences += [
        f"{address} is given for {count} authors; each author has their own."
        for address, count in addresses.items()
        if count > 1
    ]
    return sentences
