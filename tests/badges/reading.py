"""Reading what the desk's pages and files say."""

from __future__ import annotations

import io

import httpx
from lxml import html
from pypdf import PdfReader

from badges.printing.actions import Printer
from conference.settings import DEMO_SECRET
from tests.badges.conftest import Hall


def words(answer: httpx.Response) -> str:
    text = " ".join(html.fromstring(answer.text).find(".//main").itertext())
    return " ".join(text.split()).replace(" ,", ",")


def names(answer: httpx.Response) -> list[str]:
    page = html.fromstring(answer.text)
    return [link.text_content() for link in page.xpath("//*[@class='result__name']/a")]


def pdf_text(answer: httpx.Response) -> str:
    assert answer.headers["content-type"] == "application/pdf"
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)


def printer(hall: Hall) -> Printer:
    return Printer(hall.meeting, "a6", DEMO_SECRET)
