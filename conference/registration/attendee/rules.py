"""What attendees are asked after ordering, in the words they read; who may have a visa letter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from conference.people.rules import clean
from conference.registration.rules import RegistrationState


class Purpose(StrEnum):
    """What a consent is for; each is asked and kept apart (R10)."""

    PHOTO = "photo"
    ATTENDEE_LIST = "attendee_list"
    SPONSORS = "sponsors"
    NEWS = "news"


PURPOSE_WORDS: Mapping[Purpose, tuple[str, str]] = {
    Purpose.PHOTO: (
        "Photos and recordings",
        "You may be seen in photos and recordings that the society shows in public.",
    ),
    Purpose.ATTENDEE_LIST: (
        "List of attendees",
        "Your name, institution and country are in the list that the other attendees get.",
    ),
    Purpose.SPONSORS: (
        "Sponsors and exhibitors",
        "The sponsors of the meeting get your name, institution and e-mail address.",
    ),
    Purpose.NEWS: (
        "News by e-mail",
        "The society writes to you about its next meetings. Letters about this one always come.",
    ),
}


class Diet(StrEnum):
    """What a kitchen can plan for."""

    VEGETARIAN = "vegetarian"
    VEGAN = "vegan"
    HALAL = "halal"
    KOSHER = "kosher"
    GLUTEN_FREE = "gluten-free"
    LACTOSE_FREE = "lactose-free"


DIET_WORDS: Mapping[Diet, str] = {each: each.value.capitalize() for each in Diet}
_NOTE_AFTER = "; "


class VisaState(StrEnum):
    """Of a letter of invitation. Refused: the embassy refused the visa (C06)."""

    REQUESTED = "requested"
    ISSUED = "issued"
    REFUSED = "refused"


VISA_WORDS: Mapping[VisaState, tuple[str, str]] = {
    VisaState.REQUESTED: ("Letter asked for", "warn"),
    VisaState.ISSUED: ("Letter issued", "good"),
    VisaState.REFUSED: ("Visa refused", "bad"),
}


@dataclass(frozen=True, slots=True)
class Needs:
    """Food, access and whom to call; nobody but the office reads it (N05)."""

    diets: tuple[Diet, ...] = ()
    diet_note: str = ""
    access: str = ""
    emergency_contact: str = ""

    @property
    def has_diet(self) -> bool:
        return bool(self.diets or self.diet_note)


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer to one purpose."""

    purpose: Purpose
    is_given: bool
    answered_at: datetime


def write_diet(diets: Iterable[Diet], note: str) -> str:
    """A diet as it is stored: what a kitchen knows, then the person's own words."""
    known = ", ".join(each.value for each in Diet if each in set(diets))
    note = clean(note)
    return f"{known}{_NOTE_AFTER}{note}" if note else known


def read_diet(stored: str) -> tuple[tuple[Diet, ...], str]:
    """What `write_diet` wrote; words that no kitchen knows stay as a note."""
    known, _, note = stored.partition(_NOTE_AFTER)
    parts = [each.strip() for each in known.split(",") if each.strip()]
    diets = tuple(each for each in Diet if each.value in parts)
    strange = [each for each in parts if each not in set(Diet)]
    return diets, ", ".join(filter(None, [*strange, note]))


def latest_answers(history: Iterable[Answer]) -> dict[Purpose, Answer]:
    """Purpose -> the newest answer; a purpose that was never answered is not agreed to (R10)."""
    found: dict[Purpose, Answer] = {}
    for each in sorted(history, key=lambda answer: answer.answered_at):
        found[each.purpose] = each
    return found


def changed_answers(
    history: Iterable[Answer], answers: Mapping[Purpose, bool]
) -> dict[Purpose, bool]:
    """The answers that differ from what counts now; the same answer again is no new one."""
    now = latest_answers(history)
    return {
        purpose: is_given
        for purpose, is_given in answers.items()
        if purpose not in now or now[purpose].is_given is not is_given
    }


def why_no_visa_letter(
    state: RegistrationState, mode: str, due: int, *, is_over: bool = False
) -> str:
    """Why there is no letter of invitation yet; empty: it may be asked for (T08)."""
    if is_over:
        return "The meeting is over."
    if mode == "virtual":
        return "Who attends virtually needs no visa."
    if state is RegistrationState.CONFIRMED and not due:
        return ""
    if state in (RegistrationState.PENDING_PAYMENT, RegistrationState.CONFIRMED):
        return "The letter is written once your registration is paid."
    return "This registration is no longer valid."


def count_diets(needs: Collection[Needs]) -> list[tuple[str, int]]:
    """What the kitchen cooks: each combination of diets with how many want it, the most first."""
    counted = Counter(
        ", ".join(DIET_WORDS[diet] for diet in each.diets) for each in needs if each.diets
    )
    return sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
