"""The layout that a stock has before anybody draws one: made from its size. Pure.

Type floors are 12 pt on stock of at least 70 mm either way, which is read from two or three
metres; the token to type is 9 pt. Smaller stock is read at arm's length and has no room for more:
8 pt there, 6 pt for the token, and a name is never set under 11 pt.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from badges.layouts.layout import Align, Box, Element, ElementKind, Layout, Side, TypeRange
from badges.stock.stock import Fold, Stock
from conference.typesetting.fonts import Weight

STANDARD = "standard"
LARGE_MM = 70.0  # either way: stock that hangs at the chest and is read from afar
LOW_LABEL_MM = 46.0  # lower ones hold no country
LOW = 1.15  # times its width: what is lower is laid out across
SMALLEST_CODE_MM = 15.0  # 29 modules of half a millimetre on the dots of any printer
TITLE, DATES = "{meeting}", "{dates}, {city}"
PRACTICAL = (
    "{venue}\n{city}\n{dates}\n\n"
    "Show this badge at the entrance and at every door. It is yours alone.\n\n"
    "Lost it? The registration desk prints another; the lost one then opens nothing.\n\n"
    "Not well, or in danger? Ask anybody with the word Staff on the badge."
)
REVISION_MM = 12.0
CODE_MM = 25.4  # 29 modules of seven dots at 203 dpi, one inch
SMALL_RIBBON = TypeRange(Weight.BOLD, 8.4, 8, 8)
FOUND = "Found? Please bring it to the registration desk."


@dataclass(frozen=True, slots=True)
class _Scale:
    """The measures of one stock that its elements share."""

    side: Side
    width: float
    height: float
    margin: float
    is_large: bool

    @property
    def inner(self) -> float:
        return self.width - 2 * self.margin

    @property
    def share(self) -> float:
        """How large this stock is beside A6."""
        return min(1.0, self.width / 105.0, self.height / 148.0)

    @property
    def floor(self) -> float:
        return 12.0 if self.is_large else 8.0

    def element(self, name: str, kind: ElementKind, box: Box, **more: Any) -> Element:
        return Element(f"{self.side}-{name}", kind, box, side=self.side, **more)

    def bold(self, largest: float, good: float, floor: float, lines: int = 1) -> TypeRange:
        return TypeRange(Weight.BOLD, largest, min(good, largest), min(floor, largest), lines)

    def plain(self, largest: float, good: float, lines: int = 1) -> TypeRange:
        largest = max(largest, self.floor)
        good = max(self.floor, min(good, largest))
        return TypeRange(Weight.REGULAR, largest, good, self.floor, lines)


@lru_cache(maxsize=128)
def standard_layout(stock: Stock) -> Layout:
    """A good layout for any stock: the name first, the band at the foot, the code at the right.

    A butterfly has the same on its back, for a badge that turns round on its cord; a sheet folded
    twice has the person's agenda and practical words inside.
    """
    elements = list(_face(_scale(stock, Side.FRONT)))
    if stock.fold is not Fold.NONE:
        elements += _face(_scale(stock, Side.BACK))
    if stock.fold is Fold.QUARTER:
        elements += _agenda(_scale(stock, Side.AGENDA))
        elements += _practical(_scale(stock, Side.PRACTICAL))
    title = f"Standard, {stock.title}"
    return Layout(STANDARD, title, stock.width, stock.height, tuple(elements))


def _scale(stock: Stock, side: Side) -> _Scale:
    smaller = min(stock.width, stock.height)
    margin = max(stock.safe, min(7.0, smaller * 0.067))
    return _Scale(side, stock.width, stock.height, margin, smaller >= LARGE_MM)


def _face(scale: _Scale) -> Iterator[Element]:
    if scale.height >= scale.width * LOW:
        return _upright(scale)
    return _across(scale) if scale.is_large else _label(scale)


def _upright(scale: _Scale) -> Iterator[Element]:
    """Taller than wide: title, person, ribbons beside the code, band."""
    share, left, inner = scale.share, scale.margin, scale.inner
    band = max(14.0, 20 * share) if scale.height >= 100 else 10.0
    foot = scale.height - band
    code = CODE_MM if share > 0.9 else max(SMALLEST_CODE_MM, CODE_MM * share)
    head = _head(scale, left + 2 * share)
    yield from head
    token = 10.4 if scale.is_large else 6.0
    top = foot - token - code - 1.5
    at = head[-1].box.bottom + 3.5 * share
    yield _person(scale, Box(left, at, inner, top - at))
    ribbons = Box(left, top + 3, inner - code - 3, code - 3)
    yield _ribbons(scale, ribbons)
    yield _code(scale, Box(scale.width - left - code, top, code, code))
    if scale.is_large:
        yield _token(scale, Box(scale.width - left - code - 1, top + code + 0.2, code + 1, token))
        yield from _last(scale, Box(left, foot - 9, inner - code - 3, 6.0))
    else:
        yield _token(scale, Box(left, top + code + 0.8, inner, token - 1))
    yield _band(scale, Box(0, foot, scale.width, band))


def _across(scale: _Scale) -> Iterator[Element]:
    """Wider than tall and large: the name over the whole width, the rest beside the code."""
    left, inner = scale.margin, scale.inner
    foot = scale.height - 14.0
    code = CODE_MM if scale.height > 75 else 24.0
    title = Box(left, left, inner - REVISION_MM, 5)
    yield _revision(scale, Box(title.right, title.y, REVISION_MM, title.height))
    yield scale.element("title", ElementKind.TEXT, title, text=TITLE, type=scale.bold(15, 12, 12))
    rule = Box(left, title.bottom + 0.6, inner, 0.9)
    yield scale.element("rule", ElementKind.RULE, rule)
    low = foot - max(24.0, code + 1.0)
    name = Box(left, rule.bottom + 1.2, inner, low - rule.bottom - 2.4)
    yield scale.element(
        "name", ElementKind.NAME, name,
        type=scale.bold(44, 30, 12, lines=2), small=scale.bold(20, 16, 12, lines=2),
    )  # fmt: skip
    beside = inner - code - 15
    about = Box(left, low + 0.5, beside, 10.4)
    yield scale.element(
        "affiliation", ElementKind.TEXT, about, text="{affiliation}", type=scale.plain(14, 13, 2)
    )
    country = Box(left, about.bottom + 0.3, beside, 4.8)
    yield scale.element(
        "country", ElementKind.TEXT, country, text="{country}", type=scale.plain(12, 12)
    )
    yield _ribbons(scale, Box(left, country.bottom + 0.7, beside, foot - country.bottom - 1.2))
    yield _code(scale, Box(scale.width - left - code, low, code, code))
    yield _token(scale, Box(scale.width - left - code - 14, foot - 20, 13.5, 18.5))
    yield _band(scale, Box(0, foot, scale.width, 14.0))


def _label(scale: _Scale) -> Iterator[Element]:
    """A card or a label: the person at the left, the code with its token at the right."""
    left = scale.margin
    band = max(6.5, min(11.0, scale.height * 0.18))
    foot = scale.height - band
    head = 4.2
    token = 5.6
    title = Box(left, left, scale.inner - REVISION_MM, head)
    yield _revision(scale, Box(title.right, title.y, REVISION_MM, head))
    yield scale.element("title", ElementKind.TEXT, title, text=TITLE, type=scale.bold(11, 9, 8))
    rule = Box(left, title.bottom + 0.3, scale.inner, 0.5)
    yield scale.element("rule", ElementKind.RULE, rule)
    top = rule.bottom + 0.7
    code = max(SMALLEST_CODE_MM, min(22.0, scale.width * 0.2, foot - top - token))
    beside = scale.inner - code - 2.5
    ribbons = 4.4
    yield from _about(scale, Box(left, top + 0.8, beside, foot - top - ribbons - 2.2))
    yield _ribbons(scale, Box(left, foot - ribbons - 0.6, beside, ribbons))
    spare = max(0.0, foot - top - code - token)
    right = scale.width - left - code
    yield _code(scale, Box(right, top + spare * 0.4, code, code))
    yield _token(scale, Box(right - 2, top + spare * 0.4 + code + 0.2, code + 2, token - 0.4))
    yield _band(scale, Box(0, foot, scale.width, band))


def _about(scale: _Scale, box: Box) -> Iterator[Element]:
    """The person on a label; on a low one without the country, for the name's sake."""
    if scale.height >= LOW_LABEL_MM:
        yield _person(scale, box)
        return
    line = 4.0
    name = Box(box.x, box.y, box.width, box.height - line - 0.6)
    yield scale.element(
        "name", ElementKind.NAME, name,
        type=scale.bold(30, 20, 11, lines=2), small=scale.bold(14, 12, 11),
    )  # fmt: skip
    below = Box(box.x, name.bottom + 0.6, box.width, line)
    yield scale.element(
        "affiliation", ElementKind.TEXT, below, text="{affiliation}", type=scale.plain(10, 8)
    )


