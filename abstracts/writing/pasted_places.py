"""An institution as a paper prints it, parted into institution, city and country."""

import re
from functools import lru_cache

from abstracts.manuscript import Affiliation
from conference.people.rules import fold
from conference.web.formats import country_options

PLACE_WORDS = re.compile(
    r"univ|instit|hospital|college|school|cent(?:er|re)|depart|dept|laborator|clini[ckq]|academ|facult|"
    r"fakult|kliniek|klinikum|h[oô]p|cnrs|inserm|foundation|polytech|agency|council|charit|"
    r"\b(?:eth|epfl|mit|ucl|nih|ucsf|kaist|riken|csic|inc|ltd|gmbh|division|unit)\b",
    re.IGNORECASE,
)
ALSO_CALLED = {
    "uk": "GB", "u.k.": "GB", "great britain": "GB", "england": "GB", "scotland": "GB",
    "wales": "GB", "northern ireland": "GB", "usa": "US", "u.s.a.": "US", "us": "US",
    "u.s.": "US", "united states of america": "US", "the netherlands": "NL", "holland": "NL",
    "korea": "KR", "south korea": "KR", "republic of korea": "KR", "russia": "RU",
    "iran": "IR", "czech republic": "CZ", "turkey": "TR", "vietnam": "VN", "viet nam": "VN",
    "taiwan": "TW", "pr china": "CN", "p.r. china": "CN", "people's republic of china": "CN",
    "deutschland": "DE", "españa": "ES", "italia": "IT", "brasil": "BR", "uae": "AE",
}  # fmt: skip
STATE = re.compile(r"[A-Z]{2,3}(?:\s[\dA-Z -]{3,9})?")
POSTCODE = re.compile(r"^(?:[A-Z]{1,2}-)?\d{4,6}\s+|\s+\d{4,6}$")


def looks_like_place(text: str) -> bool:
    """Whether a piece of a list names an institution rather than a person."""
    return bool(PLACE_WORDS.search(text))


def read_place(text: str) -> Affiliation:
    """ "Univ X, City, Country": the last parts are city and country where the country is known."""
    parts = [part.strip(" .") for part in text.strip(" .;,").split(",") if part.strip(" .")]
    country = _country(parts[-1]) if len(parts) > 1 else ""
    if not country:
        return Affiliation(", ".join(parts))
    parts = parts[:-1]
    if len(parts) < 2:
        return Affiliation(", ".join(parts), "", country)
    length = 2 if len(parts) > 2 and STATE.fullmatch(parts[-1]) else 1
    city = ", ".join(POSTCODE.sub("", part) for part in parts[-length:])
    return Affiliation(", ".join(parts[:-length]), city, country)


def _country(name: str) -> str:
    return ALSO_CALLED.get(name.lower(), "") or _codes().get(fold(name), "")


@lru_cache(maxsize=1)
def _codes() -> dict[str, str]:
    return {fold(name): code for code, name in country_options()}
