"""The few marks that a scientific text may carry: i, b, sub, sup (em and strong mean i and b).

Everything else that was typed is text and is shown as typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from markupsafe import Markup, escape

TAG = re.compile(r"<(/?)(sub|sup|i|b|em|strong)>", re.IGNORECASE)
MEANING = {"em": "i", "strong": "b"}


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one style; `marks` are i, b, sub, sup in the order they were opened."""

    text: str
    marks: tuple[str, ...] = ()

    @property
    def is_italic(self) -> bool:
        return "i" in self.marks

    @property
    def is_bold(self) -> bool:
        return "b" in self.marks

    @property
    def is_lowered(self) -> bool:
        return "sub" in self.marks

    @property
    def is_raised(self) -> bool:
        return "sup" in self.marks


Runs = tuple[Run, ...]


def runs(text: str) -> Runs:
    """The text in runs: a mark left open ends with the text, a stray end is text itself."""
    return tuple(_joined(_pieces(text)))


def lines_of(text: str) -> tuple[Runs, ...]:
    """The runs of each line; a mark goes on over the end of a line."""
    lines: list[list[Run]] = [[]]
    for run in runs(text):
        first, *more = run.text.split("\n")
        lines[-1].append(Run(first, run.marks))
        lines += [[Run(line, run.marks)] for line in more]
    return tuple(tuple(run for run in line if run.text) for line in lines)


def unmarked(text: str) -> str:
    """The text as it is read: without its marks, and with whatever is no mark."""
    return "".join(run.text for run in runs(text))


def marked(text: str) -> Markup:
    """Safe and well-formed HTML whatever was typed."""
    return html_of(runs(text))


def html_of(shown: Iterable[Run]) -> Markup:
    """Runs as HTML: everything escaped but four tags."""
    made: list[str] = []
    opened: list[str] = []
    for run in (*shown, Run("")):
        kept = _shared(opened, run.marks)
        made += [f"</{opened.pop()}>" for _ in range(len(opened) - kept)]
        made += [f"<{mark}>" for mark in run.marks[kept:]]
        opened += run.marks[kept:]
        made.append(str(escape(run.text)))
    return Markup("".join(made))  # noqa: S704 -- every piece is escaped or one of four tags


def _pieces(text: str) -> Iterator[Run]:
    opened: list[str] = []
    end = 0
    for found in TAG.finditer(text):
        yield Run(text[end : found.start()], _styles(opened))
        name = MEANING.get(found[2].lower(), found[2].lower())
        if not found[1]:
            opened.append(name)
        elif opened and opened[-1] == name:
            opened.pop()
        else:
            yield Run(found[0], _styles(opened))
        end = found.end()
    yield Run(text[end:], _styles(opened))


def _joined(pieces: Iterable[Run]) -> list[Run]:
    made: list[Run] = []
    for piece in pieces:
        if made and piece.text and made[-1].marks == piece.marks:
            made[-1] = Run(made[-1].text + piece.text, piece.marks)
        elif piece.text:
            made.append(piece)
    return made


def _styles(opened: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(opened))


def _shared(opened: list[str], marks: tuple[str, ...]) -> int:
    same = 0
    for one, other in zip(opened, marks, strict=False):
        if one != other:
            break
        same += 1
    return same
