"""A batch of badges against a loop that draws some text and the code."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

import qrcode
from qrcode.constants import ERROR_CORRECT_Q
from reportlab.pdfgen.canvas import Canvas

from badges.drawing.render import badge_pdf
from badges.faces.rules import BadgeFace, BandStyle, printed_name
from badges.layout import LAYOUTS, POINTS_PER_MM, Layout
from conference.orm import tokens
from tests.bench.timing import Table, in_turns

LAYOUT = "a6"
NAMES = (
    ("Łukasz", "Wiśniewski"), ("Γιώργος", "Παπαδόπουλος"), ("Ольга", "Ковалёва"),
    ("小明", "王"), ("María José", "Fernández y García"), ("Anna", "Lee"), ("John", "Smith"),
    ("Aoife", "Ní Bhriain"),
)  # fmt: skip
BANDS = (("Member", BandStyle.PLAIN), ("Trainee", BandStyle.GREEN), ("Speaker", BandStyle.BLUE))


async def bench_badges(*, badges: int, rounds: int) -> list[Table]:
    """Badges on their own pages, against the same pages drawn without thought."""
    faces = [_face(number) for number in range(badges)]
    layout = LAYOUTS[LAYOUT]

    async def floor() -> None:
        plain_badges(faces, layout)

    async def ours() -> None:
        badge_pdf(faces, layout)

    rows = await in_turns(floor, {"badges in 5 scripts": ours}, count=badges, rounds=rounds)
    words = "a reportlab loop: 5 drawStrings and a QR by the qrcode library"
    return [Table(f"A batch of {badges} badges, {layout.title}", "badges", words, rows)]


def plain_badges(faces: Sequence[BadgeFace], layout: Layout) -> bytes:
    """The same page size, text in the library's own font, and every module of the code a square."""
    target = BytesIO()
    sheet = layout.sheet
    size = (sheet.width * POINTS_PER_MM, sheet.height * POINTS_PER_MM)
    canvas = Canvas(target, pagesize=size, pageCompression=1)
    for face in faces:
        lines = (face.meeting, face.name.whole, face.affiliation, face.country, face.code)
        for number, line in enumerate(lines):
            canvas.setFont("Helvetica", 14)
            canvas.drawString(30, size[1] - 60 - 30 * number, line)
        _draw_code(canvas, face.token)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def _draw_code(canvas: Canvas, token: str) -> None:
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_Q, border=0)
    code.add_data(token)
    code.make()
    for row, modules in enumerate(code.modules):
        for column, is_dark in enumerate(modules):
            if is_dark:
                canvas.rect(30 + 2.5 * column, 120 - 2.5 * row, 2.5, 2.5, stroke=0, fill=1)


def _face(number: int) -> BadgeFace:
    given, family = NAMES[number % len(NAMES)]
    category, band = BANDS[number % len(BANDS)]
    name = printed_name(f"{given} {family}", given, family)
    return BadgeFace(
        name=name, registered=name, affiliation=f"Institute of Signals {number}",
        country="United Kingdom", country_code="GB", category=category, band=band,
        ribbons=("Speaker",) if number % 5 == 0 else (),
        token=tokens.derive("bench", "badge", number), code=f"C{number:05}",
        meeting="Signals 2027", occasion="17–20 October 2027, Glasgow",
    )  # fmt: skip
