"""Names in every script of the badges: fonts for screens without any, a small one for each name."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from conference.typesetting.fonts import CHINESE, JAPANESE, KOREAN, OTHER
from conference.web.assets import STATIC
from conference.web.languages import language_of

RULE = re.compile(
    r'font-family: "([^"]+)";.*url\("fonts/([^?]+)\?v=(\w+)"\).*unicode-range: ([^;]+);'
)
LARGEST = 100_000


@dataclass(frozen=True, slots=True)
class Face:
    family: str
    file: str
    digest: str
    ranges: str

    def asks_for(self, sign: str) -> bool:
        spans = re.findall(r"U\+(\w+)-(\w+)", self.ranges)
        return any(int(first, 16) <= ord(sign) <= int(last, 16) for first, last in spans)


@cache
def faces() -> list[Face]:
    text = (STATIC / "names.css").read_text()
    return [Face(*found) for found in RULE.findall(text)]


@cache
def holds(file: str) -> frozenset[int]:
    return characters(STATIC / "fonts" / file)


def characters(path: Path | str) -> frozenset[int]:
    with TTFont(path) as font:
        return frozenset(font.getBestCmap())


def fetched(text: str, family: str) -> set[str]:
    """The files that a browser fetches for a text in one family."""
    return {
        each.file for each in faces() if each.family == family for s in text if each.asks_for(s)
    }


def test_every_font_is_small_in_the_sheet_and_under_its_own_hash():
    assert {each.file for each in faces()} == {path.name for path in (STATIC / "fonts").iterdir()}
    for each in faces():
        body = (STATIC / "fonts" / each.file).read_bytes()
        assert hashlib.sha256(body).hexdigest().startswith(each.digest)
        assert len(body) < LARGEST
        assert any(each.asks_for(chr(code)) for code in holds(each.file))


@pytest.mark.parametrize("source", [*CHINESE, *JAPANESE, *KOREAN, *OTHER], ids=lambda s: s.key)
def test_whatever_a_badge_can_print_a_screen_can_show(source):
    """Letters and signs of names: Latin ones and punctuation every device has."""
    printed = [chr(code) for code in characters(source.path)]
    names = [each for each in faces() if each.family == "Plenary Names"]
    asked = [(sign, [face for face in names if face.asks_for(sign)]) for sign in printed]
    assert {len(found) for _, found in asked} <= {0, 1}
    missing = [s for s, found in asked if found and ord(s) not in holds(found[0].file)]
    assert missing == []
    letters = [s for s, found in asked if not found and s.isalpha() and ord(s) > 0x52F]
    assert [s for s in letters if not "\u1e00" <= s <= "\u1eff"] == []


@pytest.mark.parametrize(
    ("name", "files"),
    [
        ("Łukasz Ønstad-Nguyễn", set()),
        ("เกษม ศรีสุข", {"thai.woff"}),
        ("प्रिया शर्मा", {"devanagari.woff"}),
        ("זיו בן־ארי", {"hebrew.woff"}),
        ("佐藤 花子", {"han-4e00.woff", "han-5a00.woff", "han-8200.woff", "han-8400.woff"}),
    ],
)
def test_a_name_fetches_its_own_parts_only(name, files):
    assert fetched(name, "Plenary Names") == files


@pytest.mark.parametrize(
    ("name", "country", "tag"),
    [
        ("Kaori Watanuki", "JP", ""), ("綿貫 香織", "JP", "ja"), ("カオリ", "", "ja"),
        ("王 小明", "CN", "zh"), ("王 小明", "TW", "zh-Hant"), ("김민준", "", "ko"),
        ("เกษม", "", "th"), ("זיו", "IL", "he"), ("زياد", "SA", ""), ("Αχιλλέας", "", "el"),
    ],
)  # fmt: skip
def test_language_of_a_name_follows_script_and_country(name, country, tag):
    assert language_of(name, country) == tag
