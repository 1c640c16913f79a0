"""The colours of the style sheet, measured: text 4.5:1, borders and marks 3:1 (WCAG 2.2)."""

import re

import pytest

from conference.web.assets import STATIC

CSS = (STATIC / "plenary.css").read_text()
PAIRS = dict(re.findall(r"--([\w-]+): light-dark\((#\w+, #\w+)\)", CSS))
GROUNDS = ("paper", "surface", "sunken")
TEXT = [(ink, ground) for ink in ("ink", "muted", "accent") for ground in (*GROUNDS, "tint")]
TEXT += [(kind, f"{kind}-tint") for kind in ("good", "warn", "bad", "info")]
TEXT += [("ink", f"{kind}-tint") for kind in ("good", "warn", "bad", "info")]
TEXT += [("bad", ground) for ground in GROUNDS] + [("on-accent", "accent")]
MARKS = [(mark, ground) for mark in ("edge", "accent", "star", "bad") for ground in GROUNDS]


def colour(name: str, theme: int) -> tuple[float, float, float]:
    code = PAIRS[name].split(", ")[theme].lstrip("#")
    code = "".join(c * 2 for c in code) if len(code) == 3 else code
    red, green, blue = (int(code[i : i + 2], 16) / 255 for i in (0, 2, 4))
    return red, green, blue


def luminance(rgb: tuple[float, float, float]) -> float:
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str, theme: int) -> float:
    high, low = sorted((luminance(colour(name, theme)) for name in (first, second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("pair", TEXT, ids="-on-".join)
def test_text_stands_out(pair: tuple[str, str], theme: int) -> None:
    assert contrast(*pair, theme) >= 4.5


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("pair", MARKS, ids="-on-".join)
def test_edges_and_marks_stand_out(pair: tuple[str, str], theme: int) -> None:
    assert contrast(*pair, theme) >= 3


def test_browsers_without_light_dark_get_the_light_colours() -> None:
    plain = dict(re.findall(r"--([\w-]+): (#\w+);", CSS.split("@supports")[0]))
    assert plain == {name: pair.split(", ")[0] for name, pair in PAIRS.items()}
