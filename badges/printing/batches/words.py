"""A batch in words: what its form offers, and what whoever loads the printer must know. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from badges.printing.batches.choice import Choice, Doubtful, Here, Order, Printed, Ribboned, Switch
from badges.stock.grid import sheet_count
from badges.stock.stock import Flip, Paper, Stock, StockKind

OPTIONS: Mapping[str, Sequence[tuple[Any, str]]] = {
    "printed": [(Printed.NEW, "Not yet printed"), (Printed.ALL, "All, also printed ones")],
    "here": [
        (Here.ALL, "Arrived or not"),
        (Here.NOT_YET, "Not arrived yet"),
        (Here.CAME, "Arrived"),
    ],
    "ribbon": [
        (Ribboned.ALL, "With and without ribbons"),
        (Ribboned.WITH, "With a ribbon"),
        (Ribboned.WITHOUT, "Without a ribbon"),
    ],
    "order": [
        (Order.NAME, "Family name"),
        (Order.CATEGORY, "Category"),
        (Order.COMPANY, "Affiliation"),
    ],
    "doubtful": [
        (Doubtful.IN_ORDER, "In their order"),
        (Doubtful.LAST, "After all others"),
        (Doubtful.NOT, "Not at all"),
    ],
    "flip": [
        (Flip.NONE, "Fronts only"),
        (Flip.LONG_EDGE, "Both sides, long edge"),
        (Flip.SHORT_EDGE, "Both sides, short edge"),
    ],
    "marks": [(Switch.ON, "With marks"), (Switch.OFF, "Without marks")],
}
_PIECES = {
    StockKind.SHEET: ("sheet", "sheets"),
    StockKind.FOLD: ("sheet", "sheets"),
    StockKind.ROLL: ("label", "labels"),
    StockKind.CARD: ("card", "cards"),
}


def option_words(choice: Choice, name: str) -> str:
    """What the form calls the chosen value of one of its lists."""
    value = str(choice.values[name])
    return next(words for each, words in OPTIONS[name] if each.value == value)


def batch_title(choice: Choice, categories: Mapping[str, str]) -> str:
    """What a batch is called: whose badges, which letters, and whether printed before."""
    category = categories.get(choice.category, choice.category) or "Everyone"
    letters = (
        f", {choice.first or 'A'} to {choice.last or 'Z'}" if choice.first or choice.last else ""
    )
    which = "not yet printed" if choice.printed == Printed.NEW else "also printed ones"
    return f"{category[:80]}{letters}, {which}"


def badges_words(count: int, stock: Stock) -> str:
    """How many badges on what, such as "12 badges, A4, four A6 badges to cut"."""
    return f"{count} {'badge' if count == 1 else 'badges'}, {stock.title}"


def place_words(choice: Choice, stock: Stock) -> str:
    """Where on the first sheet the badges begin; "" where a sheet has one place."""
    places = stock.sheet.places
    return f"place {choice.first_place + 1} of {places}" if places > 1 else ""


def paper_line(choice: Choice, stock: Stock) -> str:
    """What to load, in one line: the stock, the first place and the sides."""
    begins = place_words(choice, stock)
    told = [stock.title, f"from {begins}" if begins else "", option_words(choice, "flip").lower()]
    return "; ".join(each for each in told if each)


def batch_facts(choice: Choice, stock: Stock, count: int, layout: str) -> list[tuple[str, str]]:
    """What a batch is printed on and holds: (name, words), without what is as usual."""
    pieces = sheet_count(choice.on(Paper(stock)), count)
    begins = place_words(choice, stock)
    told = [
        ("Stock", stock.title),
        ("To load", f"{pieces} {_PIECES[stock.kind][pieces != 1]}"),
        ("First badge", f"At {begins} of the first sheet" if begins else ""),
        ("Sides", option_words(choice, "flip")),
        ("In the order of", option_words(choice, "order")),
        ("Layout", layout),
        ("Cut and fold marks", option_words(choice, "marks")),
    ]
    filters = {"here": "At the meeting", "ribbon": "Ribbons", "doubtful": "Doubted by the report"}
    usual = Choice()
    told += [
        (title, option_words(choice, name))
        for name, title in filters.items()
        if choice.values[name] != usual.values[name]
    ]
    return [(name, words) for name, words in told if words]