def _head(scale: _Scale, top: float) -> list[Element]:
    """Title, days and place, and the rule under them."""
    left, inner = scale.margin, scale.inner
    high = (6.2, 5.4) if scale.is_large else (4.4, 3.8)
    large = scale.bold(15, 12, 12) if scale.is_large else scale.bold(11, 9, 8)
    title = Box(left, top, inner, high[0])
    dates = Box(left, title.bottom + 0.4, inner, high[1])
    rule = Box(left, dates.bottom + 1.6 * scale.share, inner, max(0.6, 1.2 * scale.share))
    small = scale.plain(12, 12) if scale.is_large else scale.plain(9, 8)
    return [
        scale.element("title", ElementKind.TEXT, title, text=TITLE, type=large),
        scale.element("dates", ElementKind.TEXT, dates, text=DATES, type=small),
        scale.element("rule", ElementKind.RULE, rule),
    ]


def _person(scale: _Scale, box: Box) -> Element:
    if scale.is_large:
        given = scale.bold(54, 36, 12, lines=2)
        family = scale.bold(30, 20, 12, lines=2)
        if box.width < 80:
            given, family = scale.bold(44, 27, 12, lines=2), scale.bold(24, 17, 12, lines=2)
    else:
        given = scale.bold(34, 20, 11, lines=2)
        family = scale.bold(17, 13, 11, lines=2)
    family = family if scale.is_large else _with_floor(family, scale.floor)
    return scale.element("person", ElementKind.PERSON, box, type=given, small=family)


