"""Amounts as banks write them: decimal comma or point, signs before and behind, CR and DR."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from conference.membership.roll_words import terms
from conference.orm.money import LARGEST_DIGITS, minor_digits

CREDIT_WORDS = terms(
    """c | cr | crdt | credit | credits | h | haben | gutschrift | kredit | eingang | + | credito
    cred | abono | haber | avere | accredito | accrediti | bij | in | ingreso | entrata
    recette"""
)
DEBIT_WORDS = terms(
    """d | dr | dbit | debit | debits | s | soll | lastschrift | belastung | ausgang | - | debito
    deb | cargo | debe | dare | addebito | addebiti | af | out | gasto | uscita | depense"""
)
_SIGNS = CREDIT_WORDS | DEBIT_WORDS
_MINUS = str.maketrans({"−": "-", "–": "-", "—": "-", "’": "'", "´": "'", "`": "'"})
_AMOUNT = re.compile(
    r"(?P<before>[a-z€$£¥]*)(?P<sign>[+\-(]?)(?P<between>[a-z€$£¥]*)(?P<number>\d[\d.,']*)"
    r"(?P<end>[)\-+]?)(?P<behind>[a-z€$£¥]*)"
)
_WHOLE = re.compile(r"\d+|\d{1,3}(?:[.,']\d{2,3})*[.,']\d{3}")


@dataclass(frozen=True, slots=True)
class ReadAmount:
    """Minor units with their sign, the currency if the cell named one; or what is wrong."""

    amount: int = 0
    currency: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class AmountColumn:
    """How a column writes amounts. `mark`: its decimal sign; "" if no cell shows it."""

    mark: str = ""

    def read(self, text: str, currency: str) -> ReadAmount:
        """What a cell means in a currency. Zero and nothing are refused: no money has moved."""
        found = _AMOUNT.fullmatch(_squeezed(text))
        if not text.strip():
            return ReadAmount(problem="There is no amount.")
        words = _words(found) if found else None
        if found is None or words is None:
            return ReadAmount(problem=f"“{text[:40]}” is not an amount.")
        named = next((word.upper() for word in words if _is_currency(word)), "")
        return self._in_minor(text, found, named, named or currency)

    def _in_minor(self, text: str, found: re.Match[str], named: str, currency: str) -> ReadAmount:
        digits = minor_digits(currency)
        mark = _own_mark(found["number"]) or self.mark
        if not mark and digits == 3 and _is_open(found["number"]):
            return ReadAmount(problem=f"“{text[:40]}” may be thousands or decimals.")
        major = _number(found["number"], mark)
        if major is None:
            return ReadAmount(problem=f"“{text[:40]}” is not an amount.")
        minor = major.scaleb(digits)
        if minor != minor.to_integral_value():
            return ReadAmount(problem=f"“{text[:40]}” has more decimals than {currency} has.")
        if minor >= 10**LARGEST_DIGITS:
            return ReadAmount(problem=f"“{text[:40]}” is too much to be an amount.")
        if not minor:
            return ReadAmount(problem="The amount is 0.")
        return ReadAmount(-int(minor) if _is_negative(found) else int(minor), named)


def learn_amounts(texts: Iterable[str]) -> AmountColumn:
    """The decimal sign that the cells of a column show, if they agree on one."""
    found = (_AMOUNT.fullmatch(_squeezed(text)) for text in texts)
    marks = {_own_mark(each["number"]) for each in found if each} - {""}
    return AmountColumn(marks.pop() if len(marks) == 1 else "")


def _squeezed(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).translate(_MINUS)
    return "".join(plain.split()).lower()


def _words(found: re.Match[str]) -> list[str] | None:
    """The letters around the digits; None if they are neither a currency nor CR or DR."""
    words = [word for word in (found["before"], found["between"], found["behind"]) if word]
    known = (_is_currency(word) or not word.isalpha() or word in _SIGNS for word in words)
    return words if all(known) else None


def _is_currency(word: str) -> bool:
    return len(word) == 3 and word.isalpha() and word not in _SIGNS


def _is_negative(found: re.Match[str]) -> bool:
    is_minus = "-" in (found["sign"], found["end"]) or (found["sign"], found["end"]) == ("(", ")")
    return is_minus or found["behind"] in DEBIT_WORDS


def _own_mark(number: str) -> str:
    """The decimal sign, where the digits show it by themselves: 1.234,50 or 12,5 or 1,234,567."""
    points, commas = number.count("."), number.count(",")
    if points and commas:
        return max(".,", key=number.rfind)
    if points + commas == 0:
        return ""
    mark = "." if points else ","
    other = "," if points else "."
    if points + commas > 1:
        return other
    return "" if _is_open(number) else mark


def _is_open(number: str) -> bool:
    """1.234 may be a thousand; 0.234, 1234.567 and 1'234.567 are no thousands."""
    return bool(re.fullmatch(r"[1-9]\d{0,2}[.,]\d{3}", number))


def _number(number: str, mark: str) -> Decimal | None:
    """Without a decimal sign, what stands between digits groups thousands; None: no number."""
    whole, _, part = number.rpartition(mark) if mark and mark in number else (number, "", "")
    if not _WHOLE.fullmatch(whole) or not (part.isdigit() or not part):
        return None
    return Decimal(f"{''.join(filter(str.isdigit, whole))}.{part or 0}")
