"""Makes the files of `fonts` from the full Noto fonts.

Run as `python -m conference.typesetting.subset_fonts DIR`.
DIR holds the unpacked npm packages `@expo-google-fonts/noto-sans*`, one folder each. Run by hand
when a repertoire changes, never at run time. Hinting goes (printers do not use it) and so do
the tables of vertical setting, so that every file stays small enough to be kept beside the code.
"""

import shutil
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

OUT = Path(__file__).parent / "fonts"
POSTSCRIPT_NAME = 6
UNUSED = ["vhea", "vmtx", "VORG", "STAT", "BASE", "DSIG", "gasp", "meta"]
KERNING = ("kern", "mark", "mkmk", "ccmp")
EVERY_FEATURE = ("*",)
VARIANTS = frozenset("塚髙﨑德濱邊邉齋")  # of Japanese family names, outside JIS level 1


@dataclass(frozen=True, slots=True)
class Cut:
    """One file to make: the package and weight it comes from, and the characters it keeps."""

    out: str
    source: str
    characters: frozenset[str]
    features: tuple[str, ...] = ()


def legacy_rows(codec: str, leads: range) -> frozenset[str]:
    """The characters of some rows of a two-byte national character set."""
    trails = [*range(0x40, 0x7F), *range(0xA1, 0xFF)]
    pairs = (bytes([lead, trail]) for lead in leads for trail in trails)
    texts = (pair.decode(codec, "ignore") for pair in pairs)
    return frozenset(text for text in texts if len(text) == 1 and ord(text) >= 0x3400)


def spans(*bounds: tuple[int, int]) -> frozenset[str]:
    """Every character of the inclusive code point ranges."""
    return frozenset(chr(code) for first, last in bounds for code in range(first, last + 1))


def name_han() -> frozenset[str]:
    """Han characters of given names that the older national sets left out."""
    return frozenset((OUT / "name-han.txt").read_text(encoding="utf-8")) - {"\n"}


def cuts() -> tuple[Cut, ...]:
    """What is shipped: the repertoires, each small enough for one file."""
    western = spans(
        (0x20, 0x24F), (0x2B0, 0x3FF), (0x400, 0x52F), (0x1E00, 0x1FFF), (0x2000, 0x209C),
        (0x20A0, 0x20C0), (0x2100, 0x2126), (0x25CC, 0x25CC), (0xFB00, 0xFB02),
    )  # fmt: skip
    level_1 = legacy_rows("gb2312", range(0xB0, 0xD8))
    level_2 = legacy_rows("gb2312", range(0xD8, 0xF8))
    traditional = legacy_rows("big5", range(0xA4, 0xC7)) | name_han()
    kana = spans((0x3000, 0x303F), (0x3041, 0x30FF), (0xFF01, 0xFF5E))
    japanese = legacy_rows("euc_jp", range(0xB0, 0xD0)) | kana | VARIANTS
    hangul = legacy_rows("euc_kr", range(0xB0, 0xC9)) | spans((0x3131, 0x318E))
    bmp = spans((0x20, 0xFFFD))
    signs = spans(
        (0x2127, 0x218F), (0x2190, 0x21FF), (0x2200, 0x22FF), (0x25A0, 0x25FF),
        (0x27E6, 0x27EF), (0x2A00, 0x2AFF),
    )  # fmt: skip
    return (
        Cut("NotoSans-Regular.ttf", "noto-sans/400Regular", western, KERNING),
        Cut("NotoSans-Bold.ttf", "noto-sans/700Bold", western, KERNING),
        Cut("NotoSans-Italic.ttf", "noto-sans/400Regular_Italic", western, KERNING),
        Cut("NotoSans-BoldItalic.ttf", "noto-sans/700Bold_Italic", western, KERNING),
        Cut("NotoSansMath-Regular.ttf", "noto-sans-math/400Regular", signs),
        Cut("NotoSansSC-Bold-1.ttf", "noto-sans-sc/700Bold", level_1),
        Cut("NotoSansSC-Bold-2.ttf", "noto-sans-sc/700Bold", level_2),
        Cut("NotoSansSC-Bold-3.ttf", "noto-sans-sc/700Bold", traditional - level_1 - level_2),
        Cut("NotoSansJP-Bold.ttf", "noto-sans-jp/700Bold", japanese),
        Cut("NotoSansKR-Bold.ttf", "noto-sans-kr/700Bold", hangul),
        Cut("NotoSansArmenian-Bold.ttf", "noto-sans-armenian/700Bold", bmp, KERNING),
        Cut("NotoSansGeorgian-Bold.ttf", "noto-sans-georgian/700Bold", bmp, KERNING),
        Cut("NotoSansArabic-Bold.ttf", "noto-sans-arabic/700Bold", bmp, EVERY_FEATURE),
        Cut("NotoSansHebrew-Bold.ttf", "noto-sans-hebrew/700Bold", bmp, EVERY_FEATURE),
        Cut("NotoSansDevanagari-Bold.ttf", "noto-sans-devanagari/700Bold", bmp, EVERY_FEATURE),
        Cut("NotoSansThai-Bold.ttf", "noto-sans-thai/700Bold", bmp, EVERY_FEATURE),
    )  # fmt: skip


def make(cut: Cut, packages: Path) -> int:
    """Write one subset; returns its size in bytes."""
    options = subset.Options()
    options.hinting, options.glyph_names, options.notdef_outline = False, False, True
    options.layout_features = list(cut.features)
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.drop_tables += UNUSED + ([] if cut.features else ["GSUB", "GPOS", "GDEF"])
    font = TTFont(next((packages / cut.source).glob("*.ttf")))
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=[ord(character) for character in cut.characters])
    cutter.subset(font)
    # A PDF knows a font by this name: the parts of one family need different ones.
    for record in font["name"].names:
        if record.nameID == POSTSCRIPT_NAME:
            record.string = Path(cut.out).stem
    font.save(OUT / cut.out)
    return (OUT / cut.out).stat().st_size


def copy_licences(sources: Iterable[str], packages: Path) -> None:
    """The Open Font License of each family, beside its files."""
    for source in sorted({source.split("/")[0] for source in sources}):
        shutil.copyfile(packages / source / "LICENSE_FONT", OUT / f"OFL-{source}.txt")


def main() -> None:
    packages = Path(sys.argv[1])
    OUT.mkdir(exist_ok=True)
    for cut in cuts():
        print(f"{cut.out:32} {make(cut, packages):>9,} bytes")
    copy_licences((cut.source for cut in cuts()), packages)


if __name__ == "__main__":
    main()
