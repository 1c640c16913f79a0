"""What a calibration sheet says. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from badges.stock.rules import in_millimetres
from badges.stock.stock import Stock

# Letters that other keyboards swap (QWERTZ, AZERTY) among them: a scan that reads otherwise
# tells that the scanner types in another layout.
TEST_CODE = "TESTQWAZYM012345"


def instructions(stock: Stock, areas: int) -> tuple[Sequence[str], ...]:
    """How to read the sheet, in as many parts as there are areas to write in (one or two).

    A paragraph that begins with a star is the heading.
    """
    sheet, mark = stock.sheet, mark_of(stock)
    words = (
        f"*Calibration sheet: {stock.title}",
        f"Paper {in_millimetres(sheet.width)} × {in_millimetres(sheet.height)} mm, badge "
        f"{in_millimetres(stock.width)} × {in_millimetres(stock.height)} mm. Print at 100 %, "
        "never “fit to page”.",
        "1. Measure the lines that say how long they are. If one is shorter or longer, the printer "
        "scales: mend that first, no offset helps.",
        "2. The crosses should stand on the corners of the badges. On plain paper measure with a "
        f"ruler from the left edge to the line {mark} of the upper scale, and from the upper edge "
        f"to the line {mark} of the left scale: both should be {mark}.0 mm.",
        f"3. What to type as this printer's offset: {mark} minus what you measured. Measured "
        f"{mark}.8 from the left: type -0.8 to the right. Measured {mark - 1}.5 from above: type "
        "0.5 down.",
        "4. Print this sheet again with the offset, and scan the code: it reads "
        f"{TEST_CODE}. Other letters mean that the scanner types in another keyboard layout.",
    )
    return (words,) if areas == 1 else (words[:3], words[3:])


def few_instructions(stock: Stock, areas: int) -> tuple[Sequence[str], ...]:
    """The same in short, for a label on which the whole would be too small to read."""
    mark = mark_of(stock)
    words = (
        f"*{stock.title}",
        f"Print at 100 %. The crosses belong on the corners. Offset to type: {mark} minus the "
        f"distance from the edge to the line {mark}, to the right and down.",
        f"The code reads {TEST_CODE}.",
    )
    return (words,) if areas == 1 else (words[:1], words[1:])


def mark_of(stock: Stock) -> int:
    """The line of both scales to measure to: as far from the edge as the paper allows."""
    return 50 if min(stock.sheet.width, stock.sheet.height) > 60 else 20
