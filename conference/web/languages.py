"""Which language a name is read in, as far as its script and the person's country tell."""

from __future__ import annotations

OF_SCRIPT = (
    (0x3041, 0x30FF, "ja"),
    (0xAC00, 0xD7A3, "ko"),
    (0x0E01, 0x0E5B, "th"),
    (0x0591, 0x05F4, "he"),
    (0x10A0, 0x10FF, "ka"),
    (0x0531, 0x058F, "hy"),
    (0x0370, 0x03FF, "el"),
)
HAN = (0x3400, 0x9FFF)
OF_HAN = {"JP": "ja", "KR": "ko", "TW": "zh-Hant", "HK": "zh-Hant", "MO": "zh-Hant"}


def language_of(name: str, country: str = "") -> str:
    """The tag for `lang`, "" for Latin and for scripts that several languages share.

    Han characters take the shapes of the country; without one, or elsewhere, they are Chinese.
    """
    for first, last, tag in OF_SCRIPT:
        if any(first <= ord(sign) <= last for sign in name):
            return tag
    if any(HAN[0] <= ord(sign) <= HAN[1] for sign in name):
        return OF_HAN.get(country, "zh")
    return ""
