"""Makes the fonts that name people on screens without fonts of their own, from those of `fonts`.

Run as `python -m conference.typesetting.web_fonts`, by hand, whenever a file of `fonts` changes,
never at run time. A browser fetches a file only for a character of its range: so every script is
a file of its own, and Han and Hangul are cut along their code points, a name being three of them.
WOFF and not WOFF2: packing that takes a library that nothing else needs.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from fontTools import subset
from fontTools.merge import Merger
from fontTools.ttLib import TTFont

from conference.typesetting.fonts import CHINESE, JAPANESE, KOREAN, SANS, FontFile, Weight

STATIC = Path(__file__).parent.parent / "web" / "static"
OUT, SHEET = STATIC / "fonts", STATIC / "names.css"
NAMES, IN_JAPANESE, LATIN = "Plenary Names", "Plenary Japanese Names", "Plenary Latin"
HAN, HANGUL, KANA = (0x3400, 0x9FFF), (0xAC00, 0xD7A3), (0x3000, 0x30FF)
Span = tuple[int, int]
HEAD = """\
/* The names of people in every script of the badges, on screens that have no font for them.
   Made by `python -m conference.typesetting.web_fonts`. First in each list, for a browser asks the
   parts of a family at once only there; Latin comes last, after every font of the device. */
html { font-family: "Plenary Names", var(--sans), "Plenary Latin"; }
h1, h2, .verdict__word { font-family: "Plenary Names", var(--serif), "Plenary Latin"; }
bdi:lang(ja) { font-family: "Plenary Japanese Names", "Plenary Names", var(--sans); }
h1 bdi:lang(ja) { font-family: "Plenary Japanese Names", "Plenary Names", var(--serif); }
"""


@dataclass(frozen=True, slots=True)
class Face:
    """One file to make, of these characters, each out of the first source that has it."""

    name: str
    sources: tuple[FontFile, ...]
    spans: tuple[Span, ...]
    family: str = NAMES

    @property
    def ranges(self) -> str:
        """The code points as a style sheet writes them."""
        return ", ".join(f"U+{first:X}-{last:X}" for first, last in self.spans)


def faces() -> Iterator[Face]:
    """Every file, none of them larger than 100 kB."""
    yield from _scripts()
    yield Face("kana", JAPANESE, (KANA, (0xFF01, 0xFF5E)))
    yield from _cut("hangul", KOREAN, HANGUL, 2048)
    yield Face("hangul-letters", KOREAN, ((0x3131, 0x318E),))
    yield from _cut("han", CHINESE + JAPANESE, HAN, 512)
    yield Face("han-others", CHINESE + JAPANESE, ((0xFA11, 0xFA11),))
    yield from _cut("japanese", JAPANESE, HAN, 2048, IN_JAPANESE)


def _scripts() -> Iterator[Face]:
    western = (SANS[Weight.BOLD],)
    yield Face("latin", western, ((0x20, 0x24F), (0x2B0, 0x36F), (0x1E00, 0x1EFF)), LATIN)
    yield Face("greek", western, ((0x370, 0x3FF), (0x1F00, 0x1FFF)))
    yield Face("cyrillic", western, ((0x400, 0x52F),))
    for script, *spans in (
        ("Arabic", (0x600, 0x77F), (0x870, 0x8FF), (0xFB50, 0xFDFF), (0xFE70, 0xFEFC)),
        ("Hebrew", (0x591, 0x5F4), (0xFB1D, 0xFB4F)),
        ("Devanagari", (0x900, 0x97F), (0x1CD0, 0x1CF9), (0xA8E0, 0xA8FF)),
        ("Thai", (0xE01, 0xE5B)),
        ("Georgian", (0x10A0, 0x10FF), (0x1C90, 0x1CBF), (0x2D00, 0x2D2D)),
        ("Armenian", (0x531, 0x58F), (0xFB13, 0xFB17)),
    ):  # fmt: skip
        yield Face(script.lower(), (FontFile(f"NotoSans{script}-Bold"),), tuple(spans))


def _cut(
    name: str, sources: tuple[FontFile, ...], whole: Span, size: int, family: str = NAMES
) -> Iterator[Face]:
    for first in range(whole[0] - whole[0] % size, whole[1] + 1, size):
        span = (max(first, whole[0]), min(first + size - 1, whole[1]))
        yield Face(f"{name}-{span[0]:x}", sources, (span,), family)


def make(face: Face, out: Path) -> bool:
    """Writes the file of a face; False where no source has any of its characters."""
    wanted = {code for first, last in face.spans for code in range(first, last + 1)}
    parts: list[TTFont] = []
    for source in face.sources:
        font = TTFont(source.path)
        here = wanted & set(font.getBestCmap())
        wanted -= here
        if here:
            parts.append(_subset(font, here))
    if not parts:
        return False
    font = parts[0] if len(parts) == 1 else _merged(parts)
    font.flavor = "woff"
    head = font["head"]  # the same bytes whenever it is made
    head.created = head.modified = parts[0]["head"].created
    font.recalcTimestamp = False
    font.save(out)
    return True


def _subset(font: TTFont, codes: set[int]) -> TTFont:
    options = subset.Options()
    options.layout_features, options.notdef_outline = ["*"], True
    options.name_IDs = [0, 1, 2, 13, 14]  # who made it, and its licence
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=codes)
    cutter.subset(font)
    return font


def _merged(parts: list[TTFont]) -> TTFont:
    with tempfile.TemporaryDirectory() as folder:
        paths = [f"{folder}/{number}.ttf" for number in range(len(parts))]
        for part, path in zip(parts, paths, strict=True):
            part.save(path)
        return Merger().merge(paths)


def rule(face: Face, body: bytes) -> str:
    """The face in the style sheet, under an address that changes with the file."""
    digest = hashlib.sha256(body).hexdigest()[:10]
    return (
        f'@font-face {{ font-family: "{face.family}"; font-weight: 1 1000; font-display: swap;'
        f' src: url("fonts/{face.name}.woff?v={digest}") format("woff");'
        f" unicode-range: {face.ranges}; }}\n"
    )


def main() -> None:
    OUT.mkdir(exist_ok=True)
    rules = [HEAD]
    for face in faces():
        path = OUT / f"{face.name}.woff"
        if make(face, path):
            rules.append(rule(face, path.read_bytes()))
            print(f"{path.name:24} {path.stat().st_size:>8,} bytes")
    SHEET.write_text("".join(rules), encoding="utf-8")


if __name__ == "__main__":
    main()
