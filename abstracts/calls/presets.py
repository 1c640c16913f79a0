"""What societies ask for, ready to be taken into a call (A01, A02, A11)."""

from collections.abc import Mapping
from dataclasses import replace

from abstracts.calls.rules import Statement
from abstracts.length import LengthPolicy
from abstracts.vocabulary import Asked, CallKind, Decision, DisclosureRule, LengthUnit

_TEXT_ONLY = LengthPolicy(
    title=False, authors=False, affiliations=False, max_lines=None, title_limit=200
)
_WORDS = LengthUnit.WORDS

LENGTHS: Mapping[str, tuple[str, LengthPolicy]] = {
    "all-3600": ("3,600 characters of everything, 45 lines", LengthPolicy()),
    "text-1500": ("1,500 characters of text", replace(_TEXT_ONLY, limit=1500)),
    "text-1500-bare": (
        "1,500 characters of text without spaces",
        replace(_TEXT_ONLY, limit=1500, spaces=False, line_breaks=False),
    ),
    "text-3000": ("3,000 characters of text", replace(_TEXT_ONLY, limit=3000)),
    "words-400": ("400 words of text", replace(_TEXT_ONLY, unit=_WORDS, limit=400)),
    "words-300": (
        "300 words of title and text",
        replace(_TEXT_ONLY, unit=_WORDS, limit=300, title=True, title_limit=None),
    ),
}

STATEMENTS: Mapping[str, Statement] = {
    "unpublished": Statement(
        "unpublished",
        "The full work has not been published before, and this text is new.",
    ),
    "publish": Statement(
        "publish",
        "All authors agree that the abstract is published in the abstract book and online.",
    ),
    "ethics": Statement(
        "ethics",
        "Work with people or animals was approved by an ethics committee, and follows its terms.",
    ),
}

HEADINGS = ("Background", "Methods", "Results", "Conclusions")

KIND_WORDS: Mapping[CallKind, str] = {
    CallKind.REGULAR: "Regular",
    CallKind.LATE_BREAKING: "Late-breaking",
    CallKind.INVITED: "Invited",
}
TITLES: Mapping[CallKind, str] = {
    CallKind.REGULAR: "Abstracts",
    CallKind.LATE_BREAKING: "Late-breaking abstracts",
    CallKind.INVITED: "Invited abstracts",
}
ASKED_WORDS: Mapping[Asked, str] = {
    Asked.FUNDING: "Funding",
    Asked.ETHICS: "Ethics approval",
    Asked.TRIAL: "Registration of a clinical trial",
    Asked.JUSTIFICATION: "Why the result is late",
}
DISCLOSURE_WORDS: Mapping[DisclosureRule, str] = {
    DisclosureRule.NONE: "Nobody’s",
    DisclosureRule.PRESENTING: "The presenting author’s",
    DisclosureRule.ALL: "Every author’s",
}
PRESENTATION_WORDS: Mapping[Decision, str] = {
    Decision.ORAL: "Talks",
    Decision.LIGHTNING: "Lightning talks",
    Decision.POSTER: "Posters",
}


def asked_of(kind: CallKind) -> tuple[Asked, ...]:
    """What a new call of a kind asks for: a late-breaking one wants to know why (A06)."""
    return (Asked.JUSTIFICATION,) if kind is CallKind.LATE_BREAKING else ()
