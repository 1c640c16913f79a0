"""A batch of badges on A4, four to a sheet, against a bare reportlab loop with the same content."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from io import BytesIO

import zxingcpp
from reportlab.pdfgen.canvas import Canvas

from badges.drawing import fit as fitting
from badges.drawing import operators, qr
from badges.drawing.compose import compose_own, compose_shared, plan_of
from badges.drawing.dots import page_dots
from badges.drawing.items import Block, Code, Composition
from badges.drawing.render import badge_pdf, dots_of
from badges.faces.rules import BadgeFace, BandStyle, Occasion, printed_name
from badges.layouts.layout import Box
from badges.layouts.standard import standard_layout
from badges.stock.catalogue import STOCKS
from badges.stock.grid import place
from badges.stock.stock import POINTS_PER_MM, Paper, Place
from conference.orm import tokens
from conference.typesetting import fonts, setting
from tests.bench.timing import Row, Table, in_turns

PAPER = Paper(STOCKS["a4-4up"])
LAYOUT = standard_layout(PAPER.stock)
DOTS = 203
MARKS = operators.marks(PAPER)
MM = POINTS_PER_MM
WIDTH, HEIGHT = PAPER.stock.sheet.width, PAPER.stock.sheet.height
GIVEN = (
    "Łukasz", "Γιώργος", "Ольга", "小明", "María José", "Anna", "John", "Aoife", "Nguyễn Văn",
    "さくら", "민준", "Søren", "Zoë", "Étienne", "Ngozi", "Priya", "Wei", "Fatima",
    "Ximena", "Otto",
)  # fmt: skip
FAMILY = (
    "Wiśniewski", "Παπαδόπουλος", "Ковалёва", "王", "Fernández y García", "Lee", "Smith",
    "Ní Bhriain", "Trần", "佐藤", "김", "Kierkegård", "Brontë", "Lefèvre", "Okonkwo", "Sharma",
    "Zhang", "Benali", "Quispe", "Schmidt", "Müller", "Jansen", "Rossi", "Novák", "Horváth",
)  # fmt: skip
CATEGORIES = (("Member", BandStyle.PLAIN), ("Trainee", BandStyle.GREEN), ("Press", BandStyle.BLUE))
KINDS = ("Institute", "Department", "University", "Academy", "School")
FIELDS = ("Signals", "Immunology", "Łódź", "Cell Biology", "Medicine and Public Health")
COUNTRIES = ("United Kingdom", "Poland", "Greece", "Viet Nam", "Japan", "Republic of Korea")
RIBBONS = (("Speaker",), (), ("Session chair", "Award winner"), ("First time here",), ())


async def bench_badges(*, badges: int, rounds: int) -> list[Table]:
    """Every round prints other people, and what ours keeps of texts is forgotten before each."""
    plain = iter([PlainBadges(batch_of(badges, turn)) for turn in range(rounds + 1)])
    batches = [batch_of(badges, turn) for turn in range(rounds + 1)]
    waiting = iter(batches)
    pdf = b""

    async def floor() -> None:
        next(plain).draw()

    async def ours() -> None:
        nonlocal pdf
        forget()
        pdf = badge_pdf(next(waiting), LAYOUT, PAPER)

    rows = await in_turns(floor, {"badges in 6 scripts": ours}, count=badges, rounds=rounds)
    words = "a reportlab loop: drawString and rect of the same text and marks, codes ready made"
    table = Table(f"A batch of {badges} badges, {PAPER.stock.title}", "badges", words, rows)
    return [replace(table, note=_note(rows[0], pdf, batches[-1]))]


def _note(row: Row, pdf: bytes, faces: Sequence[BadgeFace]) -> str:
    floor, ours = (min(times) / row.count * 1000 for times in (row.floor, row.ours))
    right, wanted = decoded(pdf, faces)
    return (
        f"{ours:.3f} ms of CPU a badge, the floor {floor:.3f}; {len(pdf) / 1024 / row.count:.2f} "
        f"KiB each; {right} of {wanted} codes decoded at {DOTS} dpi"
    )


def forget() -> None:
    """Shaped and fitted texts; opened fonts stay, as they do for the floor."""
    for kept in (setting.set_line, fitting.fit):
        kept.cache_clear()


@dataclass(frozen=True, slots=True)
class Text:
    font: str
    size: float
    x: float
    y: float
    words: str


class PlainBadges:
    """The same strings at the same places in the same fonts, worked out beforehand.

    What a category shares is one form here too; nothing is shaped, fitted or placed in the loop.
    """

    def __init__(self, faces: Sequence[BadgeFace]) -> None:
        self.pages: dict[int, list[tuple[str, list[Text], list[Box], str]]] = {}
        self.shared: dict[str, tuple[BadgeFace, Composition]] = {}
        plan = plan_of(LAYOUT)
        for index, face in enumerate(faces):
            at = place(PAPER, index)
            self.shared.setdefault(face.category, (face, compose_shared(face, plan)))
            items = compose_own(face, plan).items
            blocks = [item for item in items if isinstance(item, Block)]
            code = next(item for item in items if isinstance(item, Code)).box
            raster = qr.on_dots(
                at.x + code.x, at.y + code.y, code.width, code.height, dots_of(PAPER.stock)
            )
            ready = operators.code(raster, face.token, HEIGHT)
            texts = list(_texts(blocks, at.x, at.y))
            frames = [_moved(block.box, at) for block in blocks if block.is_framed]
            self.pages.setdefault(at.page, []).append(
                (face.category, texts, frames, ready, *_corner(at))
            )

    def draw(self) -> bytes:
        target = BytesIO()
        canvas = Canvas(target, pagesize=(WIDTH * MM, HEIGHT * MM), pageCompression=1)
        for category, (face, shared) in self.shared.items():
            _plain_form(canvas, category, face, shared)
        for badges in self.pages.values():
            for category, texts, frames, ready, x, y in badges:
                canvas.saveState()
                canvas.translate(x, y)
                canvas.doForm(category)
                canvas.restoreState()
                _plain_texts(canvas, texts)
                canvas.setLineWidth(0.9)
                for frame in frames:
                    canvas.roundRect(frame.x, frame.y, frame.width, frame.height, 3.4)
                canvas._code.append(ready)
            canvas._code.append(MARKS)
            canvas.showPage()
        canvas.save()
        return target.getvalue()


def _plain_texts(canvas: Canvas, texts: list[Text]) -> None:
    for text in texts:
        canvas.setFont(text.font, text.size)
        canvas.drawString(text.x, text.y, text.words)


def _plain_form(canvas: Canvas, name: str, face: BadgeFace, shared: Composition) -> None:
    canvas.beginForm(name, 0, 0, LAYOUT.width * MM, LAYOUT.height * MM)
    pen = operators.Pen(canvas._doc, LAYOUT.height, lambda image, height: "")
    marks = tuple(item for item in shared.items if not isinstance(item, Block))
    canvas._code += pen.draw(marks)
    for block in (item for item in shared.items if isinstance(item, Block)):
        canvas.setFillColor(block.colour)
        _plain_texts(canvas, list(_texts([block], 0, HEIGHT - LAYOUT.height)))
    canvas.endForm()


def _texts(blocks: Sequence[Block], left: float, top: float) -> Iterator[Text]:
    for block in blocks:
        size = block.fitted.size
        for line, baseline in zip(block.fitted.lines, block.baselines(), strict=True):
            x = (left + block.left_of(line)) * MM
            for run in line.runs:
                fonts.embedded(run.key)
                yield Text(run.key, size, x, (HEIGHT - top - baseline) * MM, run.text)
                x += run.width * size / fonts.UNITS


def _corner(at: Place) -> tuple[float, float]:
    return at.x * MM, (HEIGHT - at.y - LAYOUT.height) * MM


def _moved(box: Box, at: Place) -> Box:
    """In points from the bottom left of the page."""
    y = HEIGHT - at.y - box.bottom
    return Box((at.x + box.x) * MM, y * MM, box.width * MM, box.height * MM)


def decoded(pdf: bytes, faces: Sequence[BadgeFace]) -> tuple[int, int]:
    """How many codes of the first and the last page are read as they should be."""
    places = [place(PAPER, index).page for index in range(len(faces))]
    right = wanted = 0
    for page in {0, places[-1]}:
        codes = {face.token for face, at in zip(faces, places, strict=True) if at == page}
        found = {code.text for code in zxingcpp.read_barcodes(page_dots(pdf, DOTS, page))}
        right, wanted = right + len(codes & found), wanted + len(codes)
    return right, wanted


def batch_of(badges: int, turn: int) -> list[BadgeFace]:
    chosen = random.Random(turn)
    return [_face(number, turn, chosen) for number in range(badges)]


def _face(number: int, turn: int, chosen: random.Random) -> BadgeFace:
    given, family = chosen.choice(GIVEN), chosen.choice(FAMILY)
    category, band = CATEGORIES[number % len(CATEGORIES)]
    name = printed_name(f"{given} {family}", given, family)
    return BadgeFace(
        name=name, registered=name,
        affiliation=f"{chosen.choice(KINDS)} of {chosen.choice(FIELDS)} {chosen.randrange(60)}",
        country=chosen.choice(COUNTRIES), country_code="GB", category=category, band=band,
        ribbons=RIBBONS[number % len(RIBBONS)],
        token=tokens.derive("bench", "badge", turn, number, length=16), code=f"C{number:05}",
        meeting="Signals 2027", occasion="17–20 October 2027, Glasgow",
        at=Occasion("Signals 2027", "17–20 October 2027", "Glasgow"),
    )  # fmt: skip
