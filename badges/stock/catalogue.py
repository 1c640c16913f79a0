"""The stock one can buy, as data; every figure with where it comes from. Millimetres.

Sizes that makers give in inches are written as inches. `DEFAULT_STOCK` is what a meeting prints
on until somebody chooses.
"""

from badges.stock.stock import Fold, Sheet, Stock, StockKind

DEFAULT_STOCK = "a6"


def inches(size: float) -> float:
    """Inches in millimetres, to a ten-thousandth."""
    return round(size * 25.4, 4)


A4 = (210.0, 297.0)
A4_WIDE = (297.0, 210.0)
LETTER = (inches(8.5), inches(11))
ISO_216 = "ISO 216"
GLABELS = "glabels-data 3.4.1"
PRETIX = "as the ticket shop pretix prints it"
BY_INSET = "sheet of the maker, checked against the paper's size"
ZEBRA_DPI, LABEL_DPI = 203, 300


def _cut_from_a4(key: str, title: str, size: tuple[float, float], sheet: Sheet) -> Stock:
    """Plain A4 to cut apart: the badges touch, so marks say where."""
    return Stock(
        key, title, StockKind.SHEET, *size, sheet, has_cuts=True, source=f"{ISO_216}, {PRETIX}"
    )


def _one(
    key: str, title: str, kind: StockKind, size: tuple[float, float], source: str, dots: int = 0
) -> Stock:
    """One badge a page: the page is the badge."""
    return Stock(key, title, kind, *size, Sheet(*size), dots_per_inch=dots, source=source)


def _label(key: str, title: str, size: tuple[float, float], source: str) -> Stock:
    """A label that is read across and leaves a narrow printer with its short edge first."""
    return Stock(
        key, title, StockKind.ROLL, *size, Sheet(*size), safe=2.0, dots_per_inch=LABEL_DPI,
        feeds_turned=True, source=source,
    )  # fmt: skip


_CUT = (
    _one("a6", "A6, one badge a page", StockKind.SHEET, (105.0, 148.0), ISO_216),
    _cut_from_a4(
        "a4-4up", "A4, four A6 badges to cut", (105.0, 148.0),
        Sheet(*A4, columns=2, rows=2, top=0.5, pitch_x=105.0, pitch_y=148.0),
    ),
    _cut_from_a4(
        "a7", "A4 across, eight A7 badges to cut", (74.0, 105.0),
        Sheet(*A4_WIDE, columns=4, rows=2, left=0.5, pitch_x=74.0, pitch_y=105.0),
    ),
    _cut_from_a4(
        "a7-wide", "A4, eight A7 badges across to cut", (105.0, 74.0),
        Sheet(*A4, columns=2, rows=4, top=0.5, pitch_x=105.0, pitch_y=74.0),
    ),
)  # fmt: skip

_PERFORATED = (
    Stock(
        "us-4x3", "Letter, six 4 × 3 in inserts (Avery 5392, 74459, 74541)", StockKind.SHEET,
 inches(4), inches(3),
        Sheet(
            *LETTER, columns=2, rows=3, left=inches(0.25), top=inches(1),
            pitch_x=inches(4), pitch_y=inches(3),
        ),
        source=f"Avery 5392, {BY_INSET}: print the calibration sheet first",
    ),
    Stock(
        "avery-l4785", "A4, ten 80 × 50 mm labels (Avery L4784, L4785, L4786, L4787)",
        StockKind.SHEET, 80.0, 50.0,
        Sheet(*A4, columns=2, rows=5, left=18.0, top=13.0, pitch_x=95.0, pitch_y=55.0),
        corner=4.0, source=GLABELS,
    ),
    Stock(
        "avery-5395", "Letter, eight 3.375 × 2.333 in labels (Avery 5095, 5395, 8395, 15395)",
        StockKind.SHEET, inches(3.375), inches(7 / 3),
        Sheet(
            *LETTER, columns=2, rows=4, left=inches(0.6875), top=inches(7 / 12),
            pitch_x=inches(3.75), pitch_y=inches(2.5),
        ),
        corner=inches(0.1875), source=GLABELS,
    ),
    Stock(
        "durable-1445", "A4, ten 90 × 54 mm inserts (Durable 1445)", StockKind.SHEET, 90.0, 54.0,
        Sheet(*A4, columns=2, rows=5, left=15.0, top=12.0, pitch_x=90.0, pitch_y=54.0),
        source=PRETIX,
    ),
    Stock(
        "durable-1456", "A4, eight 90 × 60 mm inserts (Durable 1456)", StockKind.SHEET, 90.0, 60.0,
        Sheet(*A4, columns=2, rows=4, left=15.0, top=28.5, pitch_x=90.0, pitch_y=60.0),
        source=PRETIX,
    ),
    Stock(
        "durable-1453", "A4, twelve 75 × 40 mm inserts (Durable 1453)", StockKind.SHEET, 75.0, 40.0,
        Sheet(*A4, columns=2, rows=6, left=30.0, top=28.5, pitch_x=75.0, pitch_y=40.0),
        source=PRETIX,
    ),
    Stock(
        "herma-4412", "A4, ten 80 × 50 mm labels (Herma 4412)", StockKind.SHEET, 80.0, 50.0,
        Sheet(*A4, columns=2, rows=5, left=17.5, top=13.5, pitch_x=95.0, pitch_y=55.0),
        source=PRETIX,
    ),
)  # fmt: skip

