"""Synthetic people's names from many scripts and cultures. Nobody here exists.

A culture is written compactly: names apart by spaces, `Latin=own script`, and `man|woman` where a
family name has two forms.
"""

import unicodedata
from dataclasses import dataclass
from random import Random

from conference.demo.cultures import CULTURES, Culture

OWN_SCRIPT_BADGES = 0.35
SHORT_BADGES = 0.06


@dataclass(frozen=True, slots=True)
class SyntheticName:
    """The names of one invented person; `badge` is empty where the registered name will do."""

    given: str
    family: str
    badge: str

    @property
    def registered(self) -> str:
        """As on the invoice: given name, family name, in Latin letters."""
        return f"{self.given} {self.family}".strip()


def culture_of(rng: Random, country: str) -> Culture:
    """The culture a name from this country is drawn from; a few people come from elsewhere."""
    at_home = [culture for culture in CULTURES if country in culture.countries]
    if at_home and rng.random() < 0.85:
        return rng.choice(at_home)
    return rng.choice(CULTURES)


def make_name(rng: Random, culture: Culture) -> SyntheticName:
    """One person's name: Latin as registered, sometimes in the own script on the badge."""
    is_woman = rng.random() < 0.5
    given = _spellings(rng.choice((culture.women if is_woman else culture.men).split()))
    family = _spellings(rng.choice(culture.families.split()))
    latin = _form(family[0], is_woman)
    if culture.two_families and rng.random() < 0.6:
        latin += " " + _form(_spellings(rng.choice(culture.families.split()))[0], is_woman)
    if culture.has_mononyms and rng.random() < 0.25:
        return SyntheticName("", given[0], "")
    badge = ""
    if given[1] and family[1] and rng.random() < OWN_SCRIPT_BADGES:
        badge = _own_script(culture, given[1], _form(family[1], is_woman))
    elif not given[1] and rng.random() < SHORT_BADGES:
        badge = f"{given[0][:1]}. {latin}"
    return SyntheticName(nfc(given[0]), nfc(latin), nfc(badge))


def nfc(text: str) -> str:
    """The composed form that is stored."""
    return unicodedata.normalize("NFC", text.replace("_", " "))


def _own_script(culture: Culture, given: str, family: str) -> str:
    if not culture.family_first:
        return f"{given} {family}"
    return f"{family}{culture.joint}{given}"


def _spellings(token: str) -> tuple[str, str]:
    latin, _, own = token.partition("=")
    return latin, own


def _form(name: str, is_woman: bool) -> str:
    man, _, woman = name.partition("|")
    return woman if is_woman and woman else man
