"""Synthetic names: many scripts, clean, the same for the same seed."""

from __future__ import annotations

import unicodedata
from random import Random

import pytest

from conference.demo.cultures import CULTURES, Culture
from conference.demo.institutions import LANDS, all_institutions
from conference.demo.names import make_name
from conference.people.rules import clean


@pytest.mark.parametrize("culture", CULTURES, ids=lambda culture: culture.key)
def test_make_name_is_clean_and_latin(culture: Culture) -> None:
    rng = Random(3)
    for _ in range(60):
        name = make_name(rng, culture)
        for text in (name.given, name.family, name.registered, name.badge):
            assert text == clean(text)
            assert unicodedata.is_normalized("NFC", text)
        letters = [char for char in name.registered if char.isalpha()]
        assert all("LATIN" in unicodedata.name(char) for char in letters if char not in "’")


def test_badge_names_come_in_many_scripts() -> None:
    rng = Random(1)
    badges = [make_name(rng, culture).badge for culture in CULTURES for _ in range(60)]
    scripts = {
        unicodedata.name(char).split()[0] for badge in badges for char in badge if char.isalpha()
    }
    assert scripts >= {
        "LATIN", "GREEK", "CYRILLIC", "CJK", "HIRAGANA", "HANGUL", "ARABIC", "HEBREW",
        "DEVANAGARI", "THAI",
    }  # fmt: skip


def test_make_name_is_the_same_for_the_same_seed() -> None:
    first = [make_name(Random(5), culture) for culture in CULTURES]
    assert first == [make_name(Random(5), culture) for culture in CULTURES]
    assert first != [make_name(Random(6), culture) for culture in CULTURES]


def test_every_country_can_be_named_by_somebody() -> None:
    named = {country for culture in CULTURES for country in culture.countries}
    assert {land.country for land in LANDS} <= named


def test_institutions_are_in_fifty_countries_and_nowhere_real() -> None:
    institutions = all_institutions()
    assert len({each.country for each in institutions}) >= 45
    assert len({each.domain for each in institutions}) == len(institutions)
    assert all(each.domain.endswith(".example") for each in institutions)
