"""What changed between two versions of an abstract, in words that a reader can follow."""

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from abstracts.length import place_line
from abstracts.manuscript import AuthorEntry, Manuscript
from abstracts.vocabulary import PREFERENCE_WORDS

SAME, REMOVED, ADDED = "same", "removed", "added"
WORD = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words that stayed, went or came; `kind` is same, removed or added."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that changed: its name, and its words."""

    name: str
    stretches: tuple[Stretch, ...]

    @property
    def before(self) -> str:
        """What it said before."""
        return "".join(each.text for each in self.stretches if each.kind != ADDED)

    @property
    def after(self) -> str:
        """What it says now."""
        return "".join(each.text for each in self.stretches if each.kind != REMOVED)


def differences(before: Manuscript, after: Manuscript) -> tuple[Difference, ...]:
    """Every thing that is not the same, in the order of the form; empty for equal texts."""
    old, new = _things(before), _things(after)
    return tuple(
        Difference(name, tuple(_stretches(old.get(name, ""), new.get(name, ""))))
        for name in dict.fromkeys((*old, *new))
        if old.get(name, "") != new.get(name, "")
    )


def _things(manuscript: Manuscript) -> dict[str, str]:
    figure = manuscript.figure
    return {
        "Title": manuscript.title,
        "Topic": manuscript.topic,
        "Second topic": manuscript.second_topic,
        "Presentation": PREFERENCE_WORDS[manuscript.preference],
        "Lightning talk": "yes" if manuscript.is_for_lightning else "no",
        "Authors": "\n".join(_author(author) for author in manuscript.authors),
        "Text": manuscript.body,
        "Keywords": manuscript.keywords,
        "Figure": f"{figure.caption} (file {figure.digest[:8]})".strip() if figure else "",
        "Description of the figure": figure.alt if figure else "",
        "Funding": manuscript.funding,
        "Ethics": manuscript.ethics,
        "Trial registration": manuscript.trial,
        "Justification": manuscript.justification,
        "Statements": ", ".join(manuscript.agreed),
    }


def _author(author: AuthorEntry) -> str:
    flags = (
        ("presents", author.is_presenting),
        ("corresponding", author.is_corresponding),
        ("submitting", author.is_submitting),
        ("senior", author.is_senior),
    )
    details = [place_line(place) for place in author.affiliations]
    details += [author.email, author.orcid, *(word for word, is_said in flags if is_said)]
    if author.discloses is not None:
        details.append(f"discloses: {author.disclosure or 'nothing'}")
    return " · ".join(each for each in (author.name, *details) if each)


def _stretches(before: str, after: str) -> Iterator[Stretch]:
    old, new = WORD.findall(before), WORD.findall(after)
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for verb, start, end, new_start, new_end in matcher.get_opcodes():
        if verb == "equal":
            yield Stretch(SAME, "".join(old[start:end]))
            continue
        if end > start:
            yield Stretch(REMOVED, "".join(old[start:end]))
        if new_end > new_start:
            yield Stretch(ADDED, "".join(new[new_start:new_end]))