def _with_floor(family: TypeRange, floor: float) -> TypeRange:
    """The second name's floor is also that of what stands under it."""
    return TypeRange(family.weight, family.largest, family.good, floor, family.lines)


def _ribbons(scale: _Scale, box: Box) -> Element:
    sizes = scale.bold(13 if box.height > 8 else 12, 12, 12) if scale.is_large else SMALL_RIBBON
    return scale.element("ribbons", ElementKind.RIBBONS, box, type=sizes)


def _code(scale: _Scale, box: Box) -> Element:
    return scale.element("code", ElementKind.QR, box)


def _token(scale: _Scale, box: Box) -> Element:
    floor = 9.0 if scale.is_large else 6.0
    sizes = TypeRange(Weight.REGULAR, 12.0 if scale.is_large else 9.0, floor, floor)
    return scale.element("token", ElementKind.CODE, box, type=sizes, align=Align.CENTRE)


def _last(scale: _Scale, box: Box) -> Iterator[Element]:
    """The registration's code, to type at the desk, and which print this is."""
    sizes = scale.plain(12, 12)
    text = "Registration {registration}" if box.width > 55 else "{registration}"
    most = Box(box.x, box.y, box.width - REVISION_MM, box.height)
    yield scale.element("registration", ElementKind.TEXT, most, text=text, type=sizes)
    yield _revision(scale, Box(most.right, box.y, REVISION_MM, box.height))


def _revision(scale: _Scale, box: Box) -> Element:
    small = TypeRange(Weight.REGULAR, 8, 8, 6)
    return scale.element(
        "revision", ElementKind.TEXT, box, text="print {revision}", type=small, align=Align.RIGHT
    )


def _band(scale: _Scale, box: Box) -> Element:
    sizes = scale.bold(30, 20, 18, lines=2)
    if not scale.is_large:
        largest = min(18.0, box.height * 1.6)
        sizes = scale.bold(largest, largest * 0.8, 8)
    elif box.height < 18:
        sizes = scale.bold(26, 14, 12, lines=2)
    elif box.width < 95:
        sizes = scale.bold(24, 18, 12, lines=2)
    return scale.element("band", ElementKind.BAND, box, type=sizes)


def _agenda(scale: _Scale) -> Iterator[Element]:
    """The panel behind the front: what this person does and starred."""
    yield from _panel_title(scale, "My agenda")
    top = scale.margin + 14
    box = Box(scale.margin, top, scale.inner, scale.height - top - scale.margin)
    sizes = TypeRange(Weight.REGULAR, 11, 10, 8)
    yield scale.element("agenda", ElementKind.AGENDA, box, type=sizes)


def _practical(scale: _Scale) -> Iterator[Element]:
    yield from _panel_title(scale, TITLE)
    top = scale.margin + 14
    box = Box(scale.margin, top, scale.inner, scale.height - top - scale.margin - 8)
    sizes = TypeRange(Weight.REGULAR, 12, 12, 9, lines=40)
    yield scale.element("practical", ElementKind.TEXT, box, text=PRACTICAL, type=sizes)
    last = Box(scale.margin, box.bottom + 1, scale.inner, 6)
    small = TypeRange(Weight.REGULAR, 10, 9, 9)
    yield scale.element("found", ElementKind.TEXT, last, text=FOUND, type=small)


def _panel_title(scale: _Scale, words: str) -> Iterator[Element]:
    title = Box(scale.margin, scale.margin, scale.inner, 8)
    sizes = TypeRange(Weight.BOLD, 16, 14, 12)
    yield scale.element("title", ElementKind.TEXT, title, text=words, type=sizes)
    rule = Box(scale.margin, title.bottom + 1.5, scale.inner, 0.8)
    yield scale.element("rule", ElementKind.RULE, rule)
