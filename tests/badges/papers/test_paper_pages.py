"""Papers that take more than a page: what stands together, and what each page says."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import pypdf

from badges.papers.content import CertificateContent, CreditRow
from badges.papers.kinds import CertificateKind
from badges.papers.pdf import certificates_pdf
from conference.registration.attendee.invitation import Invitation, invitation_pdf

NAME = "Maria-Theodora Papadimitrakopoulou"
LETTER = Invitation(
    society="The Society", society_address="1 Clyde Street\nGlasgow", contact_email="o@example.org",
    meeting="Cytokines 2027", venue="Glasgow", starts_on=date(2027, 10, 18),
    ends_on=date(2027, 10, 21), passport_name=NAME, nationality="GR", passport_number="AA1",
    affiliation="University of Somewhere", embassy="", registration="REG00001", category="Member",
    issued_on=date(2027, 9, 1), code="REG00001-ABCDE-FGHIJ", check_at="https://example.org/x",
)  # fmt: skip


def pages_of(body: bytes) -> list[str]:
    reader = pypdf.PdfReader(io.BytesIO(body))
    return [" ".join(page.extract_text().split()) for page in reader.pages]


def credits_of(sessions: int) -> CertificateContent:
    rows = tuple(
        CreditRow(f"S{n}", f"Session {n}", "Mon 18 Oct 2027", 60, 60) for n in range(sessions)
    )
    return CertificateContent(
        kind=CertificateKind.CREDITS, society="The Society", meeting="Cytokines 2027",
        occasion="Glasgow", name=NAME, words="attended", issued_on=date(2027, 10, 22),
        issued_at="Glasgow", code="0123456789AB", check_at="https://example.org/x", rows=rows,
        credits=sessions * 100, accreditation="A board.",
    )  # fmt: skip


def test_letter_is_signed_below_its_last_words_however_long_it_grows() -> None:
    """Nobody signs a page with nothing on it."""
    lengths = set()
    for lines in range(0, 24, 2):
        embassy = "\n".join(f"Line {n} of the address" for n in range(lines))
        pages = pages_of(invitation_pdf(replace(LETTER, embassy=embassy)))
        lengths.add(len(pages))
        last = pages[-1]
        assert last.index("Please grant the visa") < last.index("For the organisers")
        assert "REG00001-ABCDE-FGHIJ" in last
    assert lengths == {1, 2}


def test_credits_fill_each_page_and_every_page_says_whose_they_are() -> None:
    for sessions in (1, 14, 18, 22, 26, 30, 60):
        pages = pages_of(certificates_pdf([credits_of(sessions)]))
        found = [page.count("Session ") - page.count("Session Minutes") for page in pages]
        assert sum(found) == sessions
        assert min(found) >= 1
        for number, page in enumerate(pages[1:], 2):
            assert f"0123-4567-89AB, page {number}" in page
            assert NAME in page
        assert "Together" in pages[-1]
        assert all("For the society" not in page for page in pages[:-1])
        if len(pages) > 1:
            assert found[0] > 16, "a page that nobody signs is filled to its end"
