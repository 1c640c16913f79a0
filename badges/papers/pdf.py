"""Certificates as one PDF: tagged, with its language and title, every script shaped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from badges.papers.content import CertificateContent
from badges.papers.credits_sheet import TALL, credits_pages
from badges.papers.kinds import CertificateKind
from badges.papers.setting import LANDSCAPE, PORTRAIT
from badges.papers.sheet import WIDE, certificate_page, frame
from badges.papers.symbols import symbols_of
from conference.typesetting.pagination import Page
from conference.typesetting.paper import About
from conference.typesetting.writer import write


def certificates_pdf(
    contents: Sequence[CertificateContent], title: str = "", *, pictures: Mapping[str, bytes] = {}
) -> bytes:
    """Certificates of one kind, one after the other; the same certificates give the same bytes.

    `pictures` are the signatures by their digest; each is in the file once.
    """
    is_credits = bool(contents) and contents[0].kind is CertificateKind.CREDITS
    symbols = symbols_of([each.check_at for each in contents])
    pages: list[Page] = []
    for content, symbol in zip(contents, symbols, strict=True):
        if is_credits:
            pages += credits_pages(content, symbol)
        else:
            pages.append(certificate_page(content, symbol))
    paper = TALL if is_credits else WIDE
    line = frame(paper)
    return write(
        pages,
        _about(contents, title),
        furniture=dict.fromkeys(range(1, len(pages) + 1), line),
        pictures=pictures,
        size=PORTRAIT if is_credits else LANDSCAPE,
    ).body


def _about(contents: Sequence[CertificateContent], title: str) -> About:
    if not contents:
        return About(title or "Certificates")
    first = contents[0]
    own = f"{first.kind.heading}, {first.name}, {first.meeting}"
    return About(title or own, first.society, first.meeting)
