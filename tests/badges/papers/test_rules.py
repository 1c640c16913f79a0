"""Who is entitled, from when, and why not; the words of a certificate; its QR code. Pure."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import numpy as np
import pypdf
import pypdfium2
import pytest
import zxingcpp

from badges.papers.content import CertificateContent, Press, content_of, grouped
from badges.papers.credits import AccreditedSession, CreditLine, CreditSheet
from badges.papers.kinds import CertificateKind
from badges.papers.pdf import certificates_pdf
from badges.papers.policy import Policy
from badges.papers.rules import (
    ENTITLED,
    Attended,
    Claim,
    Entitlement,
    Grounds,
    Item,
    Never,
    NotYet,
    best_attended,
    judge_attendance,
    judge_credits,
    judge_item,
    judge_reviews,
)
from badges.papers.samples import sample_content
from badges.papers.symbols import symbol_of, symbols_of
from badges.papers.words import DEFAULT_WORDS, known_placeholders, why_not
from conference.letters.placeholders import unknown_placeholders
from conference.meetings.rules import MeetingInfo
from conference.orm import tokens
from conference.people.rules import PersonInfo
from conference.registration.signing.rules import Signatory

ENDS = datetime(2027, 10, 20, 23, 0, tzinfo=UTC)
BEFORE, AFTER = ENDS - timedelta(seconds=1), ENDS
THERE = Attended(uuid4(), "K7M2Q1", True, False, True)
MEETING = MeetingInfo(
    uuid4(), "glasgow", "Signals 2027", uuid4(), "Society of Signals", "", "in_person", "EUR",
    "Europe/London", date(2027, 10, 17), date(2027, 10, 20), "Glasgow", "Clyde Hall", "", "", True,
)  # fmt: skip
ALICE = PersonInfo(
    uuid4(), "Alice", "Ångström", "Alice Ångström", "Ally", "Dr Alice M. Ångström",
    "Clyde Institute", "", "GB", "alice@example.org",
)  # fmt: skip
POSTER = Item(
    "ABC12", "poster", "IFN-<i>λ</i> in the gut", "Posters I",
    datetime(2027, 10, 18, 9, tzinfo=UTC), datetime(2027, 10, 18, 11, tzinfo=UTC), "P1.02",
)  # fmt: skip
PRESS = Press(MEETING, Policy(), "https://meet.example.org", date(2027, 10, 22),
              Signatory("Olive Okafor", "President"))  # fmt: skip
CODE = "7K2M9QXW4TBD"


@pytest.mark.parametrize(
    ("attended", "now", "found"),
    [
        (THERE, AFTER, ENTITLED),
        (THERE, BEFORE, NotYet("The meeting is not over yet.", ENDS)),
        (replace(THERE, is_checked_in=False), BEFORE,
         NotYet("It is for who is checked in at the meeting.", ENDS)),
        (replace(THERE, is_checked_in=False), AFTER,
         Never("No check-in at the meeting is recorded.")),
        (replace(THERE, is_checked_in=False, is_virtual=True), BEFORE,
         Never("It certifies having been there in person; this registration is online.")),
        (replace(THERE, is_checked_in=False, holds_place=False), AFTER,
         Never("The registration is no longer valid.")),
    ],
)  # fmt: skip
def test_attendance_is_certified_to_who_was_checked_in_after_the_end(
    attended: Attended, now: datetime, found: Entitlement
) -> None:
    assert judge_attendance(attended, ENDS, now) == found


def test_presentation_is_certified_once_it_is_over_and_was_shown() -> None:
    over = POSTER.ends_at
    assert judge_item(POSTER, False, over) == ENTITLED
    assert isinstance(judge_item(POSTER, False, over - timedelta(minutes=1)), NotYet)
    assert judge_item(POSTER, True, over) == Never("It is recorded as not shown.")
    assert judge_item(replace(POSTER, is_cancelled=True), False, over) == Never("It was cancelled.")


def test_reviews_are_certified_once_decisions_are_out() -> None:
    assert judge_reviews(3, BEFORE, AFTER) == ENTITLED
    assert judge_reviews(3, None, AFTER) == NotYet("The decisions are not out yet.", None)
    assert judge_reviews(0, BEFORE, AFTER) == Never("No review was sent.")


def test_credits_need_attendance_and_something_earned() -> None:
    earned, none = CreditSheet((), 60, 100), CreditSheet((), 0, 0)
    assert judge_credits(earned, THERE, ENDS, AFTER) == ENTITLED
    assert isinstance(judge_credits(none, THERE, ENDS, AFTER), Never)
    assert isinstance(judge_credits(earned, THERE, ENDS, BEFORE), NotYet)


def test_of_two_registrations_the_one_that_was_checked_in_counts() -> None:
    cancelled = replace(THERE, is_checked_in=False, holds_place=False)
    assert best_attended([cancelled, THERE]) is THERE


def test_words_in_braces_that_nobody_knows_are_refused_and_the_defaults_are_known() -> None:
    assert why_not(CertificateKind.ATTENDANCE, "saw {title}") == (
        "Nobody knows {title} here. The words in braces are listed below the field."
    )
    for kind in CertificateKind:
        assert not why_not(kind, DEFAULT_WORDS[kind])
        said = sample_content(PRESS, kind, []).words
        assert not unknown_placeholders(said, ()), said


def test_words_with_half_a_pair_of_braces_are_refused() -> None:
    for half in ("took part in {meeting", "took part in meeting}", "in {{meeting}"):
        assert "brace stands alone" in why_not(CertificateKind.ATTENDANCE, half)


def test_every_word_that_a_certificate_knows_is_filled_in() -> None:
    for kind in CertificateKind:
        every = "\n".join(f"{name}={{{name}}}" for name in known_placeholders(kind))
        press = replace(PRESS, policy=Policy(words={kind: every}))
        assert "{" not in sample_content(press, kind, []).words


def certificate(kind: CertificateKind, name: str = ALICE.certificate_name) -> CertificateContent:
    session = AccreditedSession("S1", "Plenary", POSTER.starts_at, POSTER.ends_at)
    grounds = {
        CertificateKind.ATTENDANCE: Grounds(attended=replace(THERE, day=date(2027, 10, 18))),
        CertificateKind.PRESENTATION: Grounds(item=POSTER),
        CertificateKind.SERVICE: Grounds(item=replace(POSTER, part="chair")),
        CertificateKind.REVIEW: Grounds(reviews=1),
        CertificateKind.CREDITS: Grounds(
            sheet=CreditSheet((CreditLine(session, 118, 120), CreditLine(session, 0, 0)), 120, 200)
        ),
    }
    who = replace(ALICE, certificate_name=name)
    return content_of(PRESS, Claim(who, kind, ENTITLED, grounds[kind]), CODE)


def text_of(pdf: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (CertificateKind.ATTENDANCE, "took part in Signals 2027 17–20 Oct 2027 Glasgow "
         "Registered for one day: Mon 18 Oct 2027."),
        (CertificateKind.PRESENTATION, "presented the poster “IFN-λ in the gut” in the session "
         "“Posters I” on Mon 18 Oct 2027 at Signals 2027"),
        (CertificateKind.SERVICE, "served as chair of “IFN-λ in the gut” on Mon 18 Oct 2027"),
        (CertificateKind.REVIEW, "reviewed 1 abstract for Signals 2027"),
        (CertificateKind.CREDITS, "attended 2 h of accredited sessions of"),
    ],
)  # fmt: skip
def test_certificate_says_its_facts_under_the_certificate_name(
    kind: CertificateKind, said: str
) -> None:
    pdf = certificates_pdf([certificate(kind)])

    text, reader = text_of(pdf), pypdf.PdfReader(io.BytesIO(pdf))
    assert said in text
    assert "This is to certify that Dr Alice M. Ångström" in text
    assert "Ally" not in text
    assert "Olive Okafor President" in text
    assert "7K2M-9QXW-4TBD" in text
    assert reader.metadata is not None
    assert str(reader.metadata.title) == f"{kind.heading}, Dr Alice M. Ångström, Signals 2027"
    assert reader.trailer["/Root"]["/Lang"] == "en"
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert certificates_pdf([certificate(kind)]) == pdf


def test_credits_are_listed_session_by_session_and_missed_ones_are_not() -> None:
    text = text_of(certificates_pdf([certificate(CertificateKind.CREDITS)]))
    assert "Mon 18 Oct 2027 Plenary 118 120" in text
    assert text.count("Plenary") == 1
    assert "and earned 2 credits" in text


def test_long_name_keeps_its_words_and_stays_on_one_page() -> None:
    name = "Prof. Maximiliana Wolfeschlegelsteinhausenbergerdorff-Papadimitrakopoulou von Hohenlohe"
    pdf = certificates_pdf([certificate(CertificateKind.PRESENTATION, name)])
    assert name.replace(" ", "") in text_of(pdf).replace(" ", "")
    assert len(pypdf.PdfReader(io.BytesIO(pdf)).pages) == 1


def test_the_code_on_the_paper_opens_the_verify_page() -> None:
    pdf = certificates_pdf([certificate(CertificateKind.ATTENDANCE)])
    picture = pypdfium2.PdfDocument(pdf)[0].render(scale=203 / 72).to_pil().convert("L")
    [found] = zxingcpp.read_barcodes(np.asarray(picture))
    assert found.text == f"https://meet.example.org/glasgow/certificates/{CODE}"


def test_codes_of_many_certificates_are_those_that_the_library_makes() -> None:
    address = "https://meet.example.org/glasgow/certificates/"
    many = [address + tokens.random_code(12) for _ in range(100)]
    assert symbols_of(many)[::20] == [symbol_of(each) for each in many[::20]]
    assert grouped(CODE) == "7K2M-9QXW-4TBD"
