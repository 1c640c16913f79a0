"""Badges of people whose names try a printer: many scripts, very long, very short, very odd."""

from __future__ import annotations

import dataclasses
from typing import Any

from badges.faces.rules import AgendaLine, BadgeFace, BandStyle, Occasion, printed_name

AT = Occasion("Signals 2027", "17–20 October 2027", "Glasgow", "Clyde Auditorium")
TOKEN = "7KQM2XVT9WER01ZA"


def face(name: str, given: str = "", family: str = "", **changes: Any) -> BadgeFace:
    """A plain member's badge; any field may be given."""
    made = BadgeFace(
        name=printed_name(name, given, family),
        registered=printed_name(changes.pop("registered", name), given, family),
        affiliation="Clyde Institute",
        country="United Kingdom",
        country_code="GB",
        category="Member",
        band=BandStyle.PLAIN,
        ribbons=(),
        token=TOKEN,
        code="K7M2QX",
        meeting="Signals 2027",
        occasion="17–20 October 2027, Glasgow",
        at=AT,
    )
    return dataclasses.replace(made, **changes)


NAMES = [
    ("Łukasz Wiśniewski", "Łukasz", "Wiśniewski"),
    ("Đỗ Thị Ánh", "Thị Ánh", "Đỗ"),
    ("Γιώργος Παπαδόπουλος", "Γιώργος", "Παπαδόπουλος"),
    ("Ольга Ковалёва", "Ольга", "Ковалёва"),
    ("王小明", "小明", "王"),
    ("佐藤 さくら", "さくら", "佐藤"),
    ("김민준", "민준", "김"),
    ("محمد الأحمد", "محمد", "الأحمد"),
    ("דוד כהן", "דוד", "כהן"),
    ("अनिता शर्मा", "अनिता", "शर्मा"),
    ("สมชาย ใจดี", "สมชาย", "ใจดี"),
    ("Ẹ̀kọ́ Adébáyọ̀", "Ẹ̀kọ́", "Adébáyọ̀"),
    ("Bo", "", ""),
    ("O", "O", ""),
    (
        "Maria del Carmen Fernández-Montesinos y García",
        "Maria del Carmen",
        "Fernández-Montesinos y García",
    ),
    ("Wolfeschlegelsteinhausenbergerdorff", "", ""),
    ("Anne-Marie-Louise-Élisabeth-Françoise de la Tour d'Auvergne-Lauraguais", "", ""),
    ("Venkatanarasimharajuvaripeta Subrahmanyam", "Venkatanarasimharajuvaripeta", "Subrahmanyam"),
    ("W" * 60, "", ""),
]  # fmt: skip
AGENDA = tuple(
    AgendaLine(
        "Sunday 17 October 2027" if number < 5 else "Monday 18 October 2027",
        f"{9 + number}:00–{9 + number}:45",
        f"Talk: A long title about signals between cells and what they mean, part {number}",
        "Hall A",
    )
    for number in range(40)
)
LONG_AFFILIATION = (
    "Department of Molecular and Cellular Immunology, Institute for Research in Biomedicine of the "
    "University of Barcelona and the Catalan Institute of Oncology, Campus North"
)