_FOLDED = (
    Stock(
        "butterfly-96x134", "Butterfly 96 × 268 mm, folded once to 96 × 134 mm", StockKind.FOLD,
        96.0, 134.0, Sheet(96.0, 268.0), fold=Fold.BUTTERFLY,
        source="common size of butterfly badges",
    ),
    Stock(
        "butterfly-82x101", "Butterfly 82 × 203 mm, folded once to 82 × 101.5 mm", StockKind.FOLD,
        82.0, 101.5, Sheet(82.0, 203.0), fold=Fold.BUTTERFLY, source=PRETIX,
    ),
    Stock(
        "a4-fold", "A4 folded twice to A6: front, back, my agenda, practical", StockKind.FOLD,
        105.0, 148.5, Sheet(*A4), fold=Fold.QUARTER, source=f"{ISO_216}: A4 halved twice",
    ),
)  # fmt: skip

_SINGLES = (
    _one(
        "us-4x6", "4 × 6 in, one badge a page", StockKind.ROLL, (inches(4), inches(6)),
        "4 × 6 in label, 812 × 1218 dots at 203 dpi", ZEBRA_DPI,
    ),
    _one(
        "zebra-4x3", "Zebra roll, 4 × 3 in", StockKind.ROLL, (inches(4), inches(3)),
        "Zebra ZD421: 8 dots a millimetre, 104 mm wide at most", ZEBRA_DPI,
    ),
    _one(
        "zebra-4x6", "Zebra roll, 4 × 6 in", StockKind.ROLL, (inches(4), inches(6)),
        "Zebra ZD421: 8 dots a millimetre, 104 mm wide at most", ZEBRA_DPI,
    ),
    Stock(
        "cr80", "Plastic card CR80, 85.60 × 53.98 mm", StockKind.CARD, 85.60, 53.98,
        Sheet(85.60, 53.98), corner=3.18, source="ISO/IEC 7810, ID-1",
    ),
    _label(
        "brother-62", "Brother roll 62 mm (DK-22205), cut at 100 mm", (100.0, 62.0),
        "Brother DK-22205: 62 mm continuous, the length is ours",
    ),
    _label(
        "brother-62x100", "Brother labels 62 × 100 mm (DK-1202)", (100.0, 62.0),
        f"Brother DK-1202, {GLABELS}",
    ),
    _label("dymo-99014", "Dymo labels 101 × 54 mm (99014)", (101.0, 54.0), GLABELS),
    _label("dymo-30856", "Dymo labels 106 × 62 mm (30856)", (106.0, 62.0), GLABELS),
    _label("dymo-11356", "Dymo labels 89 × 41 mm (11356)", (89.0, 41.0), GLABELS),
)  # fmt: skip

STOCKS: dict[str, Stock] = {
    stock.key: stock for stock in (*_CUT, *_PERFORATED, *_FOLDED, *_SINGLES)
}
