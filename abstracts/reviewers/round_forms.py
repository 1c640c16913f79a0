"""What the committee sends about a round."""

import re
from dataclasses import replace
from typing import Annotated
from uuid import UUID

import msgspec

from abstracts.reviewers.rounds import CriterionInfo, RoundInfo
from abstracts.vocabulary import BlindMode, Counted, OthersSeen, RoundKind
from conference.meetings.forms import read_local, shown_local
from conference.meetings.rules import zone_names
from conference.people.rules import clean, fold
from conference.web import FormErrors, FormState

BLIND_WORDS = [
    (BlindMode.SINGLE.value, "Authors are hidden from reviewers"),
    (BlindMode.DOUBLE.value, "Authors are hidden, and reviewers’ names from each other"),
    (BlindMode.OPEN.value, "Nothing is hidden"),
]
COUNTED_WORDS = [
    (Counted.OVERALL.value, "The overall score; the mean of the criteria stands beside it"),
    (Counted.CRITERIA.value, "The mean of the criteria by their weights; none overall is asked"),
]
OTHERS_WORDS = [
    (OthersSeen.AFTER.value, "Once their own review is sent"),
    (OthersSeen.NEVER.value, "Never"),
    (OthersSeen.ALWAYS.value, "At once"),
]
_WEIGHT = re.compile(r"\s[×x]\s*([1-9])$")
RESERVED = {"new", "remind", "invitation", "profile"}  # words that addresses have beside keys
_BAD_CRITERION = "Line {}: write a title, a weight and a hint: “Originality ×2 | Is it new?”."
Small = Annotated[int, msgspec.Meta(ge=1, le=20)]


class RoundForm(msgspec.Struct):
    title: Annotated[str, msgspec.Meta(max_length=120)]
    opens: str
    closes: str
    zone: str
    lowest: Annotated[int, msgspec.Meta(ge=0, le=10)]
    highest: Annotated[int, msgspec.Meta(ge=1, le=100)]
    wanted: Small
    least: Small
    cap: Annotated[int, msgspec.Meta(ge=1, le=1_000)]
    disagreement: Annotated[int, msgspec.Meta(ge=1, le=100)]
    blind: BlindMode = BlindMode.SINGLE
    others: OthersSeen = OthersSeen.AFTER
    counted: Counted = Counted.OVERALL
    bars: bool = False
    calls: list[UUID] = []
    award: UUID | None = None
    criteria: Annotated[str, msgspec.Meta(max_length=5_000)] = ""
    instructions: Annotated[str, msgspec.Meta(max_length=10_000)] = ""

    def __post_init__(self) -> None:
        errors = {}
        if self.zone not in zone_names():
            errors["zone"] = "Choose a time zone from the list."
        if self.highest <= self.lowest:
            errors["highest"] = "The best score is above the lowest one."
        if self.least > self.wanted:
            errors["least"] = "The least cannot be more than what is wanted."
        if not self.award and not self.calls:
            errors["calls"] = "Choose at least one call, or an award."
        if errors:
            raise FormErrors({}, errors)

    def changes(self, round_: RoundInfo) -> RoundInfo:
        """The round as it is to be. Raises FormErrors for times that cannot be."""
        opens = read_local(self.opens, self.zone, "opens")
        closes = read_local(self.closes, self.zone, "closes")
        if closes <= opens:
            raise FormErrors({}, {"closes": "The round closes before it opens; mend one of them."})
        return replace(
            round_,
            title=clean(self.title),
            kind=RoundKind.AWARD if self.award else RoundKind.ABSTRACTS,
            calls=frozenset() if self.award else frozenset(self.calls),
            award=self.award,
            opens_at=opens,
            closes_at=closes,
            zone=self.zone,
            blind=self.blind,
            others=self.others,
            counted=self.counted,
            lowest=self.lowest,
            highest=self.highest,
            reviews_wanted=self.wanted,
            reviews_least=self.least,
            load_cap=self.cap,
            disagreement=self.disagreement,
            is_same_institution_barred=self.bars,
            instructions=self.instructions,
            criteria=_criteria(self.criteria),
        )


def values_of(round_: RoundInfo) -> dict[str, object]:
    """What the form shows first."""
    return {
        "title": round_.title,
        "opens": shown_local(round_.opens_at, round_.zone),
        "closes": shown_local(round_.closes_at, round_.zone),
        "zone": round_.zone,
        "lowest": round_.lowest,
        "highest": round_.highest,
        "wanted": round_.reviews_wanted,
        "least": round_.reviews_least,
        "cap": round_.load_cap,
        "disagreement": round_.disagreement,
        "blind": round_.blind.value,
        "others": round_.others.value,
        "counted": round_.counted.value,
        "bars": round_.is_same_institution_barred,
        "calls": [str(each) for each in round_.calls],
        "award": str(round_.award or ""),
        "criteria": criteria_text(round_),
        "instructions": round_.instructions,
    }


def typed_again(wrong: FormErrors) -> FormState:
    """The form as it was typed, its choices as the page's own words for them."""
    calls = [str(each) for each in wrong.values.get("calls", ())]
    award = str(wrong.values.get("award") or "")
    return FormState({**wrong.values, "calls": calls, "award": award}, wrong.errors)


def criteria_text(round_: RoundInfo) -> str:
    """The criteria as the form shows them, one a line."""
    return "\n".join(
        f"{each.title}{f' ×{each.weight}' if each.weight != 1 else ''}"
        f"{f' | {each.hint}' if each.hint else ''}"
        for each in round_.criteria
    )


def key_for(title: str, taken: set[str]) -> str:
    """A short key for an address, made of the title; a number tells equals apart."""
    base = re.sub(r"[^a-z0-9]+", "-", fold(title)).strip("-")[:16].strip("-") or "round"
    if base in RESERVED:
        base += "-1"
    return next(
        key
        for number in range(1, 1_000)
        if (key := base if number == 1 else f"{base}-{number}") not in taken
    )


def _criteria(text: str) -> tuple[CriterionInfo, ...]:
    found: dict[str, CriterionInfo] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not (line := clean(line)):
            continue
        title, _, hint = (part.strip() for part in line.partition("|"))
        weight = _WEIGHT.search(title)
        title = _WEIGHT.sub("", title).strip()
        if not title or len(title) > 80 or len(hint) > 300:
            raise FormErrors({}, {"criteria": _BAD_CRITERION.format(number)})
        key = key_for(title, set(found))
        found[key] = CriterionInfo(key, title, hint, int(weight[1]) if weight else 1)
    return tuple(found.values())
