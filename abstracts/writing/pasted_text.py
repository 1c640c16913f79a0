"""Text that comes from a word processor: what cannot be seen goes, what was meant stays."""

import re

from abstracts.length import normalise

# The Symbol font of word processors puts Greek letters where Unicode has none.
_LATIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_GREEK = "αβχδεφγηιϕκλμνοπθρστυϖωξψζΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ"
_SIGNS = {0xF0B1: "±", 0xF0A3: "≤", 0xF0B3: "≥", 0xF0B4: "×", 0xF0B0: "°", 0xF0AE: "→"}
SYMBOL_FONT = {0xF000 + ord(latin): greek for latin, greek in zip(_LATIN, _GREEK, strict=True)}
INVISIBLE = dict.fromkeys((0x00, 0xAD, 0x200B, 0x2060, 0xFEFF))
TABLE = {**SYMBOL_FONT, **_SIGNS, **INVISIBLE}
CONTROL = re.compile(r"[\x01-\x09\x0e-\x1f\x7f]")


def clean_text(raw: str) -> str:
    """Lines keep their breaks; what nobody can see, and spaces at the ends of lines, are dropped.

    Greek of the Symbol font becomes Greek. Curly quotes, dashes and hard spaces stay as typed.
    """
    lines = CONTROL.sub(" ", normalise(raw).translate(TABLE)).split("\n")
    return "\n".join(line.rstrip(" ") for line in lines).strip()
